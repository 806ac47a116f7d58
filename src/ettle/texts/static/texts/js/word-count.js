/**
 * Counts words while somebody writes.
 *
 *   <textarea id="id_text" …></textarea>
 *   <p class="word-count" data-counts="id_text" data-min="400" data-max="1000">212 words, 188 more</p>
 *
 * The server writes the first line, so it is right without this script. What is seen changes at once; what is read
 * aloud waits until five seconds have passed since the last time.
 */
const QUIET = 5000;

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
  const spoken = document.createElement("span");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  line.after(spoken);
  let lastSpoken = 0;
  let waiting = 0;

  const speak = () => {
    waiting = 0;
    lastSpoken = Date.now();
    spoken.textContent = line.textContent;
  };
  box.addEventListener("input", () => {
    line.textContent = inWords(wordsIn(box.value), Number(line.dataset.min ?? 0), Number(line.dataset.max ?? 0));
    waiting ||= window.setTimeout(speak, Math.max(0, lastSpoken + QUIET - Date.now()));
  });
}

document.querySelectorAll(".word-count[data-counts]").forEach((line) => line instanceof HTMLElement && watch(line));
