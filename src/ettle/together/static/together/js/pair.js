// @ts-check
/**
 * A page of a session of two. Where it waits, it asks the site now and then whether there is something new, and says so:
 * the person decides when to load the page again. It asks without cookies, so that waiting does not keep a session on a
 * shared computer open, and stops after half an hour.
 *
 * On one phone the next person may press Back: a page that leaves the screen is emptied, and one that the browser shows
 * from memory is loaded again. Without this script `Cache-Control: no-store` alone does that.
 */
const onePhone = document.querySelector("script[data-one-phone]") !== null;
const line = document.querySelector("[data-watch]");
const began = Date.now();
const QUICK_SECONDS = 4, SLOW_SECONDS = 15, QUICK_FOR_SECONDS = 120, STOPS_AFTER_SECONDS = 1800;

async function look() {
  if (!(line instanceof HTMLElement)) return;
  const seconds = (Date.now() - began) / 1000;
  if (seconds > STOPS_AFTER_SECONDS) return;
  if (!document.hidden && (await isNew(line))) {
    line.textContent = line.dataset.words ?? "";
    return;
  }
  setTimeout(look, 1000 * (seconds < QUICK_FOR_SECONDS ? QUICK_SECONDS : SLOW_SECONDS));
}

/**
 * Whether the other person has done something since this page was made, or the session has ended.
 *
 * @param {HTMLElement} watched
 */
async function isNew(watched) {
  try {
    const response = await fetch(watched.dataset.watch ?? "", { cache: "no-store", credentials: "omit" });
    if (response.status === 404) return true;
    return response.ok && String((await response.json()).changes) !== watched.dataset.changes;
  } catch {
    return false; // No connection now; there may be one the next time.
  }
}

setTimeout(look, 1000 * QUICK_SECONDS);

if (onePhone) {
  addEventListener("pagehide", () => document.querySelector("main")?.replaceChildren());
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}
