// Two minutes before the session ends a dialog offers to stay; when it has ended, it leads to the sign-in and back.
// What was typed stays on the page either way. Tabs share the time in a note, so that work in one keeps the others.

const dialog = document.getElementById("session-warning");
const WARNING_MS = 120_000;
const LOOK_AGAIN_MS = 600_000; // a sleeping laptop stops timers, and above 2^31 ms they fire at once
const NOTE = "session-until";
const BUSY_MS = 60_000; // whoever types or clicks is not idle; the server hears of it once a minute

function start() {
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
    const signedIn = answer.ok && !answer.redirected;
    localStorage.setItem(NOTE, String(signedIn ? (await answer.json()).until * 1000 : 0));
    look();
  };
  let told = Date.now();
  const busy = () => {
    if (dialog.open || Date.now() - told < BUSY_MS) return;
    told = Date.now();
    stay().catch(look);
  };

  dialog.querySelector("[data-session-stay]").addEventListener("click", () => stay().catch(look));
  for (const kind of ["input", "keydown", "pointerdown"]) document.addEventListener(kind, busy, { passive: true });
  addEventListener("storage", (event) => event.key === NOTE && look());
  document.addEventListener("visibilitychange", () => document.hidden || look());
  localStorage.setItem(NOTE, String(Number(dialog.dataset.sessionUntil) * 1000));
  look();
}

if (dialog) start();
