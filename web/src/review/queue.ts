// The cards ahead: fetched before they are needed and kept as elements, so that the next one is shown in one frame.

import type { CardData } from "./claim";

export interface Held {
  id: string;
  data: CardData;
  element: HTMLElement;
  /** What was done with it here; empty as long as it waits. */
  done: string;
}

interface Page {
  items: { html: string }[];
  waiting: number;
}

const AHEAD = 8;
/** Claims passed over that the server is told of; an older one may come again. */
const PASSED = 150;

export function heldFrom(element: HTMLElement): Held {
  const data = JSON.parse(element.dataset.card ?? "{}") as CardData;
  return { id: data.claim.id, data, element, done: "" };
}

export class Queue {
  ahead: Held[] = [];
  waiting: number;
  /** Whether the server said that nothing more waits. */
  ended = false;
  private passed: string[] = [];
  private asking: Promise<void> | null = null;

  constructor(
    private readonly query: string,
    waiting: number,
    private readonly unsent: () => string[],
    private readonly changed: () => void,
  ) {
    this.waiting = waiting;
  }

  /** The next card, if it is here. */
  take(): Held | undefined {
    return this.ahead.shift();
  }

  putFirst(held: Held): void {
    this.ahead = [held, ...this.ahead.filter((each) => each.id !== held.id)];
    this.passed = this.passed.filter((id) => id !== held.id);
  }

  /** Somebody decided about these, or goes on without. */
  pass(...ids: string[]): void {
    this.passed = [...this.passed.filter((id) => !ids.includes(id)), ...ids].slice(-PASSED);
    this.ahead = this.ahead.filter((each) => !ids.includes(each.id));
  }

  unpass(...ids: string[]): void {
    this.passed = this.passed.filter((id) => !ids.includes(id));
    this.ended = false;
  }

  /** See that enough cards are here; `current` is on the page. */
  fill(current: string): Promise<void> {
    if (this.asking) return this.asking;
    if (this.ended || this.ahead.length >= AHEAD) return Promise.resolve();
    this.asking = this.fetchMore(current).finally(() => {
      this.asking = null;
    });
    return this.asking;
  }

  private async fetchMore(current: string): Promise<void> {
    const skip = new Set([current, ...this.ahead.map((each) => each.id), ...this.unsent(), ...this.passed]);
    skip.delete("");
    const wanted = AHEAD - this.ahead.length;
    const page = await this.get({
      limit: String(wanted),
      ...(skip.size ? { skip: [...skip].join(".") } : {}),
    });
    if (!page) return;
    const known = new Set([...this.ahead.map((each) => each.id), ...this.passed, current]);
    for (const held of page.items.flatMap(({ html }) => parsed(html))) {
      if (!known.has(held.id)) this.ahead.push(held);
    }
    this.ended = page.items.length < wanted;
    // What is not sent yet waits for the server, and not for the person.
    this.waiting = page.waiting - this.unsent().length;
    this.changed();
  }

  /** One card by the claim's identifier, whatever its state; undefined where the server does not answer. */
  async one(claim: string): Promise<Held | undefined> {
    const page = await this.get({ claim });
    return page?.items.flatMap(({ html }) => parsed(html))[0];
  }

  private async get(asked: Record<string, string>): Promise<Page | null> {
    const query = new URLSearchParams(this.query);
    if ("claim" in asked) for (const name of [...query.keys()]) query.delete(name);
    for (const [name, value] of Object.entries({ ...asked, html: "true" })) query.set(name, value);
    try {
      const answer = await fetch(`/api/v1/queue?${query}`, { headers: { "X-Sousveil": "page" } });
      return answer.ok ? ((await answer.json()) as Page) : null;
    } catch {
      return null;
    }
  }
}

/** The server's own template, in which everything that came from outside is escaped. */
function parsed(html: string): Held[] {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const element = holder.content.querySelector<HTMLElement>("[data-review]");
  return element ? [heldFrom(element)] : [];
}
