// @ts-check
/**
 * Hides a private page when it leaves the screen, and shows it again only to the person it belongs to.
 * A browser may show a page from memory when someone presses Back, also after sign-out, on a shared computer. Then this
 * module asks the site whose session it is. Without scripts, browsers that heed "no-store" load the page again.
 */
const script = document.querySelector("script[data-person]");
const person = script instanceof HTMLScriptElement ? script.dataset.person ?? "" : "";
const said = script instanceof HTMLScriptElement ? script.dataset : {};
const idleSeconds = script instanceof HTMLScriptElement ? Number(script.dataset.idleSeconds ?? 0) : 0;
/** @type {HTMLElement | null} */
let notice = null;
let usedAt = Date.now();

function hide() {
  document.body.style.setProperty("display", "none", "important");
}

function show() {
  notice?.remove();
  notice = null;
  document.body.style.removeProperty("display");
}

/** Load the address again: sign-in for a private page, and the public part of one that everyone may read. */
function leave() {
  location.replace(location.pathname + location.search);
}

/** What stands there while the site cannot be reached: the page is still in memory, with all that was typed. */
function wait() {
  if (notice) return;
  notice = document.createElement("div");
  notice.setAttribute("role", "status");
  const words = document.createElement("p");
  words.textContent = said.waits ?? "";
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = said.again ?? "";
  button.addEventListener("click", check);
  notice.append(words, button);
  document.documentElement.append(notice);
}

async function check() {
  hide();
  try {
    const response = await fetch("/account/session/", { cache: "no-store", credentials: "same-origin" });
    if (!response.ok) {
      wait();
    } else if ((await response.json()).person === person) {
      show();
    } else {
      leave();
    }
  } catch {
    wait();
  }
}

if (person) {
  addEventListener("pagehide", (event) => {
    if (event.persisted) hide();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) check();
  });
  addEventListener("online", () => {
    if (notice) check();
  });
}

// On a shared computer the session ends by itself; the page that was left open on the screen goes with it.
if (person && idleSeconds) {
  for (const sign of ["keydown", "pointerdown", "scroll"]) {
    addEventListener(sign, () => { usedAt = Date.now(); }, { passive: true });
  }
  setInterval(() => {
    if (Date.now() - usedAt > idleSeconds * 1000 && !notice) check();
  }, 60_000);
}
