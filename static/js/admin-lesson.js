// The page of a lesson in the admin: moving sections and notes by mouse, finger or keyboard, and room for new ones.
// Without it, places are numbers to type, and a section has room for one new note each time it is saved.

const form = document.getElementById("lesson_form");
const status = document.getElementById("moved");
const EDGE = 80; // pixels from the window's edge in which a dragged row scrolls the page
let dragged = null;
let unsaved = false;

const rows = (list) => [...list.querySelectorAll(":scope > [data-movable]")];
const listOf = (row) => row.closest(`[data-list="${row.dataset.movable}"]`);
const field = (row, name) => document.getElementById(`id_${row.id}-${name}`);

function changed() {
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

// Every row of a list says its place, and a note its section too.
function number(list) {
  rows(list).forEach((row, index) => {
    field(row, "place").value = index + 1;
    if (row.dataset.movable === "item") adopt(row, list.closest("[data-key]"), index + 1);
  });
}

function adopt(row, part, place) {
  field(row, "section_key").value = part.dataset.key;
  field(row, "label").setAttribute("list", `labels-${part.dataset.key}`);
  const legend = row.querySelector("legend");
  legend.textContent = `${legend.dataset.noun} ${place}`;
}

function place(row, list, before) {
  const from = listOf(row);
  list.insertBefore(row, before);
  for (const each of new Set([from, list])) number(each);
}

function said(row) {
  const list = listOf(row);
  const title = list.closest("[data-key]")?.querySelector("h2")?.textContent;
  status.textContent = `Place ${rows(list).indexOf(row) + 1} of ${rows(list).length}${title ? ` in ${title}` : ""}.`;
}

// Where a row goes one step up or down; a note goes on into the neighbouring section.
function step(row, down) {
  const list = listOf(row);
  const there = rows(list)[rows(list).indexOf(row) + (down ? 1 : -1)];
  if (there) return place(row, list, down ? there.nextElementSibling : there);
  if (row.dataset.movable !== "item") return undefined;
  const part = list.closest("[data-movable=part]");
  const next = part && rows(listOf(part))[rows(listOf(part)).indexOf(part) + (down ? 1 : -1)];
  const other = next?.querySelector("[data-list=item]");
  if (!other) return undefined;
  return place(row, other, down ? other.firstElementChild : other.querySelector(":scope > .item-new"));
}

function onKey(event) {
  const grip = event.target.closest("[data-grip]");
  if (!grip || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  const row = grip.closest("[data-movable]");
  step(row, event.key === "ArrowDown");
  grip.focus();
  row.scrollIntoView({ block: "nearest" });
  said(row);
  changed();
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
    place(dragged, listOf(row), event.clientY > box.top + box.height / 2 ? row.nextElementSibling : row);
  } else if (!row && list && listOf(dragged) !== list && list.closest("[data-movable=part]")) {
    place(dragged, list, list.querySelector(":scope > .item-new"));
  }
}

function endDrag() {
  if (!dragged) return;
  said(dragged);
  dragged.classList.remove("dragged");
  document.body.classList.remove("dragging");
  dragged = null;
  changed();
}

// A blank note that is opened becomes a row, and leaves another blank one behind.
function makeRoom(details) {
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
form.addEventListener("toggle", (event) => makeRoom(event.target), true);
form.addEventListener("input", (event) => {
  if (event.target.name.endsWith("-labels")) offerLabels(event.target);
});
form.addEventListener("change", (event) => {
  const part = event.target.closest?.("[data-kind]");
  if (part && event.target.name?.endsWith("-kind") && !event.target.closest(".item")) part.dataset.kind = event.target.value;
});

// The preview shows what is being written.
form.addEventListener("focusin", (event) => {
  const preview = document.getElementById("preview");
  const shown = document.getElementById(`preview-${event.target.closest(".item, .part")?.id}`);
  if (!shown || preview.scrollHeight === preview.clientHeight) return;
  preview.scrollTop += shown.getBoundingClientRect().top - preview.getBoundingClientRect().top - EDGE;
});

// What was typed is not left by accident.
form.addEventListener("input", () => { unsaved = true; });
form.addEventListener("change", () => { unsaved = true; });
form.addEventListener("submit", (event) => {
  if (!event.submitter?.hasAttribute("formtarget")) unsaved = false;
});
addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});

// A link to a part of the page opens what it is folded into.
addEventListener("hashchange", () => {
  for (let each = document.querySelector(location.hash || "none"); each; each = each.parentElement) {
    if (each.localName === "details") each.open = true;
  }
});

for (const grip of form.querySelectorAll("[data-grip]")) if (!grip.closest(".item-new")) grip.hidden = false;
