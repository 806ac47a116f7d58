/**
 * What a page has to say first, and what Back makes of it. A form that comes back: brings the reader to the error summary, and to the field that a
 * link of it names. Something was done: has a screen reader say so, which it does for words that change on a page and
 * not for words that a page comes with. Without this script both are still first on the page.
 */
const ANNOUNCED_AFTER = 300; // A screen reader that does not know the region yet says nothing.
const notices = [...document.querySelectorAll("[data-announced]")];

if (notices.length) {
  const region = document.createElement("p");
  region.className = "visually-hidden";
  region.setAttribute("role", "status");
  (document.querySelector("main") ?? document.body).append(region);
  setTimeout(() => (region.textContent = notices.map((notice) => notice.textContent).join(" ")), ANNOUNCED_AFTER);
}

const summary = document.querySelector(".error-summary");
const unstored = document.querySelector("[data-not-stored]");

// This page answered a form that was not stored, so that Back to it would ask to send the form again, and Chromium would
// show an error in its place. Now Back opens the page of the form, which offers the words that the device has.
if (unstored instanceof HTMLElement) {
  history.replaceState(history.state, "", unstored.dataset.here ?? location.href);
} else if (summary && addressBefore() === location.href) {
  history.replaceState(history.state, "", location.href); // the form came from this address, so it can be opened
}

/** The address of the page before this one, in browsers that tell. @returns {string | undefined} */
function addressBefore() {
  const { navigation } = /** @type {any} */ (window);
  return navigation?.entries()[navigation.currentEntry.index - 1]?.url;
}

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
