// A phone in a room: says when a press did not get through, until one does. What the page asks by itself fails quietly.

import { line, onFailure, reasonOf } from "./status.js";

const isPress = (ctx) => ctx?.request.method === "POST";

onFailure((ctx) => {
  if (isPress(ctx)) line().textContent = reasonOf(ctx);
});

document.addEventListener("htmx:after:swap", (event) => {
  const ctx = event.detail.ctx;
  if (isPress(ctx) && ctx.response.status < 400) line().textContent = "";
});
