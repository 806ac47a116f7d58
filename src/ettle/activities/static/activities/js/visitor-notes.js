// @ts-check
/**
 * Notes of someone without an account. They stay in this tab, on this device, until it is closed, and are never sent.
 * Where the browser stores nothing, the hint of the box keeps saying that they go when one continues.
 */
const PREFIX = "ettle-notes/";

/** @param {string} key @returns {string} */
function read(key) {
  try {
    return sessionStorage.getItem(PREFIX + key) ?? "";
  } catch {
    return "";
  }
}

/** @param {string} key @param {string} words @returns {boolean} whether they are stored */
function write(key, words) {
  try {
    sessionStorage.setItem(PREFIX + key, words);
    return true;
  } catch {
    return false;
  }
}

for (const box of document.querySelectorAll("textarea[data-notes]")) {
  if (box instanceof HTMLTextAreaElement) {
    const key = box.dataset.notes ?? "";
    box.value = box.value || read(key);
    const hint = document.getElementById(box.getAttribute("aria-describedby") ?? "");
    if (hint && write(key, box.value)) {
      hint.textContent = box.dataset.kept ?? "";
    }
    box.addEventListener("input", () => write(key, box.value));
  }
}

for (const place of document.querySelectorAll("[data-notes-of]")) {
  const words = place instanceof HTMLElement ? read(place.dataset.notesOf ?? "") : "";
  const shown = place.querySelector("[data-words]");
  if (place instanceof HTMLElement && shown && words.trim()) {
    shown.textContent = words;
    place.hidden = false;
  }
}

export {};
