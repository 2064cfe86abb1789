// Splitting a claim into several and merging several into one: what stands in the card while that is done.

import { say } from "../say";
import type { Draft } from "./claim";
import { make } from "./make";
import type { Held } from "./queue";

/** The parts of a claim that is being split; each is a draft of its own. */
export class Parts {
  readonly element = make("div", {
    class: "review-parts",
    role: "group",
    "aria-label": say("Parts of the claim"),
  });
  private readonly drafts: Draft[];
  private at = 0;

  constructor(
    first: Draft,
    private readonly describe: (draft: Draft) => string,
    private readonly chosen: (draft: Draft) => void,
    private readonly record: () => void,
  ) {
    this.drafts = [first, {}];
    this.at = 1;
    this.draw();
  }

  get all(): Draft[] {
    return this.drafts;
  }

  get current(): Draft {
    return this.drafts[this.at] ?? {};
  }

  set current(draft: Draft) {
    this.drafts[this.at] = draft;
    this.draw();
  }

  add(): void {
    this.drafts.push({});
    this.go(this.drafts.length - 1);
  }

  step(by: number): void {
    this.go((this.at + by + this.drafts.length) % this.drafts.length);
  }

  private go(at: number): void {
    this.at = at;
    this.draw();
    this.chosen(this.current);
  }

  private draw(): void {
    const parts = this.drafts.map((draft, at) => {
      const button = make(
        "button",
        { type: "button", class: "review-part", "aria-pressed": String(at === this.at) },
        make("b", {}, say("Part {number}", { number: at + 1 })),
        make("span", {}, this.describe(draft)),
      );
      button.addEventListener("click", () => this.go(at));
      return button;
    });
    const more = make(
      "button",
      { type: "button", class: "button slight" },
      make("kbd", {}, "s"),
      say("One more part"),
    );
    more.addEventListener("click", () => this.add());
    const done = make(
      "button",
      { type: "button", class: "button primary" },
      make("kbd", {}, "a"),
      say("Record the parts"),
    );
    done.addEventListener("click", this.record);
    const hint = say(
      "Correct the slots of each part; Tab or a click goes to another part. Escape leaves the claim whole.",
    );
    this.element.replaceChildren(
      make("p", { class: "small soft" }, hint),
      ...parts,
      make("div", { class: "review-chips" }, more, done),
    );
  }
}

/** The claims that a claim may be merged with, as boxes to tick. */
export function mergePanel(held: Held, record: (ids: string[]) => void): HTMLElement {
  const panel = make("div", { class: "review-merging", role: "group", "aria-label": say("Merge with") });
  const beside = held.element.querySelector<HTMLTemplateElement>("template[data-beside]");
  panel.append(make("b", {}, say("Merge into this claim: tick those that say the same thing once more")));
  if (beside) panel.append(beside.content.cloneNode(true));
  const done = make(
    "button",
    { type: "button", class: "button primary" },
    make("kbd", {}, "a"),
    say("Merge"),
  );
  done.addEventListener("click", () => record(tickedIn(panel)));
  panel.append(done);
  return panel;
}

export function tickedIn(panel: HTMLElement): string[] {
  return [...panel.querySelectorAll<HTMLInputElement>("input:checked")].map((box) => box.value);
}
