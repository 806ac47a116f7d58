// Copy and print, shown only where the browser can do them. Without this the address is there to be copied by hand.
const copy = document.querySelector("[data-copy]");
const told = document.querySelector("[data-copied]");
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(copy.dataset.copy);
      told.textContent = "The link is copied";
    } catch {
      told.textContent = "The link could not be copied. Select the address above and copy it.";
    }
  });
}
const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
