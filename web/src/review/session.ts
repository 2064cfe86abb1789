// A person at work: the claim on the page, those before and behind it, and what is done with them.

import type { Entry, Judged, Told } from "../outbox";
import { Outbox } from "../outbox";
import { say, sayMany } from "../say";
import { Bar } from "./bar";
import type { Choices, Draft, Field, Span } from "./claim";
import { isChanged, valueOf, withValue } from "./claim";
import { Editor, withPassage } from "./editor";
import { helpDialog } from "./help";
import { newAction } from "./make";
import { mergePanel, Parts, tickedIn } from "./panels";
import type { Held } from "./queue";
import { heldFrom, Queue } from "./queue";
import { also, banner, drawDraft, enliven, passageOf, rowOf, saidOf } from "./view";
import { chosenIn, Chooser, wordsOf } from "./words";

interface Done {
  action: string;
  claim: string;
  subjects: string[];
}

const REMEMBERED = 100;

export class Review {
  current: Held | null = null;
  readonly choices: Choices;
  readonly chooser: Chooser;
  editor: Editor | null = null;
  private parts: Parts | null = null;
  private merging: HTMLElement | null = null;
  private readonly drafts = new Map<string, Draft>();
  private readonly before: Held[] = [];
  private readonly behind: Held[] = [];
  private readonly queue: Queue;
  private readonly outbox: Outbox;
  private readonly bar: Bar;
  private readonly stage: HTMLElement;
  readonly help: HTMLDialogElement;

  constructor(readonly home: HTMLElement) {
    this.choices = JSON.parse(home.dataset.choices ?? "{}") as Choices;
    this.stage = this.part("[data-stage]");
    const number = Number(this.part("[data-waiting]").textContent.replace(/\D/g, ""));
    this.outbox = new Outbox(`${home.dataset.case}:${home.dataset.who}`, home.dataset.who ?? "", {
      changed: (told) => this.saved(told),
      recorded: (entry, outcome) => this.recorded(entry, outcome.said),
      refused: (entry, reason) => void this.refused(entry, reason),
    });
    this.queue = new Queue(
      home.dataset.query ?? "",
      number,
      () => this.unsent(),
      () => this.ready(),
    );
    this.chooser = new Chooser(() => (this.current ? passageOf(this.current) : null));
    this.bar = new Bar(home, this.choices.fields, (field) => this.edit(field));
    this.help = helpDialog(() => this.letters());
    const first = this.stage.querySelector<HTMLElement>("[data-review]");
    if (first) {
      this.current = this.prepared(heldFrom(first));
      this.drawn(this.current);
    }
    this.letters();
    document.addEventListener("selectionchange", () => this.selected());
    window.addEventListener("beforeunload", (event) => {
      if (!this.outbox.keeps && this.outbox.entries().length) event.preventDefault();
    });
    this.outbox.start();
    void this.queue.fill(this.id);
  }

  get id(): string {
    return this.current?.id ?? "";
  }

  get draft(): Draft {
    return this.parts ? this.parts.current : (this.drafts.get(this.id) ?? {});
  }

  /** Whether a part of the card is open that keys go to first. */
  get splitting(): Parts | null {
    return this.parts;
  }

  private part(selector: string): HTMLElement {
    const found = this.home.querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`the page has no ${selector}`);
    return found;
  }

  private unsent(): string[] {
    return this.outbox
      .entries()
      .flatMap((entry) => [entry.claim, ...(entry.judgements ?? []).map((each) => each.subject)]);
  }

  private prepared(held: Held): Held {
    enliven(held, this.choices);
    return held;
  }

  private ready(): void {
    for (const held of this.queue.ahead) {
      if (!held.element.dataset.ready) {
        held.element.dataset.ready = "yes";
        this.prepared(held);
      }
    }
    this.count();
    if (!this.current && this.queue.ahead.length) this.next();
  }

  private count(): void {
    const shown = Math.max(
      0,
      this.queue.waiting - this.outbox.entries().filter((entry) => entry.judgements).length,
    );
    this.part("[data-waiting]").textContent = new Intl.NumberFormat(
      document.documentElement.lang || "en",
    ).format(shown);
  }

  // What is shown

  private show(held: Held | null, said: string): void {
    this.close();
    const focused = this.stage.contains(document.activeElement) || document.activeElement === document.body;
    this.current = held;
    if (held) {
      this.stage.replaceChildren(held.element);
      this.drawn(held);
    } else this.empty();
    if (focused) {
      this.stage.querySelector<HTMLElement>(".review-says, .empty")?.focus({ preventScroll: true });
      if (this.home.getBoundingClientRect().top < 0)
        this.home.scrollIntoView({ block: "start", behavior: "auto" });
    }
    const next = held ? held.data.phrase : say("Nothing waits here.");
    this.announce(`${said} ${next}`);
    const query = new URLSearchParams(this.home.dataset.query ?? "");
    if (held) query.set("claim", held.id);
    history.replaceState(null, "", `/review${query.size ? `?${query}` : ""}`);
    void this.queue.fill(this.id);
  }

  private drawn(held: Held): void {
    drawDraft(held, this.drafts.get(held.id) ?? {}, this.choices);
  }

  private empty(): void {
    const nothing = this.home.querySelector<HTMLTemplateElement>("template[data-empty]");
    this.stage.replaceChildren(nothing ? nothing.content.cloneNode(true) : "");
  }

  private announce(words: string): void {
    this.part("[data-says]").textContent = words;
  }

  private saved(told: Told): void {
    const line = this.part("[data-saved]");
    line.hidden = false;
    line.classList.toggle("waits", told.trouble !== "");
    line.textContent = savedWords(told, this.outbox.keeps);
    line.title = told.waiting
      ? say("You can leave the page: they are kept in this browser and sent later.")
      : "";
  }

  private recorded(entry: Entry, said: string): void {
    this.part("[data-saved]").title = said;
    if (entry.undoes !== undefined) this.queue.ended = false;
  }

  /** A decision came back: its claim is put on the page again, with the reason. */
  private async refused(entry: Entry, reason: string): Promise<void> {
    this.forget(entry.action);
    const held = this.known(entry.claim) ?? (await this.queue.one(entry.claim));
    const words = say("Not recorded: {reason}", { reason: reason || say("the server refused it") });
    if (!held) {
      this.announce(words);
      return;
    }
    if (!held.element.dataset.ready && held !== this.current) this.prepared(held);
    held.done = "";
    banner(held, words, "refused");
    if (held !== this.current) {
      if (this.current) this.queue.putFirst(this.current);
      this.show(held, words);
    } else this.announce(words);
  }

  private known(claim: string): Held | undefined {
    const all = [this.current, ...this.before, ...this.behind, ...this.queue.ahead];
    const found = all.find((held) => held?.id === claim) ?? undefined;
    if (found) {
      for (const list of [this.before, this.behind]) {
        const at = list.indexOf(found);
        if (at >= 0) list.splice(at, 1);
      }
      this.queue.ahead = this.queue.ahead.filter((held) => held !== found);
    }
    return found;
  }

  // Going

  next(said = ""): void {
    if (this.current) {
      this.before.push(this.current);
      if (this.before.length > REMEMBERED) this.before.shift();
      if (!this.current.done) this.queue.pass(this.id);
    }
    const held = this.behind.pop() ?? this.queue.take() ?? null;
    if (!held && !this.queue.ended) {
      this.current = null;
      void this.queue.fill("").then(() => {
        if (!this.current) this.show(this.queue.take() ?? null, said);
      });
      return;
    }
    this.show(held, said);
  }

  previous(): void {
    const held = this.before.pop();
    if (!held) {
      this.announce(say("This is the first one."));
      return;
    }
    if (this.current) this.behind.push(this.current);
    if (held.done) banner(held, say("{what} Undo takes it back.", { what: held.done }), "done");
    this.show(held, "");
  }

  // Deciding

  /** Keep what is on the page: as it stands, as it was corrected, as its parts, or merged. */
  accept(): void {
    if (!this.current) return;
    if (this.parts) {
      const parts = this.parts.all;
      this.decide([{ subject: this.id, verdict: "split", value: { parts } }]);
    } else if (this.merging) this.merge(tickedIn(this.merging));
    else if (isChanged(this.draft)) this.decide([{ subject: this.id, verdict: "edit", value: this.draft }]);
    else this.decide([this.id, ...also(this.current)].map((subject) => ({ subject, verdict: "accept" })));
  }

  reject(reason: string): void {
    if (!this.current) return;
    this.decide([this.id, ...also(this.current)].map((subject) => ({ subject, verdict: "reject", reason })));
  }

  note(words: string): void {
    if (!this.current || !words.trim()) return;
    this.keep([{ subject: this.id, verdict: "note", reason: words.trim() }]);
    this.close();
    banner(this.current, say("Note: {words}", { words: words.trim() }), "done");
    this.announce(saidOf("note", 1));
  }

  merge(claims: string[]): void {
    if (!claims.length) {
      this.announce(say("Tick the claims to merge with first."));
      return;
    }
    this.queue.pass(...claims);
    this.decide([{ subject: this.id, verdict: "merge", value: { ...this.draft, claims } }]);
  }

  private decide(judgements: Judged[]): void {
    const held = this.current;
    const first = judgements[0];
    if (!held || !first) return;
    const said = saidOf(first.verdict, judgements.length);
    held.done = said;
    banner(held, "", "");
    this.drafts.delete(held.id);
    this.keep(judgements);
    this.queue.pass(...judgements.slice(1).map((each) => each.subject));
    this.next(said);
  }

  private keep(judgements: Judged[]): void {
    const action = newAction();
    const subjects = judgements.map((each) => each.subject);
    this.remember({ action, claim: this.id, subjects });
    this.outbox.add({ action, claim: this.id, judgements });
    this.count();
  }

  undo(): void {
    const done = this.remembered();
    const last = done.pop();
    if (!last) {
      this.announce(say("There is nothing to undo."));
      return;
    }
    this.store(done);
    if (!this.outbox.cancel(last.action)) {
      this.outbox.add({ action: newAction(), claim: last.claim, undoes: last.action });
    }
    this.queue.unpass(...last.subjects);
    void this.bringBack(last);
  }

  private async bringBack(last: Done): Promise<void> {
    const said = say("Taken back.");
    if (last.claim === this.id && this.current) {
      this.current.done = "";
      banner(this.current, "", "");
      this.announce(said);
      return;
    }
    const held = this.known(last.claim) ?? (await this.queue.one(last.claim));
    if (!held) {
      this.announce(said);
      return;
    }
    if (!held.element.querySelector("[data-edit]")) this.prepared(held);
    held.done = "";
    banner(held, "", "");
    if (this.current) this.queue.putFirst(this.current);
    this.show(held, said);
    this.count();
  }

  // What was done in this tab, so that undo reaches back over a reload

  private get key(): string {
    return `sousveil.done:${this.home.dataset.case}:${this.home.dataset.who}`;
  }

  private remembered(): Done[] {
    try {
      return JSON.parse(sessionStorage.getItem(this.key) ?? "[]") as Done[];
    } catch {
      return [];
    }
  }

  private store(done: Done[]): void {
    try {
      sessionStorage.setItem(this.key, JSON.stringify(done.slice(-REMEMBERED)));
    } catch {
      // Then undo reaches back as far as this page.
    }
  }

  private remember(done: Done): void {
    this.store([...this.remembered(), done]);
  }

  private forget(action: string): void {
    this.store(this.remembered().filter((each) => each.action !== action));
  }

  // Correcting

  edit(field: Field): void {
    const held = this.current;
    const passage = held ? passageOf(held) : null;
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
    this.editor = new Editor({
      claim: held.data.claim,
      field,
      draft: this.draft,
      choices: this.choices,
      chosen,
      wordsOf: ([start, end]: Span) => wordsOf(passage, start, end),
      save: (draft) => {
        this.change(draft);
        this.closeEditor();
        this.focusSlot(field);
      },
      close: () => {
        this.closeEditor();
        this.focusSlot(field);
      },
    });
    const row = rowOf(held, field.name);
    if (row) row.after(this.editor.element);
    else held.element.querySelector(".review-slots")?.append(this.editor.element);
    this.editor.focus();
  }

  private change(draft: Draft): void {
    if (this.parts) this.parts.current = draft;
    else this.drafts.set(this.id, draft);
    if (this.current) drawDraft(this.current, draft, this.choices);
    this.announce(say("Corrected. Accept records it."));
  }

  private focusSlot(field: Field): void {
    this.current?.element
      .querySelector<HTMLElement>(`[data-edit="${field.name}"]`)
      ?.focus({ preventScroll: true });
  }

  firstSlot(): void {
    this.current?.element.querySelector<HTMLElement>("[data-edit]")?.focus();
  }

  private selected(): void {
    const passage = this.current ? passageOf(this.current) : null;
    const chosen = passage ? chosenIn(passage) : null;
    if (chosen && this.editor) this.editor.choose(chosen);
    else if (chosen) this.bar.show();
    else this.bar.hide();
  }

  // Splitting, merging, and closing what is open

  split(): void {
    const held = this.current;
    if (!held) return;
    if (this.parts) {
      this.parts.add();
      return;
    }
    this.close();
    this.parts = new Parts(
      this.drafts.get(held.id) ?? {},
      (draft) => this.described(draft),
      (draft) => drawDraft(held, draft, this.choices),
      () => this.accept(),
    );
    held.element.querySelector(".review-slots")?.before(this.parts.element);
    drawDraft(held, this.parts.current, this.choices);
    this.announce(say("Splitting: correct the slots of part 2."));
  }

  private described(draft: Draft): string {
    const names = this.choices.fields.filter(
      (field) => field.name in draft || (draft.slots && field.slot in draft.slots),
    );
    return names.length
      ? say("other {slots}", { slots: names.map((field) => field.label).join(", ") })
      : say("as the claim");
  }

  mergeWith(): void {
    const held = this.current;
    if (!held || this.merging) return;
    this.close();
    this.merging = mergePanel(held, (ids) => this.merge(ids));
    held.element.querySelector(".review-actions")?.before(this.merging);
    this.merging.querySelector<HTMLElement>("input, button")?.focus();
  }

  open(which: string): void {
    const box = this.current?.element.querySelector<HTMLDetailsElement>(`details[data-opens="${which}"]`);
    if (!box) return;
    this.close();
    box.open = true;
    box.querySelector<HTMLElement>(which === "note" ? "textarea" : ".review-reason, input")?.focus();
    box.scrollIntoView({ block: "nearest", behavior: "auto" });
  }

  opened(which: string): HTMLDetailsElement | null {
    return (
      this.current?.element.querySelector<HTMLDetailsElement>(`details[data-opens="${which}"][open]`) ?? null
    );
  }

  private closeEditor(): void {
    this.editor?.element.remove();
    this.editor = null;
  }

  /** Close what is open; whether anything was. */
  close(): boolean {
    const boxes =
      this.current?.element.querySelectorAll<HTMLDetailsElement>("details[data-opens][open]") ?? [];
    const open =
      Boolean(this.editor ?? this.parts ?? this.merging) ||
      boxes.length > 0 ||
      this.chooser.active ||
      this.bar.shown;
    const inside = this.current?.element.contains(document.activeElement) && open;
    this.closeEditor();
    this.parts?.element.remove();
    this.merging?.remove();
    if (this.parts && this.current) {
      this.parts = null;
      this.drawn(this.current);
    }
    this.parts = null;
    this.merging = null;
    for (const box of boxes) box.open = false;
    this.chooser.end();
    this.bar.hide();
    if (inside)
      this.current?.element.querySelector<HTMLElement>(".review-says")?.focus({ preventScroll: true });
    return open;
  }

  tickAll(): void {
    const boxes = [...(this.current?.element.querySelectorAll<HTMLInputElement>("[data-also]") ?? [])];
    const on = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = on;
    this.announce(on ? say("All ticked.") : say("None ticked."));
  }

  private letters(): void {
    this.home.classList.toggle("by-keys", true);
    const help = this.home.querySelector<HTMLElement>('[data-do="help"]');
    if (help) help.hidden = false;
  }
}

function savedWords(told: Told, keeps: boolean): string {
  const waiting = sayMany("{count} decision not sent yet", "{count} decisions not sent yet", told.waiting);
  if (!told.waiting) return say("All saved");
  switch (told.trouble) {
    case "silent":
      return keeps
        ? say("{waiting}; the server does not answer. They are kept here.", { waiting })
        : say("{waiting}; the server does not answer. Keep this page open.", { waiting });
    case "signed-out":
      return say("{waiting}; you are signed out. Sign in in another tab.", { waiting });
    case "busy":
      return say("{waiting}; the case is being built.", { waiting });
    case "forbidden":
      return say("{waiting}: {reason}", { waiting, reason: told.reason });
    default:
      return say("Saving…");
  }
}
