/**
 * What scripts say, in the language of the page. The server gives the translations (texts/recovery/script_messages.py); an English
 * page has none, and the words stay as they are.
 */
const list = typeof document === "undefined" ? null : document.getElementById("script-messages");

/**
 * rule: which form each number from 0 takes, a digit each. counted: the forms, by the English for other numbers than 1.
 * @type {{ words?: Record<string, string>, rule?: string, counted?: Record<string, string[]> }}
 */
const translations = JSON.parse(list?.textContent || "{}");

/** The language of the page, for dates and numbers. */
export const language = (list && document.documentElement.lang) || "en-GB";

/** Which numbers are spoken of alike. */
const plurals = new Intl.PluralRules(language);

/**
 * @param {string} words in English, with {names} where values go @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function say(words, values = {}) {
  return fill(translations.words?.[words] ?? words, values);
}

/**
 * Say how many, in the plural form that the language has for the number.
 * @param {string} one the English for 1 @param {string} many the English for other numbers @param {number} count
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function sayCount(one, many, count, values = {}) {
  const form = translations.counted?.[many]?.[formOf(count)];
  return fill(form ?? (count === 1 ? one : many), { number: count.toLocaleString(language), ...values });
}

/**
 * Which form of the catalogue a number takes. Up to 199 the catalogue says so itself. A larger one takes the form of a number that
 * the language's plural rules count among the same: the same last two digits if they can, because many rules ask for those.
 * @param {number} count
 */
function formOf(count) {
  const rule = translations.rule ?? "";
  const group = plurals.select(count);
  const alike = [count, 100 + (count % 100), ...Array(rule.length).keys()].find(
    (number) => number < rule.length && (number === count || plurals.select(number) === group),
  );
  return Number(rule[alike ?? 0]);
}

/** @param {string} words @param {Record<string, string | number>} values */
function fill(words, values) {
  return words.replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
}
