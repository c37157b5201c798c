// Maps are fetched when they come into view; on phones, which may pay by the megabyte, when asked for.

const PHONE = matchMedia("(max-width: 40rem)");
const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) if (entry.isIntersecting) { seen.unobserve(entry.target); open(entry.target); }
}, { rootMargin: "200px" });

async function open(holder) {
  if (holder.dataset.opened) return;
  holder.dataset.opened = "true";
  holder.querySelector("[data-map-open]")?.remove();
  const { drawMap } = await import("./map.js");
  await drawMap(holder);
}

export function watchMaps(root) {
  for (const holder of root.querySelectorAll?.("[data-map]:not([data-watched])") ?? []) {
    holder.dataset.watched = "true";
    const button = holder.querySelector("[data-map-open]");
    if (PHONE.matches) {
      button.hidden = false;
      button.addEventListener("click", () => open(holder));
    } else {
      seen.observe(holder);
    }
  }
}
