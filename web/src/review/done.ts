// What was done in this tab, so that undo reaches back over a reload.

export interface Done {
  action: string;
  /** The claim that was on the page. */
  claim: string;
  subjects: string[];
  /** Whether it took the claim out of the queue; a note does not. */
  decided: boolean;
}

const REMEMBERED = 100;

export class DoneHere {
  private readonly key: string;
  private readonly done: Done[];

  constructor(owner: string) {
    this.key = `sousveil.done:${owner}`;
    this.done = this.kept();
  }

  add(done: Done): void {
    this.done.push(done);
    if (this.done.length > REMEMBERED) this.done.shift();
    this.keep();
  }

  /** The last one, taken out. */
  pop(): Done | undefined {
    const last = this.done.pop();
    this.keep();
    return last;
  }

  forget(action: string): void {
    const at = this.done.findIndex((each) => each.action === action);
    if (at >= 0) this.done.splice(at, 1);
    this.keep();
  }

  private kept(): Done[] {
    try {
      const held: unknown = JSON.parse(sessionStorage.getItem(this.key) ?? "[]");
      return Array.isArray(held) ? (held as Done[]) : [];
    } catch {
      return [];
    }
  }

  private keep(): void {
    try {
      sessionStorage.setItem(this.key, JSON.stringify(this.done));
    } catch {
      // Then undo reaches back as far as this page was loaded.
    }
  }
}
