// Pan and zoom for the map that the server drew. The picture is an SVG in Mercator units; moving it is a change of its
// viewBox, and what must keep its size on the screen (pins, labels) is scaled back.

interface View {
  x: number;
  y: number;
  width: number;
}

function start(svg: SVGSVGElement, controls: HTMLElement): void {
  const home = svg.viewBox.baseVal;
  const ratio = home.height / home.width;
  const first: View = { x: home.x, y: home.y, width: home.width };
  const [left = 0, top = 0, right = 0, bottom = 0] = (svg.dataset.limits ?? "").split(" ").map(Number);
  let view = { ...first };

  function clamp(value: number, least: number, most: number): number {
    return least > most ? (least + most) / 2 : Math.min(Math.max(value, least), most);
  }

  function draw(): void {
    view.width = clamp(view.width, first.width / 60, right - left);
    view.x = clamp(view.x, left, right - view.width);
    view.y = clamp(view.y, top, bottom - view.width * ratio);
    svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.width * ratio}`);
    const scale = view.width / first.width;
    for (const pin of svg.querySelectorAll<SVGGElement>("[data-at]")) {
      pin.setAttribute("transform", `translate(${pin.dataset.at}) scale(${scale})`);
    }
    // Names that had no room come up as one zooms in.
    svg.classList.toggle("near", scale < 0.5);
  }

  function zoom(factor: number, cx = 0.5, cy = 0.5): void {
    const width = clamp(view.width * factor, first.width / 60, right - left);
    view = {
      x: view.x + (view.width - width) * cx,
      y: view.y + (view.width - width) * ratio * cy,
      width,
    };
    draw();
  }

  function pan(dx: number, dy: number): void {
    view = { ...view, x: view.x + dx * view.width, y: view.y + dy * view.width };
    draw();
  }

  const actions: Record<string, () => void> = {
    in: () => zoom(0.6),
    out: () => zoom(1 / 0.6),
    home: () => {
      view = { ...first };
      draw();
    },
  };
  controls.hidden = false;
  for (const button of controls.querySelectorAll<HTMLButtonElement>("button[data-do]")) {
    button.addEventListener("click", () => actions[button.dataset.do ?? ""]?.());
  }

  svg.addEventListener("keydown", (event) => {
    const keys: Record<string, () => void> = {
      ArrowLeft: () => pan(-0.1, 0),
      ArrowRight: () => pan(0.1, 0),
      ArrowUp: () => pan(0, -0.1),
      ArrowDown: () => pan(0, 0.1),
      "+": () => zoom(0.6),
      "=": () => zoom(0.6),
      "-": () => zoom(1 / 0.6),
      "0": () => actions.home?.(),
    };
    const act = keys[event.key];
    if (act && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      act();
    }
  });

  // The page scrolls with the wheel as everywhere; with Ctrl or Cmd the wheel zooms, as in other maps.
  svg.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = svg.getBoundingClientRect();
      zoom(
        1.0015 ** event.deltaY,
        (event.clientX - box.left) / box.width,
        (event.clientY - box.top) / box.height,
      );
    },
    { passive: false },
  );

  let dragged: { x: number; y: number; moved: boolean } | null = null;
  svg.addEventListener("pointerdown", (event) => {
    if (event.button === 0 && event.pointerType !== "touch")
      dragged = { x: event.clientX, y: event.clientY, moved: false };
  });
  window.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    const box = svg.getBoundingClientRect();
    const dx = event.clientX - dragged.x;
    const dy = event.clientY - dragged.y;
    if (!dragged.moved && Math.hypot(dx, dy) < 4) return;
    pan(-dx / box.width, -dy / box.width);
    dragged = { x: event.clientX, y: event.clientY, moved: true };
    svg.classList.add("dragging");
  });
  window.addEventListener("pointerup", () => {
    if (dragged?.moved) {
      // The click that ends a drag must not follow the pin under it.
      svg.addEventListener("click", (event) => event.preventDefault(), { once: true, capture: true });
      setTimeout(() => svg.classList.remove("dragging"), 0);
    }
    dragged = null;
  });
  svg.addEventListener("dragstart", (event) => event.preventDefault());
}

const svg = document.querySelector<SVGSVGElement>("svg[data-limits]");
const controls = document.querySelector<HTMLElement>("[data-map-controls]");
if (svg && controls) start(svg, controls);
