{% load static %}// The worker: an offline page, cached files whose name carries their hash, and notes with fixed words.
// Pages and fragments are never kept: they show health data, and devices are shared.
// A new one waits until all pages are closed: nothing on its way is cut off.
const SPOKEN = {{ spoken|safe }};
const FILES = {{ files|safe }};
const STORE = `mendly-${FILES.join(" ")}`, LANGUAGE = "mendly-language";
const HASHED = /\/[^/]+\.[0-9a-f]{12}\.[a-z0-9]+$/;

addEventListener("install", (event) => {
  event.waitUntil(caches.open(STORE).then((store) => store.addAll(FILES)));
});

addEventListener("activate", (event) => {
  const drop = (name) => name === STORE || name === LANGUAGE || caches.delete(name);
  event.waitUntil(caches.keys().then((names) => Promise.all(names.map(drop))));
});

// Pages tell their language: changing it changes no worker.
addEventListener("message", (event) => {
  const { data } = event;
  if (data in SPOKEN) event.waitUntil(caches.open(LANGUAGE).then((store) => store.put("/", new Response(data))));
});
async function speech() {
  const told = await (await caches.match("/", { cacheName: LANGUAGE }))?.text();
  return SPOKEN[told ?? navigator.language.slice(0, 2)] ?? SPOKEN.en;
}

async function fixed(request) {
  const store = await caches.open(STORE), kept = await store.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await store.put(request, answer.clone());
  return answer;
}

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(async () => caches.match((await speech()).page)));
  else if (HASHED.test(request.url)) event.respondWith(fixed(request));
});

addEventListener("push", (event) => {
  const { k: kind, u: url } = event.data?.json() ?? {};
  const show = ({ language, words }) => registration.showNotification("Mendly", {
    body: words[kind] ?? words.other, lang: language, tag: kind, data: url,
    icon: "{% static 'portal/icon-192.png' %}", badge: "{% static 'portal/badge-96.png' %}",
  });
  event.waitUntil(speech().then(show));
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(clients.openWindow(new URL(event.notification.data ?? "/", location).pathname));
});
