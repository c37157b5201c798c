// A photo is shown before it is sent, and a wrong or too large file is refused at once; the server checks again.

document.addEventListener("change", (event) => {
  const field = event.target;
  if (!field.matches?.("input[type=file][data-photo]")) return;
  const holder = field.parentElement;
  const preview = holder.querySelector(".photo-preview");
  if (preview) { URL.revokeObjectURL(preview.src); preview.remove(); }
  holder.querySelector("[data-photo-problem]")?.remove();
  const [file] = field.files;
  if (!file) return;
  let problem = "";
  if (file.size > Number(field.dataset.photo)) problem = field.dataset.tooLarge;
  else if (file.type && !field.accept.split(",").includes(file.type)) problem = field.dataset.wrongKind;
  if (problem) {
    const line = document.createElement("p");
    line.className = "field__errors";
    line.dataset.photoProblem = "true";
    line.setAttribute("role", "alert");
    line.textContent = problem;
    field.value = "";
    field.before(line);
    return;
  }
  const image = new Image();
  image.className = "photo-preview";
  image.alt = "";
  image.addEventListener("error", () => image.remove()); // HEIC: most browsers cannot draw it, the server can
  image.src = URL.createObjectURL(file);
  field.after(image);
});
