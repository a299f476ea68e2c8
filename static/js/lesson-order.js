// The lessons of a course: moves them by mouse, finger or arrow keys, also from one track into another. Each move is
// saved at once. Without this, the menu of each lesson moves it up and down.

const form = document.getElementById("order");
const status = document.getElementById("moved");
const EDGE = 80; // pixels from the edge of the window where a dragged row scrolls the page
let dragged = null;
let start = null; // the row before the dragged one, and its track

const rows = () => [...form.querySelectorAll("ol.lesson-rows > li")];
const lists = () => [...form.querySelectorAll("ol.lesson-rows")];
const before = (row) => rows()[rows().indexOf(row) - 1]?.dataset.deck ?? form.dataset.previous;
const placeOf = (row) => `${before(row)} ${row.parentElement.dataset.track}`;

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
  status.textContent = form.dataset.moved.replace(/\{(\w+)\}/g, (_, name) => values[name]);
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

// Moves a row one step; at the end of its track, into the next one.
function step(row, down) {
  const next = down ? row.nextElementSibling : row.previousElementSibling;
  if (next) {
    if (down) next.after(row);
    else next.before(row);
    return true;
  }
  const list = lists()[lists().indexOf(row.parentElement) + (down ? 1 : -1)];
  if (!list) return false;
  if (down) list.prepend(row);
  else list.append(row);
  return true;
}

form.addEventListener("keydown", (event) => {
  const grip = event.target.closest("[data-grip]");
  if (!grip || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  const row = grip.closest("li");
  if (!step(row, event.key === "ArrowDown")) return;
  grip.focus();
  row.scrollIntoView({ block: "nearest" });
  save(row);
});

form.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.button !== 0) return;
  event.preventDefault();
  grip.focus();
  dragged = grip.closest("li");
  start = placeOf(dragged);
  dragged.classList.add("dragged");
});

document.addEventListener("pointermove", (event) => {
  if (!dragged) return;
  if (event.clientY < EDGE) scrollBy(0, -12);
  if (event.clientY > innerHeight - EDGE) scrollBy(0, 12);
  const row = document.elementFromPoint(event.clientX, event.clientY)?.closest("ol.lesson-rows > li");
  if (!row || row === dragged || !form.contains(row)) return;
  const box = row.getBoundingClientRect();
  if (event.clientY > box.top + box.height / 2) row.after(dragged);
  else row.before(dragged);
});

function drop() {
  if (!dragged) return;
  const row = dragged;
  dragged = null;
  row.classList.remove("dragged");
  if (placeOf(row) !== start) save(row);
}

document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", drop);

for (const grip of form.querySelectorAll("[data-grip]")) grip.hidden = false;
