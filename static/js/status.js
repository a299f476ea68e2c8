// The status line (#status): says why a press failed, until the next one succeeds.

const line = () => document.getElementById("status");

// Calls `then` after each answer that was swapped into the page, but not after one that only says what was wrong.
export function afterSwap(then) {
  document.addEventListener("htmx:after:swap", (event) => {
    if (event.detail.ctx.response.status >= 400) return; // the line already shows why
    line().textContent = "";
    then();
  });
}

document.addEventListener("htmx:error", () => {
  line().textContent = line().dataset.unreachable;
});
