// Corrects one slot in place: its value from those that are known, and the words of the text behind it.

import { say } from "../say";
import type { Choices, ClaimRow, Draft, Field, Organisation, Quantity, Span } from "./claim";
import { spansOf, valueOf, withSpans, withValue } from "./claim";
import { make } from "./make";
import type { Option } from "./options";
import { named, Options, termsLike } from "./options";
import type { Chosen } from "./words";

export interface Editing {
  claim: ClaimRow;
  field: Field;
  draft: Draft;
  choices: Choices;
  /** Words that are selected as it opens. */
  chosen: Chosen | null;
  wordsOf: (span: Span) => string;
  save: (draft: Draft) => void;
  close: () => void;
}

const EDTF = /^(\d{4}(-\d\d(-\d\d)?)?[~?%]?|\d{3}X|\.\.)?(\/(\d{4}(-\d\d(-\d\d)?)?[~?%]?|\.\.)?)?$/;

export class Editor {
  readonly element: HTMLElement;
  private draft: Draft;
  private spans: Span[];
  private readonly words = make("div", { class: "review-chips" });
  private readonly fault = make("p", { class: "small", role: "alert" });
  private first: HTMLElement | null = null;
  private read: () => boolean = () => true;
  private options: Options | null = null;

  constructor(private readonly given: Editing) {
    this.draft = given.draft;
    this.spans = spansOf(given.claim, given.draft, given.field);
    if (given.chosen && given.field.slot) this.spans = [[given.chosen.start, given.chosen.end]];
    const done = make("button", { class: "button slight", type: "button" }, say("Done"));
    done.addEventListener("click", () => this.finish());
    const clear = make("button", { class: "button slight", type: "button" }, say("Not told"));
    clear.addEventListener("click", () => this.clear());
    const optional = !["kind", "act", "technology", "passage"].includes(given.field.name);
    this.element = make(
      "div",
      {
        class: "review-editor",
        role: "group",
        "aria-label": say("Correct: {slot}", { slot: given.field.label }),
      },
      ...this.controls(),
      ...(given.field.slot ? [this.words] : []),
      this.fault,
      make("div", { class: "row" }, done, ...(optional ? [clear] : [])),
    );
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.stopPropagation();
        given.close();
      } else if (
        event.key === "Enter" &&
        event.target instanceof HTMLInputElement &&
        !event.defaultPrevented
      ) {
        event.preventDefault();
        this.finish();
      }
    });
    this.drawWords();
  }

  /** Put the focus where one types. */
  focus(): void {
    (this.first ?? this.element.querySelector<HTMLElement>("input, button"))?.focus();
    if (this.first instanceof HTMLInputElement) this.first.select();
  }

  /** Words were selected while it is open. */
  choose(chosen: Chosen): void {
    if (this.given.field.asks === "passage") {
      this.draft = withPassage(this.given.claim, this.draft, chosen);
      this.say(chosen.words);
      return;
    }
    if (!this.given.field.slot) return;
    if (!this.spans.some(([start, end]) => start === chosen.start && end === chosen.end)) {
      const many = ["many", "organisations"].includes(this.given.field.asks);
      this.spans = [...(many ? this.spans : []), [chosen.start, chosen.end]];
    }
    if (this.options && !this.options.input.value) {
      this.options.input.value = chosen.words;
      void this.options.refresh();
    } else if (
      this.given.field.asks === "words" &&
      this.first instanceof HTMLInputElement &&
      !this.first.value
    ) {
      this.first.value = chosen.words;
    }
    this.drawWords();
  }

  private get value(): unknown {
    return valueOf(this.given.claim, this.draft, this.given.field.name);
  }

  private set(value: unknown): void {
    this.draft = withValue(this.given.claim, this.draft, this.given.field.name, value);
  }

  private controls(): (Node | string)[] {
    const { field, chosen } = this.given;
    switch (field.asks) {
      case "many":
      case "one":
        return this.terms(field.asks === "many");
      case "place":
        return this.lookup("/api/v1/places", chosen?.words ?? "", (found, typed) => ({
          name: chosen?.words ?? (typed || ((found?.name ?? "") as string)),
          geonameid: found?.geonameid ?? null,
          country: found?.country ?? null,
          lat: found?.lat ?? null,
          lon: found?.lon ?? null,
          precision: found?.precision ?? null,
          radius_km: found?.radius_km ?? null,
        }));
      case "organisation":
      case "organisations":
        return this.lookup("/api/v1/organisations", chosen?.words ?? "", (found, typed) => ({
          name: chosen?.words ?? (typed || ((found?.name ?? "") as string)),
          ref: found?.ref ?? null,
          country: found?.country ?? null,
        }));
      case "quantity":
        return this.quantity();
      case "passage":
        return [
          make(
            "p",
            { class: "small" },
            say("Select the words that say it in the text, with the mouse or with v."),
          ),
        ];
      default:
        return this.plain(field.asks === "time");
    }
  }

  private terms(many: boolean): (Node | string)[] {
    const terms = this.given.choices.terms[this.given.field.name] ?? [];
    const now = () => (many ? (this.value as string[]) : [this.value as string]);
    const chips = make("div", { class: "review-chips" });
    const options = new Options({
      label: this.given.field.label,
      typed: "",
      placeholder: say("Type to choose"),
      find: (typed) => termsLike(terms, typed, now()),
      choose: ({ value }) => {
        const id = value as string;
        if (!many) {
          this.set(id);
          this.finish();
          return;
        }
        this.set(now().includes(id) ? now().filter((each) => each !== id) : [...now(), id]);
        draw();
        void options.refresh();
      },
      finish: () => this.finish(),
    });
    const draw = () => {
      chips.replaceChildren(
        ...now().map((id) =>
          this.chip(terms.find(([each]) => each === id)?.[1] ?? id, () => {
            this.set(now().filter((each) => each !== id));
            draw();
            void options.refresh();
          }),
        ),
      );
    };
    if (many) draw();
    this.first = options.input;
    return many ? [chips, options.element] : [options.element];
  }

  /** A name that is looked up; for speakers several, the nearest first. */
  private lookup(
    path: string,
    typed: string,
    made: (found: Record<string, unknown> | null, typed: string) => unknown,
  ): (Node | string)[] {
    const many = this.given.field.asks === "organisations";
    const chips = make("div", { class: "review-chips" });
    const now = () => (this.value ?? []) as Organisation[];
    const draw = () => {
      chips.replaceChildren(
        ...now().map((who, at) =>
          this.chip(who.name, () => {
            this.set(now().filter((_, place) => place !== at));
            draw();
          }),
        ),
      );
    };
    const held = this.value as { name: string } | null;
    const options = new Options({
      label: many ? say("Who says it, the nearest speaker first") : this.given.field.label,
      typed: typed || (many ? "" : (held?.name ?? "")),
      find: async (name) => {
        const found = (await named(path, name)).map((each): Option => ({
          says: each.says as string,
          value: each,
        }));
        return name ? [...found, { says: say("“{name}”, as it is written", { name }), value: name }] : [];
      },
      choose: ({ value }) => {
        const one =
          typeof value === "string" ? made(null, value) : made(value as Record<string, unknown>, "");
        if (!many) {
          this.set(one);
          this.finish();
          return;
        }
        this.set([...now(), one]);
        draw();
      },
      finish: () => {
        // Enter before anything was found: the name as it is written.
        const words = options.input.value.trim();
        const was = (this.value as { name?: string } | null)?.name;
        if (words && !many && words !== was) this.set(made(null, words));
        this.finish();
      },
    });
    this.options = options;
    this.first = options.input;
    if (many) draw();
    return many ? [chips, options.element] : [options.element];
  }

  private plain(time: boolean): (Node | string)[] {
    const input = make("input", {
      class: "field",
      autocomplete: "off",
      value:
        (this.given.field.asks === "words" ? this.given.chosen?.words : undefined) ??
        (this.value as string | null) ??
        "",
      placeholder: time ? "2024-04-16, 2024-04, 2019/2021, 2019~" : "",
    });
    this.first = input;
    this.read = () => {
      const text = input.value.trim();
      if (time && !EDTF.test(text)) {
        this.say(say("Write a time as 2024-04-16, 2024-04, 2019/2021, or 2019~ for about 2019."));
        return false;
      }
      this.set(text || null);
      return true;
    };
    return [make("label", {}, this.given.field.label, input)];
  }

  private quantity(): (Node | string)[] {
    const held = this.value as Quantity | null;
    const value = make("input", {
      class: "field",
      inputmode: "decimal",
      autocomplete: "off",
      value: held ? String(held.value) : digits(this.given.chosen?.words),
    });
    const unit = make("input", {
      class: "field",
      list: "review-units",
      autocomplete: "off",
      value: held?.unit ?? "",
    });
    const about = make("input", { type: "checkbox" });
    about.checked = held?.approximate ?? false;
    const units = make("datalist", { id: "review-units" });
    for (const [id] of this.given.choices.terms.unit ?? []) units.append(make("option", { value: id }));
    this.first = value;
    this.read = () => {
      const number = Number(value.value.replace(/[\s,]/g, ""));
      if (!value.value.trim()) this.set(null);
      else if (!Number.isFinite(number) || !unit.value.trim()) {
        this.say(say("Give a number and what is counted, such as 1500 and camera."));
        return false;
      } else this.set({ value: number, unit: unit.value.trim(), approximate: about.checked });
      return true;
    };
    return [
      make(
        "div",
        { class: "row" },
        make("label", {}, say("How many"), value),
        make("label", {}, say("Of what"), unit),
        make("label", {}, say("about"), about),
      ),
      units,
    ];
  }

  private drawWords(): void {
    const chips = this.spans.map((span, at) =>
      this.chip(`“${this.given.wordsOf(span) || "…"}”`, () => {
        this.spans = this.spans.filter((_, place) => place !== at);
        this.drawWords();
      }),
    );
    const hint = say("Select words in the text to put them behind it.");
    this.words.replaceChildren(...(chips.length ? chips : [make("span", { class: "small soft" }, hint)]));
  }

  private chip(says: string, remove: () => void): HTMLElement {
    const button = make(
      "button",
      { type: "button", "aria-label": say("Remove {what}", { what: says }) },
      `${says} ×`,
    );
    button.addEventListener("click", remove);
    return button;
  }

  private say(words: string): void {
    this.fault.textContent = words;
  }

  private clear(): void {
    const { field, claim } = this.given;
    const empty = field.asks === "many" || field.asks === "organisations" ? [] : null;
    this.draft = withSpans(claim, withValue(claim, this.draft, field.name, empty), field, []);
    this.given.save(this.draft);
  }

  private finish(): void {
    if (!this.read()) return;
    const { field, claim } = this.given;
    this.given.save(field.slot ? withSpans(claim, this.draft, field, this.spans) : this.draft);
  }
}

/** A draft with other words that say the claim. */
export function withPassage(claim: ClaimRow, draft: Draft, chosen: Chosen): Draft {
  const { start, end } = claim.evidence;
  const changed: Draft = { ...draft };
  if (chosen.start === start && chosen.end === end) delete changed.passage;
  else
    changed.passage = {
      start: chosen.start,
      end: chosen.end,
      ...(chosen.whole ? { quote: chosen.words } : {}),
    };
  return changed;
}

function digits(words: string | undefined): string {
  return (
    /\d[\d,. ]*/
      .exec(words ?? "")?.[0]
      .replace(/[,\s]/g, "")
      .replace(/\.$/, "") ?? ""
  );
}
