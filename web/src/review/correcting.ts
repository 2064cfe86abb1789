// Correcting the claim on the page: its slots, its words, its parts. What is changed is a draft until it is recorded.

import { say } from "../say";
import { Bar } from "./bar";
import type { Choices, Draft, Field, Span } from "./claim";
import { valueOf, withValue } from "./claim";
import { Editor, withPassage } from "./editor";
import { make } from "./make";
import { mergePanel, Parts, tickedIn } from "./panels";
import type { Held } from "./queue";
import { addedRow, drawDraft, passageOf, rowOf } from "./view";
import { chosenIn, Chooser, wordsOf } from "./words";

interface Wanted {
  current: () => Held | null;
  announce: (words: string) => void;
  accept: () => void;
  merge: (claims: string[]) => void;
}

export class Correcting {
  readonly chooser: Chooser;
  parts: Parts | null = null;
  private merging: HTMLElement | null = null;
  private editor: { editor: Editor; holder: HTMLElement } | null = null;
  private readonly drafts = new Map<string, Draft>();
  private readonly bar: Bar;

  constructor(
    home: HTMLElement,
    private readonly choices: Choices,
    private readonly wanted: Wanted,
  ) {
    this.chooser = new Chooser(() => this.passage);
    this.bar = new Bar(home, choices.fields, (field) => this.edit(field));
    document.addEventListener("selectionchange", () => this.selected());
  }

  /** What is changed of the claim on the page, or of the part of it that is being made. */
  get draft(): Draft {
    return this.parts ? this.parts.current : this.draftOf(this.wanted.current());
  }

  draftOf(held: Held | null): Draft {
    return this.drafts.get(held?.id ?? "") ?? {};
  }

  /** A correction came back. */
  restore(held: Held, draft: Record<string, unknown>): void {
    this.drafts.set(held.id, draft);
  }

  /** The claims that are ticked to be merged; null where nothing is being merged. */
  get ticked(): string[] | null {
    return this.merging ? tickedIn(this.merging) : null;
  }

  private get passage(): HTMLElement | null {
    const held = this.wanted.current();
    return held ? passageOf(held) : null;
  }

  edit(field: Field): void {
    const held = this.wanted.current();
    const passage = this.passage;
    if (!held || !passage) return;
    const chosen = chosenIn(passage);
    if (field.asks === "switch") {
      const other = { polarity: ["affirmed", "denied"], certainty: ["stated", "hedged"] }[field.name] ?? [];
      const now = valueOf(held.data.claim, this.draft, field.name);
      this.change(withValue(held.data.claim, this.draft, field.name, now === other[0] ? other[1] : other[0]));
      return;
    }
    if (field.asks === "passage" && chosen) {
      this.change(withPassage(held.data.claim, this.draft, chosen));
      return;
    }
    this.closeEditor();
    this.chooser.end();
    this.bar.hide();
    const ended = () => {
      this.closeEditor();
      this.focusSlot(field);
    };
    const editor = new Editor({
      claim: held.data.claim,
      field,
      draft: this.draft,
      choices: this.choices,
      chosen,
      wordsOf: ([start, end]: Span) => wordsOf(passage, start, end),
      save: (draft) => {
        this.change(draft);
        ended();
      },
      close: ended,
    });
    const holder = make("dd", { class: "review-holder" }, editor.element);
    (rowOf(held, field.name) ?? addedRow(held, field)).append(holder);
    this.editor = { editor, holder };
    editor.focus();
  }

  private change(draft: Draft): void {
    const held = this.wanted.current();
    if (!held) return;
    if (this.parts) this.parts.current = draft;
    else this.drafts.set(held.id, draft);
    this.closeEditor();
    drawDraft(held, draft, this.choices);
    this.wanted.announce(say("Corrected. Accept records it."));
  }

  private focusSlot(field: Field): void {
    const slot = this.wanted.current()?.element.querySelector<HTMLElement>(`[data-edit="${field.name}"]`);
    slot?.focus({ preventScroll: true });
  }

  private selected(): void {
    const passage = this.passage;
    const chosen = passage ? chosenIn(passage) : null;
    if (chosen && this.editor) this.editor.editor.choose(chosen);
    else if (chosen) this.bar.show();
    else this.bar.hide();
  }

  /** Begin to make several claims of this one, or one part more. */
  split(): void {
    const held = this.wanted.current();
    if (!held) return;
    if (this.parts) {
      this.parts.add();
      return;
    }
    const first = this.draftOf(held);
    this.close();
    this.parts = new Parts(
      first,
      (draft) => this.described(draft),
      (draft) => drawDraft(held, draft, this.choices),
      () => this.wanted.accept(),
    );
    held.element.querySelector(".review-slots")?.before(this.parts.element);
    drawDraft(held, this.parts.current, this.choices);
    this.wanted.announce(say("Splitting: correct the slots of part 2."));
  }

  private described(draft: Draft): string {
    const slots = draft.slots ?? {};
    const names = this.choices.fields.filter(
      (field) => field.name in draft || (field.slot && field.slot in slots),
    );
    if (!names.length) return say("as the claim");
    return say("other {slots}", { slots: names.map((field) => field.label).join(", ") });
  }

  mergeWith(): void {
    const held = this.wanted.current();
    if (!held || this.merging) return;
    this.close();
    if (!held.element.querySelector("template[data-beside]")) {
      this.wanted.announce(say("There is no other claim beside it to merge with."));
      return;
    }
    this.merging = mergePanel(held, (ids) => this.wanted.merge(ids));
    held.element.querySelector(".review-actions")?.before(this.merging);
    this.merging.querySelector<HTMLElement>("input, button")?.focus();
  }

  private closeEditor(): void {
    if (!this.editor) return;
    const row = this.editor.holder.parentElement;
    this.editor.holder.remove();
    this.editor = null;
    // A row that was made for the editor alone goes with it.
    if (row?.dataset.added && !row.querySelector("dd")?.hasChildNodes()) row.remove();
  }

  /** Close what is open; whether anything was. */
  close(): boolean {
    const open = Boolean(this.editor ?? this.parts ?? this.merging) || this.chooser.active || this.bar.shown;
    this.closeEditor();
    this.merging?.remove();
    this.merging = null;
    if (this.parts) {
      this.parts.element.remove();
      this.parts = null;
      const held = this.wanted.current();
      if (held) drawDraft(held, this.draftOf(held), this.choices);
    }
    if (this.chooser.active || this.bar.shown) getSelection()?.removeAllRanges();
    this.chooser.end();
    this.bar.hide();
    return open;
  }
}
