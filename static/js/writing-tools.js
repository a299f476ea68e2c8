// The tools of a card's form: they write Markdown. Keys, fields that grow, tags that complete. Everything works without it.

import { startLines, wrap } from "./markdown-text.js";

const TOOLS = {
  bold: (text) => wrap(text, "**"),
  italic: (text) => wrap(text, "*"),
  formula: (text) => wrap(text, "$"),
  code: (text) => (selected(text).includes("\n") ? wrap(text, "```\n", "\n```") : wrap(text, "`")),
  list: (text) => startLines(text, "- "),
  blank: (text) => wrap(text, `{{c${nextBlank(text)}::`, "}}"),
};
const KEYS = { b: "bold", i: "italic" };

const selected = (text) => text.value.slice(text.selectionStart, text.selectionEnd);
const nextBlank = (text) => 1 + Math.max(0, ...[...text.value.matchAll(/\{\{c(\d+)::/g)].map((found) => Number(found[1])));

// Gives a form its tools, and shows what needs them.
export function equip(form) {
  const texts = [...form.querySelectorAll(".writing textarea")];
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-tool]");
    if (button && TOOLS[button.dataset.tool]) use(form, button.dataset.tool, button.closest(".writing").querySelector("textarea"));
  });
  form.addEventListener("keydown", (event) => onKey(form, texts, event));
  if (!CSS.supports("field-sizing", "content")) {
    for (const text of texts) text.addEventListener("input", () => grow(text));
  }
  for (const bar of form.querySelectorAll("[role=toolbar]")) makeOneStop(bar);
  completeTags(form.elements.tags);
  for (const hint of form.querySelectorAll("[data-needs-script]")) hint.hidden = false;
}

// The field that must be fixed first, where one is refused.
export const wrongField = (form) => [...form.querySelectorAll("[aria-invalid=true]")].find((field) => field.checkVisibility());

function use(form, tool, text) {
  if (tool === "blank") chooseCloze(form);
  TOOLS[tool](text);
}

// A blank makes a cloze of a new card; of one that has a back, its author decides.
function chooseCloze(form) {
  const cloze = form.querySelector("[name=kind][value=cloze]");
  if (cloze && !form.elements.back.value) cloze.click(); // others want to know
}

function onKey(form, texts, event) {
  if (event.isComposing || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key === "enter") {
    event.preventDefault();
    form.requestSubmit(form.querySelector(":is(.save, .keep) [type=submit]"));
    return;
  }
  const tool = event.shiftKey ? (key === "c" ? "blank" : null) : KEYS[key];
  if (!tool || !texts.includes(event.target)) return;
  event.preventDefault();
  use(form, tool, tool === "blank" ? form.elements.front : event.target);
}

// Browsers that do not size a text by its content.
function grow(text) {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
}

// Tab stops once at a toolbar, and the arrow keys go from tool to tool.
function makeOneStop(bar) {
  const tools = [...bar.querySelectorAll("button")];
  const stopAt = (tool) => {
    for (const each of tools) each.tabIndex = each === tool ? 0 : -1;
  };
  stopAt(tools[0]);
  bar.addEventListener("focusin", (event) => stopAt(event.target));
  bar.addEventListener("keydown", (event) => {
    const forward = getComputedStyle(bar).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const steps = { ArrowLeft: -1, ArrowRight: -1, [forward]: 1 };
    if (!steps[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    tools.at((tools.indexOf(event.target) + steps[event.key]) % tools.length).focus();
  });
}

// A list of suggestions completes a whole field: each of them has the tags before it, too.
function completeTags(tags) {
  const names = [...tags.list.options].map((option) => option.value);
  tags.addEventListener("input", () => {
    const before = tags.value.slice(0, tags.value.lastIndexOf(" ") + 1);
    const used = before.split(" ");
    tags.list.replaceChildren(...names.filter((name) => !used.includes(name)).map((name) => new Option("", before + name)));
  });
}
