// Steps of a person's work, kept in the browser's storage until the server has them. Each has a key of its own, so that
// two tabs that write at once overwrite nothing of each other; keys sort in the order in which the steps were put.

interface Named {
  action: string;
}

export class HeldEntries<Entry extends Named> {
  /** What the storage did not take: it is full, or the browser has none. It lies over what is there. */
  private readonly memory = new Map<string, Entry>();
  private latest = 0;

  constructor(readonly prefix: string) {}

  /** Whether all that is held outlives the page. */
  get keeps(): boolean {
    return this.memory.size === 0 && canKeep();
  }

  all(): Entry[] {
    return this.held().map(([, entry]) => entry);
  }

  put(entry: Entry): void {
    this.latest = Math.max(this.latest + 1, Date.now());
    this.write(`${this.prefix}${String(this.latest).padStart(16, "0")}:${entry.action}`, entry);
  }

  /** Put an entry in the place of the one of the same action. */
  replace(entry: Entry): void {
    const key = this.keyOf(entry.action);
    if (key !== undefined) this.write(key, entry);
  }

  drop(action: string): void {
    const key = this.keyOf(action);
    if (key === undefined) return;
    this.memory.delete(key);
    if (canKeep()) localStorage.removeItem(key);
  }

  private write(key: string, entry: Entry): void {
    try {
      localStorage.setItem(key, JSON.stringify(entry));
      this.memory.delete(key);
    } catch {
      this.memory.set(key, entry);
    }
  }

  private keyOf(action: string): string | undefined {
    return this.held().find(([, entry]) => entry.action === action)?.[0];
  }

  private read(key: string): Entry | null {
    try {
      const entry = JSON.parse(localStorage.getItem(key) ?? "null") as Entry | null;
      return typeof entry?.action === "string" ? entry : null;
    } catch {
      return null; // nothing that we wrote
    }
  }

  private held(): [string, Entry][] {
    const found = new Map<string, Entry>();
    for (const key of canKeep() ? Object.keys(localStorage) : []) {
      const entry = key.startsWith(this.prefix) ? this.read(key) : null;
      if (entry) found.set(key, entry);
    }
    for (const [key, entry] of this.memory) found.set(key, entry);
    return [...found].sort(([one], [other]) => (one < other ? -1 : 1));
  }
}

function canKeep(): boolean {
  try {
    return typeof localStorage.length === "number";
  } catch {
    return false; // the browser forbids it
  }
}
