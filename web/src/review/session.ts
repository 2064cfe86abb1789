// A person at work: the claim on the page, those before and behind it, and what is done with them.

import type { Entry, Judged } from "../outbox";
import { Outbox } from "../outbox";
import { say } from "../say";
import type { Choices } from "./claim";
import { isChanged } from "./claim";
import { Correcting } from "./correcting";
import type { Done } from "./done";
import { DoneHere } from "./done";
import { helpDialog } from "./help";
import { make, newAction } from "./make";
import { named } from "./options";
import type { Held } from "./queue";
import { heldFrom, Queue } from "./queue";
import { drawSaved } from "./saved";
import { also, banner, drawDraft, enliven, saidOf } from "./view";

const REMEMBERED = 100;
const RETRY_MS = 2000;
const WARM_MS = 1500;

export class Review {
  current: Held | null = null;
  readonly choices: Choices;
  readonly correcting: Correcting;
  private readonly done: DoneHere;
  private readonly before: Held[] = [];
  private readonly behind: Held[] = [];
  private readonly queue: Queue;
  private readonly outbox: Outbox;
  private readonly stage: HTMLElement;
  readonly help: HTMLDialogElement;
  /** What was decided, while the next claim is not here to be named with it. */
  private said = "";

  constructor(readonly home: HTMLElement) {
    this.choices = JSON.parse(home.dataset.choices ?? "{}") as Choices;
    this.stage = this.part("[data-stage]");
    const number = Number(this.part("[data-waiting]").textContent.replace(/\D/g, ""));
    const owner = `${home.dataset.case}:${home.dataset.who}`;
    this.done = new DoneHere(owner);
    this.outbox = new Outbox(owner, home.dataset.who ?? "", {
      changed: (told) => drawSaved(this.part("[data-saved]"), told),
      recorded: (entry, outcome) => this.recorded(entry, outcome.said),
      refused: (entry, reason) => void this.refused(entry, reason),
    });
    this.queue = new Queue(
      home.dataset.query ?? "",
      number,
      () => this.unsent(),
      () => this.ready(),
    );
    this.correcting = new Correcting(home, this.choices, {
      current: () => this.current,
      announce: (words) => this.announce(words),
      accept: () => this.accept(),
      merge: (claims) => this.merge(claims),
    });
    this.help = helpDialog();
    const first = this.stage.querySelector<HTMLElement>("[data-review]");
    if (first) {
      this.current = this.prepared(heldFrom(first));
      this.drawn(this.current);
    }
    home.classList.add("by-keys");
    for (const button of home.querySelectorAll<HTMLElement>(".review-head [data-do][hidden]"))
      button.hidden = false;
    window.addEventListener("beforeunload", (event) => {
      if (!this.outbox.keeps && this.outbox.entries().length) event.preventDefault();
    });
    this.outbox.start();
    void this.queue.fill(this.id);
    // The first look-up of a name reads the registers and the gazetteer: let that be over when somebody waits for one.
    setTimeout(
      () => void Promise.all([named("/api/v1/places", "a"), named("/api/v1/organisations", "a")]),
      WARM_MS,
    );
  }

  get id(): string {
    return this.current?.id ?? "";
  }

  private part(selector: string): HTMLElement {
    const found = this.home.querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`the page has no ${selector}`);
    return found;
  }

  private unsent(): string[] {
    return this.outbox
      .entries()
      .flatMap((entry) => (entry.judgements ?? []).filter((each) => each.verdict !== "note"))
      .map((each) => each.subject);
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
    this.home.dataset.ahead = String(this.queue.ahead.length);
    this.count();
    if (!this.current && this.queue.ahead.length) this.next(this.said);
  }

  private count(): void {
    const numbers = new Intl.NumberFormat(document.documentElement.lang || "en");
    this.part("[data-waiting]").textContent = numbers.format(Math.max(0, this.queue.waiting));
  }

  // What is shown

  private show(held: Held | null, said: string): void {
    this.close();
    this.said = "";
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
    this.announce(`${said} ${next}`.trim());
    const query = new URLSearchParams(this.home.dataset.query ?? "");
    if (held) query.set("claim", held.id);
    history.replaceState(null, "", `/review${query.size ? `?${query}` : ""}`);
    void this.queue.fill(this.id);
  }

  private drawn(held: Held): void {
    drawDraft(held, this.correcting.draftOf(held), this.choices);
  }

  private empty(): void {
    const nothing = this.home.querySelector<HTMLTemplateElement>("template[data-empty]");
    this.stage.replaceChildren(nothing ? nothing.content.cloneNode(true) : "");
  }

  private announce(words: string): void {
    this.part("[data-says]").textContent = words;
  }

  private recorded(entry: Entry, said: string): void {
    this.part("[data-saved]").title = said;
    if (entry.undoes !== undefined) this.queue.ended = false;
  }

  /** A decision came back: its claim is put on the page again, with the reason. */
  private async refused(entry: Entry, reason: string): Promise<void> {
    this.done.forget(entry.action);
    const first = entry.judgements?.[0];
    const held = this.known(entry.claim) ?? (await this.queue.one(entry.claim));
    const words = say("Not recorded: {reason}", { reason: reason || say("the server refused it") });
    if (!held) {
      this.announce(words);
      return;
    }
    if (!held.element.dataset.ready && held !== this.current) this.prepared(held);
    held.done = "";
    if (first?.verdict === "edit" && first.value) this.correcting.restore(held, first.value);
    if (first && first.verdict !== "note") this.queue.waiting += entry.judgements?.length ?? 0;
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
      this.said = said;
      this.announce(said);
      void this.fetchNext();
      return;
    }
    this.show(held, said);
  }

  /** No card is here: wait for the server, and say so where it does not answer. */
  private async fetchNext(): Promise<void> {
    await this.queue.fill("");
    if (this.current) return;
    if (this.queue.ended) {
      this.show(null, this.said);
      return;
    }
    const words = say(
      "The server does not answer. What you decided is kept; the next claim comes when it answers.",
    );
    this.stage.replaceChildren(make("p", { class: "review-refused" }, words));
    this.announce(`${this.said} ${words}`.trim());
    setTimeout(() => {
      if (!this.current) void this.fetchNext();
    }, RETRY_MS);
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
    const { parts, ticked, draft } = this.correcting;
    if (parts) this.decide([{ subject: this.id, verdict: "split", value: { parts: parts.all } }]);
    else if (ticked) this.merge(ticked);
    else if (isChanged(draft)) this.decide([{ subject: this.id, verdict: "edit", value: draft }]);
    else this.decide([this.id, ...also(this.current)].map((subject) => ({ subject, verdict: "accept" })));
  }

  reject(reason: string): void {
    if (!this.current) return;
    this.decide([this.id, ...also(this.current)].map((subject) => ({ subject, verdict: "reject", reason })));
  }

  note(words: string): void {
    if (!this.current || !words.trim()) return;
    this.keep([{ subject: this.id, verdict: "note", reason: words.trim() }], false);
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
    this.decide([{ subject: this.id, verdict: "merge", value: { ...this.correcting.draft, claims } }]);
  }

  private decide(judgements: Judged[]): void {
    const held = this.current;
    const first = judgements[0];
    if (!held || !first) return;
    const said = saidOf(first.verdict, judgements.length);
    held.done = said;
    banner(held, "", "");
    this.keep(judgements, true);
    this.queue.waiting -= judgements.length;
    this.queue.pass(...judgements.map((each) => each.subject));
    this.count();
    this.next(said);
  }

  private keep(judgements: Judged[], decided: boolean): void {
    const action = newAction();
    const subjects = judgements.map((each) => each.subject);
    this.done.add({ action, claim: this.id, subjects, decided });
    this.outbox.add({ action, claim: this.id, judgements });
  }

  undo(): void {
    const last = this.done.pop();
    if (!last) {
      this.announce(say("There is nothing to undo."));
      return;
    }
    if (!this.outbox.cancel(last.action)) {
      this.outbox.add({ action: newAction(), claim: last.claim, undoes: last.action });
    }
    this.queue.unpass(...last.subjects);
    if (last.decided) this.queue.waiting += last.subjects.length;
    this.count();
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
  }

  open(which: string): void {
    const box = this.current?.element.querySelector<HTMLDetailsElement>(`details[data-opens="${which}"]`);
    if (!box) return;
    this.close();
    box.open = true;
    box.querySelector<HTMLElement>(which === "note" ? "textarea" : ".review-reason, input")?.focus();
    box.scrollIntoView({ block: "nearest", behavior: "auto" });
  }

  /** Whether a part of the form is open. */
  isOpen(which: string): boolean {
    return Boolean(this.current?.element.querySelector(`details[data-opens="${which}"][open]`));
  }

  firstSlot(): void {
    this.current?.element.querySelector<HTMLElement>("[data-edit]")?.focus();
  }

  /** Close what is open; whether anything was. */
  close(): boolean {
    const element = this.current?.element;
    const inside = element?.contains(document.activeElement);
    const boxes = element?.querySelectorAll<HTMLDetailsElement>("details[data-opens][open]") ?? [];
    for (const box of boxes) box.open = false;
    const open = this.correcting.close() || boxes.length > 0;
    if (open && inside) element?.querySelector<HTMLElement>(".review-says")?.focus({ preventScroll: true });
    return open;
  }

  tickAll(): void {
    const boxes = [...(this.current?.element.querySelectorAll<HTMLInputElement>("[data-also]") ?? [])];
    const on = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = on;
    this.announce(on ? say("All ticked.") : say("None ticked."));
  }
}
