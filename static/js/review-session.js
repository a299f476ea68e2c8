// A session that has ended: the press is kept through the login, which leads back to the same card. It is sent there if
// the card still has the version on which it was made, and the same person logged in.

import { line } from "./status.js";

const KEY = "ditcards-press";
const TTL_MS = 3_600_000;
const card = () => document.getElementById("card");
let restored = false; // a press that is refused after the login as well is not tried a third time

// Whether we refused the request because of the login: it has ended, or another one began in another tab.
export function isLost(ctx) {
  return ctx.hx.redirect?.split("?")[0] === card().dataset.login || (ctx.response.status === 403 && !restored);
}

export function logIn({ element, button }) {
  const isForm = element.matches("form");
  const { version, taken_ms: taken } = isForm ? element.elements : {};
  if (isForm) {
    const { learner } = card().dataset;
    const { name, value } = button;
    const action = element.getAttribute("action");
    const press = { learner, action, name, value, version: version?.value, taken: taken?.value, at: Date.now() };
    sessionStorage.setItem(KEY, JSON.stringify(press));
  }
  const next = isForm ? card().dataset.page : element.getAttribute("href");
  location.assign(`${card().dataset.login}?${new URLSearchParams({ next, ended: isForm ? "kept" : "1" })}`);
}

function find({ action, name, value, version }) {
  const form = [...card().querySelectorAll("form")].find((each) => each.getAttribute("action") === action);
  if (!form || form.elements.version?.value !== version) return null;
  return [...form.querySelectorAll("button")].find((each) => each.name === name && each.value === value);
}

function restore() {
  const press = JSON.parse(sessionStorage.getItem(KEY));
  sessionStorage.removeItem(KEY);
  if (!press || press.learner !== card().dataset.learner || Date.now() - press.at > TTL_MS) return;
  restored = true;
  const button = find(press);
  if (!button) {
    line().textContent = document.getElementById("unsent").dataset.changed;
    return;
  }
  if (press.taken) button.form.elements.taken_ms.value = press.taken;
  button.click();
}

setTimeout(restore); // htmx starts in the same way, and before
