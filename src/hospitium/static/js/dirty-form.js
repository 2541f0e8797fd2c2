// Warns before a page with unsaved input is left, and leads to the errors after a failed attempt.

const dirty = new Set();

for (const form of document.querySelectorAll("form[data-hospitium-dirty]")) {
  if (form.querySelector("[data-hospitium-errors]")) dirty.add(form);
  form.addEventListener("input", () => dirty.add(form));
  form.addEventListener("reset", () => dirty.delete(form));
  form.addEventListener("submit", () => dirty.delete(form));
  form.querySelector("[data-hospitium-leave]")?.addEventListener("click", () => dirty.delete(form));
}

addEventListener("beforeunload", (event) => {
  if (dirty.size) event.preventDefault();
});

document.querySelector("[data-hospitium-errors]")?.focus();
