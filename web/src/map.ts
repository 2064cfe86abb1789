// Moving the map. The server draws it; here it moves at once (a change of the picture's viewBox), and when it has come to
// rest the server's picture of the new view takes its place: with other numbers, names and outlines. The address
// follows, so that it can be shared. Without this every button is a link that does the same.

const WORLD = 36_000;
const HIGHEST = 10;
const RATIO = 0.56;
const LAID_OUT = 960;
const REST_MS = 260;
const limit = Math.PI / 4 + (84 * Math.PI) / 360;
const TOP = (Math.log(Math.tan(limit)) * 180) / Math.PI;

interface View {
  x: number;
  y: number;
  width: number;
}

const clamp = (value: number, least: number, most: number) =>
  least > most ? (least + most) / 2 : Math.min(Math.max(value, least), most);

/** What stands in the address for a view: its middle in degrees, and the zoom. */
function named(view: View): { at: string; zoom: string } {
  const y = view.y + (view.width * RATIO) / 2;
  const lat = (Math.atan(Math.exp(((TOP - y / 100) * Math.PI) / 180)) * 360) / Math.PI - 90;
  const lon = (view.x + view.width / 2) / 100 - 180;
  return { at: `${lat.toFixed(4)},${lon.toFixed(4)}`, zoom: `${+Math.log2(WORLD / view.width).toFixed(2)}` };
}

class MovingMap {
  private svg!: SVGSVGElement;
  private view!: View;
  private rest = 0;
  private asked = 0;
  private shown = location.search;

  constructor(private readonly room: HTMLElement) {
    this.take();
    // Going to another part of the page, as the skip link does, leaves the map as it is.
    window.addEventListener("popstate", () => {
      if (location.search !== this.shown) location.reload();
    });
  }

  /** Take over the picture that stands in the room. */
  private take(): void {
    const svg = this.room.querySelector<SVGSVGElement>("svg[data-map]");
    if (!svg) return;
    this.svg = svg;
    const { x, y, width } = svg.viewBox.baseVal;
    this.view = { x, y, width };
    for (const button of this.room.querySelectorAll<HTMLAnchorElement>("a[data-do]")) {
      button.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        if (this.act(button.dataset.do ?? "")) event.preventDefault();
      });
    }
    svg.addEventListener("keydown", (event) => this.key(event));
    // The page scrolls with the wheel as everywhere; with Ctrl or Cmd the wheel zooms, as in other maps.
    svg.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    this.drag();
    timeSliders(this.room);
  }

  private act(what: string): boolean {
    const actions: Record<string, () => void> = {
      in: () => this.zoom(0.5),
      out: () => this.zoom(2),
      north: () => this.pan(0, -0.2),
      south: () => this.pan(0, 0.2),
      west: () => this.pan(-0.2, 0),
      east: () => this.pan(0.2, 0),
    };
    const action = actions[what];
    action?.();
    return action !== undefined;
  }

  private key(event: KeyboardEvent): void {
    const keys: Record<string, string> = {
      ArrowLeft: "west",
      ArrowRight: "east",
      ArrowUp: "north",
      ArrowDown: "south",
      "+": "in",
      "=": "in",
      "-": "out",
    };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const what = keys[event.key];
    if (what && this.act(what)) event.preventDefault();
    if (event.key === "0") {
      event.preventDefault();
      this.room.querySelector<HTMLAnchorElement>('a[data-do="home"]')?.click();
    }
  }

  private wheel(event: WheelEvent): void {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const box = this.svg.getBoundingClientRect();
    const cx = (event.clientX - box.left) / box.width;
    this.zoom(1.0015 ** event.deltaY, cx, (event.clientY - box.top) / box.height);
  }

  private zoom(factor: number, cx = 0.5, cy = 0.5): void {
    const { x, y, width } = this.view;
    const next = clamp(width * factor, WORLD / 2 ** HIGHEST, WORLD);
    this.show({ x: x + (width - next) * cx, y: y + (width - next) * RATIO * cy, width: next });
  }

  private pan(dx: number, dy: number): void {
    const { x, y, width } = this.view;
    this.show({ x: x + dx * width, y: y + dy * width, width });
  }

  /** Draw another part of the world, and ask for its own picture once nothing moves. */
  private show(view: View): void {
    const height = view.width * RATIO;
    this.view = {
      x: clamp(view.x, 0, WORLD - view.width),
      y: clamp(view.y, 0, TOP * 200 - height),
      width: view.width,
    };
    this.svg.setAttribute("viewBox", `${this.view.x} ${this.view.y} ${this.view.width} ${height}`);
    for (const mark of this.svg.querySelectorAll<SVGGElement>("[data-at]")) {
      mark.setAttribute("transform", `translate(${mark.dataset.at}) scale(${this.view.width / LAID_OUT})`);
    }
    clearTimeout(this.rest);
    this.rest = setTimeout(() => void this.fetch(), REST_MS);
  }

  private async fetch(): Promise<void> {
    const { at, zoom } = named(this.view);
    const address = new URL(location.href);
    address.searchParams.set("at", at);
    address.searchParams.set("zoom", zoom);
    address.hash = "";
    history.replaceState(null, "", address);
    this.shown = address.search;
    const number = ++this.asked;
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      // Whoever moved on meanwhile wants a later picture than this one.
      if (number === this.asked) this.replace(page);
    } catch {
      // The server is gone: what is drawn stays, and can be moved as far as it reaches.
    }
  }

  private replace(page: Document): void {
    const next = page.querySelector<HTMLElement>("[data-map-room]");
    if (!next) return;
    const at = document.activeElement;
    const held = at instanceof HTMLElement || at instanceof SVGElement ? at : null;
    const inside = held !== null && this.room.contains(held);
    const again = inside ? findable(held) : null;
    const open = [...this.room.querySelectorAll("details")].map((box) => box.open);
    this.room.replaceChildren(...next.childNodes);
    [...this.room.querySelectorAll("details")].forEach((box, number) => {
      box.open = open[number] ?? box.open;
    });
    for (const button of this.room.querySelectorAll("form[data-auto] [data-apply]"))
      button.setAttribute("hidden", "");
    this.take();
    if (again) this.room.querySelector<HTMLElement | SVGElement>(again)?.focus({ preventScroll: true });
    document.dispatchEvent(new CustomEvent("sousveil:replaced", { detail: this.room }));
  }

  /** One finger scrolls the page, two move and zoom the map; a mouse drags it. */
  private drag(): void {
    const svg = this.svg;
    const down = new Map<number, { x: number; y: number }>();
    let moved = false;
    svg.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      down.set(event.pointerId, { x: event.clientX, y: event.clientY });
      moved = false;
    });
    const move = (event: PointerEvent) => {
      const before = down.get(event.pointerId);
      if (!before || !svg.isConnected) return;
      const box = svg.getBoundingClientRect();
      const now = { x: event.clientX, y: event.clientY };
      if (down.size === 1 && event.pointerType !== "touch") {
        if (!moved && Math.hypot(now.x - before.x, now.y - before.y) < 4) return;
        this.pan(-(now.x - before.x) / box.width, -(now.y - before.y) / box.width);
        moved = true;
        svg.classList.add("dragging");
        down.set(event.pointerId, now);
      } else if (down.size === 2) {
        const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
        if (!other) return;
        const apart = (one: { x: number; y: number }) =>
          Math.max(10, Math.hypot(one.x - other.x, one.y - other.y));
        const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
        this.pan(-(now.x - before.x) / 2 / box.width, -(now.y - before.y) / 2 / box.width);
        const [cx, cy] = [(middle.x - box.left) / box.width, (middle.y - box.top) / box.height];
        this.zoom(apart(before) / apart(now), cx, cy);
        moved = true;
        down.set(event.pointerId, now);
      }
    };
    const up = (event: PointerEvent) => {
      if (!down.delete(event.pointerId) || !moved) return;
      // The click that ends a drag must not follow the mark under it.
      svg.addEventListener("click", (click) => click.preventDefault(), { once: true, capture: true });
      setTimeout(() => svg.classList.remove("dragging"), 0);
      moved = false;
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", up);
    window.addEventListener("pointercancel", up);
    svg.addEventListener("dragstart", (event) => event.preventDefault());
  }
}

/** By what the same element is found in the next picture. */
function findable(element: HTMLElement | SVGElement): string | null {
  if (element.dataset.do) return `a[data-do="${element.dataset.do}"]`;
  if (element.matches("svg[data-map]")) return "svg[data-map]";
  return null;
}

/** Two sliders over the fields of the years. Letting one go sets the time. */
function timeSliders(room: HTMLElement): void {
  const form = room.querySelector<HTMLFormElement>("form[data-time]");
  const box = form?.querySelector<HTMLElement>("[data-sliders]");
  const ends = ["from", "to"].map((name) => form?.querySelector<HTMLInputElement>(`input[name="${name}"]`));
  const [from, to] = ends;
  if (!form || !box || !from || !to) return;
  const { least = "", most = "" } = box.dataset;
  const sliders = [from, to].map((field, number) => {
    const slider = document.createElement("input");
    slider.type = "range";
    slider.min = least;
    slider.max = most;
    slider.value = field.value || (number === 0 ? least : most);
    slider.setAttribute("aria-label", field.getAttribute("aria-label") ?? "");
    return slider;
  });
  const [first, last] = sliders;
  if (!first || !last) return;
  const set = (slider: HTMLInputElement) => {
    if (+first.value > +last.value) slider.value = slider === first ? last.value : first.value;
    from.value = first.value === least ? "" : first.value;
    to.value = last.value === most ? "" : last.value;
  };
  for (const slider of sliders) {
    slider.addEventListener("input", () => set(slider));
    slider.addEventListener("change", () => {
      for (const field of [from, to]) field.disabled = field.value === "";
      form.requestSubmit();
    });
  }
  box.replaceChildren(...sliders);
  box.hidden = false;
}

const room = document.querySelector<HTMLElement>("[data-map-room]");
if (room) new MovingMap(room);
