// Keeps a form on the server while it is typed, so that a lost connection or an ended session costs nothing.
// The form names the address in data-hospitium-draft; the server decides which fields it keeps.

const PAUSE = 4000;

for (const form of document.querySelectorAll("form[data-hospitium-draft]")) {
  const state = form.querySelector("[data-hospitium-draft-state]");
  let changed = false;
  let busy = false;
  let sent = false;

  async function keep() {
    if (!changed || busy || sent) return;
    busy = true;
    changed = false;
    try {
      const response = await fetch(form.dataset.hospitiumDraft, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Hospitium-Draft": "1" },
        redirect: "error",
        keepalive: true,
      });
      if (!response.ok) throw new Error(String(response.status));
      if (response.status === 200 && state && !sent) state.textContent = `${state.dataset.saved} ${await response.text()}`;
    } catch {
      changed = true;
      if (state && !sent) state.textContent = state.dataset.lost;
    } finally {
      busy = false;
    }
  }

  form.addEventListener("input", () => (changed = true));
  form.addEventListener("submit", () => (sent = true));
  addEventListener("pageshow", () => (sent = false));
  setInterval(keep, PAUSE);
  addEventListener("online", keep);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep();
  });
}
