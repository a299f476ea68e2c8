// The page on which a card is written: its tools, and where one begins to write.

import { equip, wrongField } from "./writing-tools.js";

const form = document.getElementById("card-form");
equip(form);

// What must be fixed comes first. Who edits by touch reads first: a keyboard on the screen would cover the half of it.
const wrong = wrongField(form);
if (wrong || !form.dataset.draft?.includes("/edit/") || matchMedia("(hover: hover)").matches) {
  const start = wrong ?? form.elements.front;
  start.focus({ preventScroll: true });
  (start.closest(".field") ?? start).scrollIntoView({ block: wrong ? "center" : "nearest" });
}
