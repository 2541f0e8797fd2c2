// Keeps a run sheet on the device when somebody asks for it, and removes it a day after the visit.

for (const sheet of document.querySelectorAll("[data-hospitium-run-sheet]")) {
  if ("serviceWorker" in navigator && "caches" in window) await offer(sheet);
}

async function offer(sheet) {
  const worker = new URL(sheet.dataset.worker, location.href);
  const scope = new URL(".", worker).pathname;
  const name = `run-sheet:${scope}`;
  const panel = sheet.querySelector("[data-keeping]");
  const state = panel.querySelector("[data-state]");
  const keep = panel.querySelector("[data-keep]");
  const remove = panel.querySelector("[data-remove]");

  const show = async (word) => {
    const isKept = await caches.has(name);
    state.textContent = state.dataset[word || (isKept ? "kept" : "gone")];
    remove.hidden = !isKept;
    panel.hidden = false;
  };
  const forget = async () => {
    await caches.delete(name);
    const registration = await navigator.serviceWorker.getRegistration(scope);
    if (registration) await registration.unregister();
  };

  keep.addEventListener("click", async () => {
    try {
      await navigator.serviceWorker.register(worker, { scope });
      const copy = await caches.open(name);
      await copy.addAll([...needed()]);
      await show("");
    } catch {
      await forget();
      await show("failed");
    }
  });
  remove.addEventListener("click", async () => {
    await forget();
    await show("");
  });

  const lastDay = new Date(`${sheet.dataset.until}T23:59:59`);
  if (Date.now() - lastDay.getTime() > 24 * 3600 * 1000) await forget();
  await show("");
}

// The page, and every file of ours that it has loaded.
function needed() {
  const files = performance.getEntriesByType("resource").map((entry) => entry.name);
  const named = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")];
  const all = [location.href, ...files, ...named.map((element) => element.href || element.src)];
  const plain = all.map((address) => new URL(address, location.href)).filter((url) => url.origin === location.origin);
  return new Set(plain.map((url) => url.href.split("#")[0]));
}
