// The key / goes to the page's search, as it does elsewhere; not while something is typed.
document.addEventListener("keydown", (event) => {
  const field = document.querySelector("[data-search-key]");
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  if (event.key !== "/" || !field || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  field.focus();
  field.select();
});
