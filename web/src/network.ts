// Looking at a name or a ribbon of the network makes what it is joined to stand out. Everything is there without this.

function start(svg: SVGSVGElement): void {
  const ties = [...svg.querySelectorAll<SVGAElement>(".tie")];
  const boxes = [...svg.querySelectorAll<SVGAElement>(".box")];

  function look(at: Element | null): void {
    svg.classList.toggle("looking", at !== null);
    const seen = new Set<string>();
    for (const tie of ties) {
      const { one = "", other = "" } = tie.dataset;
      const end = at instanceof SVGAElement ? at.dataset.end : undefined;
      const lit = tie === at || (end !== undefined && (one === end || other === end));
      tie.classList.toggle("lit", lit);
      if (lit) seen.add(one).add(other);
    }
    for (const box of boxes) box.classList.toggle("lit", box === at || seen.has(box.dataset.end ?? ""));
  }

  const met = (event: Event) => (event.target instanceof Element ? event.target.closest(".tie, .box") : null);
  svg.addEventListener("pointerover", (event) => look(met(event)));
  svg.addEventListener("pointerleave", () => look(null));
  svg.addEventListener("focusin", (event) => look(met(event)));
  svg.addEventListener("focusout", () => look(null));
}

const svg = document.querySelector<SVGSVGElement>("svg[data-network]");
if (svg) start(svg);
