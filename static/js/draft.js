// What is typed into a form and not saved yet stays in this browser: after a closed tab or a lost session it is offered
// again, to the same person alone. The form's page names the drafts that were saved in the meantime.

const form = document.querySelector("form[data-draft]");
const KEY = `ditcards-draft/${form.dataset.draft}`;
const TTL_MS = 30 * 24 * 3_600_000;
const IGNORED = ["csrfmiddlewaretoken", "draft", "seen", "stay"];
const offer = form.querySelector("[data-offer]");

function stored() {
  try {
    return JSON.parse(localStorage.getItem(KEY));
  } catch {
    return null;
  }
}

const forget = () => localStorage.removeItem(KEY);
const fields = () => [...new FormData(form)].filter(([name]) => !IGNORED.includes(name) && !name.startsWith("mask_"));
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

const texts = (all) => all.filter(([name]) => name !== "kind"); // a kind alone is no text to lose
const shown = fields();
const isRefused = form.querySelector("[aria-invalid=true], .errorlist"); // it has what was typed
let draft = stored();
if (draft && (form.dataset.savedDrafts.split(" ").includes(draft.id) || Date.now() - draft.at > TTL_MS)) {
  forget();
  draft = null;
}
offer.hidden = !draft || isRefused || same(draft.fields, shown);

const id = isRefused && draft ? draft.id : crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`.replace(".", "");
form.elements.draft.value = id;

function keep() {
  const now = fields();
  if (same(texts(now), texts(shown)) && !isRefused) return offer.hidden && forget();
  if (!offer.hidden) offer.hidden = true; // whoever writes on has decided
  try {
    localStorage.setItem(KEY, JSON.stringify({ id, at: Date.now(), fields: now }));
  } catch {
    // no room or no storage: the warning before leaving remains
  }
}

function restore() {
  for (const [name, value] of draft.fields) {
    const field = form.elements[name];
    if (field) field.value = value; // of radio buttons, it checks the one
  }
  offer.hidden = true;
  form.elements.front.dispatchEvent(new Event("input", { bubbles: true }));
  form.elements.front.focus();
}

form.addEventListener("input", keep);
offer.querySelector("[data-restore]").addEventListener("click", restore);
offer.querySelector("[data-discard]").addEventListener("click", () => {
  forget();
  offer.hidden = true;
});
