/**
 * What a screen reader is told while someone writes: one message for each pause, and failures at once.
 *
 * What can be seen (the line under a box, the count of words) changes with every letter and is no live region. Its words
 * are handed to `announce`, which waits until nothing was typed for a while, and for a save that is under way, and then
 * says the newest of each source together.
 */
const PAUSE = 2500;
const LONGEST_SAVE = 10_000;
const SOON = 150;

/** @type {Map<string, string>} */
const waiting = new Map();
/** @type {Set<string>} */
const busy = new Set();
let lastTyped = 0;
let spoken = true;
let failure = "";
let timer = 0;

/** @param {"status" | "alert"} role */
function region(role) {
  const line = document.createElement("p");
  line.className = "visually-hidden";
  line.setAttribute("role", role);
  (document.querySelector("main") ?? document.body).append(line);
  return line;
}

const polite = region("status");
const urgent = region("alert");

function speak() {
  const quiet = Date.now() - lastTyped;
  if (quiet < PAUSE || (busy.size && quiet < PAUSE + LONGEST_SAVE)) {
    later(quiet < PAUSE ? PAUSE - quiet : 500);
    return;
  }
  if (spoken || !waiting.size) {
    return;
  }
  const words = [...waiting.values()].filter(Boolean).join(". ");
  waiting.clear();
  spoken = true;
  if (words && words !== polite.textContent) {
    polite.textContent = words;
  }
}

/** @param {number} wait */
function later(wait) {
  clearTimeout(timer);
  timer = window.setTimeout(speak, Math.max(wait, SOON));
}

addEventListener("input", () => {
  lastTyped = Date.now();
  spoken = false;
});
// What follows from a press of a button is a new message, whenever it comes.
addEventListener("submit", () => (spoken = false), true);
addEventListener("click", () => (spoken = false), true);

/** Something of this source is under way: wait for its outcome. @param {string} source */
export function expect(source) {
  busy.add(source);
}

/** Say this at the next pause. @param {string} source @param {string} words */
export function announce(source, words) {
  busy.delete(source);
  waiting.set(source, words);
  if (source !== "count") {
    failure = "";
  }
  later(0);
}

/** Say this now, unless it was the last failure too. @param {string} source @param {string} words */
export function announceFailure(source, words) {
  busy.delete(source);
  waiting.delete(source);
  if (failure !== words) {
    failure = words;
    urgent.textContent = words;
  }
}
