// A field with the values that can be chosen below it: the ARIA pattern of a combobox with a list.

import { make } from "./make";

export interface Option {
  says: string;
  value: unknown;
  /** Among those that are chosen already. */
  on?: boolean;
}

interface Asked {
  label: string;
  typed: string;
  /** What can be chosen for what was typed. */
  find: (typed: string) => Option[] | Promise<Option[]>;
  choose: (option: Option) => void;
  /** Enter while nothing is typed. */
  finish: () => void;
  placeholder?: string;
}

let made = 0;

export class Options {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  private readonly list: HTMLUListElement;
  private shown: Option[] = [];
  private at = -1;
  private asked = 0;

  constructor(private readonly given: Asked) {
    const id = `options-${++made}`;
    this.list = make("ul", { id, role: "listbox", class: "review-options", "aria-label": given.label });
    this.input = make("input", {
      class: "field",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      "aria-expanded": "true",
      "aria-controls": id,
      "aria-autocomplete": "list",
      value: given.typed,
      placeholder: given.placeholder ?? "",
    });
    this.element = make("div", {}, make("label", {}, given.label, this.input), this.list);
    this.input.addEventListener("input", () => void this.refresh());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const item = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-at]") : null;
      if (item) this.pick(Number(item.dataset.at));
    });
    void this.refresh();
  }

  /** Look again, as after something was chosen. */
  async refresh(): Promise<void> {
    const turn = ++this.asked;
    const found = await this.given.find(this.input.value.trim());
    if (turn !== this.asked) return;
    this.shown = found;
    const typed = this.input.value.trim();
    this.at = found.length && typed ? 0 : found.findIndex((each) => each.on);
    this.draw();
  }

  private draw(): void {
    this.list.replaceChildren(
      ...this.shown.map((option, at) =>
        make(
          "li",
          {
            role: "option",
            id: `${this.list.id}-${at}`,
            "data-at": String(at),
            "aria-selected": String(at === this.at),
            "data-on": (option.on ?? false) ? true : undefined,
          },
          option.says,
        ),
      ),
    );
    if (this.at >= 0) {
      this.input.setAttribute("aria-activedescendant", `${this.list.id}-${this.at}`);
      this.list.children[this.at]?.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (this.shown.length) this.at = (this.at + step + this.shown.length) % this.shown.length;
      this.draw();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (this.at >= 0 && (this.input.value.trim() || !this.shown[this.at]?.on)) this.pick(this.at);
      else this.given.finish();
    }
  }

  private pick(at: number): void {
    const option = this.shown[at];
    if (!option) return;
    this.input.value = "";
    this.given.choose(option);
  }
}

/** Those of the terms that have what was typed in them, those that begin with it first. */
export function termsLike(terms: [string, string][], typed: string, on: string[]): Option[] {
  const key = typed.toLocaleLowerCase();
  const scored = terms
    .map(([id, says], place) => {
      const words = says.toLocaleLowerCase();
      const starts = words.startsWith(key) || id.startsWith(key);
      const inner = words.split(/[\s-]+/).some((word) => word.startsWith(key));
      return {
        id,
        says,
        place,
        score: !key || starts ? 0 : inner ? 1 : words.includes(key) || id.includes(key) ? 2 : 3,
      };
    })
    .filter(({ score }) => score < 3);
  scored.sort((a, b) => a.score - b.score || a.place - b.place);
  return scored.map(({ id, says }) => ({ says, value: id, on: on.includes(id) }));
}

/** What an address of the API finds for a name; nothing where the server does not answer. */
export async function named(path: string, name: string): Promise<Record<string, unknown>[]> {
  if (!name) return [];
  try {
    const answer = await fetch(`${path}?${new URLSearchParams({ name })}`, {
      headers: { "X-Sousveil": "page" },
    });
    return answer.ok ? ((await answer.json()) as { items: Record<string, unknown>[] }).items : [];
  } catch {
    return [];
  }
}
