// What a person decided and the server has not confirmed yet. It lives in the browser's storage, so that nothing is lost
// when the server stops, the page is closed or the session ends, and is sent in the order in which it was decided. Each
// step has a name that is made here: sent twice, it is recorded once.

import { HeldEntries } from "./held_entries";

export interface Judged {
  subject: string;
  verdict: string;
  reason?: string;
  value?: Record<string, unknown>;
}

export interface Entry {
  action: string;
  /** The claim that was on the page, to which a refusal leads back. */
  claim: string;
  /** What is recorded; none where a step is taken back. */
  judgements?: Judged[];
  /** The step that is taken back. */
  undoes?: string;
  /** It was sent at least once, and may have arrived. */
  tried?: boolean;
}

export interface Outcome {
  subject: string;
  state: string;
  said: string;
}

export type Trouble = "" | "silent" | "signed-out" | "forbidden" | "busy";

export interface Told {
  /** How many wait to be sent or confirmed. */
  waiting: number;
  trouble: Trouble;
  /** What the server said, where it said something. */
  reason: string;
  /** Whether the browser keeps what waits. */
  keeps: boolean;
}

interface Listener {
  changed: (told: Told) => void;
  recorded: (entry: Entry, outcome: Outcome) => void;
  refused: (entry: Entry, reason: string) => void;
}

const PAUSES = [500, 1000, 2000, 4000, 8000];
/** A step on which the server fails so often is a fault of the step's. */
const FAILURES = 4;
/** Characters of a step that are sent even when the page is left: at most three bytes each. */
const KEPT_ALIVE = 20_000;

export class Outbox {
  private readonly held: HeldEntries<Entry>;
  private pauses = 0;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running = false;
  private told: Told = { waiting: 0, trouble: "", reason: "", keeps: true };

  /** `owner` are case and person: nobody sends what somebody else decided in this browser. */
  constructor(
    owner: string,
    private readonly who: string,
    private readonly listener: Listener,
  ) {
    this.held = new HeldEntries(`sousveil.outbox:${owner}:`);
    window.addEventListener("storage", (event) => {
      if (event.key?.startsWith(this.held.prefix)) this.tell();
    });
    for (const event of ["online", "focus", "pageshow"]) {
      window.addEventListener(event, () => this.again());
    }
  }

  /** Begin to send what an earlier page left. */
  start(): void {
    this.tell();
    this.again();
  }

  /** Whether the browser keeps what is put here when the page is left. */
  get keeps(): boolean {
    return this.held.keeps;
  }

  entries(): Entry[] {
    return this.held.all();
  }

  add(entry: Entry): void {
    this.held.put(entry);
    this.tell();
    this.again();
  }

  /** Take a step out that was never sent; false where it was, and has to be taken back on the server. */
  cancel(action: string): boolean {
    const entry = this.entries().find((each) => each.action === action);
    if (!entry || entry.tried) return false;
    this.drop(action);
    return true;
  }

  private drop(action: string): void {
    this.held.drop(action);
    this.tell();
  }

  private tell(trouble: Trouble = this.told.trouble, reason = this.told.reason): void {
    const waiting = this.entries().length;
    const { keeps } = this;
    this.told = waiting ? { waiting, trouble, reason, keeps } : { waiting, trouble: "", reason: "", keeps };
    this.listener.changed(this.told);
  }

  /** Try now, whatever pause there was. */
  private again(): void {
    if (this.running) return;
    clearTimeout(this.timer);
    this.running = true;
    void this.sendAll().finally(() => {
      this.running = false;
      // What came in after the last look must not wait for the next step.
      if (this.entries().length && !this.timer) this.later();
    });
  }

  private later(): void {
    const pause = PAUSES[Math.min(this.pauses, PAUSES.length - 1)] ?? 1000;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.again();
    }, pause);
    this.pauses += 1;
  }

  /** One tab sends at a time. */
  private async sendAll(): Promise<void> {
    this.timer = undefined;
    if (!("locks" in navigator)) return this.sendInOrder();
    await navigator.locks.request(this.held.prefix, () => this.sendInOrder());
  }

  private async sendInOrder(): Promise<void> {
    for (;;) {
      const entry = this.entries()[0];
      if (!entry) return;
      if (!entry.tried) this.held.replace({ ...entry, tried: true });
      if (!(await this.send(entry))) return;
    }
  }

  /** Whether the next may follow. */
  private async send(entry: Entry): Promise<boolean> {
    const undo = entry.undoes !== undefined;
    const body = JSON.stringify(
      undo
        ? { action: entry.undoes, by: this.who }
        : { action: entry.action, by: this.who, judgements: entry.judgements ?? [] },
    );
    let answer: Response;
    try {
      answer = await fetch(undo ? "/api/v1/undo" : "/api/v1/decisions", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Sousveil": "page" },
        body,
        // So that it arrives where the page is left meanwhile; browsers refuse it for more than 64 KiB.
        keepalive: body.length < KEPT_ALIVE,
      });
    } catch {
      this.tell("silent", "");
      return false;
    }
    if (answer.ok) {
      const outcome = (await answer.json().catch(() => null)) as Outcome | null;
      this.pauses = 0;
      this.failures = 0;
      this.drop(entry.action);
      this.tell("", "");
      if (outcome) this.listener.recorded(entry, outcome);
      return true;
    }
    return this.answered(entry, answer.status, await reasonOf(answer));
  }

  private answered(entry: Entry, status: number, reason: string): boolean {
    if (status === 404 && entry.undoes !== undefined) {
      this.drop(entry.action);
      return true;
    }
    if (status === 401) this.tell("signed-out", reason);
    else if (status === 403) this.tell("forbidden", reason);
    else if (status === 409) this.tell("busy", reason);
    else if (status >= 500 && ++this.failures < FAILURES) this.tell("silent", reason);
    else {
      this.failures = 0;
      this.drop(entry.action);
      this.listener.refused(entry, reason);
      return true;
    }
    return false;
  }
}

async function reasonOf(answer: Response): Promise<string> {
  try {
    const problem = (await answer.json()) as { detail?: unknown };
    return typeof problem.detail === "string" ? problem.detail : "";
  } catch {
    return "";
  }
}
