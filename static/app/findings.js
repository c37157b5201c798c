// A tooth that is pressed in the picture leads to its field; what is set there is drawn at once.

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

document.querySelectorAll("[data-toothchart]").forEach(startTeeth);
