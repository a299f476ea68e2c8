// The review page: keys, focus, and the announcement after a press. Everything works without it.

import { afterSwap } from "./status.js";

const card = () => document.getElementById("card");
const keys = () => document.getElementById("keys");
let shownAt = performance.now();

const TYPING = "input:not([type=hidden]), textarea, select, [contenteditable]";
const PRESSABLE = "a, button, summary, dialog";

function openKeys() {
  keys().showModal();
  keys().querySelector("button").focus();
  return true;
}

function press(element) {
  element?.click();
  return Boolean(element);
}

// Space and Enter: reveal, then the suggested grade: Good, or Again after a wrong choice. On a focused link or button they keep their own meaning.
function goOn(event) {
  if (event.target.closest(PRESSABLE)) return false;
  return press(card().querySelector("[data-reveal]") ?? card().querySelector("[data-suggested]"));
}

function actionFor(event) {
  if (event.key === " " || event.key === "Enter") return () => goOn(event);
  if (event.key === "z" || event.key === "u") return () => press(card().querySelector("[data-undo]"));
  if (event.key === "?") return openKeys;
  return () => press(card().querySelector(`[data-key="${CSS.escape(event.key)}"]`));
}

document.addEventListener("keydown", (event) => {
  if (card().dataset.shortcuts !== "on" || event.isComposing || event.repeat || event.metaKey) return;
  if (event.target.closest(TYPING) || keys().open) return;
  const composed = event.getModifierState("AltGraph"); // some keyboards have @ there, and say that Ctrl and Alt are held
  if (event.altKey && !composed) return;
  if (event.ctrlKey && !composed) {
    if (event.key === "z" && press(card().querySelector("[data-undo]"))) event.preventDefault();
    return;
  }
  if (actionFor(event)()) event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-open-keys]")) openKeys();
});

document.addEventListener("submit", (event) => {
  const taken = event.target.elements.taken_ms;
  if (taken) taken.value = Math.round(performance.now() - shownAt);
}, true);

let shown = card();
afterSwap(() => {
  showKeys();
  if (card() === shown) return flagged();
  shown = card();
  say(card().dataset.announcement);
  if (!document.getElementById("answer")) shownAt = performance.now();
  greet();
});

function say(what) {
  if (what) document.getElementById("announcement").textContent = what;
}

// The pressed button is gone; its place in the order of the page is kept.
function flagged() {
  const marks = document.getElementById("marks");
  say(marks.dataset.announcement);
  if (document.activeElement === document.body) marks.querySelector("summary").focus();
}

// The text to read has the focus, and is in sight.
function greet() {
  const answer = document.getElementById("answer");
  const text = answer ?? document.getElementById("question") ?? document.getElementById("main");
  text.focus({ preventScroll: true });
  if (answer && answer.getBoundingClientRect().top > innerHeight * 0.7) answer.scrollIntoView({ block: "start" });
}

// Keys are named only where they work.
function showKeys() {
  for (const hint of document.querySelectorAll("[data-needs-script]")) hint.hidden = card().dataset.shortcuts !== "on";
}

showKeys();
greet();
