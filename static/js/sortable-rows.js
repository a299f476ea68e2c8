// Rows that a person moves within a list or to another one: by dragging a grip, or with the arrow keys on it.
// A list is [data-list=kind], its rows are [data-movable=kind]; what else a list has stays at its end.

const EDGE = 80; // pixels from the edge of the window where a dragged row scrolls the page

export const rows = (list) => [...list.querySelectorAll(":scope > [data-movable]")];
export const listOf = (row) => row.closest(`[data-list="${row.dataset.movable}"]`);
const end = (list) => list.querySelector(":scope > :not([data-movable])");
const positionOf = (row) => ({ list: listOf(row), before: row.nextElementSibling });

// `lists` gives the lists of a kind in their order, `insert` puts a row before another one, and `moved` knows where it
// was. Returns what moves a row one step up or down; at the end of its list it goes on into the next one. `stepped` gives
// the row that the arrow keys on the grip of a row move.
export function sortable(root, { lists, insert, moved, stepped = (row) => row }) {
  let dragged = null;
  let from = null;

  function step(row, down) {
    const [list, kind] = [listOf(row), row.dataset.movable];
    const was = positionOf(row);
    const neighbor = rows(list)[rows(list).indexOf(row) + (down ? 1 : -1)];
    if (neighbor) insert(row, list, down ? neighbor.nextElementSibling : neighbor);
    else {
      const all = lists(kind);
      const next = all[all.indexOf(list) + (down ? 1 : -1)];
      if (!next) return;
      insert(row, next, down ? next.firstElementChild : end(next));
    }
    row.scrollIntoView({ block: "nearest" });
    moved(row, was);
  }

  function onKey(event) {
    const grip = event.target.closest("[data-grip]");
    if (!grip || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    step(stepped(grip.closest("[data-movable]")), event.key === "ArrowDown");
    grip.focus();
  }

  function startDrag(event) {
    const grip = event.target.closest("[data-grip]");
    if (!grip || event.button !== 0) return;
    event.preventDefault();
    grip.focus();
    dragged = grip.closest("[data-movable]");
    from = positionOf(dragged);
    const { top } = dragged.getBoundingClientRect();
    dragged.classList.add("dragged");
    document.body.classList.add("dragging");
    document.body.dataset.dragging = dragged.dataset.movable; // by which a sheet folds what is in such rows
    scrollBy(0, dragged.getBoundingClientRect().top - top);
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
    } else if (!row && list && listOf(dragged) !== list && lists(kind).includes(list)) {
      insert(dragged, list, end(list));
    }
  }

  function endDrag() {
    if (!dragged) return;
    const [row, was] = [dragged, from];
    row.classList.remove("dragged");
    document.body.classList.remove("dragging");
    delete document.body.dataset.dragging;
    row.scrollIntoView({ block: "nearest" });
    dragged = null;
    if (was.list !== listOf(row) || was.before !== row.nextElementSibling) moved(row, was);
  }

  root.addEventListener("keydown", onKey);
  root.addEventListener("pointerdown", startDrag);
  document.addEventListener("pointermove", drag);
  document.addEventListener("pointerup", endDrag);
  document.addEventListener("pointercancel", endDrag);
  return step;
}

// Says where a row is now, in the words of the element `status`.
export function announce(status, row, section) {
  const list = listOf(row);
  const template = section ? status.dataset.movedIn : status.dataset.moved;
  const values = { number: rows(list).indexOf(row) + 1, total: rows(list).length, section };
  status.textContent = fill(template, values);
}

export const fill = (template, values) => template.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
