// The lessons of a course: moves them by mouse, finger or arrow keys, also from one track into another. Each move is
// saved at once. Without this, the menu of each lesson moves it up and down.

import { fill, sortable } from "./sortable-rows.js";

const form = document.getElementById("order");
const status = document.getElementById("moved");

const rows = () => [...form.querySelectorAll("ol.lesson-rows > li")];
const lists = () => [...form.querySelectorAll("ol.lesson-rows")];
const before = (row) => rows()[rows().indexOf(row) - 1]?.dataset.deck ?? form.dataset.previous;

function number() {
  rows().forEach((row, index) => {
    row.querySelector(".number").textContent = Number(form.dataset.first) + index;
  });
}

function announce(row) {
  const values = {
    title: row.querySelector(".title a").textContent,
    number: row.querySelector(".number").textContent,
    total: form.dataset.total,
  };
  status.textContent = fill(form.dataset.moved, values);
}

// Saves where a row is now, and shows what the answer tells: what was done, with its undo.
async function save(row) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("deck", row.dataset.deck);
  body.set("previous", before(row));
  body.set("track", row.parentElement.dataset.track);
  number();
  announce(row);
  try {
    const response = await fetch(form.dataset.place, { method: "POST", body });
    if (!response.ok || response.redirected) throw new Error(response.status);
    const answer = new DOMParser().parseFromString(await response.text(), "text/html");
    document.getElementById("done").replaceWith(answer.getElementById("done"));
  } catch {
    const line = document.getElementById("done");
    line.textContent = form.dataset.failed;
    line.className = "message";
  }
}

sortable(form, { lists, insert: (row, list, next) => list.insertBefore(row, next), moved: save });

for (const grip of form.querySelectorAll("[data-grip]")) grip.hidden = false;
