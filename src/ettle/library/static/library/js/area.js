/**
 * The page of an area: Continue opens the next section without loading the page again, a visitor's place is remembered in
 * the browser, and the browser may read aloud and print. Without this script Continue is a link or a button of a form,
 * every section opens by a press, and the rest is not offered.
 */
/** @type {HTMLDetailsElement[]} */
const steps = [...document.querySelectorAll("details")].filter((details) => details.classList.contains("area-step"));
const placeKey = `place:${location.pathname}`;
const form = document.getElementById("keep-place");

/**
 * The part of the page that an anchor names, shown.
 *
 * @param {string} anchor
 */
function show(anchor) {
  const place = document.getElementById(anchor);
  const step = place?.closest("details.area-step");
  if (step instanceof HTMLDetailsElement) {
    step.open = true;
  }
  const start = step?.querySelector("summary") ?? place;
  start?.scrollIntoView();
  if (start instanceof HTMLElement) {
    if (!step) {
      start.tabIndex = -1;
    }
    start.focus({ preventScroll: true });
  }
}

/**
 * For a reader who is signed in on the server; otherwise in this browser alone.
 *
 * @param {string} anchor
 */
function rememberPlace(anchor) {
  if (form instanceof HTMLFormElement) {
    const data = new FormData(form);
    data.set("place", anchor);
    fetch(form.action, { method: "POST", body: data, keepalive: true, redirect: "manual" }).catch(() => {});
    return;
  }
  try {
    localStorage.setItem(placeKey, anchor);
  } catch {
    // A browser that stores nothing remembers no place.
  }
}

function rememberedPlace() {
  try {
    return form ? null : localStorage.getItem(placeKey);
  } catch {
    return null;
  }
}

for (const button of document.querySelectorAll("[data-continue]")) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const anchor = button instanceof HTMLAnchorElement ? button.hash.slice(1) : (button.getAttribute("value") ?? "");
    show(anchor);
    history.replaceState(null, "", `#${anchor}`);
    rememberPlace(anchor);
  });
}

const resume = document.querySelector("[data-resume]");
const place = rememberedPlace();
const remembered = place ? steps.find((step) => step.dataset.step === place) : undefined;
const link = resume?.querySelector("a");
if (resume instanceof HTMLElement && link && place && remembered) {
  link.href = `#${place}`;
  link.textContent = remembered.querySelector("h2")?.textContent ?? "";
  link.addEventListener("click", (event) => {
    event.preventDefault();
    show(place);
  });
  resume.hidden = false;
}

if (location.hash) {
  // Browsers that do not open a closed section for an address that names a place in it.
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const step = target?.closest("details.area-step");
  if (step instanceof HTMLDetailsElement && !step.open) {
    step.open = true;
    target?.scrollIntoView();
  }
}

/**
 * What is read aloud: the sentences at the top, then every section that is open; all of them when none is. The paragraphs
 * for other roles and settings are read where the reader has opened them.
 */
function spokenParts() {
  const all = [...document.querySelectorAll("[data-speak]")];
  const open = all.filter((part) => part.closest("details:not([open])") === null);
  const chosen = steps.some((step) => step.open) ? open : all;
  return chosen.flatMap((part) => [...part.querySelectorAll("h3, p, li, dt, dd, blockquote, figcaption, caption, td, th")])
    .filter((part) => !part.closest(".on-screen, details[data-other]:not([open])") && !part.querySelector("p, li"))
    .map((part) => part.textContent.trim())
    .filter(Boolean);
}

const listen = document.querySelector("[data-listen]");
const silence = document.querySelector("[data-stop]");
if ("speechSynthesis" in window && listen instanceof HTMLElement && silence instanceof HTMLElement) {
  /** @param {boolean} isSpeaking */
  const showSpeaking = (isSpeaking) => {
    listen.hidden = isSpeaking;
    silence.hidden = !isSpeaking;
  };
  showSpeaking(false);
  listen.addEventListener("click", () => {
    speechSynthesis.cancel();
    const parts = spokenParts();
    for (const [number, words] of parts.entries()) {
      // One utterance for each paragraph: browsers stop long ones after some seconds.
      const utterance = new SpeechSynthesisUtterance(words);
      utterance.lang = document.documentElement.lang;
      if (number === parts.length - 1) {
        utterance.addEventListener("end", () => showSpeaking(false));
      }
      speechSynthesis.speak(utterance);
    }
    showSpeaking(parts.length > 0);
    silence.focus();
  });
  silence.addEventListener("click", () => {
    speechSynthesis.cancel();
    showSpeaking(false);
    listen.focus();
  });
  addEventListener("pagehide", () => speechSynthesis.cancel());
}

const printButton = document.querySelector("[data-print]");
if (printButton instanceof HTMLElement) {
  printButton.hidden = false;
  printButton.addEventListener("click", () => window.print());
}
// Browsers whose style sheet cannot open a closed section for print.
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details")) {
    details.dataset.wasOpen = String(details.open);
    details.open = true;
  }
});
addEventListener("afterprint", () => {
  for (const details of document.querySelectorAll("details")) {
    details.open = details.dataset.wasOpen === "true";
  }
});
