// Copy and print, shown only where the browser can do them. Without this the address is there to be copied by hand.
const copyButton = /** @type {HTMLElement | null} */ (document.querySelector("[data-copy]"));
const told = /** @type {HTMLElement | null} */ (document.querySelector("[data-copied]"));
if (copyButton && told && navigator.clipboard) {
  copyButton.hidden = false;
  copyButton.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(copyButton.dataset.copy ?? "");
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
