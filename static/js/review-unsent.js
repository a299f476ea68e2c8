// A press that did not arrive is kept in the page, and sent again: after a while, when the connection is back, or by hand.
// It names the version of the card that it was made on, so it counts once.

import { isLost, logIn } from "./review-session.js";
import { isOurs, line, onFailure } from "./status.js";

const SLOW_MS = 300;
const TIMEOUT_MS = 8_000;
const RETRY_MS = [2_000, 4_000, 8_000, 15_000, 30_000];
const kept = new Map(); // by what the response replaces: "foot" before "card"
const sentences = () => document.getElementById("unsent").dataset;
let attempts = 0;
let retry;

const press = (ctx) => ({ element: ctx.sourceElement, button: ctx.request.submitter ?? ctx.sourceElement });
const isUnsaved = () => [...kept.values()].some(({ element }) => element.matches("form"));

function nameOf({ button }) {
  const copy = button.cloneNode(true);
  for (const each of copy.querySelectorAll("kbd, .visually-hidden")) each.remove();
  return (copy.querySelector("b") ?? copy).textContent.trim();
}

function reasonOf(ctx, error) {
  if (error === "timeout") return sentences().timeout;
  if (error) return sentences().unreachable;
  if (ctx.response.status === 429) return sentences().busy;
  return ctx.response.status >= 500 ? sentences().down : sentences().foreign;
}

function show(reason) {
  const names = [...kept.values()].map(nameOf).join(", ");
  const again = document.getElementById("unsent").content.cloneNode(true);
  line().replaceChildren(`${reason} ${sentences().kept.replace("{press}", names)} `, again);
}

function send() {
  clearTimeout(retry);
  const next = kept.get("foot") ?? kept.get("card");
  if (!next) return;
  if (next.element.matches("form")) next.element.requestSubmit(next.button);
  else next.element.click();
}

function drop() {
  clearTimeout(retry);
  kept.clear();
  line().textContent = "";
}

// After longer and longer pauses, or as long as the server asks for.
function waitFor(ctx) {
  const asked = Number(ctx.response?.headers.get("Retry-After")) * 1000 || 0;
  clearTimeout(retry);
  retry = setTimeout(send, Math.max(asked, RETRY_MS[Math.min(attempts, RETRY_MS.length - 1)]));
  attempts += 1;
}

onFailure((ctx, error) => {
  if (!ctx || (error && ctx.text !== undefined)) return; // nothing was sent, or the response arrived
  kept.set(ctx.target.id, press(ctx));
  show(reasonOf(ctx, error));
  waitFor(ctx);
});

document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  if (!isOurs(ctx)) return;
  if (isLost(ctx)) {
    event.preventDefault();
    const unsaved = kept.get("card") ?? press(ctx);
    drop();
    return logIn(unsaved);
  }
  attempts = 0;
  kept.delete(ctx.target.id);
  if (ctx.target.id === "card") drop();
});

document.addEventListener("htmx:config:request", (event) => {
  event.detail.ctx.request.timeout = TIMEOUT_MS;
});

// A kept grade comes before whatever else is pressed: that would replace the card, and the grade with it.
document.addEventListener("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  const waiting = kept.get(ctx.target.id);
  if (!waiting || waiting.element === ctx.sourceElement) return showSlow(ctx);
  event.preventDefault();
  setTimeout(send);
});

function showSlow(ctx) {
  const { button } = press(ctx);
  const busy = (on) => {
    button.classList.toggle("sending", on);
    document.getElementById("sending").hidden = !on;
  };
  ctx.slow = setTimeout(busy, SLOW_MS, true);
  ctx.ended = () => busy(false);
}

document.addEventListener("htmx:finally:request", (event) => {
  const { ctx } = event.detail;
  clearTimeout(ctx.slow);
  ctx.ended?.();
  if (ctx.status === "swapped") setTimeout(send); // one that is kept beside it; this one ends after the event
});

// The last act is a press that has not arrived: undo takes back that.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-send-again]")) send();
  if (!isUnsaved() || !event.target.closest("[data-undo]")) return;
  event.preventDefault();
  event.stopPropagation();
  drop();
}, true);

addEventListener("online", send);
addEventListener("beforeunload", (event) => {
  if (isUnsaved()) event.preventDefault();
});
