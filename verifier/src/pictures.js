/** Take the badge out of a picture that any issuer baked: PNG or SVG, Open Badges 3.0, 2.0 or older. */
import { SaxesParser } from "saxes";
import { InvalidBadge, decodeText } from "./documents.js";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const KEYWORDS = new Set(["openbadgecredential", "openbadges"]);
/** @type {Record<string, string>} */
const NAMESPACES = {
  "https://purl.imsglobal.org/ob/v3p0": "credential",
  "http://openbadges.org": "assertion",
  "https://w3id.org/openbadges": "assertion",
};
const MAX_PNG_BYTES = 5_000_000;
const MAX_SVG_BYTES = 1_000_000;
const MAX_TEXT_BYTES = 500_000;
const MAX_DEPTH = 200;
const latin = new TextDecoder("latin1");

/** Whether a file is a PNG or an SVG, whatever is inside. @param {Uint8Array} content */
export function isPicture(content) {
  const start = latin.decode(content.subarray(0, 10_000)).replace(/^[\u00ef\u00bb\u00bf\s]+/, "");
  return isPng(content) || (start.startsWith("<") && start.includes("<svg"));
}

/** The text of the badge in a picture. @param {Uint8Array} content @returns {Promise<string>} */
export async function extractBadge(content) {
  const found = new Set(isPng(content) ? await textsOfPng(content) : textsOfSvg(content));
  if (found.size === 0) throw new InvalidBadge("noBadgeInside");
  if (found.size > 1) throw new InvalidBadge("manyBadgesInside");
  return [...found][0].trim();
}

/** @param {Uint8Array} content */
function isPng(content) {
  return SIGNATURE.every((byte, place) => content[place] === byte);
}

/** @param {Uint8Array} content @returns {Promise<string[]>} */
async function textsOfPng(content) {
  if (content.length > MAX_PNG_BYTES) throw new InvalidBadge("tooLarge");
  const texts = [];
  for (const { kind, data } of readChunks(content)) {
    const end = data.indexOf(0);
    if (end < 0 || !KEYWORDS.has(latin.decode(data.subarray(0, end)))) continue;
    const rest = data.subarray(end + 1);
    if (kind === "tEXt") texts.push(decodeText(rest, "unreadablePicture"));
    if (kind === "iTXt") texts.push(decodeText(await readInternationalText(rest), "unreadablePicture"));
  }
  return texts;
}

/** Every chunk of a PNG, to its end. @param {Uint8Array} content */
function* readChunks(content) {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  for (let place = SIGNATURE.length; ; ) {
    if (place + 12 > content.length) throw new InvalidBadge("pictureIncomplete");
    const length = view.getUint32(place);
    const end = place + 8 + length;
    if (end + 4 > content.length) throw new InvalidBadge("pictureDamaged");
    if (checksum(content.subarray(place + 4, end)) !== view.getUint32(end)) throw new InvalidBadge("pictureDamaged");
    const kind = latin.decode(content.subarray(place + 4, place + 8));
    yield { kind, data: content.subarray(place + 8, end) };
    if (kind === "IEND") return;
    place = end + 4;
  }
}

/** The text of an iTXt chunk after its keyword: flag, method, language, translated keyword, text. @param {Uint8Array} rest */
async function readInternationalText(rest) {
  const language = rest.indexOf(0, 2);
  const keyword = language < 0 ? -1 : rest.indexOf(0, language + 1);
  if (keyword < 0) throw new InvalidBadge("unreadablePicture");
  const text = rest.subarray(keyword + 1);
  return rest[0] === 1 ? inflate(text) : text;
}

/** @param {Uint8Array} compressed */
async function inflate(compressed) {
  const parts = [];
  let size = 0;
  try {
    const stream = new Blob([/** @type {any} */ (compressed)]).stream().pipeThrough(new DecompressionStream("deflate"));
    const reader = stream.getReader();
    for (let read = await reader.read(); !read.done && size <= MAX_TEXT_BYTES; read = await reader.read()) {
      parts.push(read.value);
      size += read.value.length;
    }
  } catch {
    throw new InvalidBadge("unreadablePicture");
  }
  if (size > MAX_TEXT_BYTES) throw new InvalidBadge("tooLarge");
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

const CRC = Uint32Array.from({ length: 256 }, (_none, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest >>> 0;
});

/** CRC-32, as PNG has it. @param {Uint8Array} bytes */
function checksum(bytes) {
  let rest = 0xffffffff;
  for (const byte of bytes) rest = CRC[(rest ^ byte) & 0xff] ^ (rest >>> 8);
  return (rest ^ 0xffffffff) >>> 0;
}

/** @param {Uint8Array} content @returns {string[]} */
function textsOfSvg(content) {
  if (content.length > MAX_SVG_BYTES) throw new InvalidBadge("tooLarge");
  /** @type {string[]} */
  const texts = [];
  /** @type {{ verify: string, text: string } | null} */
  let badge = null;
  let depth = 0;
  let inside = 0;
  const parser = new SaxesParser({ xmlns: true });
  const refuse = () => {
    throw new InvalidBadge("unreadableSvg");
  };
  parser.on("error", refuse);
  // Names for pieces of text can be nested until they fill the memory; a badge needs none.
  parser.on("doctype", (text) => (/<!ENTITY/i.test(text) ? refuse() : undefined));
  parser.on("opentag", (tag) => {
    depth += 1;
    if (depth > MAX_DEPTH) refuse();
    if (!badge && NAMESPACES[tag.uri.replace(/\/+$/, "")] === tag.local) {
      const named = Object.values(tag.attributes).find((attribute) => attribute.name === "verify");
      badge = { verify: named ? String(named.value) : "", text: "" };
      inside = depth;
    }
  });
  const addText = (/** @type {string} */ text) => {
    if (badge && depth === inside) badge.text += text;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    if (badge && depth === inside) {
      const text = badge.text.trim() || badge.verify.trim();
      if (text) texts.push(text);
      badge = null;
    }
    depth -= 1;
  });
  parser.write(decodeText(content, "unreadableSvg")).close();
  return texts;
}
