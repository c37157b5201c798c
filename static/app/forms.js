// Forms: one unit at a time, rows that can be added, questions that open with an answer, a value or a reason for none.

function input(element) {
  element.dispatchEvent(new Event("input", { bubbles: true }));
}

// A value and "we do not know" exclude each other: the later one stays.
function startAnswer(answer) {
  const boxes = [...answer.querySelectorAll(".answer__absent input")];
  const values = () => [...answer.querySelectorAll(".answer__value :is(input, select, textarea)")];
  answer.addEventListener("input", (event) => {
    if (boxes.includes(event.target)) {
      if (!event.target.checked) return;
      for (const box of boxes) box.checked = box === event.target;
      for (const field of values()) {
        if (field.type === "checkbox" || field.type === "radio") field.checked = false;
        else if (!field.matches("[name$=_calendar], [name$=_unit]")) field.value = "";
      }
    } else {
      for (const box of boxes) box.checked = false;
    }
  });
}

// Centimetres or feet: both are open without this script; with it, the one in use.
function startUnits(group) {
  const parts = [...group.querySelectorAll("[data-unit]")];
  const button = group.querySelector("[data-units-switch]");
  const filled = (unit) => parts.some((part) => part.dataset.unit === unit && part.querySelector("input").value);
  let unit = filled("ft") && !filled("cm") ? "ft" : "cm";
  if (filled("ft") && filled("cm")) return; // the server asked to keep one: show both
  const show = () => {
    for (const part of parts) part.hidden = part.dataset.unit !== unit;
    button.textContent = unit === "cm" ? button.dataset.toFt : button.dataset.toCm;
  };
  group.querySelector("[data-units-or]").hidden = true;
  button.hidden = false;
  button.addEventListener("click", () => {
    unit = unit === "cm" ? "ft" : "cm";
    for (const part of parts) {
      const field = part.querySelector("input");
      if (part.dataset.unit !== unit && field.value) { field.value = ""; input(field); }
    }
    show();
    parts.find((part) => !part.hidden).querySelector("input").focus();
  });
  show();
}

// Month names follow the calendar that was chosen.
function startDate(group) {
  const calendar = group.querySelector("select[name$=_calendar]");
  const month = group.querySelector("select[name$=_month]");
  if (!calendar || !month) return;
  const name = () => {
    const names = (calendar.selectedOptions[0]?.dataset.months ?? "").split("|").filter(Boolean);
    for (const option of [...month.options].slice(1)) {
      const known = names[Number(option.value) - 1];
      option.textContent = known ? `${option.value} · ${known}` : option.value;
      option.hidden = names.length > 0 && !known;
    }
    if (!names.length) group.querySelector("details").open = true; // told in words
  };
  calendar.addEventListener("change", name);
  if (calendar.value !== calendar.options[0].value) name();
  else for (const option of month.options) option.hidden = option.value === "13";
}

// Rows: a template whose names hold __i__ becomes the next row.
function startRows(rows) {
  const pattern = rows.querySelector("[data-row-template]");
  const button = rows.querySelector("[data-row-add]");
  const count = () => rows.querySelectorAll(":scope > [data-row]").length;
  const more = () => { button.hidden = count() >= Number(rows.dataset.most); };
  const used = () => [...rows.querySelectorAll("[name]")].map((field) => Number(/-(\d+)-/.exec(field.name)?.[1] ?? 0));
  button.addEventListener("click", () => {
    const next = String(Math.max(-1, ...used()) + 1);
    const row = pattern.content.cloneNode(true);
    for (const element of row.querySelectorAll("*")) {
      for (const attribute of element.attributes) {
        if (attribute.value.includes("__i__")) attribute.value = attribute.value.replaceAll("__i__", next);
      }
    }
    const first = row.querySelector("input:not([type=hidden]), select, textarea");
    start(row);
    pattern.before(row);
    more();
    first?.focus();
  });
  more();
}

// data-when="name=value[|value]": a part shown while that field of its form has that value; hidden parts keep theirs.
function showParts(form) {
  for (const part of form.querySelectorAll("[data-when]")) {
    const [name, wanted] = part.dataset.when.split("=");
    const given = new FormData(form).getAll(name).map(String);
    part.hidden = !wanted.split("|").some((value) => given.includes(value));
  }
}

function start(root) {
  root.querySelectorAll("[data-answer]").forEach(startAnswer);
  root.querySelectorAll("[data-units]").forEach(startUnits);
  root.querySelectorAll("[data-date]").forEach(startDate);
  root.querySelectorAll("[data-rows]").forEach(startRows);
}

start(document);
document.querySelectorAll("form").forEach(showParts);
document.addEventListener("input", (event) => event.target.form && showParts(event.target.form));
document.addEventListener("htmx:load", (event) => {
  if (event.target === document.body) return; // htmx announces the whole page once: started above
  start(event.target);
  event.target.querySelectorAll("form").forEach(showParts);
});

// A form is sent once; its button says so. Coming back to the page by the back button frees it.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog" || event.defaultPrevented) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  const byHtmx = form.hasAttribute("hx-post") || form.hasAttribute("hx-get");
  if (byHtmx && !form.hasAttribute("data-autosave")) return; // htmx sends it; an autosaving form is sent by the browser
  form.dataset.sent = "true";
  for (const saving of document.querySelectorAll("[data-autosave]")) saving.dispatchEvent(new Event("htmx:abort"));
  document.getElementById("status").textContent = document.body.dataset.working;
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
