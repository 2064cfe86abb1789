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

  constructor(owner: string) {
    this.key = `sousveil.done:${owner}`;
  }

  add(done: Done): void {
    this.store([...this.all(), done]);
  }

  /** The last one, taken out. */
  pop(): Done | undefined {
    const done = this.all();
    const last = done.pop();
    if (last) this.store(done);
    return last;
  }

  forget(action: string): void {
    this.store(this.all().filter((each) => each.action !== action));
  }

  private all(): Done[] {
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
}
