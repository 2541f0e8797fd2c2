// Saves a draft while somebody types; the buttons of the form do the same without this module.

const PAUSE = 2500;

for (const form of document.querySelectorAll("form[data-hospitium-autosave]")) {
  const state = form.querySelector("[data-hospitium-autosave-state]");
  let timer = 0;
  let running = false;
  let waiting = false;

  const save = async () => {
    if (running) {
      waiting = true;
      return;
    }
    running = true;
    const data = new FormData(form);
    data.delete("form_key"); // this sending is not the one that counts once
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, headers: { "X-Hospitium-Autosave": "1" } });
      if (answer.headers.get("Content-Type")?.startsWith("application/json")) {
        const said = await answer.json();
        if (said.version) form.elements.version.value = said.version;
        state.textContent = said.text;
      }
    } catch {
      state.textContent = ""; // offline: the warning before leaving the page still holds
    }
    running = false;
    if (waiting) {
      waiting = false;
      save();
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
}
