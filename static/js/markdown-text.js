// Writes Markdown into a textarea at what is selected, so that the browser's own undo takes it back.

export function insert(text, what) {
  text.focus();
  // The only way to write that undo knows; where it is missing, the text changes all the same.
  if (!document.execCommand("insertText", false, what)) {
    text.setRangeText(what, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

export function wrap(text, before, after = before) {
  const { selectionStart: start, selectionEnd: end } = text;
  insert(text, before + text.value.slice(start, end) + after);
  text.setSelectionRange(start + before.length, end + before.length);
}

export function startLines(text, prefix) {
  const start = text.value.lastIndexOf("\n", text.selectionStart - 1) + 1;
  const lines = text.value.slice(start, text.selectionEnd).split("\n");
  text.setSelectionRange(start, text.selectionEnd);
  insert(text, lines.map((line) => prefix + line).join("\n"));
}
