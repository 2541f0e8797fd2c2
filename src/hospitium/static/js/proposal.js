// Shows how far the search for a plan is, and loads the page again when it has ended.

const PAUSE = 2000; // ms

for (const root of document.querySelectorAll("[data-hospitium-progress]")) await follow(root);

async function follow(root) {
  const isOpen = () => root.querySelector("[data-open]") !== null;
  while (isOpen()) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    if (document.hidden) continue;
    await refresh(root).catch(() => {}); // no connection: the next time, perhaps
  }
  location.reload();
}

async function refresh(root) {
  const answer = await fetch(root.dataset.hospitiumProgress, { headers: { "X-Requested-With": "hospitium" } });
  if (!answer.ok) return;
  const part = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = part.querySelector("[data-hospitium-progress-part]");
  const shown = root.querySelector("[data-hospitium-progress-part]");
  if (!fresh) return location.reload(); // signed out, for example
  const words = shown.querySelector("p");
  // Only words that are new are read out.
  if (words.textContent !== fresh.querySelector("p").textContent) words.replaceWith(fresh.querySelector("p"));
  shown.querySelector("progress").value = fresh.querySelector("progress").value;
  shown.toggleAttribute("data-open", fresh.hasAttribute("data-open"));
}
