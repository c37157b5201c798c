// A map of coasts only, drawn on canvas from our own files: no tiles, no other origin. It shows points with their
// radius, or lets one be picked; the list and the inputs beside it say the same without it.

const COARSE = "110m";
const FINE = "50m";
const FINE_FROM_ZOOM = 4;
const EARTH_KM = 40075;
const PIXELS_OFF = 5; // a hand is not steadier than this
const LAND = { color: "#8fa3a0", weight: 1, fillColor: "#f4f1ea", fillOpacity: 1 };
const POINT = { color: "#0b5a66", weight: 2, fillColor: "#0b5a66", fillOpacity: 0.18 };

async function land(holder, topojson, detail) {
  const answer = await fetch(holder.dataset[`land${detail}`]);
  if (!answer.ok) throw new Error(`land ${answer.status}`);
  const world = await answer.json();
  return unwrapped(topojson.feature(world, world.objects.land));
}

// Rings that cross the antimeridian jump from 180 to -180, which a flat map would draw as a line around the world:
// let them run on beyond 180 and draw them at both edges. A ring around a pole is closed along the map's edge.
function unwrap(ring) {
  let shift = 0;
  const points = ring.map(([x, y], index) => {
    const step = index ? x - ring[index - 1][0] : 0;
    if (Math.abs(step) > 180) shift -= Math.sign(step) * 360;
    return [x + shift, y];
  });
  if (shift) {
    const pole = ring[0][1] < 0 ? -90 : 90;
    points.push([points.at(-1)[0], pole], [points[0][0], pole], points[0]);
  }
  return points;
}

function unwrapped(collection) {
  const polygons = collection.features.flatMap(({ geometry }) => geometry.coordinates).flatMap((polygon) => {
    const rings = polygon.map(unwrap);
    const east = rings[0].reduce((most, [x]) => Math.max(most, x), -Infinity);
    const west = rings[0].reduce((least, [x]) => Math.min(least, x), Infinity);
    const moved = (by) => rings.map((ring) => ring.map(([x, y]) => [x + by, y]));
    return [rings, ...(east > 180 ? [moved(-360)] : []), ...(west < -180 ? [moved(360)] : [])];
  });
  return { type: "MultiPolygon", coordinates: polygons };
}

async function libraries(holder) {
  await Promise.all([import(holder.dataset.leaflet), import(holder.dataset.topojson)]);
  return [globalThis.L, globalThis.topojson];
}

function styleSheet(href) {
  if (document.querySelector(`link[href="${CSS.escape(href)}"]`)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  document.head.append(link);
}

function numbers(field) {
  const value = Number.parseFloat((field?.value ?? "").replace(",", "."));
  return Number.isFinite(value) ? value : null;
}

// Picking: a click, or Enter at the centre of the map, fills the inputs; typing into them moves the circle.
function startPicking(L, map, holder) {
  const place = holder.closest("[data-place]");
  const field = (part) => place.querySelector(`[data-part="${part}"] input`);
  const [lat, lon, radius] = ["lat", "lon", "radius_km"].map(field);
  let circle = null;
  const show = (move) => {
    const [y, x, km] = [lat, lon, radius].map(numbers);
    circle?.remove();
    circle = null;
    if (y === null || x === null || Math.abs(y) > 90 || Math.abs(x) > 180) return;
    circle = L.circle([y, x], { ...POINT, radius: Math.max(km ?? 0.1, 0.1) * 1000 }).addTo(map);
    if (move) map.fitBounds(circle.getBounds(), { maxZoom: 8 });
  };
  const pick = (point) => {
    lat.value = point.lat.toFixed(4);
    lon.value = L.Util.wrapNum(point.lng, [-180, 180], true).toFixed(4);
    // The wider the view, the rougher the click: propose a radius, keep one that was typed.
    if (!radius.value) radius.value = String(Math.max(1, Math.round((PIXELS_OFF * EARTH_KM) / (256 * 2 ** map.getZoom()))));
    lat.dispatchEvent(new Event("input", { bubbles: true }));
    show(false);
  };
  map.on("click", (event) => pick(event.latlng));
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); pick(map.getCenter()); }
  });
  for (const input of [lat, lon, radius]) input.addEventListener("change", () => show(true));
  show(true);
}

function showPoints(L, map, holder) {
  const rows = [...document.querySelectorAll(`#${CSS.escape(holder.dataset.list)} [data-lat]`)];
  const group = L.featureGroup();
  for (const row of rows) {
    const centre = [Number(row.dataset.lat), Number(row.dataset.lon)];
    const metres = Number(row.dataset.radius ?? 0);
    if (metres > 0) L.circle(centre, { ...POINT, radius: metres, weight: 1 }).addTo(group);
    const dot = L.circleMarker(centre, { ...POINT, radius: Number(row.dataset.size ?? 5), fillOpacity: 0.8 }).addTo(group);
    const label = document.createElement("span");
    label.textContent = row.dataset.name ?? row.textContent.trim();
    dot.bindPopup(label);
    const link = row.matches("a") ? row : row.querySelector("a");
    if (link) dot.on("click", () => link.focus({ preventScroll: true }));
  }
  group.addTo(map);
  if (rows.length) map.fitBounds(group.getBounds().pad(0.15), { maxZoom: 7 });
}

export async function drawMap(holder) {
  const canvas = holder.querySelector("[data-map-canvas]");
  const note = holder.querySelector("[data-map-note]");
  try {
    styleSheet(holder.dataset.style);
    const [L, topojson] = await libraries(holder);
    const coarse = await land(holder, topojson, COARSE);
    canvas.hidden = false;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const map = L.map(canvas, {
      preferCanvas: true, minZoom: 1, maxZoom: 11, worldCopyJump: true, attributionControl: false,
      zoomAnimation: !still, fadeAnimation: !still, inertia: !still,
    });
    map.setView([25, 15], 2);
    L.control.scale({ imperial: false }).addTo(map);
    const renderer = L.canvas({ padding: 0.5 });
    let coast = L.geoJSON(coarse, { style: LAND, interactive: false, renderer }).addTo(map);
    let refined = false;
    map.on("zoomend", async () => {
      if (refined || map.getZoom() < FINE_FROM_ZOOM) return;
      refined = true;
      const fine = L.geoJSON(await land(holder, topojson, FINE), { style: LAND, interactive: false, renderer });
      coast.remove();
      coast = fine.addTo(map);
      coast.bringToBack();
    });
    if (holder.dataset.map === "pick") startPicking(L, map, holder);
    else showPoints(L, map, holder);
  } catch {
    note.textContent = holder.dataset.failed;
  }
}
