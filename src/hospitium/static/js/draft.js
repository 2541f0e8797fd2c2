// Keeps a form on the server while it is typed, so that a lost connection or an ended session costs nothing.
// data-hospitium-draft names the address; empty: the form's own, which then gives the next version.
// It answers {text, version} with JSON, or 204 when there is nothing to keep; the server decides which fields it keeps.

const PAUSE = 4000;

for (const form of document.querySelectorAll("form[data-hospitium-draft]")) {
  const state = form.querySelector("[data-hospitium-draft-state]");
  const address = form.dataset.hospitiumDraft;
  let changed = false;
  let busy = false;
  let sent = false;
  let waiting = null; // who pressed the button while a draft was on its way: its answer has the version that counts

  function say(...words) {
    if (state && !sent) state.textContent = words.filter(Boolean).join(" ");
  }

  async function keep() {
    if (!changed || busy || sent) return;
    busy = true;
    changed = false;
    const typed = new FormData(form);
    if (!address) typed.delete("form_key"); // this sending is not the one that counts once
    try {
      const response = await fetch(address || form.action, {
        method: "POST",
        body: typed,
        headers: { "X-Hospitium-Draft": "1" },
        redirect: "error",
        keepalive: true,
      });
      if (response.status === 204) return;
      const answer = await response.json();
      if (answer.version) form.elements.version.value = answer.version;
      say(response.ok && state?.dataset.saved, answer.text);
    } catch {
      changed = true;
      say(state?.dataset.lost);
    } finally {
      busy = false;
      if (waiting) form.requestSubmit(waiting === form ? undefined : waiting);
    }
  }

  form.addEventListener("input", () => (changed = true));
  form.addEventListener("submit", (event) => {
    if (busy) {
      event.preventDefault();
      waiting = event.submitter ?? form;
      return;
    }
    waiting = null;
    sent = true;
  });
  addEventListener("pageshow", () => (sent = false));
  setInterval(keep, PAUSE);
  addEventListener("online", keep);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep();
  });
}
