// The browser by keys (search-key.js has /): up and down through the rows, Space selects, Enter shows, e edits.
// Where there is no room beside the list, a row opens the card's own page.

const beside = matchMedia("(min-width: 64rem)");
const rows = () => [...document.querySelectorAll("[data-row]")];

function move(step) {
  const all = rows();
  const at = all.indexOf(document.activeElement);
  all.at(Math.min(Math.max(at + step, 0), all.length - 1))?.focus();
}

function select(link) {
  link.closest("tr").querySelector("[name=pick]").click();
}

function edit() {
  document.querySelector("[data-edit]")?.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const typing = event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]");
  const row = event.target.closest("[data-row]");
  if (typing || event.target.closest(".menu")) return;
  if (event.key === "ArrowDown" && rows().length) move(1);
  else if (event.key === "ArrowUp" && rows().length) move(-1);
  else if (event.key === " " && row) select(row);
  else if (event.key === "e") edit();
  else return;
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-row]");
  if (!row) return;
  if (!document.getElementById("pane") || !beside.matches) event.stopPropagation(); // its own page
  else {
    for (const each of document.querySelectorAll(".found tr.shown")) each.classList.remove("shown");
    row.closest("tr").classList.add("shown");
  }
}, { capture: true });

// The bar shows itself when something is selected, and says how many; a box in the heading selects the whole page.
const form = document.querySelector("[data-bulk]");
if (form) {
  const picks = [...form.querySelectorAll("[name=pick]")];
  const bar = form.querySelector("[data-bar]");
  const all = form.querySelector("[name=all]");
  const count = form.querySelector("[data-selected]");
  const cell = form.querySelector("[data-tick-all]");
  const whole = document.createElement("input");
  whole.type = "checkbox";
  whole.setAttribute("aria-label", cell.dataset.tickAll);
  cell.append(whole);

  const update = () => {
    const number = picks.filter((pick) => pick.checked).length;
    whole.checked = number === picks.length;
    whole.indeterminate = number > 0 && number < picks.length;
    bar.hidden = !number && !all.checked;
    count.hidden = all.checked;
    all.closest("label").hidden = number === Number(all.dataset.total) && !all.checked; // all are selected already
    count.textContent = count.dataset.selected.replace("%", number.toLocaleString(document.documentElement.lang));
  };
  whole.addEventListener("change", () => {
    for (const pick of picks) pick.checked = whole.checked;
  });
  form.addEventListener("change", update);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("[name=tag]")) {
      event.preventDefault();
      form.querySelector("[value=tag]").click();
    }
  });
  update();
}
