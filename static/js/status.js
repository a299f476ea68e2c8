// The status line (#status): says why a press failed, until the next one succeeds. What others answer for us (a proxy's
// error, the login page of a Wi-Fi) is a failure, whatever its status: it is never swapped into the page.

export const line = () => document.getElementById("status");

// The sentence for a failure: the site is there, but cannot save; or it is not there.
export const reasonOf = (ctx) => line().dataset[ctx?.response?.status >= 500 ? "down" : "unreachable"];

let failed = (ctx) => {
  line().textContent = reasonOf(ctx);
};

// Replaces what a failure does; the handler gets htmx's context of the request, none where there was no request.
export function onFailure(handler) {
  failed = handler;
}

// Calls `then`, with htmx's context, after each answer that was swapped into the page, but not after one that only says
// what was wrong.
export function afterSwap(then) {
  document.addEventListener("htmx:after:swap", (event) => {
    if (event.detail.ctx.response.status >= 400) return; // the line already shows why
    line().textContent = "";
    then(event.detail.ctx);
  });
}

// Whether we answered: with a sentence for the line, a page to go to, or the fragment that is to be replaced.
export function isOurs(ctx) {
  if (ctx.hx.retarget === "#status" || ctx.hx.redirect) return true;
  if (!ctx.response.headers.has("X-Ditcards")) return false;
  const response = document.createElement("template");
  response.innerHTML = ctx.text;
  return ctx.response.status === 200 && [...response.content.children].some((each) => each.id === ctx.target.id);
}

document.addEventListener("htmx:after:request", (event) => {
  if (isOurs(event.detail.ctx)) return;
  event.preventDefault();
  failed(event.detail.ctx);
});

document.addEventListener("htmx:error", (event) => failed(event.detail.ctx, event.detail.error));
