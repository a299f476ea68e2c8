// The lessons of a course, and the tracks that they are in: moves them by mouse, finger or arrow keys, lessons also from
// one track into another. Each move is saved at once. Without this, buttons and the menu of each lesson move them.

import { fill, sortable } from "./sortable-rows.js";

const form = document.getElementById("order");
const status = document.getElementById("moved");
let sending = Promise.resolve(); // moves reach the server in their order

const lists = (kind) => [...form.querySelectorAll(`[data-list=${kind}]`)];
const lessons = () => [...form.querySelectorAll("[data-movable=lesson]")];
const tracks = () => [...form.querySelectorAll("[data-movable=track]")];
const firstOf = (row) => (row.dataset.deck ? row : row.querySelector("[data-deck]"));
const before = (lesson) => lessons()[lessons().indexOf(lesson) - 1]?.dataset.deck ?? form.dataset.previous;

function number() {
  lessons().forEach((row, index) => {
    row.querySelector(".number").textContent = Number(form.dataset.first) + index;
  });
  for (const track of tracks()) {
    const deck = firstOf(track)?.dataset.deck;
    for (const button of track.querySelectorAll(".step")) button.value = button.value.replace(/\d+$/, deck ?? "0");
  }
}

function announce(row) {
  const isTrack = row.dataset.movable === "track";
  const values = {
    title: row.querySelector(isTrack ? "h3" : ".title a").textContent,
    number: isTrack ? tracks().indexOf(row) + 1 : row.querySelector(".number").textContent,
    total: isTrack ? tracks().length : form.dataset.total,
  };
  status.textContent = fill(isTrack ? form.dataset.movedTrack : form.dataset.moved, values);
}

function placeOf(row) {
  const lesson = firstOf(row);
  const body = new FormData(form); // with the part of the lessons that is shown
  body.set("deck", lesson.dataset.deck);
  body.set("previous", before(lesson));
  body.set("track", lesson.parentElement.dataset.track);
  if (row !== lesson) body.set("whole_track", "yes");
  return body;
}

// Saves where a row is now, and shows what the answer tells: what was done, with its undo.
async function save(body) {
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

function moved(row) {
  number();
  announce(row);
  if (!firstOf(row)) return; // a track whose lessons have all moved away
  const body = placeOf(row);
  sending = sending.then(() => save(body));
}

// The only lesson of a track takes it along with the arrow keys: no press of a key ends a track.
const isAlone = (row) => row.matches("[data-movable=lesson]:only-child");
const stepped = (row) => (isAlone(row) ? row.closest("[data-movable=track]") : row);

sortable(form, { lists, stepped, insert: (row, list, next) => list.insertBefore(row, next), moved });

for (const grip of form.querySelectorAll("[data-grip]")) grip.hidden = false;
