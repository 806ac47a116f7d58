/**
 * Counts words while somebody writes.
 *
 *   <textarea id="id_text" …></textarea>
 *   <p class="word-count" data-counts="id_text" data-min="400" data-max="1000">212 words, 188 more to write</p>
 *
 * The server writes the first line, so it is right without this script. What is seen changes at once; what is read
 * aloud waits for a pause (announcer.js).
 */
import { announce } from "./announcer.js";

/** @param {string} text @returns {number} words as the server counts them: what stands between white space */
export function wordsIn(text) {
  return text.trim() ? text.trim().split(/\s+/u).length : 0;
}

/**
 * @param {number} count
 * @param {number} least 0 when there is no minimum
 * @param {number} most 0 when there is no maximum
 */
export function inWords(count, least, most) {
  const words = count === 1 ? "1 word" : `${count} words`;
  if (count < least) {
    return `${words}, ${least - count} more to write`;
  }
  return most && count > most ? `${words}, ${count - most} over` : words;
}

/** @param {HTMLElement} line */
function watch(line) {
  const box = document.getElementById(line.dataset.counts ?? "");
  if (!(box instanceof HTMLTextAreaElement)) {
    return;
  }
  box.addEventListener("input", () => {
    line.textContent = inWords(wordsIn(box.value), Number(line.dataset.min ?? 0), Number(line.dataset.max ?? 0));
    announce("count", line.textContent);
  });
}

document.querySelectorAll(".word-count[data-counts]").forEach((line) => line instanceof HTMLElement && watch(line));
