// A card on the page: its slots as buttons, and what the person changed of them.

import { say, sayMany } from "../say";
import type { Choices, ClaimRow, Draft, Field } from "./claim";
import { changes, inWords, isChanged, spansOf, valueOf } from "./claim";
import { make } from "./make";
import type { Held } from "./queue";
import { rangeOf, wordsOf } from "./words";

const originals = new WeakMap<HTMLElement, Node[]>();

export function passageOf(held: Held): HTMLElement | null {
  return held.element.querySelector<HTMLElement>(".review-passage");
}

export function rowOf(held: Held, field: string): HTMLElement | null {
  return held.element.querySelector<HTMLElement>(`.review-slots [data-field="${field}"]`);
}

/** Make the slots buttons, and show what works with a script only. Done once, before the card is shown. */
export function enliven(held: Held, choices: Choices): void {
  for (const button of held.element.querySelectorAll<HTMLElement>("[data-do][hidden]")) button.hidden = false;
  for (const row of held.element.querySelectorAll<HTMLElement>(".review-slots [data-field]")) {
    const field = choices.fields.find((each) => each.name === row.dataset.field);
    const value = row.querySelector("dd > :first-child");
    if (field && value) value.replaceWith(button(field, value.textContent, value.className));
  }
  for (const untold of held.element.querySelectorAll<HTMLElement>(".review-untold [data-field]")) {
    const field = choices.fields.find((each) => each.name === untold.dataset.field);
    if (!field) continue;
    const key = untold.querySelector("kbd");
    untold.replaceChildren(...(key ? [key] : []), button(field, field.label, ""));
  }
}

function button(field: Field, value: string, style: string): HTMLElement {
  const label = say("Correct {slot}: {value}", { slot: field.label, value });
  return make(
    "button",
    { type: "button", class: "review-edit", "data-edit": field.name, "aria-label": label },
    make("span", { class: style }, value),
  );
}

/** Show the claim as it would be after the draft. */
export function drawDraft(held: Held, draft: Draft, choices: Choices): void {
  for (const field of choices.fields) {
    const changed = field.asks === "passage" ? "passage" in draft : changes(draft, field);
    const row = rowOf(held, field.name);
    if (row) restore(row);
    if (changed) drawRow(held, row ?? addedRow(held, field), field, draft, choices);
    else if (row?.dataset.added && !row.querySelector(".review-holder")) row.remove();
    const untold = held.element.querySelector<HTMLElement>(`.review-untold [data-field="${field.name}"]`);
    if (untold) untold.hidden = changed;
  }
  const accept = held.element.querySelector<HTMLElement>("[data-accept]");
  if (accept) accept.textContent = isChanged(draft) ? say("Accept as corrected") : say("Accept");
  highlight(held, draft, choices);
}

function restore(row: HTMLElement): void {
  const kept = originals.get(row);
  if (!kept) return;
  row.querySelector("dd")?.replaceChildren(...kept);
  row.classList.remove("changed");
  originals.delete(row);
}

/** A row for a slot that the claim had no value for. */
export function addedRow(held: Held, field: Field): HTMLElement {
  const row = make(
    "div",
    { "data-field": field.name, "data-added": "yes" },
    make("dt", {}, make("kbd", { class: "review-key" }, field.key), field.label),
    make("dd"),
  );
  held.element.querySelector(".review-slots")?.append(row);
  return row;
}

function drawRow(held: Held, row: HTMLElement, field: Field, draft: Draft, choices: Choices): void {
  const place = row.querySelector("dd");
  if (!place) return;
  if (!row.dataset.added) originals.set(row, [...place.childNodes]);
  row.classList.add("changed");
  const claim = held.data.claim;
  const passage = passageOf(held);
  const was = field.name in draft ? held.data.rows[field.name] : "";
  const spans = field.asks === "passage" ? [] : spansOf(claim, draft, field);
  const words = passage ? spans.map(([start, end]) => wordsOf(passage, start, end)) : [];
  place.replaceChildren(button(field, shown(claim, draft, field, choices), "review-value"));
  for (const each of words) {
    place.append(" ", make("q", { class: `slot slot-${field.slot}`, lang: claim.evidence.lang }, each));
  }
  if (was) place.append(" ", make("del", { class: "small" }, was));
}

function shown(claim: ClaimRow, draft: Draft, field: Field, choices: Choices): string {
  if (field.asks === "passage") return say("other words");
  const value = valueOf(claim, draft, field.name);
  if (field.asks === "switch") return ["denied", "hedged"].includes(value as string) ? say("yes") : say("no");
  return inWords(choices, field, value, (quantity) => {
    const number = quantity.approximate
      ? say("about {number}", { number: quantity.value })
      : String(quantity.value);
    return `${number} ${quantity.unit}`;
  });
}

/** Mark the words that were chosen for changed slots, where the browser can without touching the text. */
function highlight(held: Held, draft: Draft, choices: Choices): void {
  if (!("highlights" in CSS)) return;
  const passage = passageOf(held);
  const spans = choices.fields
    .filter((field) => changes(draft, field))
    .flatMap((field) => spansOf(held.data.claim, draft, field));
  if (draft.passage) spans.push([draft.passage.start, draft.passage.end]);
  const ranges = passage ? spans.flatMap(([start, end]) => rangeOf(passage, start, end) ?? []) : [];
  if (ranges.length) CSS.highlights.set("review-changed", new Highlight(...ranges));
  else CSS.highlights.delete("review-changed");
}

/** A line above the card: why it came back, or what was done with it. */
export function banner(held: Held, words: string, kind: "refused" | "done" | ""): void {
  held.element.querySelector(".review-refused, .review-done")?.remove();
  if (kind)
    held.element.prepend(
      make("p", { class: kind === "refused" ? "review-refused" : "notice review-done", role: "note" }, words),
    );
}

/** How many stand to be decided together with a card. */
export function also(held: Held): string[] {
  return [...held.element.querySelectorAll<HTMLInputElement>("[data-also]")]
    .filter((box) => box.checked)
    .map((box) => box.dataset.also ?? "");
}

export function saidOf(verdict: string, count: number): string {
  switch (verdict) {
    case "accept":
      return sayMany("Accepted.", "{count} claims accepted.", count);
    case "edit":
      return say("Accepted as corrected.");
    case "reject":
      return sayMany("Rejected.", "{count} claims rejected.", count);
    case "note":
      return say("Note kept.");
    case "split":
      return say("Split.");
    case "merge":
      return say("Merged.");
    default:
      return say("Done.");
  }
}
