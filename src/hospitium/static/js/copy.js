// Copies the text of a field. Without a clipboard (an insecure address) the text is selected, ready for Ctrl+C.

for (const button of document.querySelectorAll("[data-hospitium-copy]")) {
  const field = document.getElementById(button.dataset.hospitiumCopy);
  const done = document.querySelector("[data-hospitium-copy-done]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.focus();
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      done.hidden = false;
    } catch {
      // it stays selected
    }
  });
}
