// The page of an import: a file may be dropped, and one that is too large is refused before it travels. Works without it.

const area = document.querySelector("[data-drop]");
const input = area.querySelector("input[type=file]");
const refusal = area.querySelector("[data-too-large]");

function check() {
  const maxBytes = Number(input.dataset.maxBytes);
  const tooLarge = input.files[0]?.size > maxBytes;
  refusal.hidden = !tooLarge;
  refusal.textContent = tooLarge ? refusal.dataset.tooLarge.replace("{limit}", maxBytes / 1048576) : "";
  return !tooLarge;
}

function drags(event) {
  return event.dataTransfer?.types.includes("Files");
}

for (const name of ["dragenter", "dragover"]) {
  area.addEventListener(name, (event) => {
    if (!drags(event)) return;
    event.preventDefault();
    area.dataset.over = "";
  });
}

area.addEventListener("dragleave", (event) => {
  if (!area.contains(event.relatedTarget)) delete area.dataset.over;
});

area.addEventListener("drop", (event) => {
  if (!drags(event)) return;
  event.preventDefault();
  delete area.dataset.over;
  const one = new DataTransfer();
  if (event.dataTransfer.files[0]) one.items.add(event.dataTransfer.files[0]);
  input.files = one.files;
  check();
  input.focus();
});

input.addEventListener("change", check);
input.form.addEventListener("submit", (event) => {
  if (!check()) event.preventDefault();
});
for (const hint of document.querySelectorAll("[data-needs-script]")) hint.hidden = false;
