// Words of the frozen text that somebody chose, with the mouse or by keyboard, as offsets in code points.

export interface Chosen {
  start: number;
  end: number;
  /** The words, where they stand in one paragraph. */
  words: string;
  /** Whether `words` is the whole of it. */
  whole: boolean;
}

/** Paragraphs carry where they start in the text; what stands in them beside the text is passed over. */
const PARAGRAPH = "[data-start]";
const BESIDE = ".ref, [data-beside-text]";

function paragraphOf(node: Node | null): HTMLElement | null {
  const element = node instanceof Element ? node : node?.parentElement;
  return element?.closest<HTMLElement>(PARAGRAPH) ?? null;
}

function length(text: string): number {
  return Array.from(text).length;
}

function textOf(range: Range): string {
  const copy = range.cloneContents();
  for (const beside of copy.querySelectorAll(BESIDE)) beside.remove();
  return copy.textContent;
}

/** The offset of a place in a paragraph. */
function offset(paragraph: HTMLElement, node: Node, at: number): number {
  const range = document.createRange();
  range.setStart(paragraph, 0);
  range.setEnd(node, at);
  return Number(paragraph.dataset.start) + length(textOf(range));
}

/** What is selected inside `within`, without white space at its ends; null for nothing. */
export function chosenIn(within: Element): Chosen | null {
  const selection = getSelection();
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0).cloneRange();
  if (!within.contains(range.startContainer)) return null;
  const first = paragraphOf(range.startContainer);
  let last = paragraphOf(range.endContainer);
  if (!first) return null;
  if (!last || !within.contains(range.endContainer)) {
    range.setEndAfter(first.lastChild ?? first);
    last = first;
  }
  const one = first === last;
  const own = document.createRange();
  own.setStart(range.startContainer, range.startOffset);
  if (one) own.setEnd(range.endContainer, range.endOffset);
  else own.setEndAfter(first.lastChild ?? first);
  const words = textOf(own);
  const led = length(words) - length(words.trimStart());
  const start = offset(first, range.startContainer, range.startOffset) + led;
  const trimmed = words.trim();
  if (one) return trimmed ? { start, end: start + length(trimmed), words: trimmed, whole: true } : null;
  const tail = document.createRange();
  tail.setStart(last, 0);
  tail.setEnd(range.endContainer, range.endOffset);
  const there = textOf(tail).trimEnd();
  if (!there.trim())
    return trimmed ? { start, end: start + length(trimmed), words: trimmed, whole: true } : null;
  const end = Number(last.dataset.start) + length(there);
  return { start, end, words: `${trimmed} … ${there.trim()}`, whole: false };
}

/** A span of the text as a range on the page; null where it is not shown. */
export function rangeOf(within: Element, start: number, end: number): Range | null {
  const range = document.createRange();
  const from = place(within, start, false);
  const to = place(within, end, true);
  if (!from || !to) return null;
  range.setStart(...from);
  range.setEnd(...to);
  return range;
}

function place(within: Element, at: number, ending: boolean): [Node, number] | null {
  for (const paragraph of within.querySelectorAll<HTMLElement>(PARAGRAPH)) {
    let left = at - Number(paragraph.dataset.start);
    if (left < 0) return null;
    const walk = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      if (node.parentElement?.closest(BESIDE)) continue;
      const points = Array.from(node.nodeValue ?? "");
      if (left < points.length || (ending && left === points.length)) {
        return [node, points.slice(0, left).join("").length];
      }
      left -= points.length;
    }
    if (left < 0) return null;
  }
  return null;
}

/** The words of a span, where they are shown. */
export function wordsOf(within: Element, start: number, end: number): string {
  const range = rangeOf(within, start, end);
  return range ? textOf(range) : "";
}

/** Chooses words with the arrow keys: Shift makes the choice longer or shorter. */
export class Chooser {
  private on = false;

  constructor(private readonly within: () => Element | null) {}

  get active(): boolean {
    return this.on;
  }

  /** Begin with the first word of the claim. */
  begin(): void {
    const passage = this.within();
    const selection = getSelection();
    const first = passage?.querySelector("mark") ?? passage?.querySelector(PARAGRAPH);
    if (!passage || !selection || !first) return;
    this.on = true;
    if (!chosenIn(passage)) {
      selection.collapse(first, 0);
      selection.modify("extend", "forward", "word");
    }
  }

  end(): void {
    this.on = false;
  }

  /** Whether the key was one of the chooser's. */
  take(event: KeyboardEvent): boolean {
    const passage = this.within();
    const selection = getSelection();
    if (!this.on || !passage || !selection) return false;
    const steps: Record<string, ["forward" | "backward", "word" | "line"]> = {
      ArrowRight: ["forward", "word"],
      ArrowLeft: ["backward", "word"],
      ArrowDown: ["forward", "line"],
      ArrowUp: ["backward", "line"],
    };
    const step = steps[event.key];
    if (!step) return false;
    const before = selection.rangeCount ? selection.getRangeAt(0).cloneRange() : null;
    const rtl =
      selection.focusNode &&
      getComputedStyle(paragraphOf(selection.focusNode) ?? passage).direction === "rtl";
    const towards = rtl && step[1] === "word" ? turned(step[0]) : step[0];
    if (event.shiftKey) selection.modify("extend", towards, step[1]);
    else {
      if (towards === "forward") selection.collapseToEnd();
      else selection.collapseToStart();
      if (towards === "backward") selection.modify("move", "backward", "word");
      else if (step[1] === "line") selection.modify("move", "forward", "line");
      selection.modify("extend", "forward", "word");
    }
    if (before && !chosenIn(passage)) {
      selection.removeAllRanges();
      selection.addRange(before);
    }
    return true;
  }
}

function turned(direction: "forward" | "backward"): "forward" | "backward" {
  return direction === "forward" ? "backward" : "forward";
}
