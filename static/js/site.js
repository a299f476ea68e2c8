// On every page. Tells the sign-up form the browser's time zone, in a field nobody sees.
for (const field of document.querySelectorAll("[data-time-zone]")) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}

// The key ? opens the list of keys that the foot links to; a review, which has no foot, shows its own.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]");
  if (event.key !== "?" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  document.querySelector("[data-keys]")?.click();
});

// Where a page leads on by itself, Back leads to what was before it.
document.addEventListener("htmx:after:request", (event) => {
  const next = event.detail.ctx.hx.redirect;
  if (!next || !document.querySelector("[data-leads-on]")) return;
  event.preventDefault();
  location.replace(next);
});
