// The buttons that copy the link in the field beside them, and say so in their place; hidden without a script.
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = button.closest(".copy").querySelector("input");
  const status = button.parentElement.querySelector("[role=status]");

  async function copy() {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      status.textContent = button.dataset.copied;
    } catch { // a site without TLS has no clipboard: the browser's own copying is one press away
      field.focus();
      status.textContent = button.dataset.selected;
    }
  }

  button.parentElement.hidden = false;
  button.addEventListener("click", copy);
}
