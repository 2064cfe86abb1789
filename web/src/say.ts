// What scripts say, in the language of the page. The page carries the translations (base.html) that its catalogue has
// for strings that stand in `say(…)` and `sayMany(…)` here; English needs none. docs/TRANSLATING.md tells more.

type Values = Record<string, string | number>;

const held: Record<string, string | string[]> = JSON.parse(
  document.getElementById("strings")?.textContent ?? "{}",
) as Record<string, string | string[]>;
const language = document.documentElement.lang || "en";
// The numbers of an English page are written as its server writes them.
const numbers = new Intl.NumberFormat(language === "en" ? "en-GB" : language);

/** `{name}` in a text becomes the value of that name; numbers are written as the language writes them. */
function filled(pattern: string, values: Values): string {
  return pattern.replace(/\{([a-z_][a-z0-9_]*)(?::([^{}]*))?\}/g, (whole, name: string, form?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    const text = typeof value === "number" ? numbers.format(value) : value;
    return form?.includes("/") ? withParticle(text, form) : text;
  });
}

/** Korean particles, both where a script cannot tell: `을(를)`. The server's rule for Hangul and digits
    (show/words/particles.py). */
function withParticle(text: string, forms: string): string {
  const [consonant = "", vowel = ""] = forms.replace(/^~/, "").split("/");
  const last = text.replace(/[\s"'”’»)\].,…!?]+$/u, "").slice(-1);
  const code = last.charCodeAt(0);
  let particle = consonant.endsWith(vowel)
    ? `(${consonant.slice(0, -vowel.length)})${vowel}`
    : `${consonant}(${vowel})`;
  if (code >= 0xac00 && code <= 0xd7a3) {
    const final = (code - 0xac00) % 28;
    particle = final === 0 || (final === 8 && consonant.startsWith("으로")) ? vowel : consonant;
  } else if (/[0-9]/.test(last)) {
    const plain = "2459".includes(last) || ("178".includes(last) && consonant.startsWith("으로"));
    particle = plain ? vowel : consonant;
  }
  return forms.startsWith("~") ? particle : text + particle;
}

/** A text in the language of the page: `say("Not saved: {reason}", { reason })`. */
export function say(english: string, values: Values = {}): string {
  const said = held[english];
  return filled(typeof said === "string" ? said : english, values);
}

/** A text for one or for several: `sayMany("{count} claim", "{count} claims", n)`. */
export function sayMany(one: string, many: string, count: number, values: Values = {}): string {
  const said = held[one];
  const form = Array.isArray(said) ? (said[forms(count, said.length)] ?? said[0]) : undefined;
  return filled(form ?? (count === 1 ? one : many), { count, ...values });
}

/** Which of the forms of a plural: those of a catalogue stand in the order of CLDR's categories. */
function forms(count: number, length: number): number {
  if (length < 2) return 0;
  const order = ["zero", "one", "two", "few", "many", "other"];
  const rules = new Intl.PluralRules(language);
  const known = rules.resolvedOptions().pluralCategories.slice();
  known.sort((a, b) => order.indexOf(a) - order.indexOf(b));
  return Math.min(known.indexOf(rules.select(count)), length - 1);
}
