/**
 * Counts what someone writes, as the server does (kit/values/written_text.py). A test runs both on the same texts.
 */
import { say, sayCount } from "./messages.js";
const NEAR = 0.9;
const LETTERS_A_WORD = 4;

const REMOVED = /[\x00\x7f\ufeff\ud800-\udfff]/gu;
const LINE_ENDS = /\r\n|[\r\x0b\x0c\x85\u2028\u2029]/gu;
const SPACES = /[\x01-\x08\x0e-\x1f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]/gu;
const SEPARATORS = String.raw` \t\n\u1361\u200b\u2012-\u2015\u2022\u2023\u2043\u25aa\u25ab\u25cf\u25e6\u2e3a\u2e3b\uf0a7\uf0b7`;
const SINGLE_CHARACTERS = String.raw`\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fd-\u30ff\u3105-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff6f\uff71-\uff9d\u{20000}-\u{323af}`;
const UNSPACED = String.raw`\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff`;
const UNSPACED_LETTERS = /[\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e45\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd\u0ec0-\u0ec4\u1000-\u102a\u103f\u1050-\u1055\u1780-\u17b3]/gu;
const WORD = new RegExp(`[${SINGLE_CHARACTERS}]|([${UNSPACED}]+)|([^${SEPARATORS}${SINGLE_CHARACTERS}${UNSPACED}]+)`, "gu");
const NO_WORD = /^[\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e\xa1-\xa9\xab-\xb1\xb4\xb6-\xb8\xbb\xbf\xd7\xf7\u02c2-\u02df\u0300-\u036f\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965\u1362-\u1368\u200c-\u206f\u20a0-\u20ff\u2190-\u2bff\u2e00-\u2e7f\u3001-\u3004\u3008-\u3020\u3030-\u303f\u3099-\u309c\u30a0\u30fb\u30fc\ue000-\uf8ff\ufe00-\ufe6f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uff70\uff9e\uff9f\ufff9-\uffff\u{1f000}-\u{1faff}\u{e0000}-\u{e01ef}]+$/u;

/** @param {string} text @returns {string} the text as the server stores it */
export function normaliseText(text) {
  return text.replace(REMOVED, "").replace(LINE_ENDS, "\n").replace(SPACES, " ").normalize("NFC");
}

/** @param {string} text @returns {number} code points of the normalised text */
export function countCharacters(text) {
  return Array.from(normaliseText(text)).length;
}

/** @param {string} text @returns {number} characters of an answer: the server takes spaces off its ends */
export function countAnswer(text) {
  return countCharacters(normaliseText(text).trim());
}

/** @param {string} text @returns {number} */
export function countWords(text) {
  let count = 0;
  for (const [, unspaced, other] of normaliseText(text).matchAll(WORD)) {
    if (unspaced) {
      count += Math.max(1, Math.ceil((unspaced.match(UNSPACED_LETTERS) ?? []).length / LETTERS_A_WORD));
    } else if (!other || !NO_WORD.test(other)) {
      count += 1;
    }
  }
  return count;
}

/**
 * @param {number} count
 * @param {number} most 0 when there is no maximum
 * @param {number} about how many are asked for; fewer may be sent
 */
export function describeWordCount(count, most, about) {
  const words = sayCount("1 word", "{number} words", count);
  if (count < about) {
    return say("{words} of about {number}", { words, number: about });
  }
  return most && count > most ? sayCount("{words}, 1 over", "{words}, {number} over", count - most, { words }) : words;
}

/** @param {number} count @param {number} limit @returns {string} empty while there is much room */
export function describeCharacters(count, limit) {
  if (count < limit * NEAR) {
    return "";
  }
  const number = Math.abs(limit - count);
  if (count > limit) {
    return sayCount("1 character too many", "{number} characters too many", number);
  }
  return sayCount("1 character left", "{number} characters left", number);
}
