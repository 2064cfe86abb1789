// The source page: words that are selected become a claim. The form works without this; here the words are not typed
// but selected, and where they stand is known.

import { isTyping, make } from "./review/make";
import { named } from "./review/options";
import type { Chosen } from "./review/words";
import { chosenIn } from "./review/words";
import { say } from "./say";
import { lettersCount } from "./review/help";

const MOST = 12;

class Writing {
  private readonly bar: HTMLButtonElement;
  /** The field that words go to: the one that had the focus last. */
  private field: HTMLElement | null = null;
  /** The span that was given last. */
  private given = "";

  constructor(
    private readonly box: HTMLDetailsElement,
    private readonly reading: HTMLElement,
  ) {
    this.bar = make(
      "button",
      { type: "button", class: "writing-bar button slight no-print" },
      make("kbd", {}, "w"),
      " ",
      say("Write a claim from these words"),
    );
    this.bar.hidden = true;
    // The selection must outlive the click.
    this.bar.addEventListener("mousedown", (event) => event.preventDefault());
    this.bar.addEventListener("click", () => this.begin());
    document.body.append(this.bar);
    for (const hidden of box.querySelectorAll<HTMLElement>("[data-hint], summary kbd")) hidden.hidden = false;
    box.addEventListener("focusin", (event) => {
      const to =
        event.target instanceof Element
          ? event.target.closest<HTMLElement>("[data-slot], [data-words]")
          : null;
      this.field = to;
    });
    box.addEventListener("input", (event) => this.typed(event));
    document.addEventListener("selectionchange", () => this.selected());
    document.addEventListener("keydown", (event) => {
      if (event.key !== "w" || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey)
        return;
      if (!lettersCount()) return;
      event.preventDefault();
      this.begin();
    });
    this.lookUp();
  }

  /** Open the form with the words that are selected. */
  private begin(): void {
    const chosen = chosenIn(this.reading);
    this.box.open = true;
    this.bar.hidden = true;
    this.field = null;
    if (chosen) this.put(this.part("[data-words]"), chosen);
    const first = this.box.querySelector<HTMLElement>(chosen ? "[name=kind]" : "[data-words]");
    first?.focus({ preventScroll: true });
    this.box.scrollIntoView({ block: "nearest", behavior: "auto" });
  }

  private part(selector: string): HTMLElement {
    const found = this.box.querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`the form has no ${selector}`);
    return found;
  }

  private selected(): void {
    const chosen = chosenIn(this.reading);
    if (!chosen) {
      this.bar.hidden = true;
      this.given = "";
      return;
    }
    // Words that were given to one field are not given to the next one that gets the focus.
    if (this.given === `${chosen.start}-${chosen.end}`) return;
    if (this.box.open && this.field) {
      this.put(this.field, chosen);
      return;
    }
    const range = getSelection()?.getRangeAt(0).getBoundingClientRect();
    if (!range) return;
    this.bar.hidden = false;
    this.bar.style.top = `${range.bottom + scrollY + 6}px`;
    this.bar.style.left = `${Math.max(4, Math.min(range.left, innerWidth - this.bar.offsetWidth - 8)) + scrollX}px`;
  }

  /** The words of the claim, or those behind a slot. */
  private put(field: HTMLElement, chosen: Chosen): void {
    const span = `${chosen.start}-${chosen.end}`;
    this.given = span;
    if (field instanceof HTMLTextAreaElement) {
      field.value = chosen.whole ? chosen.words : "";
      field.required = chosen.whole;
      const at = this.box.querySelector<HTMLInputElement>("[data-at]");
      if (at) at.value = span;
      this.tell(field, chosen.words);
      return;
    }
    const slot = field.dataset.slot ?? "";
    const hidden = this.box.querySelector<HTMLInputElement>(`[name="span.${slot}"]`);
    if (hidden) hidden.value = span;
    if (field instanceof HTMLInputElement) {
      field.value =
        slot === "quantity"
          ? (/\d[\d,. ]*/.exec(chosen.words)?.[0].trim() ?? field.value)
          : field.value || chosen.words;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      if (hidden) hidden.value = span;
    }
    this.tell(field, chosen.words);
  }

  /** Show the words below their field. */
  private tell(field: HTMLElement, words: string): void {
    const home = field.closest("label") ?? field;
    home.querySelector(".writing-behind")?.remove();
    home.append(
      make("span", { class: "writing-behind" }, `“${words.length > 90 ? `${words.slice(0, 90)}…` : words}”`),
    );
  }

  /** What is typed over is no longer what was selected. */
  private typed(event: Event): void {
    const field = event.target instanceof HTMLElement ? event.target : null;
    if (!event.isTrusted || !field) return;
    const hidden = field.matches("[data-words]")
      ? this.box.querySelector<HTMLInputElement>("[data-at]")
      : field.matches("input[data-slot]")
        ? this.box.querySelector<HTMLInputElement>(`[name="span.${field.dataset.slot ?? ""}"]`)
        : null;
    if (!hidden?.value) return;
    hidden.value = "";
    field.closest("label")?.querySelector(".writing-behind")?.remove();
  }

  /** Places and organisations are looked up while they are typed. */
  private lookUp(): void {
    const place = this.box.querySelector<HTMLInputElement>("[name=place]");
    const chosen = this.box.querySelector<HTMLInputElement>("[data-place-id]");
    if (place && chosen) {
      const select = make("select", { class: "field", "aria-label": say("Which place is meant") });
      select.hidden = true;
      place.after(select);
      select.addEventListener("change", () => {
        chosen.value = select.value;
      });
      place.addEventListener("input", () => {
        void named("/api/v1/places", place.value.trim()).then((found) => {
          const options = found.map((each) => make("option", { value: idOf(each) }, each.says as string));
          select.replaceChildren(...options, make("option", { value: "none" }, say("the name alone")));
          select.hidden = found.length === 0;
          chosen.value = found.length ? select.value : "";
        });
      });
    }
    for (const name of ["operator", "supplier"]) {
      const field = this.box.querySelector<HTMLInputElement>(`[name=${name}]`);
      if (!field) continue;
      const list = make("datalist", { id: `writing-${name}` });
      field.setAttribute("list", list.id);
      field.after(list);
      field.addEventListener("input", () => {
        void named("/api/v1/organisations", field.value.trim()).then((found) => {
          list.replaceChildren(
            ...found.slice(0, MOST).map((each) => make("option", { value: each.name as string })),
          );
        });
      });
    }
  }
}

function idOf(place: Record<string, unknown>): string {
  return typeof place.geonameid === "number"
    ? String(place.geonameid)
    : `${String(place.lat)},${String(place.lon)}`;
}

const box = document.querySelector<HTMLDetailsElement>("details[data-writing]");
const reading = document.querySelector<HTMLElement>(".reading");
if (box && reading) new Writing(box, reading);
