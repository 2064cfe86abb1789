// The quiet line that says whether everything has reached the server.

import type { Told } from "../outbox";
import { say, sayMany } from "../say";

export function drawSaved(line: HTMLElement, told: Told): void {
  line.hidden = false;
  line.classList.toggle("waits", told.trouble !== "");
  const words = savedWords(told);
  // A live region must not say the same again.
  if (line.textContent !== words) line.textContent = words;
}

function savedWords(told: Told): string {
  if (!told.waiting) return say("All saved");
  const waiting = sayMany("{count} decision not sent yet", "{count} decisions not sent yet", told.waiting);
  switch (told.trouble) {
    case "silent":
      return told.keeps
        ? say("{waiting}; the server does not answer. You can leave: they are kept here and sent later.", {
            waiting,
          })
        : say("{waiting}; the server does not answer. Keep this page open.", { waiting });
    case "signed-out":
      return say("{waiting}; you are signed out. They are sent when you sign in again.", { waiting });
    case "busy":
      return say("{waiting}; the case is being built. They are sent when that has ended.", { waiting });
    case "forbidden":
      return say("{waiting}: {reason}", { waiting, reason: told.reason });
    default:
      return say("Saving…");
  }
}
