// Two minutes before the session ends a dialog offers to stay; when it has ended, it leads to the sign-in and back.
// What was typed stays on the page either way. Tabs share the time in a note, so that work in one keeps the others.

const dialog = document.getElementById("session-warning");
const WARNING_MS = 120_000;
const LOOK_AGAIN_MS = 600_000; // a sleeping laptop stops timers, and above 2^31 ms they fire at once
const NOTE = "session-until";

function start() {
  const length = Number(dialog.dataset.sessionSeconds) * 1000;
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  const until = () => Number(localStorage.getItem(NOTE));
  let timer = 0;

  const look = () => {
    clearTimeout(timer);
    const left = until() - Date.now();
    const ended = left <= 0;
    if (left > WARNING_MS) {
      if (dialog.open) dialog.close();
      timer = setTimeout(look, Math.min(left - WARNING_MS, LOOK_AGAIN_MS));
      return;
    }
    for (const part of dialog.querySelectorAll("[data-session-before]")) part.hidden = ended;
    for (const part of dialog.querySelectorAll("[data-session-after]")) part.hidden = !ended;
    if (!dialog.open) dialog.showModal();
    if (!ended) timer = setTimeout(look, left);
  };
  const stay = async () => {
    const answer = await fetch(dialog.dataset.extend, { method: "POST", headers: { "X-CSRFToken": token } });
    localStorage.setItem(NOTE, String(answer.status === 204 ? Date.now() + length : 0));
    look();
  };

  dialog.querySelector("[data-session-stay]").addEventListener("click", () => stay().catch(look));
  addEventListener("storage", (event) => event.key === NOTE && look());
  document.addEventListener("visibilitychange", () => document.hidden || look());
  localStorage.setItem(NOTE, String(Number(dialog.dataset.sessionUntil) * 1000));
  look();
}

if (dialog) start();
