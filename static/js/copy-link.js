// The button that copies the link of a shared deck (#link) and says so; it is hidden without a script.
const button = document.querySelector("[data-copy]");
const field = document.getElementById("link");

async function copy() {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    document.getElementById("copied").textContent = button.dataset.copy;
  } catch {
    document.getElementById("copied").textContent = button.dataset.selected;
  }
}

if (button) {
  button.hidden = false;
  button.addEventListener("click", copy);
}
