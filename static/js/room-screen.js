// The screen before a room: what a presenter's remote sends shows more, or goes back. What the page asks by itself, to
// show new answers, fails quietly.

import { onFailure } from "./status.js";

const KEYS = { ArrowRight: "[data-forward]", PageDown: "[data-forward]", ArrowLeft: "[data-back]", PageUp: "[data-back]" };

document.addEventListener("keydown", (event) => {
  if (!(event.key in KEYS) || event.ctrlKey || event.metaKey || event.altKey) return;
  const button = document.querySelector(KEYS[event.key]);
  if (!button) return;
  event.preventDefault();
  button.click();
});

onFailure(() => {});
