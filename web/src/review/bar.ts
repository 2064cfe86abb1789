// A small bar below words that were selected: to which slot they are given.

import { say } from "../say";
import type { Field } from "./claim";
import { make } from "./make";

export class Bar {
  private readonly element = make("div", {
    class: "review-bar",
    role: "toolbar",
    "aria-label": say("Give these words to a slot"),
  });

  constructor(home: HTMLElement, fields: Field[], give: (field: Field) => void) {
    this.element.hidden = true;
    for (const field of fields.filter((each) => each.slot || each.asks === "passage")) {
      const button = make(
        "button",
        { type: "button", class: field.slot ? `slot-${field.slot}` : undefined },
        make("kbd", {}, field.key),
        " ",
        field.label,
      );
      // The selection must outlive the click.
      button.addEventListener("mousedown", (event) => event.preventDefault());
      button.addEventListener("click", () => give(field));
      this.element.append(button);
    }
    home.append(this.element);
  }

  show(): void {
    const selection = getSelection();
    if (!selection?.rangeCount) return;
    this.element.hidden = false;
    const box = selection.getRangeAt(0).getBoundingClientRect();
    const base = (this.element.offsetParent ?? document.body).getBoundingClientRect();
    const left = Math.min(box.left - base.left, base.width - this.element.offsetWidth - 4);
    this.element.style.left = `${Math.max(0, left)}px`;
    this.element.style.top = `${box.bottom - base.top + 6}px`;
  }

  hide(): void {
    this.element.hidden = true;
  }

  get shown(): boolean {
    return !this.element.hidden;
  }
}
