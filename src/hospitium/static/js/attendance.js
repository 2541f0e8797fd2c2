// Sends each tap on the attendance page at once, so that a whole room is noted without a page in between.

for (const list of document.querySelectorAll("[data-hospitium-attendance]")) {
  list.addEventListener("submit", (event) => send(list, event));
}

async function send(list, event) {
  const form = event.target;
  const button = event.submitter;
  if (!button || button.name !== "state") return;
  event.preventDefault();
  const body = new FormData(form);
  body.set("state", button.value);
  const note = document.querySelector("[data-hospitium-attendance-state]");
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action || location.href, {
      method: "POST",
      body,
      headers: { "X-Requested-With": "fetch" },
      redirect: "error",
    });
    if (!answer.ok) throw new Error(String(answer.status));
    show(form, button.value);
    note.textContent = "";
  } catch {
    note.textContent = list.dataset.failed;
  } finally {
    form.removeAttribute("aria-busy");
  }
}

// The pressed button sends "" next time: tapping it again takes the note back.
function show(form, state) {
  for (const button of form.querySelectorAll("button[data-state]")) {
    const isPressed = button.dataset.state === state;
    button.setAttribute("aria-pressed", String(isPressed));
    button.value = isPressed ? "" : button.dataset.state;
  }
}
