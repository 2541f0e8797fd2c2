// Warns before a page with unsaved input is left, and leads to the errors after a failed attempt.

const dirty = new Set();
const forms = document.querySelectorAll("form[data-hospitium-dirty]");
const errors = forms.length === 1 ? forms[0].querySelector("[data-hospitium-errors]") : null;

if (errors) {
  dirty.add(forms[0]); // what was typed came back unsaved
  errors.focus();
}

for (const form of forms) {
  form.addEventListener("input", () => dirty.add(form));
  form.addEventListener("reset", () => dirty.delete(form));
  form.addEventListener("submit", () => dirty.delete(form));
  form.querySelector("[data-hospitium-leave]")?.addEventListener("click", () => dirty.delete(form));
}

addEventListener("beforeunload", (event) => {
  if (dirty.size) event.preventDefault();
});
