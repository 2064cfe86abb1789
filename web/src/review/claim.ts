// A claim as the island works on it: what the server says of it, and what the person has changed since.

export type Span = [number, number];
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

export interface ClaimRow {
  id: string;
  kind: string;
  technology: string[];
  act: string;
  polarity: string;
  certainty: string;
  place: { name: string; country: string | null } | null;
  site_types: string[];
  operator: Organisation | null;
  supplier: Organisation | null;
  attributed_to: Organisation[];
  target: string | null;
  time: string | null;
  reported: string | null;
  quantity: Quantity | null;
  evidence: { source: string; start: number; end: number; quote: string; lang: string };
  slots: Record<string, Span>;
}

export interface Organisation {
  name: string;
  ref: string | null;
  country?: string | null;
}

export interface Quantity {
  value: number;
  unit: string;
  approximate: boolean;
}

export interface CardData {
  claim: ClaimRow;
  phrase: string;
  waits_for: string;
  rows: Record<string, string>;
  own: boolean;
}

export interface Field {
  name: string;
  key: string;
  asks:
    | "many"
    | "one"
    | "place"
    | "organisation"
    | "organisations"
    | "time"
    | "quantity"
    | "switch"
    | "words"
    | "passage";
  slot: string;
  label: string;
}

export interface Choices {
  terms: Record<string, [string, string][]>;
  reasons: [string, string, string][];
  fields: Field[];
  none: string;
}

/** What an edit changes: the slots by name; of `slots` the spans that are others, null for one that goes. */
export type Draft = Record<string, unknown> & {
  slots?: Record<string, Span | null>;
  passage?: { start: number; end: number; quote?: string };
};

/** A value as it would be after the draft. */
export function valueOf(claim: ClaimRow, draft: Draft, name: string): unknown {
  return name in draft ? draft[name] : (claim as unknown as Record<string, unknown>)[name];
}

/** The spans behind a field, in the order of their names. */
export function spansOf(claim: ClaimRow, draft: Draft, field: Field): Span[] {
  const all: Record<string, Span | null> = { ...claim.slots, ...(draft.slots ?? {}) };
  const of = (slot: string) =>
    Object.entries(all)
      .filter(([name, span]) => span !== null && name.split(".")[0] === slot)
      .sort(([a], [b]) => number(a) - number(b))
      .flatMap(([, span]) => (span ? [span] : []));
  return field.slot ? [...of(field.slot), ...(field.slot === field.name ? [] : of(field.name))] : [];
}

function number(name: string): number {
  return Number(name.split(".")[1] ?? 1);
}

/** A draft in which these are the spans behind a field. */
export function withSpans(claim: ClaimRow, draft: Draft, field: Field, spans: Span[]): Draft {
  const ofField = (name: string) => [field.slot, field.name].includes(name.split(".")[0] ?? "");
  const slots = new Map<string, Span | null>(
    Object.entries(draft.slots ?? {}).filter(([name]) => !ofField(name)),
  );
  for (const name of Object.keys(claim.slots).filter(ofField)) slots.set(name, null);
  spans.forEach((span, at) => slots.set(at === 0 ? field.slot : `${field.slot}.${at + 1}`, span));
  for (const [name, span] of slots) {
    const was = claim.slots[name];
    if (was?.[0] === span?.[0] && was?.[1] === span?.[1]) slots.delete(name);
  }
  const rest = Object.fromEntries(Object.entries(draft).filter(([name]) => name !== "slots")) as Draft;
  return slots.size ? { ...rest, slots: Object.fromEntries(slots) } : rest;
}

/** A draft with a value; one that is as the claim has it is no change. */
export function withValue(claim: ClaimRow, draft: Draft, name: string, value: unknown): Draft {
  const was = (claim as unknown as Record<string, unknown>)[name] ?? null;
  const rest = Object.fromEntries(Object.entries(draft).filter(([each]) => each !== name)) as Draft;
  return JSON.stringify(was) === JSON.stringify(value) ? rest : { ...rest, [name]: value };
}

export function isChanged(draft: Draft): boolean {
  return Object.keys(draft).length > 0;
}

/** Whether a field is another than the claim has it. */
export function changes(draft: Draft, field: Field): boolean {
  if (field.name in draft) return true;
  return Object.keys(draft.slots ?? {}).some(
    (name) => name.split(".")[0] === field.slot && field.slot !== "",
  );
}

/** A value in words, for the list of slots; what the server would say, as far as a script knows it. */
export function inWords(
  choices: Choices,
  field: Field,
  value: unknown,
  quantity: (q: Quantity) => string,
): string {
  if (value === null || value === undefined || value === "") return choices.none;
  const term = (id: string) => choices.terms[field.name]?.find(([each]) => each === id)?.[1] ?? id;
  switch (field.asks) {
    case "many":
      return (value as string[]).map(term).join(", ") || choices.none;
    case "one":
      return term(value as string);
    case "organisation":
      return (value as Organisation).name;
    case "organisations":
      return (value as Organisation[]).map((each) => each.name).join(" ← ") || choices.none;
    case "place": {
      const place = value as { name: string; country: string | null };
      return place.country && place.country !== place.name ? `${place.name} (${place.country})` : place.name;
    }
    case "quantity":
      return quantity(value as Quantity);
    default:
      return typeof value === "string" ? value : JSON.stringify(value);
  }
}
