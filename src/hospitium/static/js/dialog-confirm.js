// Asks in a dialog before a form marked data-hospitium-confirm="id of the dialog" is sent.

for (const form of document.querySelectorAll("form[data-hospitium-confirm]")) {
  const dialog = document.getElementById(form.dataset.hospitiumConfirm);
  let confirmed = false;

  // In the capture phase, so that the other listeners see only a submission that takes place.
  form.addEventListener("submit", (event) => {
    if (confirmed || !dialog) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    dialog.returnValue = "";
    dialog.addEventListener("close", () => {
      if (dialog.returnValue !== "confirmed") return;
      confirmed = true;
      form.requestSubmit(submitter);
    }, { once: true });
    dialog.showModal();
  }, { capture: true });
}
