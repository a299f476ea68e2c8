// The editor of a lesson: a line opens in its place, is saved there, and moves by its grip. Everything works without it.

import { announce, listOf, rows, sortable } from "./sortable-rows.js";
import { afterSwap, line } from "./status.js";
import { equip, wrongField } from "./writing-tools.js";

const root = document.querySelector(".lesson-editor");
const lists = () => [...root.querySelectorAll("[data-list=item]")];
const order = document.getElementById("order");
const numbers = (list) => [...list.querySelectorAll(":scope > [data-movable] .num")];
const first = new Map(lists().map((list) => [list, Number(numbers(list)[0]?.textContent) || 1]));
let sending = Promise.resolve(); // moves reach the server in their order

for (const form of root.querySelectorAll(".write-card")) equip(form);

function number() {
  for (const list of lists()) {
    rows(list).forEach((row, index) => {
      const shown = row.querySelector(".num");
      if (shown) shown.textContent = first.get(list) + index;
    });
  }
}

// What takes the place of a line has the focus: an open form where one writes, a line where it opens.
function focus(row) {
  const form = row.querySelector(".write-card");
  if (form) equip(form);
  const start = form ? wrongField(form) ?? form.elements.front : row.querySelector("[data-focus], [data-opener]");
  start?.focus({ preventScroll: true });
  (start?.closest(".field") ?? row).scrollIntoView({ block: "nearest" });
}

afterSwap(({ target }) => {
  const row = target.matches("li") && document.getElementById(target.id);
  if (row) focus(row);
  number();
});

// Where a row is now, as the server understands it: before a card of its list, or at its end.
function placeOf(row) {
  const data = new FormData(order);
  data.set("note", keyOf(row));
  data.set("section", listOf(row).dataset.section);
  data.set("before", keyOf(row.nextElementSibling));
  return data;
}

const keyOf = (row) => row?.id.match(/^note-(\d+)$/)?.[1] ?? "";

async function send(row, was, body) {
  const response = await fetch(order.action, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null);
  const isOurs = response?.headers.has("X-Ditcards");
  if (response?.headers.has("HX-Redirect")) return location.assign(response.headers.get("HX-Redirect")); // logged out
  line().textContent = isOurs && response.ok ? "" : isOurs ? await response.text() : line().dataset.unreachable;
  if (isOurs && response.ok) return replace(await response.text());
  was.list.insertBefore(row, was.before?.parentElement === was.list ? was.before : null);
  return number();
}

function replace(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  for (const part of [...template.content.children]) document.getElementById(part.id)?.replaceWith(part);
}

const step = sortable(root, {
  lists,
  insert(row, list, before) {
    list.insertBefore(row, before);
    number();
  },
  moved(row, was) {
    announce(document.getElementById("moved"), row, listOf(row).closest("section").querySelector("h3").textContent.trim());
    const place = placeOf(row);
    sending = sending.then(() => send(row, was, place));
  },
});

root.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (!button) return;
  event.preventDefault();
  step(button.closest("[data-movable]"), button.value && button.name === "down");
  button.focus();
});

// What was done before is old once something else is sent.
root.addEventListener("submit", () => {
  for (const done of document.querySelectorAll(".card-line .done, main > .message")) done.remove();
});

// Who closes a form with what they typed is asked first: also where it was sent, and refused.
const isTyped = (field) => field.matches("textarea, [type=text]") && field.value !== field.defaultValue;
const isChanged = (form) => [...form.elements].some((field) => isTyped(field) || field.matches("[aria-invalid=true]"));

root.addEventListener(
  "click",
  (event) => {
    const close = event.target.closest("[data-close]");
    if (!close || !isChanged(close.closest("form")) || confirm(close.dataset.close)) return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);
