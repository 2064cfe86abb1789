// What every page gains from JavaScript. Each page reads the same without it.
import { say } from "./say";

/** Filters apply when a value is chosen; without JavaScript the form's button does it. */
function submitOnChange(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-auto]")) {
    form.addEventListener("change", (event) => {
      if (event.target instanceof HTMLSelectElement || event.target instanceof HTMLInputElement) {
        // Empty fields stay out of the address, so that it can be read and shared.
        for (const field of form.querySelectorAll<HTMLSelectElement | HTMLInputElement>("select, input")) {
          field.disabled = field.value === "";
        }
        form.requestSubmit();
      }
    });
    form.querySelector("[data-apply]")?.setAttribute("hidden", "");
  }
  // A page restored from the browser's cache would keep the fields disabled.
  window.addEventListener("pageshow", () => {
    for (const field of document.querySelectorAll<HTMLInputElement>("form[data-auto] :disabled")) {
      field.disabled = false;
    }
  });
}

/** "/" goes to the search box, unless something is being typed. */
function searchKey(): void {
  const box = document.querySelector<HTMLInputElement>("#q");
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select");
    if (event.key === "/" && box && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });
}

/** A link to something inside a closed <details> opens it. */
function openTarget(): void {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id ? document.getElementById(id) : null;
  for (let box = target?.closest("details"); box; box = box.parentElement?.closest("details") ?? null) {
    box.open = true;
  }
  const own = target?.querySelector(":scope > details");
  if (own instanceof HTMLDetailsElement) own.open = true;
}

/** Buttons that copy a digest or a citation; they are hidden without JavaScript. */
function copyButtons(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
    button.hidden = false;
    const label = button.textContent;
    const show = (words: string) => {
      button.textContent = words;
      setTimeout(() => {
        button.textContent = label;
      }, 1500);
    };
    button.addEventListener("click", () => {
      navigator.clipboard.writeText(button.dataset.copy ?? "").then(
        () => show(say("Copied")),
        () => show(say("Not allowed")),
      );
    });
  }
}

/** On a narrow window the filters wait behind their heading, and the row of pages shows where one is. */
function narrow(): void {
  if (matchMedia("(max-width: 60rem)").matches) {
    for (const box of document.querySelectorAll<HTMLDetailsElement>("details[data-shut-when-narrow]")) {
      box.open = false;
    }
  }
  const row = document.querySelector<HTMLElement>(".nav");
  const here = row?.querySelector<HTMLElement>("[aria-current]");
  // From the boxes: in a row that runs to the left, scrollLeft counts down from 0.
  if (row && here) {
    const inside = here.getBoundingClientRect().left - row.getBoundingClientRect().left;
    row.scrollLeft += inside - row.clientWidth / 3;
  }
}

narrow();
submitOnChange();
searchKey();
copyButtons();
openTarget();
window.addEventListener("hashchange", openTarget);
