// The practice page: opens or closes all answers at once. Everything works without it.

const answersOf = (link) => document.getElementById(link.dataset.all).querySelectorAll("details");

function say(link) {
  const all = [...answersOf(link)];
  link.textContent = all.length && all.every((each) => each.open) ? link.dataset.hide : link.dataset.show;
}

for (const link of document.querySelectorAll("[data-all]")) {
  link.setAttribute("role", "button");
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const open = link.textContent === link.dataset.show;
    for (const each of answersOf(link)) each.open = open;
    say(link);
  });
  link.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    link.click();
  });
  document.getElementById(link.dataset.all).addEventListener("toggle", () => say(link), true);
}
