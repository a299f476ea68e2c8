// The practice page: opens or closes all answers at once, and says what a press did. Everything works without it.

import { afterSwap } from "./status.js";

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

// What is written stays as it is, whatever comes back; “Saved.” is shown only while it is true.
const forgetSaved = (text) => {
  text.form.querySelector("[data-announcement]").textContent = "";
};

// A text is sent with the one that was sent before it, whose answer may still be on its way: nothing of ours is refused.
const sent = new Map();

function sendWithLast({ target: form }) {
  if (!form.matches(".writing")) return;
  const { sent: last, text } = form.elements;
  last.value = sent.get(form.action) ?? "";
  sent.set(form.action, text.value);
}

document.addEventListener("submit", sendWithLast, true);

document.addEventListener("input", (event) => {
  if (event.target.matches(".writing textarea")) forgetSaved(event.target);
});

afterSwap(({ target, request }) => {
  const text = target.querySelector(".writing textarea");
  if (text && request.body?.get("text") !== text.value) forgetSaved(text);
  const form = document.activeElement?.closest("form");
  const words = form?.querySelector("[data-announcement]") ?? form?.querySelector('[aria-pressed="true"]');
  document.getElementById("announcement").textContent = words?.textContent.trim() ?? "";
});
