{% load i18n static %}{% get_current_language as language %}// The worker: an offline page, cached files whose name carries their hash, and notes with fixed words.
// Pages and fragments are never kept: they show health data, and devices are shared.
const OFFLINE = "{% url 'portal:offline' language %}";
const FILES = [OFFLINE, {% for file in files %}"{% static file %}", {% endfor %}];
const STORE = `mendly-${FILES.join(" ")}`;
const HASHED = /\/[^/]+\.[0-9a-f]{12}\.[a-z0-9]+$/;
const WORDS = {
  dose: "{% filter escapejs %}{% translate 'You have a reminder.' %}{% endfilter %}",
  message: "{% filter escapejs %}{% translate 'You have a new message.' %}{% endfilter %}",
  other: "{% filter escapejs %}{% translate 'Something new waits for you.' %}{% endfilter %}",
};

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(STORE).then((store) => store.addAll(FILES)));
});

self.addEventListener("activate", (event) => {
  const old = (names) => Promise.all(names.filter((name) => name !== STORE).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(old).then(() => self.clients.claim()));
});

async function fixed(request) {
  const store = await caches.open(STORE), kept = await store.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await store.put(request, answer.clone());
  return answer;
}

self.addEventListener("fetch", (event) => {
  const { request } = event, { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
  else if (HASHED.test(pathname)) event.respondWith(fixed(request));
  else event.respondWith(fetch(request).catch(async () => (await caches.match(request)) ?? Response.error()));
});

self.addEventListener("push", (event) => {
  const { k: kind, u: url } = event.data?.json() ?? {};
  const show = self.registration.showNotification("Mendly", {
    body: WORDS[kind] ?? WORDS.other, lang: "{{ language }}", tag: kind, data: { url },
    icon: "{% static 'portal/icon-192.png' %}", badge: "{% static 'portal/badge-96.png' %}",
  });
  event.waitUntil(show);
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const target = new URL(event.notification.data?.url ?? "/", location.origin);
  if (target.origin !== location.origin) return;
  event.waitUntil((async () => {
    const open = (await self.clients.matchAll({ type: "window" })).find((page) => page.url === target.href);
    return open ? open.focus() : self.clients.openWindow(target.href);
  })());
});
