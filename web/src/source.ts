// The source page: a claim's words and its card in the margin light up together; n and p walk through the claims.

const marks = new Map<string, HTMLElement[]>();
for (const mark of document.querySelectorAll<HTMLElement>("mark[data-claims]")) {
  for (const id of (mark.dataset.claims ?? "").split(" ")) {
    const list = marks.get(id);
    if (list) list.push(mark);
    else marks.set(id, [mark]);
  }
}

function light(id: string | undefined, on: boolean): void {
  if (!id) return;
  for (const mark of marks.get(id) ?? []) mark.classList.toggle("lit", on);
  document.getElementById(`card-${id}`)?.classList.toggle("lit", on);
}

const cards = [...document.querySelectorAll<HTMLElement>("[data-card]")];
for (const card of cards) {
  const id = card.dataset.card;
  card.addEventListener("mouseenter", () => light(id, true));
  card.addEventListener("mouseleave", () => light(id, false));
  card.addEventListener("focusin", () => light(id, true));
  card.addEventListener("focusout", () => light(id, false));
}
for (const [id, list] of marks) {
  for (const mark of list) {
    mark.addEventListener("mouseenter", () => light(id, true));
    mark.addEventListener("mouseleave", () => light(id, false));
  }
}

/** On a wide window each card stands level with its words, pushed down only as far as the card above it needs. Without
 *  JavaScript the cards stand beside their paragraph, and a paragraph with many claims leaves a gap below it. */
function margin(): void {
  const reading = document.querySelector<HTMLElement>(".reading");
  if (!reading) return;
  const wide = matchMedia("(min-width: 72rem)");
  const place = () => {
    reading.classList.toggle("margin", wide.matches);
    reading.style.minHeight = "";
    if (!wide.matches) return;
    const top = reading.getBoundingClientRect().top;
    const wanted = cards.map((card) => {
      const mark = document.getElementById(card.dataset.card ?? "");
      return { card, at: (mark?.getBoundingClientRect().top ?? top) - top };
    });
    let free = 0;
    for (const { card, at } of wanted) {
      const y = Math.max(at - 4, free);
      card.style.top = `${y}px`;
      free = y + card.offsetHeight + 6;
    }
    reading.style.minHeight = `${free}px`;
  };
  place();
  addEventListener("resize", place);
  void document.fonts.ready.then(place);
  for (const card of cards)
    for (const box of card.querySelectorAll("details")) box.addEventListener("toggle", place);
}

margin();

let current = cards.findIndex((card) => location.hash === `#${card.dataset.card}`);

function walk(step: number): void {
  if (cards.length === 0) return;
  current = (current + step + cards.length) % cards.length;
  const card = cards[current];
  const id = card?.dataset.card;
  const mark = id ? document.getElementById(id) : null;
  card?.querySelector("summary")?.focus({ preventScroll: true });
  const smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  (mark ?? card)?.scrollIntoView({ block: "center", behavior: smooth ? "smooth" : "auto" });
  if (id) history.replaceState(null, "", `#${id}`);
}

for (const hint of document.querySelectorAll<HTMLElement>(".keys")) hint.hidden = cards.length === 0;

document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.closest("input, textarea, select");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "n") walk(1);
  if (event.key === "p") walk(-1);
});
