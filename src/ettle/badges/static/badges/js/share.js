// Copy and print, shown only where the browser can do them. Without this the text is there to be copied by hand.
for (const button of document.querySelectorAll("[data-copy], [data-copy-from]")) {
  const told = button.closest("[data-copy-group]")?.querySelector("[data-copied]");
  if (!(button instanceof HTMLElement) || !(told instanceof HTMLElement) || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copyFrom ?? "");
    try {
      await navigator.clipboard.writeText(source instanceof HTMLTextAreaElement ? source.value : button.dataset.copy ?? "");
      told.textContent = told.dataset.copied ?? "";
    } catch {
      told.textContent = told.dataset.failed ?? "";
    }
  });
}
const printButton = /** @type {HTMLElement | null} */ (document.querySelector("[data-print]"));
if (printButton) {
  printButton.hidden = false;
  printButton.addEventListener("click", () => window.print());
}

export {};
