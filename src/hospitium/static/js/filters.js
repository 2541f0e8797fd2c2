// Sends a filter form as soon as something is chosen. A choice made with the keyboard waits until the field
// is left or Enter is pressed, because the arrow keys pass over values nobody meant.

const KEY = "hospitium-filter-focus";

for (const form of document.querySelectorAll("form[data-hospitium-autosubmit]")) {
  let byKeyboard = false;
  let waiting = false;

  function send(control) {
    try {
      sessionStorage.setItem(KEY, control.id);
    } catch {
      // the focus then starts at the top of the page
    }
    form.requestSubmit();
  }

  form.addEventListener("keydown", () => { byKeyboard = true; });
  form.addEventListener("pointerdown", () => { byKeyboard = false; });
  form.addEventListener("change", ({ target }) => {
    if (target.matches("input:not([type=checkbox], [type=radio])")) return;
    if (target.matches("select") && byKeyboard) waiting = true;
    else send(target);
  });
  form.addEventListener("focusout", ({ target, relatedTarget }) => {
    if (!waiting) return;
    waiting = false;
    send(relatedTarget && form.contains(relatedTarget) ? relatedTarget : target);
  });
}

// On a phone the fields stand folded above the list.
const narrow = matchMedia("(max-width: 40rem)");

function fold() {
  for (const part of document.querySelectorAll("details[data-hospitium-fold]")) part.open = !narrow.matches;
}

fold();
narrow.addEventListener("change", fold);

try {
  const last = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  if (last) document.getElementById(last)?.focus();
} catch {
  // storage may be switched off
}
