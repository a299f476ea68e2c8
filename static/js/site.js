// On every page: tells the sign-up form the browser's time zone, in a field nobody sees.
for (const field of document.querySelectorAll("[data-time-zone]")) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}
