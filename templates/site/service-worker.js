// Keeps static files and one offline page. Pages with data are never stored: they are on the server only.
{% autoescape off %}const SETTINGS = {{ settings }};{% endautoescape %}
const STORE = "registry-" + SETTINGS.version;

self.addEventListener("install", (event) => {
  const wanted = [SETTINGS.offline, ...SETTINGS.files];
  event.waitUntil(caches.open(STORE).then((store) => store.addAll(wanted)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const forget = async () => {
    for (const name of await caches.keys()) if (name !== STORE) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(forget());
});

async function fileOf(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) (await caches.open(STORE)).put(request, answer.clone());
  return answer;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith(SETTINGS.static)) event.respondWith(fileOf(request));
  else if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => caches.match(SETTINGS.offline)));
});
