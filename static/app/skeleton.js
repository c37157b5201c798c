// The picture follows the fields as they are changed, and a press on an element goes to its field. Without it, both stand.

const picture = document.querySelector("[data-skeleton]");
const STATE = { "": "none", complete: "whole" };

function draw(field) {
  const bone = picture.querySelector(`[data-bone="${field.dataset.element}"]`);
  if (bone) bone.setAttribute("class", `bone bone--${STATE[field.value] ?? "part"}`);
}

if (picture) {
  picture.dataset.live = "";
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("select[data-element]")) draw(event.target);
  });
  picture.addEventListener("click", (event) => {
    const key = event.target.closest("[data-bone]")?.dataset.bone;
    const field = key && document.querySelector(`select[data-element="${key}"]`);
    if (!field) return;
    field.closest("details")?.setAttribute("open", "");
    field.focus();
  });
}
