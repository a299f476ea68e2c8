// Menus (details.menu): Esc and a press outside close them, arrows move through them. Without this they open and close
// by their own button.

const [MARGIN, BORDER, MIN_HEIGHT] = [8, 2, 200]; // in pixels

const opened = () => document.querySelector("details.menu[open]");
const items = (menu) => [...menu.querySelectorAll(".sheet a, .sheet button")];

function close(menu) {
  menu.open = false;
  menu.querySelector("summary").focus();
}

function move(menu, step) {
  const all = items(menu);
  const at = all.indexOf(document.activeElement);
  all.at(at < 0 && step < 0 ? -1 : (at + step) % all.length).focus();
}

// A menu is as high as there is room for, beside its button or above it where there is too little below, and scrolls
// within; the bar of places is in front of it on a phone.
function fit(menu) {
  const sheet = menu.querySelector(".sheet");
  const places = document.querySelector(".places");
  const above = menu.querySelector("summary").getBoundingClientRect().top;
  const end = places && getComputedStyle(places).position === "fixed" ? places.getBoundingClientRect().top : innerHeight;
  sheet.style.insetBlock = sheet.style.insetInline = "";
  const start = end - MARGIN - BORDER - sheet.scrollHeight;
  const below = sheet.getBoundingClientRect().top;
  const isShort = below > above && start < below;
  if (isShort && menu.matches(".end") && getComputedStyle(menu).position === "relative") {
    sheet.style.insetBlock = `${Math.max(start, MARGIN) - above}px auto`;
    sheet.style.insetInline = "auto calc(100% + .35rem)";
  } else if (isShort && above > end - below) {
    sheet.style.insetBlock = "auto calc(100% + .35rem)";
  }
  const { top, bottom } = sheet.getBoundingClientRect();
  const room = bottom <= above ? bottom : end - top;
  sheet.style.maxHeight = `${Math.max(room - MARGIN, MIN_HEIGHT)}px`;
}

document.addEventListener("toggle", (event) => {
  if (event.target.matches("details.menu[open]")) fit(event.target);
}, true);

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  const menu = opened();
  if (!menu?.contains(document.activeElement)) return;
  if (event.key === "Escape") close(menu);
  else if (event.key === "ArrowDown") move(menu, 1);
  else if (event.key === "ArrowUp") move(menu, -1);
  else return;
  event.preventDefault();
});
