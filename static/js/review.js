// The review page: keys, focus, and the announcement after a press. Everything works without it.

import "./review-unsent.js";
import { isComposed, keyOf } from "./review-keys.js";
import { inTurn, undoInTurn } from "./review-turns.js";
import { playAgain, playAnswer } from "./review-sounds.js";
import { afterSwap } from "./status.js";

const card = () => document.getElementById("card");
const keys = () => document.getElementById("keys");
let shownAt = performance.now();

const TYPING = "input:not([type=hidden]), textarea, select, [contenteditable]";
const PRESSABLE = "a, button, summary, audio, video, dialog";

function openKeys() {
  keys().showModal();
  keys().querySelector("button").focus();
  return true;
}

function press(element) {
  element?.click();
  return Boolean(element);
}

const reveal = () => card().querySelector("[data-reveal]");

// Reveal, then the suggested grade: Good, or Again after a wrong choice. A focused link or button keeps its own meaning,
// but Space, which does nothing on a link, presses those of the card.
function goOn(event) {
  const focused = event.target.closest(PRESSABLE);
  if (focused) return event.key !== "Enter" && focused.matches("#card a[hx-get]") && press(focused);
  return press(reveal() ?? card().querySelector("[data-suggested]"));
}

const undo = () => undoInTurn(() => press(card().querySelector("[data-undo]")));

const menu = () => card().querySelector("#card-menu > summary");

function openMenu() {
  menu()?.focus();
  return press(menu());
}

const ACTIONS = { " ": goOn, Enter: goOn, z: undo, u: undo, r: playAgain, m: openMenu, "?": openKeys };

function act(event) {
  const key = keyOf(event);
  return ACTIONS[key]?.(event) ?? press(card().querySelector(`[data-key="${CSS.escape(key)}"]`));
}

document.addEventListener("keydown", (event) => {
  if (card().dataset.shortcuts !== "on" || event.isComposing || event.repeat) return;
  if (event.target.closest(TYPING) || keys().open) return;
  const composed = isComposed(event);
  if (event.altKey && !composed) return;
  const command = event.metaKey || (event.ctrlKey && !composed);
  if (command && (event.shiftKey || keyOf(event) !== "z")) return;
  if (inTurn(() => act(event))) event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-open-keys]")) openKeys();
});

document.addEventListener("submit", (event) => {
  const taken = event.target.elements.taken_ms;
  if (taken) taken.value ||= Math.round(performance.now() - shownAt); // one that is sent again took no longer
}, true);

let shown = card();
const titleEnd = document.title.slice(card().dataset.title.length);
afterSwap(() => {
  showKeys();
  if (card() === shown) return flagged();
  shown = card();
  history.replaceState(history.state, "", card().dataset.page); // who loads the page again finds the same card
  say(card().dataset.announcement);
  document.title = card().dataset.title + titleEnd;
  if (document.getElementById("answer")) playAnswer();
  else begin();
  greet();
});

// A new card begins at its top, wherever the one before was left.
function begin() {
  shownAt = performance.now();
  scrollTo({ top: 0, behavior: "instant" });
}

function say(what) {
  if (what) document.getElementById("announcement").textContent = what;
}

// The pressed button is gone; its place in the order of the page is kept.
function flagged() {
  const foot = document.getElementById("foot");
  say(foot.dataset.announcement);
  if (document.activeElement === document.body) menu().focus();
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
if (document.getElementById("answer")) playAnswer();
