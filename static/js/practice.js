// The practice page: opens or closes all answers at once, and says what a press did. Everything works without it.

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

document.addEventListener("htmx:after:swap", (event) => {
  if (event.detail.ctx.response.status >= 400) return; // the status line has just been told why
  document.getElementById("status").textContent = "";
  const form = document.activeElement?.closest("form");
  const words = form?.querySelector("[data-said]") ?? form?.querySelector('[aria-pressed="true"]');
  document.getElementById("said").textContent = words?.textContent ?? "";
});

document.addEventListener("htmx:error", () => {
  document.getElementById("status").textContent = "That did not reach Ditcards, and nothing was saved. Check your connection, then press again.";
});
