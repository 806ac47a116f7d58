// @ts-check
/** A button that prints the page, shown only where a script can press it. */
for (const button of document.querySelectorAll("[data-print]")) {
  if (button instanceof HTMLElement) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}
