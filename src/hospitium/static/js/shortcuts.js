// "/" goes to the search field, "?" shows the keys. Single keys can be switched off (WCAG 2.1.4).

const KEY = "hospitium-shortcuts";
const dialog = document.querySelector("[data-hospitium-shortcuts]");
const field = document.querySelector("[data-hospitium-search]");
const choice = document.querySelector("[data-hospitium-shortcuts-on]");
const hint = document.querySelector("[data-hospitium-key]");
const opener = document.querySelector("[data-hospitium-show-shortcuts]");

function isOn() {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true; // storage may be switched off
  }
}

function show(on) {
  if (choice) choice.checked = on;
  if (hint) hint.hidden = !on;
}

function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable], dialog") !== null;
}

function act(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || !isOn() || isTyping(event.target)) return;
  if (event.key === "/" && field) {
    event.preventDefault();
    field.focus();
    field.select();
  } else if (event.key === "?" && dialog) {
    event.preventDefault();
    dialog.showModal();
  }
}

if (opener && dialog) {
  opener.hidden = false;
  opener.addEventListener("click", () => dialog.showModal());
}
choice?.addEventListener("change", () => {
  try {
    localStorage.setItem(KEY, choice.checked ? "on" : "off");
  } catch {
    // the choice then lasts for this page only
  }
  show(choice.checked);
});
document.addEventListener("keydown", act);
show(isOn());
