// Passkeys: what is only of use to browsers that know them is shown to those, and a refusal is told on the page.
// The ceremony itself is allauth's script.

import { notice } from "./swaps.js";

if (window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-passkeys]")) part.hidden = false;
} else {
  for (const part of document.querySelectorAll("[data-no-passkeys]")) part.hidden = false;
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault(); // cancelling is no fault of the page
  notice(document.querySelector("[data-passkey-failed]").textContent);
});
