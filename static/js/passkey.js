// Says why a passkey was not used, beside the button that was pressed: without this, a refused one does nothing.

const message = document.getElementById("passkey-problem");
const LOOPBACK = ["127.0.0.1", "[::1]", "0.0.0.0"];
const isAddress = /^[\d.]+$|^\[/.test(location.hostname);
let pressed = null;

function reason(exception) {
  if (LOOPBACK.includes(location.hostname)) return message.dataset.loopback.replace("{url}", localUrl());
  if (isAddress || !window.PublicKeyCredential) return message.dataset.insecure;
  if (exception?.name === "InvalidStateError" && message.dataset.known) return message.dataset.known;
  return exception?.name === "NotAllowedError" ? message.dataset.refused : message.dataset.failed;
}

function localUrl() {
  return `${location.protocol}//localhost${location.port ? `:${location.port}` : ""}${location.pathname}${location.search}`;
}

// Captured, so that it precedes what fails at once: where a page has no passkeys, nothing is waited for.
document.addEventListener(
  "click",
  (event) => {
    pressed = event.target.closest("button") ?? pressed;
    message.hidden = true;
  },
  true,
);

document.addEventListener("allauth.error", (event) => {
  event.preventDefault(); // or it is an error in the console only
  pressed?.parentElement.after(message);
  message.textContent = reason(event.detail.exception);
  message.hidden = false;
});
