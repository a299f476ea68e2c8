// A press that comes while another one is on its way. While that is a flag, the card stays in sight, and the press waits;
// while the card is being replaced, it is nobody's answer to the next one, except undo, which takes back the last act.

let replaced = null; // what the response will replace: "foot" after a flag, else "card"
let next = null;

function wait(action) {
  next ??= action;
  return true;
}

export const inTurn = (action) => (replaced === "foot" ? wait(action) : action());
export const undoInTurn = (action) => (replaced ? wait(action) : action());

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("#card :is(a[hx-get], button[type=submit])");
  if (replaced !== "foot" || !pressed) return;
  event.preventDefault();
  event.stopPropagation();
  wait(() => pressed.isConnected && pressed.click()); // what the flag replaced was pressed twice
}, true);

document.addEventListener("htmx:before:request", (event) => {
  replaced = event.detail.ctx.target.id;
});

document.addEventListener("htmx:finally:request", () => {
  const action = next;
  replaced = next = null;
  if (action) setTimeout(action); // htmx ends the request after the event
});
