/**
 * What scripts say, in the language of the page. The server gives the translations (texts/recovery/script_messages.py); an English
 * page has none, and the words stay as they are.
 */
const list = typeof document === "undefined" ? null : document.getElementById("script-messages");

/** @type {Record<string, string>} */
const translations = JSON.parse(list?.textContent || "{}");

/** The language of the page, for dates and numbers. */
export const language = (list && document.documentElement.lang) || "en-GB";

/**
 * @param {string} words in English, with {names} where values go @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function say(words, values = {}) {
  return (translations[words] ?? words).replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
}
