// Masks over a picture: drawn, moved and sized by pointer and keys. The text of the back is what is saved; this writes it.
// Without a script the page has a row of numbers for each mask.

import { element } from "./elements.js";
import { isMask, readMask, spell } from "./occlusion-lines.js";
import { node, shapeOf } from "./occlusion-shapes.js";

const box = document.getElementById("occlusion");
const form = box.closest("form");
const { back } = form.elements;
const svg = box.querySelector("svg");
const list = box.querySelector("[data-masks]");
const adds = box.querySelector("[data-add]");
const undoButton = box.querySelector("[data-undo-mask]");
const [STEP, MIN] = [0.01, 0.01]; // of the sides of the picture
const CORNER = matchMedia("(pointer: coarse)").matches ? 7 : 3; // in hundredths: a finger needs more

let masks = [];
let chosen = null; // one of them
const marked = new Set(); // of masks, to be grouped
let written = null;
let aside = ""; // the back of the card as another kind, while it is an occlusion; its masks, while it is none
let wasOcclusion = false;
const history = [];

const coversAll = () => form.elements.cover.value === "all";
const isOcclusion = () => form.elements.kind.value === "occlusion";

// Read the masks of the back. Lines that are none are of the card as another kind, which has them again.
function read() {
  const lines = isOcclusion() ? back.value.split("\n") : [];
  masks = lines.filter(isMask).map(readMask);
  aside ||= lines.filter((line) => !isMask(line)).join("\n").trim();
  [wasOcclusion, written] = [isOcclusion(), back.value];
  history.length = 0;
  chooseNone();
}

function chooseNone() {
  chosen = null;
  marked.clear();
}

function changeKind() {
  if (isOcclusion() !== wasOcclusion) [back.value, aside] = [aside, back.value];
}

function write() {
  written = masks.map((mask) => spell(mask, coversAll())).join("\n");
  back.value = written;
  back.dispatchEvent(new Event("input", { bubbles: true }));
}

function change(action) {
  history.push(JSON.stringify(masks));
  action();
  write();
  draw();
}

function undo() {
  if (!history.length) return;
  const index = masks.indexOf(chosen);
  masks = JSON.parse(history.pop());
  marked.clear();
  chosen = masks[Math.min(index, masks.length - 1)] ?? null;
  write();
  draw();
  if (!box.querySelector(":focus:not(:disabled)")) adds.focus();
}

function mark(mask) {
  if (!marked.delete(mask)) marked.add(mask);
  draw();
}

function remove(mask) {
  change(() => {
    masks.splice(masks.indexOf(mask), 1);
    marked.delete(mask);
    if (chosen === mask) chosen = null;
  });
}

function group() {
  const members = masks.filter((mask) => marked.has(mask) || mask === chosen);
  if (members.length < 2) return;
  change(() => {
    const number = Math.min(...members.map((mask) => mask.number));
    for (const mask of members) mask.number = number;
    marked.clear();
  });
}

const clamp = (value, least, most) => Math.min(Math.max(value, least), most);
function place(mask, [left, top, width, height]) {
  const [w, h] = [clamp(width, MIN, 1), clamp(height, MIN, 1)];
  mask.sides = [clamp(left, 0, 1 - w), clamp(top, 0, 1 - h), w, h];
}

function draw() {
  const hadFocus = svg.contains(document.activeElement);
  svg.replaceChildren();
  masks.forEach((mask, index) => {
    if (mask.fixed) return;
    const shape = shapeOf(mask);
    const name = box.dataset.mask.replace("{number}", mask.number);
    for (const [key, value] of Object.entries({ tabindex: 0, role: "button", "aria-label": name, "data-index": index })) {
      shape.setAttribute(key, value);
    }
    shape.classList.toggle("current", mask === chosen);
    shape.classList.toggle("marked", marked.has(mask));
    shape.setAttribute("aria-pressed", marked.has(mask));
    svg.append(shape);
    if (mask !== chosen) return;
    const [left, top, width, height] = mask.sides;
    const [x, y] = [(left + width) * 100 - CORNER / 2, (top + height) * 100 - CORNER / 2];
    svg.append(node("rect", { class: "corner", x, y, width: CORNER, height: CORNER }));
  });
  if (hadFocus) svg.querySelector(".current")?.focus();
  undoButton.disabled = !history.length;
  drawList();
}

// A row for each mask. Rows stay while there are as many masks: who goes on by Tab would lose the place.
function drawList() {
  if (list.children.length !== masks.length) list.replaceChildren(...masks.map((_mask, index) => rowOf(index)));
  masks.forEach((mask, index) => {
    const [number, under] = list.children[index].querySelectorAll("input");
    const name = box.dataset.mask.replace("{number}", mask.number);
    list.children[index].querySelector("button").setAttribute("aria-label", `${box.dataset.remove}: ${name}`);
    if (document.activeElement !== number) number.value = mask.number;
    if (document.activeElement !== under) under.value = mask.under ?? "";
  });
}

function rowOf(index) {
  const number = element("input", { type: "number", min: 0, max: 999 });
  onTyping(number, () => number.value && (masks[index].number = Number(number.value)));
  const under = element("input", { type: "text", maxLength: 200, autocomplete: "off" });
  onTyping(under, () => (masks[index].under = under.value.trim().split(/\s+/).join(" ")));
  const button = element("button", { type: "button", className: "link", textContent: box.dataset.remove });
  button.addEventListener("click", () => {
    remove(masks[index]);
    const next = list.children[Math.min(index, masks.length - 1)];
    (next?.querySelector("button") ?? adds).focus();
  });
  return element("li", {}, labeled(box.dataset.card, number), labeled(box.dataset.under, under), button);
}

// What is typed counts at once, as Ctrl+Enter leaves no field; one undo takes back all of it.
function onTyping(input, action) {
  let before = null;
  input.addEventListener("focus", () => (before = JSON.stringify(masks)));
  input.addEventListener("input", () => {
    if (before) history.push(before);
    before = null;
    action();
    write();
    draw();
  });
}

const labeled = (words, input) => element("label", {}, `${words} `, input);

const nextNumber = () => 1 + Math.max(0, ...masks.map((each) => each.number));

// Add a mask that keys then move, on top of no other.
function add(shape, focus) {
  change(() => {
    const mask = { number: nextNumber(), shape };
    place(mask, [0.4, 0.4 + 0.12 * (masks.length % 5), 0.2, 0.1]);
    masks.push(mask);
    chosen = mask;
  });
  svg.querySelector(".current").focus(focus);
}

function choose(mask) {
  if (chosen === mask) return;
  chosen = mask;
  draw();
}

function at(event) {
  const { left, top, width, height } = svg.getBoundingClientRect();
  return [clamp((event.clientX - left) / width, 0, 1), clamp((event.clientY - top) / height, 0, 1)];
}

// A press on a mask moves it, on the corner of the chosen one sizes it, beside all draws a new one.
function dragOf(event) {
  const [start, before, sizes] = [at(event), JSON.stringify(masks), event.target.matches(".corner")];
  if (!sizes) chosen = masks[event.target.dataset.index] ?? null;
  const isNew = !chosen;
  if (isNew) {
    chosen = { number: nextNumber(), shape: "rect", sides: [...start, MIN, MIN] };
    masks.push(chosen);
  }
  return { start, before, sizes, isNew, mask: chosen, from: [...chosen.sides], moved: false };
}

function follow(drag, [x, y]) {
  const { start, from, mask } = drag;
  const [dx, dy] = [x - start[0], y - start[1]];
  drag.moved ||= Math.abs(dx) + Math.abs(dy) > 0.01;
  if (drag.isNew) place(mask, [Math.min(x, start[0]), Math.min(y, start[1]), Math.abs(dx), Math.abs(dy)]);
  else if (drag.sizes) place(mask, [from[0], from[1], from[2] + dx, from[3] + dy]);
  else place(mask, [from[0] + dx, from[1] + dy, from[2], from[3]]);
  draw();
}

function finish(drag, listening) {
  listening.abort();
  if (drag.moved) {
    history.push(drag.before);
    write();
  } else if (drag.isNew) { // a press beside all masks chooses none
    masks.pop();
    chosen = null;
  }
  draw();
  svg.querySelector(".current")?.focus();
}

svg.addEventListener("pointerdown", (event) => {
  if (!box.querySelector("#occlusion-picture img")) return;
  event.preventDefault();
  svg.setPointerCapture(event.pointerId);
  if (event.shiftKey && event.target.dataset.index) return mark(masks[event.target.dataset.index]);
  const drag = dragOf(event);
  const listening = new AbortController();
  const end = () => finish(drag, listening);
  svg.addEventListener("pointermove", (now) => follow(drag, at(now)), listening);
  for (const name of ["pointerup", "pointercancel"]) svg.addEventListener(name, end, listening);
  draw();
});

svg.addEventListener("focusin", (event) => choose(masks[event.target.dataset.index] ?? chosen));

// The next mask has the focus, or the button that adds one.
function removeAndGoOn(mask) {
  const index = masks.indexOf(mask);
  remove(mask);
  choose(masks[Math.min(index, masks.length - 1)] ?? null);
  (svg.querySelector(".current") ?? adds).focus();
}

const ARROWS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
svg.addEventListener("keydown", (event) => {
  const mask = chosen;
  if (!mask || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === " ") mark(mask);
  else if (event.key === "Delete" || event.key === "Backspace") removeAndGoOn(mask);
  else if (ARROWS[event.key]) {
    const [dx, dy] = ARROWS[event.key];
    const [left, top, width, height] = mask.sides;
    const sides = event.shiftKey ? [left, top, width + dx, height + dy] : [left + dx, top + dy, width, height];
    change(() => place(mask, sides));
  } else return;
  event.preventDefault();
});

box.addEventListener("keydown", (event) => {
  const key = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase();
  if (!["g", "z"].includes(key) || event.target.matches("input[type=text]")) return;
  event.preventDefault();
  if (key === "g") group();
  else undo();
});

box.addEventListener("click", (event) => {
  const shape = event.target.closest("[data-add]")?.dataset.add;
  if (shape) add(shape, { preventScroll: event.detail > 0 }); // what was clicked stays under the pointer
  if (event.target.closest("[data-undo-mask]")) undo();
});

form.addEventListener("input", (event) => {
  if (event.target.name === "cover" && isOcclusion()) return write();
  if (event.target.name === "kind") changeKind();
  if (isOcclusion() === wasOcclusion && (!isOcclusion() || back.value === written)) return;
  read(); // a draft that was restored, or a card that became an occlusion
  draw();
});

// A picture that has just come is in sight; the drawing over it loads as well, whenever the page does.
let seen = box.querySelector("#occlusion-picture img")?.src;
box.addEventListener("load", (event) => {
  if (event.target.tagName !== "IMG") return;
  if (event.target.src !== seen && isOcclusion()) box.querySelector(".canvas").scrollIntoView({ block: "nearest" });
  seen = event.target.src;
}, { capture: true });

box.querySelector("[data-without-script]").remove();
read();
draw();
