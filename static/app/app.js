// Behaviour of all pages, by delegation on data-* attributes. Every page works without it; this only makes it quicker.

import "./swaps.js";
import "./forms.js";
import "./photos.js";
import "./session.js";
import { watchMaps } from "./map-loader.js";

document.documentElement.classList.add("has-js");
watchMaps(document);
document.addEventListener("htmx:load", (event) => watchMaps(event.target));

// Open menus close with Escape, on a click elsewhere, and when focus leaves them.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const open = document.querySelector("[data-menu][open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  }
});
for (const kind of ["click", "focusin"]) {
  document.addEventListener(kind, (event) => {
    for (const menu of document.querySelectorAll("[data-menu][open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
}

// "/" to search and "?" for help, never while typing; turned off with localStorage "keys" = "off" on the help page.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem("keys") === "off") return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const link = [...document.querySelectorAll("[data-key]")].find((found) => found.dataset.key === event.key);
  if (link) {
    event.preventDefault();
    link.click();
  }
});

// Tables drawn as cards lose their meaning for screen readers when their display changes: say it in roles.
function nameParts(root) {
  const roles = { table: "table", thead: "rowgroup", tbody: "rowgroup", tr: "row", td: "cell" };
  for (const table of root.querySelectorAll("table.data--cards")) {
    for (const part of [table, ...table.querySelectorAll("thead, tbody, tr, td, th")]) {
      const heading = part.scope === "row" || part.closest("tbody") ? "rowheader" : "columnheader";
      part.setAttribute("role", roles[part.localName] ?? heading);
    }
  }
}
nameParts(document);
document.addEventListener("htmx:load", (event) => nameParts(event.target.parentElement ?? document));

const keys = document.querySelector("[data-keys-switch]");
if (keys) {
  keys.checked = localStorage.getItem("keys") !== "off";
  keys.addEventListener("change", () => localStorage.setItem("keys", keys.checked ? "on" : "off"));
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// What had been sent, after the person confirmed who they are.
document.querySelector("form[data-send-at-once]")?.requestSubmit();

if ("serviceWorker" in navigator && window.isSecureContext) {
  navigator.serviceWorker.register(document.body.dataset.worker).catch(() => {
    // Without it there is no offline page; everything else works.
  });
}
