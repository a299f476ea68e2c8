// The page of a lesson in the admin: moves sections and notes by mouse, finger or keyboard, and adds empty forms.
// Without it, positions are numbers to type, and each save adds one empty form to a section.

import { announce, fill, listOf, rows, sortable } from "./sortable-rows.js";

const form = document.getElementById("lesson_form");
const status = document.getElementById("moved");
const EDGE = 80; // pixels above what the preview scrolls to

const field = (row, name) => document.getElementById(`id_${row.id}-${name}`);

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

sortable(form, {
  lists: (kind) => [...form.querySelectorAll(`[data-list=${kind}]`)].filter((list) => !list.closest(".part-new")),
  insert(row, list, before) {
    const source = listOf(row);
    list.insertBefore(row, before);
    for (const each of new Set([source, list])) number(each);
  },
  moved(row) {
    announce(status, row, listOf(row).closest("[data-key]")?.querySelector("h2")?.textContent);
    notifyChange();
  },
});

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
