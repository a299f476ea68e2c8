// Masks over a picture: drawn, moved and sized by pointer and keys. The text of the back is what is saved; this writes it.
// Without a script the page has a row of numbers for each mask.

const box = document.getElementById("occlusion");
const form = box.closest("form");
const { back } = form.elements;
const svg = box.querySelector("svg");
const list = box.querySelector("[data-masks]");
const STEP = 0.01;
const MIN = 0.01;
const SVG = "http://www.w3.org/2000/svg";

let masks = [];
let chosen = -1;
let written = null;
const history = [];

const round = (value) => Math.round(value * 10000) / 10000;
const coversAll = () => form.elements.cover.value === "all";
const isOcclusion = () => form.elements.kind.value === "occlusion";

function read() {
  masks = back.value.split("\n").map((line) => line.match(/^c(\d+) (\w+) (.*?)( always)?$/)).filter(Boolean)
    .map(([, number, shape, rest]) => ({ number: Number(number), shape, rest, sides: rest.split(" ").map(Number) }));
  for (const mask of masks) mask.fixed = mask.sides.length !== 4 || mask.sides.some(Number.isNaN);
}

function write() {
  const end = coversAll() ? " always" : "";
  const numbers = (mask) => (mask.fixed ? mask.rest : mask.sides.map(round).join(" "));
  written = masks.map((mask) => `c${mask.number} ${mask.shape} ${numbers(mask)}${end}`).join("\n");
  back.value = written;
  back.dispatchEvent(new Event("input", { bubbles: true }));
}

function change(action) {
  history.push(JSON.stringify(masks));
  action();
  write();
  draw();
}

const clamp = (value, least, most) => Math.min(Math.max(value, least), most);
function place(mask, [left, top, width, height]) {
  const [w, h] = [clamp(width, MIN, 1), clamp(height, MIN, 1)];
  mask.sides = [clamp(left, 0, 1 - w), clamp(top, 0, 1 - h), w, h];
}

function node(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function shapeOf(mask) {
  const [left, top, width, height] = mask.sides.map((side) => side * 100);
  if (mask.shape === "rect") return node("rect", { x: left, y: top, width, height });
  return node("ellipse", { cx: left + width / 2, cy: top + height / 2, rx: width / 2, ry: height / 2 });
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
    shape.classList.toggle("current", index === chosen);
    svg.append(shape);
    if (index !== chosen) return;
    const [left, top, width, height] = mask.sides;
    svg.append(node("rect", { class: "corner", x: (left + width) * 100 - 1.5, y: (top + height) * 100 - 1.5, width: 3, height: 3 }));
  });
  if (hadFocus) svg.querySelector(".current")?.focus();
  drawList();
}

function drawList() {
  if (list.contains(document.activeElement) && list.children.length === masks.length) return;
  list.replaceChildren(...masks.map((mask, index) => {
    const row = document.createElement("li");
    const label = document.createElement("label");
    const input = Object.assign(document.createElement("input"), { type: "number", min: 0, max: 999, value: mask.number });
    label.append(`${box.dataset.card} `, input);
    input.addEventListener("change", () => change(() => (mask.number = Number(input.value))));
    const name = box.dataset.mask.replace("{number}", mask.number);
    const remove = Object.assign(document.createElement("button"), { type: "button", className: "link" });
    remove.textContent = box.dataset.remove;
    remove.setAttribute("aria-label", `${box.dataset.remove}: ${name}`);
    remove.addEventListener("click", () => change(() => masks.splice(index, 1)));
    row.append(label, remove);
    return row;
  }));
}

function add(shape, sides) {
  change(() => {
    const mask = { number: 1 + Math.max(0, ...masks.map((each) => each.number)), shape };
    place(mask, sides);
    masks.push(mask);
    chosen = masks.length - 1;
  });
}

function choose(index) {
  if (chosen === index) return;
  chosen = index;
  draw();
}

function at(event) {
  const { left, top, width, height } = svg.getBoundingClientRect();
  return [clamp((event.clientX - left) / width, 0, 1), clamp((event.clientY - top) / height, 0, 1)];
}

svg.addEventListener("pointerdown", (event) => {
  if (!box.querySelector("#occlusion-picture img")) return;
  event.preventDefault();
  svg.setPointerCapture(event.pointerId);
  const start = at(event);
  const sizes = event.target.matches(".corner");
  if (!sizes) chosen = Number(event.target.dataset.index ?? -1);
  const isNew = chosen < 0;
  const before = JSON.stringify(masks);
  if (isNew) {
    masks.push({ number: 1 + Math.max(0, ...masks.map((each) => each.number)), shape: "rect", sides: [...start, MIN, MIN] });
    chosen = masks.length - 1;
  }
  const mask = masks[chosen];
  const from = [...mask.sides];
  let moved = false;
  const move = (now) => {
    const [x, y] = at(now);
    const [dx, dy] = [x - start[0], y - start[1]];
    moved ||= Math.abs(dx) + Math.abs(dy) > 0.01;
    if (isNew) place(mask, [Math.min(x, start[0]), Math.min(y, start[1]), Math.abs(dx), Math.abs(dy)]);
    else if (sizes) place(mask, [from[0], from[1], from[2] + dx, from[3] + dy]);
    else place(mask, [from[0] + dx, from[1] + dy, from[2], from[3]]);
    draw();
  };
  const end = () => {
    svg.removeEventListener("pointermove", move);
    if (moved) history.push(before);
    else if (isNew) masks.pop(); // a press beside all masks chooses none
    if (!moved && isNew) chosen = -1;
    if (moved) write();
    draw();
    svg.querySelector(".current")?.focus();
  };
  svg.addEventListener("pointermove", move);
  svg.addEventListener("pointerup", end, { once: true });
  draw();
});

svg.addEventListener("focusin", (event) => choose(Number(event.target.dataset.index ?? chosen)));

const ARROWS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
svg.addEventListener("keydown", (event) => {
  const mask = masks[chosen];
  if (!mask || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Delete" || event.key === "Backspace") change(() => masks.splice(chosen, 1));
  else if (ARROWS[event.key]) {
    const [dx, dy] = ARROWS[event.key];
    const [left, top, width, height] = mask.sides;
    change(() => place(mask, event.shiftKey ? [left, top, width + dx, height + dy] : [left + dx, top + dy, width, height]));
  } else return;
  event.preventDefault();
});

box.addEventListener("click", (event) => {
  const shape = event.target.closest("[data-add]")?.dataset.add;
  if (shape) add(shape, [0.4, 0.4 + 0.12 * (masks.length % 5), 0.2, 0.1]); // none is on top of another
  if (event.target.closest("[data-undo-mask]") && history.length) {
    masks = JSON.parse(history.pop());
    chosen = -1;
    write();
    draw();
  }
});

form.addEventListener("input", (event) => {
  if (event.target.name === "cover" && isOcclusion()) return write();
  if (!isOcclusion() || back.value === written) return;
  read(); // a draft that was restored, or a card that became an occlusion
  draw();
});

box.querySelector("[data-without-script]").remove();
read();
draw();
