/**
 * Brings a reader to the error summary when a form comes back, and to the field a summary link names.
 * Without this script the summary is still first on the page and its links still work.
 */
const summary = document.querySelector(".error-summary");

if (summary instanceof HTMLElement) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) {
      return;
    }
    event.preventDefault();
    // The label or legend is shown too: a field alone at the top of a phone does not say what it is.
    const heading = field.closest("fieldset")?.querySelector("legend") ?? document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
    (heading ?? field).scrollIntoView();
    field.focus({ preventScroll: true });
  });
}
