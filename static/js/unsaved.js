// Nobody leaves an editor by accident with changes that are not saved: forms with data-unsaved, and the admin's.

const forms = document.querySelectorAll("form[data-unsaved], #content-main form[id$=_form]");
const REFUSED = ".errornote, [data-unsaved] [aria-invalid=true]"; // was sent, and could not be saved

const warn = (event) => event.preventDefault();
const NO_TEXT = "[data-changes-nothing]"; // choices that cost nothing to make again
const markUnsaved = () => addEventListener("beforeunload", warn);
const markSaved = () => removeEventListener("beforeunload", warn);

for (const form of forms) {
  for (const type of ["input", "change"]) {
    form.addEventListener(type, (event) => event.target.closest(NO_TEXT) || markUnsaved());
  }
  form.addEventListener("submit", (event) => {
    if (!event.submitter?.hasAttribute("formtarget")) markSaved(); // a preview in a new tab saves nothing
  });
}
if (forms.length && document.querySelector(REFUSED)) markUnsaved();
