// Keys and clicks, and what each does.

import { lettersCount } from "./help";
import { isTyping } from "./make";
import type { Review } from "./session";

export class Keys {
  private readonly letters: Record<string, () => void>;

  constructor(private readonly review: Review) {
    this.letters = {
      a: () => review.accept(),
      r: () => review.open("reject"),
      n: () => review.next(),
      p: () => review.previous(),
      u: () => review.undo(),
      e: () => review.firstSlot(),
      s: () => review.correcting.split(),
      m: () => review.correcting.mergeWith(),
      t: () => review.open("note"),
      v: () => review.correcting.chooser.begin(),
      x: () => review.tickAll(),
      "?": () => review.help.showModal(),
      ArrowRight: () => review.next(),
      ArrowLeft: () => review.previous(),
    };
    document.addEventListener("keydown", (event) => this.key(event));
    review.home.addEventListener("click", (event) => this.click(event));
    review.home.addEventListener("submit", (event) => this.submit(event));
  }

  private key(event: KeyboardEvent): void {
    const { review } = this;
    if (review.help.open || event.isComposing || event.altKey) return;
    if (event.key === "Escape") {
      if (review.close()) event.preventDefault();
      return;
    }
    if (isTyping(event.target)) {
      this.typed(event);
      return;
    }
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() === "z" && !event.shiftKey) {
        event.preventDefault();
        review.undo();
      }
      return;
    }
    if (review.correcting.chooser.take(event)) {
      event.preventDefault();
      return;
    }
    const { parts } = review.correcting;
    if (parts && event.key === "Tab") {
      event.preventDefault();
      parts.step(event.shiftKey ? -1 : 1);
      return;
    }
    if (!lettersCount()) return;
    if (this.reason(event.key) || this.slot(event.key) || this.letter(event.key)) event.preventDefault();
  }

  /** In the field of a reason or a note, Enter is its button. */
  private typed(event: KeyboardEvent): void {
    const { target } = event;
    if (event.key !== "Enter" || event.shiftKey) return;
    if (target instanceof HTMLInputElement && target.name === "reason") {
      event.preventDefault();
      this.review.reject(target.value);
    } else if (target instanceof HTMLTextAreaElement && target.name === "note") {
      event.preventDefault();
      this.review.note(target.value);
    }
  }

  private reason(key: string): boolean {
    if (!/^[1-9]$/.test(key) || !this.review.isOpen("reject")) return false;
    const reason = this.review.choices.reasons[Number(key) - 1];
    if (reason) this.review.reject(reason[2]);
    return true;
  }

  private slot(key: string): boolean {
    const field = this.review.choices.fields.find((each) => each.key === key);
    if (field) this.review.correcting.edit(field);
    return field !== undefined;
  }

  private letter(key: string): boolean {
    const act = this.letters[key];
    act?.();
    return act !== undefined;
  }

  private click(event: MouseEvent): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !(event.target instanceof Element)) return;
    const slot = event.target.closest<HTMLElement>("[data-edit]");
    const field = this.review.choices.fields.find((each) => each.name === slot?.dataset.edit);
    if (field) this.review.correcting.edit(field);
    const does: Record<string, () => void> = {
      next: () => this.review.next(),
      split: () => this.review.correcting.split(),
      merge: () => this.review.correcting.mergeWith(),
      help: () => this.review.help.showModal(),
    };
    const act = does[event.target.closest<HTMLElement>("[data-do]")?.dataset.do ?? ""];
    if (act) {
      event.preventDefault();
      act();
    }
  }

  /** The forms of the card, answered here. */
  private submit(event: SubmitEvent): void {
    const { submitter, target } = event;
    if (!(target instanceof HTMLFormElement) || !target.classList.contains("review-form")) return;
    if (!(submitter instanceof HTMLButtonElement) || submitter.dataset.takeBack !== undefined) return;
    event.preventDefault();
    const fields = new FormData(target);
    const words = (name: string) => {
      const value = fields.get(name);
      return typeof value === "string" ? value : "";
    };
    if (submitter.name === "reject") {
      const reason = this.review.choices.reasons.find(([id]) => id === submitter.value);
      this.review.reject(reason?.[2] ?? submitter.value);
    } else if (submitter.value === "accept") this.review.accept();
    else if (submitter.value === "reject") this.review.reject(words("reason"));
    else if (submitter.value === "note") this.review.note(words("note"));
  }
}
