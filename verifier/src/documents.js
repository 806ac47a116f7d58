/** Read what is handed in: a JSON text, a token or a picture. Size and depth are limited as on the server. */
import { visit } from "jsonc-parser";
import { extractBadge, isPicture } from "./pictures.js";

/** @typedef {import("./types").Submitted} Submitted */
/** @typedef {import("./types").Json} Json */

const MAX_TEXT_LENGTH = 500_000;
const MAX_DEPTH = 20;
const MAX_VALUES = 6_000;
const MAX_OBJECTS = 300;
const MAX_TYPES_OF_AN_OBJECT = 8;
const MAX_CONTEXTS = 100;
const BADGE_TYPES = ["OpenBadgeCredential", "AchievementCredential"];
const REGISTERED_CLAIMS = new Set(["iss", "sub", "jti", "nbf", "iat", "exp", "aud"]);

/** What was handed in is no badge that can be read. fault: the name of the sentence that says so. */
export class InvalidBadge extends Error {
  /** @param {string} fault */
  constructor(fault) {
    super(fault);
    this.fault = fault;
  }
}

/** @param {unknown} value @returns {value is Json} */
export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {unknown} value @returns {unknown[]} */
export function asList(value) {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

/** The badge in a file or text. @param {Uint8Array} content @returns {Promise<Submitted>} */
export async function parseBadge(content) {
  const text = await readText(content);
  if (text.length > MAX_TEXT_LENGTH) throw new InvalidBadge("tooLarge");
  const signed = parseSignedText(text);
  return { ...signed, isVersion2: isVersion2(signed.document) };
}

/** @param {Uint8Array} content */
async function readText(content) {
  if (isPicture(content)) return extractBadge(content);
  if (content.length > MAX_TEXT_LENGTH * 4) throw new InvalidBadge("tooLarge");
  return decodeText(content, "notABadgeFile").trim();
}

/** @param {Uint8Array} content @param {string} fault */
export function decodeText(content, fault) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    throw new InvalidBadge(fault);
  }
}

/** Any signed document: JSON or a token. @param {string} text @returns {Submitted} */
export function parseSignedText(text) {
  if (text.startsWith("{")) return { document: parseStrictJson(text) };
  if (text.split(".").length === 3 && !/\s/.test(text)) return parseToken(text);
  throw new InvalidBadge("notABadgeText");
}

/** A JSON object without repeated names, broken letters or deep nesting. @param {string} text @returns {Json} */
export function parseStrictJson(text) {
  let value;
  try {
    refuseRepeatedNames(text);
    value = JSON.parse(text);
    if (!hasWholeLetters(value)) throw new SyntaxError("broken letters");
  } catch {
    throw new InvalidBadge("unreadableJson");
  }
  if (!isObject(value)) throw new InvalidBadge("notABadge");
  if (!isWithinLimits(value)) throw new InvalidBadge("tooManyParts");
  return value;
}

/** Throws where an object has a name twice: readers would take different ones. @param {string} text */
function refuseRepeatedNames(text) {
  /** @type {Set<string>[]} */
  const open = [];
  visit(text, {
    onObjectBegin: () => void open.push(new Set()),
    onObjectEnd: () => void open.pop(),
    onObjectProperty: (name) => {
      const names = open[open.length - 1];
      if (names.has(name)) throw new SyntaxError("repeated name");
      names.add(name);
    },
  });
}

/** Whether no text has half of a surrogate pair or U+0000. @param {unknown} value */
function hasWholeLetters(value) {
  const plain = JSON.stringify(value);
  // JSON.stringify writes both as escapes; a backslash that is itself escaped does not begin one.
  return !/\\u(d[89a-f]|0000)/.test(plain.replaceAll("\\\\", ""));
}

/** @param {unknown} value */
function isWithinLimits(value) {
  let objects = 0;
  let values = 0;
  let contexts = 0;
  /** @type {[unknown, number][]} */
  const waiting = [[value, 1]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [inner, depth] = next;
    values += 1;
    if (depth > MAX_DEPTH || values > MAX_VALUES) return false;
    if (Array.isArray(inner)) waiting.push(...inner.map((part) => /** @type {[unknown, number]} */ ([part, depth + 1])));
    if (!isObject(inner)) continue;
    objects += 1;
    contexts += lengthOf(inner["@context"] ?? []);
    const types = Math.max(lengthOf(inner.type ?? []), lengthOf(inner["@type"] ?? []));
    if (objects > MAX_OBJECTS || contexts > MAX_CONTEXTS || types > MAX_TYPES_OF_AN_OBJECT) return false;
    waiting.push(...Object.values(inner).map((part) => /** @type {[unknown, number]} */ ([part, depth + 1])));
  }
  return true;
}

/** @param {unknown} value */
function lengthOf(value) {
  return Array.isArray(value) ? value.length : 1;
}

/** @param {string} text @returns {Submitted} */
function parseToken(text) {
  const [head, body] = text.split(".");
  const header = parseStrictJson(decodeText(decodeBase64Url(head), "unreadableToken"));
  const claims = parseStrictJson(decodeText(decodeBase64Url(body), "unreadableToken"));
  let document = Object.fromEntries(Object.entries(claims).filter(([name]) => !REGISTERED_CLAIMS.has(name)));
  if (isObject(document.vc)) document = document.vc; // as tokens were written before version 2 of the data model
  return { document, token: text, header, claims };
}

/** @param {string} text @returns {Uint8Array} */
export function decodeBase64Url(text) {
  if (!/^[\w-]*={0,2}$/.test(text)) throw new InvalidBadge("unreadableToken");
  const plain = text.replaceAll("=", "").replaceAll("-", "+").replaceAll("_", "/");
  try {
    return Uint8Array.from(atob(plain), (letter) => letter.charCodeAt(0));
  } catch {
    throw new InvalidBadge("unreadableToken");
  }
}

/** Whether a badge is of version 2. Throws InvalidBadge for what is no whole badge. @param {Json} document */
function isVersion2(document) {
  const types = typeNames(document);
  if (types.has("Assertion") || ("recipient" in document && "badge" in document)) return true;
  if (!BADGE_TYPES.some((name) => types.has(name))) {
    throw new InvalidBadge(types.has("EndorsementCredential") ? "endorsementAlone" : "otherStandard");
  }
  const hasIssuer = typeof document.issuer === "string" || isObject(document.issuer);
  if (!hasIssuer || !isObject(document.credentialSubject)) throw new InvalidBadge("incomplete");
  return false;
}

/** The types that a document names. @param {Json} document @returns {Set<string>} */
export function typeNames(document) {
  const types = document.type ?? document["@type"] ?? [];
  return new Set(asList(types).filter((name) => typeof name === "string"));
}
