// Nobody leaves an editor by accident with changes that are not saved: forms with data-unsaved, and the admin's. Some
// come into the page later, and some leave it once they are saved.

const FORMS = "form[data-unsaved], #content-main form[id$=_form]";
const REFUSED = ".errornote, [data-unsaved] [aria-invalid=true]"; // was sent, and could not be saved
const NO_TEXT = "[data-changes-nothing]"; // choices that cost nothing to make again
const unsaved = new Set();

const isUnsaved = () => [...unsaved].some((form) => form.isConnected);
const warn = (event) => isUnsaved() && event.preventDefault();

function mark(form) {
  unsaved.add(form);
  addEventListener("beforeunload", warn);
}

function unmark(form) {
  unsaved.delete(form);
  if (!isUnsaved()) removeEventListener("beforeunload", warn);
}

for (const type of ["input", "change"]) {
  document.addEventListener(type, (event) => {
    const form = event.target.closest(FORMS);
    if (form && !event.target.closest(NO_TEXT)) mark(form);
  });
}
// A preview in a new tab saves nothing, and what htmx saves leaves the page.
document.addEventListener("submit", ({ target: form, submitter }) => {
  if (!submitter?.hasAttribute("formtarget") && !form.hasAttribute("hx-post")) unmark(form);
});

function markRefused() {
  const form = document.querySelector(REFUSED)?.closest(FORMS);
  if (form) mark(form);
}
document.addEventListener("htmx:after:swap", markRefused);
markRefused();
