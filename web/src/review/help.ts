// The keys: which there are, and whether single letters count (WCAG 2.1.4).

import { say } from "../say";
import { make } from "./make";

const LETTERS = "sousveil.letters";

/** Whether single letters are shortcuts here. They are, until somebody turns them off. */
export function lettersCount(): boolean {
  try {
    return localStorage.getItem(LETTERS) !== "off";
  } catch {
    return true;
  }
}

function keys(): [string, string][] {
  return [
    ["a", say("accept, with the claims that are ticked below")],
    ["r", say("reject; then 1 to 9 for a reason, or type one")],
    ["n →", say("next, without deciding")],
    ["p ←", say("previous")],
    ["u Ctrl+Z", say("undo")],
    ["1 – 9", say("correct a slot; its key stands beside it")],
    ["e", say("go to the slots")],
    ["d h", say("denied or not, hedged or not")],
    ["v", say("choose words: arrows move, Shift+arrows extend, then the key of a slot")],
    ["s", say("split into several claims")],
    ["m", say("merge with others")],
    ["t", say("write a note")],
    ["x", say("tick or clear all claims that say the same")],
    ["Enter", say("what has the focus; in a field, done")],
    ["Escape", say("close, or leave a choice")],
    ["?", say("these keys")],
  ];
}

export function helpDialog(): HTMLDialogElement {
  const box = make("input", { type: "checkbox" });
  box.checked = lettersCount();
  box.addEventListener("change", () => {
    try {
      localStorage.setItem(LETTERS, box.checked ? "on" : "off");
    } catch {
      // It counts as long as the page is open, then.
    }
  });
  const close = make("button", { class: "button", type: "button" }, say("Close"));
  const dialog = make(
    "dialog",
    { class: "review-help", "aria-labelledby": "review-help" },
    make("h2", { id: "review-help" }, say("Keys")),
    make(
      "dl",
      {},
      ...keys().map(([key, does]) =>
        make(
          "div",
          {},
          make("dt", {}, ...key.split(" ").flatMap((each) => [make("kbd", {}, each), " "])),
          make("dd", {}, does),
        ),
      ),
    ),
    make(
      "footer",
      {},
      make("label", {}, box, " ", say("Single letters are shortcuts while no field has the focus")),
      close,
    ),
  );
  close.addEventListener("click", () => dialog.close());
  document.body.append(dialog);
  return dialog;
}
