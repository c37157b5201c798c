// A tooth or a place on the body that is pressed leads to its field; what is set there is drawn at once.

function startTeeth(chart) {
  const row = (tooth) => chart.querySelector(`[data-tooth-row="${tooth}"]`);
  const draw = (line) => {
    const glyph = chart.querySelector(`[data-tooth="${line.dataset.toothRow}"]`);
    const [status, surfaces, material] = line.querySelectorAll("select, input");
    const paint = (glyph.getAttribute("fill") ?? "").replace(/-[a-z]+\)$/, "");
    glyph.dataset.status = status.value;
    glyph.dataset.surfaces = [...surfaces.value.toUpperCase()].join(" ");
    glyph.setAttribute("fill", `${paint}-${material.value && material.value !== "unk" ? material.value : "any"})`);
    glyph.querySelector(".tooth__code").textContent = status.value;
  };
  chart.addEventListener("input", (event) => {
    const line = event.target.closest("[data-tooth-row]");
    if (line) draw(line);
  });
  for (const glyph of chart.querySelectorAll("[data-tooth]")) {
    glyph.dataset.toothchartClick = "";
    glyph.addEventListener("click", () => {
      const line = row(glyph.dataset.tooth);
      line.closest("details").open = true;
      line.querySelector("select").focus();
    });
  }
}

function startBody(map) {
  const SVG = "http://www.w3.org/2000/svg";
  const rows = () => [...map.querySelectorAll("[data-row]")];
  const field = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const make = (name, values, text) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(values)) made.setAttribute(key, value);
    if (text) made.textContent = text;
    return made;
  };
  const draw = () => {
    for (const view of map.querySelectorAll("[data-view]")) {
      const dots = [];
      rows().forEach((row, place) => {
        const [site, side] = [field(row, "site").value, field(row, "side").value];
        const there = [...view.querySelectorAll("[data-site]")].filter((zone) => zone.dataset.site === site);
        const on = there.filter((zone) => side === "both" || zone.dataset.side === side || !zone.dataset.side);
        for (const zone of on.length ? on : there.slice(0, 1)) {
          const x = on.length ? zone.getAttribute("cx") : "100";
          const y = zone.getAttribute("cy");
          const dot = make("g", { class: "bodymap__dot" });
          dot.append(make("circle", { cx: x, cy: y, r: 8 }));
          dot.append(make("text", { x, y: Number(y) + 4, "text-anchor": "middle", "font-size": 11 }, String(place + 1)));
          dots.push(dot);
        }
      });
      view.querySelector("[data-dots]").replaceChildren(...dots);
    }
  };
  map.addEventListener("input", draw);
  map.addEventListener("click", (event) => {
    const zone = event.target.closest?.(".bodymap__zone");
    if (!zone) return;
    const blank = () => rows().find((row) => !field(row, "mark_type").value && !field(row, "site").value);
    if (!blank()) map.querySelector("[data-row-add]")?.click();
    const row = blank();
    if (!row) return;
    field(row, "site").value = zone.dataset.site;
    field(row, "side").value = zone.dataset.side;
    field(row, "site").dispatchEvent(new Event("input", { bubbles: true }));
    field(row, "mark_type").focus();
  });
}

document.querySelectorAll("[data-toothchart]").forEach(startTeeth);
document.querySelectorAll("[data-bodymap]").forEach(startBody);
