// Pictures and sounds by paste, drop or choice into any text of the page: sent to the deck, then named in Markdown. What
// a picture shows is asked below the text. Without it, the page of a deck's pictures and sounds does the same.

import { element } from "./elements.js";
import { insert } from "./markdown-text.js";

const source = document.querySelector("[data-media-upload]");
const { mediaUpload, asks, sending, failed, deckFirst } = source.dataset;
const urls = JSON.parse(document.getElementById("media-urls")?.textContent ?? "{}");
const urlOfDeck = () => mediaUpload || urls[document.querySelector("select[name=deck]").value];
const isMedia = (file) => /^(image|audio)\//.test(file.type);
let latest = null; // the text that was edited last

async function send(file) {
  const url = urlOfDeck();
  if (!url) return { error: deckFirst };
  const body = new FormData();
  body.append("file", file, file.name);
  const headers = { Accept: "application/json", "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value };
  const response = await fetch(url, { method: "POST", body, headers }).catch(() => null);
  const answer = await response?.json().catch(() => null);
  return answer ?? { error: failed };
}

async function add(text, files) {
  for (const file of files) {
    const line = element("p", { className: "dropped", textContent: sending });
    line.setAttribute("role", "status");
    below(text).append(line);
    const added = await send(file);
    if (added.error) {
      line.textContent = added.error;
      line.classList.add("message", "wrong");
    } else {
      insert(text, `![](${added.name})`);
      line.replaceChildren(...about(text, added));
    }
  }
}

// Where what was added is listed: after the frame of the text and its tools.
function below(text) {
  const frame = text.closest(".writing") ?? text;
  if (!frame.nextElementSibling?.matches(".dropped-files")) frame.after(element("div", { className: "dropped-files" }));
  return frame.nextElementSibling;
}

function about(text, { name, url: src, about: size, isPicture }) {
  const title = element("span", {}, element("b", { textContent: name }), ` ${size}`);
  if (!isPicture) return [title];
  const input = element("input", { type: "text", autocomplete: "off" });
  input.addEventListener("input", () => describe(text, name, input.value));
  return [element("img", { src, alt: "" }), title, element("label", {}, element("span", { textContent: asks }), input)];
}

function describe(text, name, words) {
  const clean = words.replace(/[[\]\n]/g, "");
  const start = text.value.search(new RegExp(`!\\[[^\\][]*\\]\\(${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\)`));
  if (start < 0) return;
  text.setRangeText(clean, start + 2, text.value.indexOf("]", start));
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

const textOf = (event) => event.target.closest?.("textarea");
const filesOf = (transfer) => [...(transfer?.files ?? [])].filter(isMedia);

document.addEventListener("paste", (event) => take(event, event.clipboardData));
document.addEventListener("drop", (event) => take(event, event.dataTransfer));
document.addEventListener("dragover", (event) => {
  if (textOf(event) && event.dataTransfer.types.includes("Files")) event.preventDefault();
});
document.addEventListener("focusin", (event) => (latest = textOf(event) ?? latest));

function take(event, transfer) {
  const text = textOf(event);
  const files = filesOf(transfer);
  if (!text || !files.length) return;
  event.preventDefault();
  add(text, files);
}

function choose(text) {
  const input = element("input", { type: "file", accept: "image/*,audio/*", multiple: true });
  input.addEventListener("change", () => add(text, [...input.files]));
  input.click();
}

document.addEventListener("click", (event) => {
  const tool = event.target.closest("[data-tool=picture]");
  if (tool) choose(tool.closest(".writing").querySelector("textarea"));
  if (event.target.closest("[data-choose-file]")) choose(latest ?? document.querySelector("textarea"));
});
for (const button of source.querySelectorAll("[data-choose-file]")) button.hidden = false;
