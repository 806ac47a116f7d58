/**
 * Shows how long a text is while someone writes. Nothing is ever cut.
 *
 *   <textarea id="id_text" …></textarea>
 *   <p class="word-count" data-counts="id_text" data-about="125" data-max="1000">60 words of about 125</p>
 *
 *   <textarea id="id_words" data-limit="2000" …></textarea>        characters; the count shows near the limit
 *
 * The server writes the first line of a word count and says what is too long. A line that cannot change without this
 * script comes hidden, and is shown here. A box has one count: near its limit, the line of words says the characters too.
 * What is seen changes at once; what is read aloud waits for a pause (announcer.js).
 */
import { announce } from "./announcer.js";
import { countAnswer, countWords, describeCharacters, describeWordCount } from "./written-text.js";

/** @param {Element | null} field @returns {field is HTMLInputElement | HTMLTextAreaElement} */
function isTextField(field) {
  return field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement;
}

/**
 * Have a field describe itself with its count too, so that a screen reader says it when the field is entered.
 *
 * @param {HTMLElement} field @param {HTMLElement} line
 */
function describeByCount(field, line) {
  line.id ||= `${field.id || "field"}_count`;
  const described = field.getAttribute("aria-describedby");
  field.setAttribute("aria-describedby", described ? `${described} ${line.id}` : line.id);
}

/**
 * How many characters are left, near the limit of a field; "" elsewhere.
 *
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 */
function describeLimit(field) {
  return field.dataset.limit ? describeCharacters(countAnswer(field.value), Number(field.dataset.limit)) : "";
}

/** @param {HTMLElement} line */
function watchWords(line) {
  const field = document.getElementById(line.dataset.counts ?? "");
  if (!isTextField(field)) {
    return;
  }
  line.hidden = false;
  describeByCount(field, line);
  field.addEventListener("input", () => {
    const count = countWords(field.value);
    const [most, about] = [line.dataset.max, line.dataset.about].map((limit) => Number(limit ?? 0));
    line.textContent = [describeWordCount(count, most, about), describeLimit(field)].filter(Boolean).join(". ");
    announce("count", line.textContent);
  });
}

/** @param {HTMLInputElement | HTMLTextAreaElement} field */
function watchLimit(field) {
  if (document.querySelector(`.word-count[data-counts="${CSS.escape(field.id)}"]`)) {
    return;
  }
  const line = document.createElement("p");
  line.className = "word-count";
  line.textContent = describeLimit(field);
  field.after(line);
  describeByCount(field, line);
  field.addEventListener("input", () => {
    const words = describeLimit(field);
    if (words !== line.textContent) {
      line.textContent = words;
      announce("count", words);
    }
  });
}

document.querySelectorAll(".word-count[data-counts]").forEach((line) => line instanceof HTMLElement && watchWords(line));
document.querySelectorAll("[data-limit]").forEach((field) => isTextField(field) && watchLimit(field));
