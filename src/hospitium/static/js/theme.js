// Light, dark or as the system has it. Loaded before the page is drawn, so that nothing flashes.
(() => {
  const KEY = "hospitium-theme";
  const root = document.documentElement;

  function stored() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage may be switched off
    }
  }

  function apply(theme) {
    if (theme === "light" || theme === "dark") root.dataset.kernTheme = theme;
    else delete root.dataset.kernTheme;
  }

  function choose(theme) {
    apply(theme);
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // the choice then lasts for this page only
    }
    mark();
  }

  function mark() {
    const current = root.dataset.kernTheme ?? "system";
    for (const button of document.querySelectorAll("[data-hospitium-theme] button")) {
      button.setAttribute("aria-pressed", String(button.value === current));
    }
  }

  if (stored()) apply(stored());

  document.addEventListener("DOMContentLoaded", () => {
    for (const group of document.querySelectorAll("[data-hospitium-theme]")) {
      group.hidden = false;
      group.addEventListener("click", (event) => {
        const button = event.target.closest("button");
        if (button) choose(button.value);
      });
    }
    mark();
  });
})();
