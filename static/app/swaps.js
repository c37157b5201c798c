// What htmx leaves to the page: where focus goes, what is announced, what is said when an answer is an error or none.

const alerts = document.getElementById("alerts");
const status = document.getElementById("status");

export function notice(text) {
  const box = document.createElement("div");
  const line = document.createElement("p");
  box.className = "notice notice--error";
  line.textContent = text;
  box.append(line);
  alerts.replaceChildren(box);
}

export function say(text) {
  status.textContent = "";
  // A changed text is announced; the same text again would not be.
  requestAnimationFrame(() => { status.textContent = text; });
}

document.addEventListener("htmx:sendError", () => notice(document.body.dataset.failed));
document.addEventListener("htmx:timeout", () => notice(document.body.dataset.failed));
document.addEventListener("htmx:beforeRequest", (event) => {
  event.detail.target?.setAttribute("aria-busy", "true");
});
document.addEventListener("htmx:afterRequest", (event) => {
  event.detail.target?.removeAttribute("aria-busy");
  if (event.detail.successful) alerts.replaceChildren();
});

// Polled parts (data-polled) never move focus; others go to the element marked data-focus, then to an error summary.
document.addEventListener("htmx:afterSettle", (event) => {
  const part = event.detail.elt;
  if (!part || part.closest("[data-polled]")) return;
  const goal = part.matches("[data-focus]") ? part : part.querySelector("[data-focus]");
  if (goal) {
    if (!goal.hasAttribute("tabindex")) goal.tabIndex = -1;
    goal.focus();
  } else if (event.detail.target === alerts) {
    alerts.scrollIntoView({ block: "nearest" });
  }
  const count = part.querySelector("[data-announce]");
  if (count) say(count.textContent.trim());
});

// A page that comes back with errors starts at their summary.
document.querySelector("[data-focus][data-summary]")?.focus();

// Autosave: an element with data-autosave names the status line of its form; the server answers 204 or with the line.
for (const kind of ["htmx:afterRequest", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(kind, (event) => {
    const form = event.detail.elt?.closest?.("[data-autosave]");
    const line = form && document.getElementById(form.dataset.autosave);
    if (!line || event.detail.elt !== form) return;
    const saved = kind === "htmx:afterRequest" && event.detail.successful;
    const time = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", numberingSystem: "latn" });
    line.classList.toggle("saved--failed", !saved);
    line.setAttribute("role", saved ? "status" : "alert");
    line.textContent = saved ? line.dataset.saved.replace("{time}", time.format(new Date())) : line.dataset.failed;
  });
}

// What is being sent for good needs no autosave, and its draft may be gone by the time a late one arrives.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt.closest?.("[data-autosave]") && document.querySelector("form[data-sent]")) event.preventDefault();
});
