// The review page by keyboard: the next claim is there at once, and what was decided goes to the server behind it.

import { Keys } from "./review/keys";
import { Review } from "./review/session";

const home = document.querySelector<HTMLElement>("[data-queue]");
if (home?.dataset.may === "yes") {
  const review = new Review(home);
  new Keys(review);
}
