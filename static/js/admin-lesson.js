// The page of a lesson in the admin: moves sections and notes by mouse, finger or keyboard, and adds empty forms.
// Without it, positions are numbers to type, and each save adds one empty form to a section.

const form = document.getElementById("lesson_form");
const status = document.getElementById("moved");
const EDGE = 80; // pixels from the edge of the window where a dragged row scrolls the page
let dragged = null;

const rows = (list) => [...list.querySelectorAll(":scope > [data-movable]")];
const listOf = (row) => row.closest(`[data-list="${row.dataset.movable}"]`);
const field = (row, name) => document.getElementById(`id_${row.id}-${name}`);
const fill = (template, values) => template.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

function notifyChange() {
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

// Writes the ranks of a list's rows into their fields, and of notes the section too.
function number(list) {
  rows(list).forEach((row, index) => {
    field(row, "rank").value = index + 1;
    if (row.dataset.movable === "item") assign(row, list.closest("[data-key]"), index + 1);
  });
}

function assign(row, part, rank) {
  field(row, "section_choice").value = part.dataset.key;
  field(row, "label").setAttribute("list", `labels-${part.dataset.key}`);
  const legend = row.querySelector("legend");
  legend.textContent = fill(legend.dataset.numbered, { number: rank });
}

function insert(row, list, before) {
  const source = listOf(row);
  list.insertBefore(row, before);
  for (const each of new Set([source, list])) number(each);
}

function announce(row) {
  const list = listOf(row);
  const section = list.closest("[data-key]")?.querySelector("h2")?.textContent;
  const template = section ? status.dataset.movedIn : status.dataset.moved;
  status.textContent = fill(template, { number: rows(list).indexOf(row) + 1, total: rows(list).length, section });
}

// Moves a row one step up or down; a note at the end of its section moves on into the next one.
function step(row, down) {
  const list = listOf(row);
  const neighbor = rows(list)[rows(list).indexOf(row) + (down ? 1 : -1)];
  if (neighbor) return insert(row, list, down ? neighbor.nextElementSibling : neighbor);
  if (row.dataset.movable !== "item") return undefined;
  const part = list.closest("[data-movable=part]");
  const next = part && rows(listOf(part))[rows(listOf(part)).indexOf(part) + (down ? 1 : -1)];
  const other = next?.querySelector("[data-list=item]");
  if (!other) return undefined;
  return insert(row, other, down ? other.firstElementChild : other.querySelector(":scope > .item-new"));
}

function onKey(event) {
  const grip = event.target.closest("[data-grip]");
  if (!grip || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  const row = grip.closest("[data-movable]");
  step(row, event.key === "ArrowDown");
  grip.focus();
  row.scrollIntoView({ block: "nearest" });
  announce(row);
  notifyChange();
}

function startDrag(event) {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.button !== 0) return;
  event.preventDefault();
  grip.focus();
  dragged = grip.closest("[data-movable]");
  dragged.classList.add("dragged");
  document.body.classList.add("dragging");
}

function drag(event) {
  if (!dragged) return;
  if (event.clientY < EDGE) scrollBy(0, -12);
  if (event.clientY > innerHeight - EDGE) scrollBy(0, 12);
  const kind = dragged.dataset.movable;
  const under = document.elementFromPoint(event.clientX, event.clientY);
  const row = under?.closest(`[data-movable=${kind}]`);
  const list = under?.closest(`[data-list=${kind}]`);
  if (row && row !== dragged && !dragged.contains(row)) {
    const box = row.getBoundingClientRect();
    insert(dragged, listOf(row), event.clientY > box.top + box.height / 2 ? row.nextElementSibling : row);
  } else if (!row && list && listOf(dragged) !== list && list.closest("[data-movable=part]")) {
    insert(dragged, list, list.querySelector(":scope > .item-new"));
  }
}

function endDrag() {
  if (!dragged) return;
  announce(dragged);
  dragged.classList.remove("dragged");
  document.body.classList.remove("dragging");
  dragged = null;
  notifyChange();
}

// A blank note that is opened becomes a row, and another blank one is added after it.
function addBlank(details) {
  const blank = details.closest(".item-new");
  if (!blank || !details.open || blank.dataset.opened) return;
  blank.dataset.opened = "yes";
  const count = form.elements["notes-count"];
  const next = document.createElement("li");
  next.className = blank.className;
  next.id = `notes-${count.value}`;
  next.innerHTML = blank.innerHTML.replaceAll(new RegExp(`${blank.id}(?!\\d)`, "g"), next.id);
  next.querySelector("details").open = false;
  blank.after(next);
  count.value = Number(count.value) + 1;
  blank.querySelector("textarea").focus();
}

// The labels that a scenario offers follow the section's list.
function offerLabels(area) {
  const list = document.getElementById(`labels-${area.closest("[data-key]").dataset.key}`);
  const labels = area.value.includes("\n") ? area.value.split("\n") : area.value.split(",");
  list.replaceChildren(...labels.map((label) => new Option("", label.trim())));
}

form.addEventListener("keydown", onKey);
form.addEventListener("pointerdown", startDrag);
document.addEventListener("pointermove", drag);
document.addEventListener("pointerup", endDrag);
document.addEventListener("pointercancel", endDrag);
form.addEventListener("toggle", (event) => addBlank(event.target), true);
form.addEventListener("input", (event) => {
  if (event.target.name.endsWith("-labels")) offerLabels(event.target);
});
form.addEventListener("change", (event) => {
  const { target } = event;
  const part = target.closest?.("[data-kind]");
  if (part && target.name?.endsWith("-kind") && !target.closest(".item")) part.dataset.kind = target.value;
});

// The preview scrolls to what is being typed.
form.addEventListener("focusin", (event) => {
  const preview = document.getElementById("preview");
  const target = document.getElementById(`preview-${event.target.closest(".item, .part")?.id}`);
  if (!target || preview.scrollHeight === preview.clientHeight) return;
  preview.scrollTop += target.getBoundingClientRect().top - preview.getBoundingClientRect().top - EDGE;
});

// A link to a part of the page opens what is folded around it.
addEventListener("hashchange", () => {
  for (let each = document.querySelector(location.hash || "none"); each; each = each.parentElement) {
    if (each.localName === "details") each.open = true;
  }
});

for (const grip of form.querySelectorAll("[data-grip]")) if (!grip.closest(".item-new")) grip.hidden = false;
