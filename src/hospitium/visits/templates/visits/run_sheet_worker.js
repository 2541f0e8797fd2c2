// Answers from the copy on the device while there is no connection. Only what the page put there is ever answered.

const COPY = `run-sheet:${new URL(self.registration.scope).pathname}`;
const PATIENCE = 5000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(answer(event.request));
});

async function answer(request) {
  const copy = await caches.open(COPY);
  const kept = await copy.match(request, { ignoreVary: true });
  if (!kept) return fetch(request);
  try {
    const fresh = await inTime(fetch(request));
    if (fresh.ok) await copy.put(request, fresh.clone());
    else if (fresh.status >= 500) return kept;
    // Signed out, or no right any more: the copy goes.
    else if (request.mode === "navigate") await caches.delete(COPY);
    return fresh;
  } catch {
    return kept;
  }
}

function inTime(answered) {
  return Promise.race([answered, new Promise((_, late) => setTimeout(() => late(new Error("late")), PATIENCE))]);
}
