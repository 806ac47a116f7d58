/** The key that a signature names: of an issuer whose keys this file has, or from the name of a did:key or did:jwk. */
import { p256 } from "@noble/curves/nist.js";
import { asList, decodeBase64Url, isObject, parseStrictJson } from "./documents.js";
import { fill, formatDay, parseTimestamp } from "./words.js";

/** @typedef {import("./types").FileData} FileData */
/** @typedef {import("./types").Check} Check */
/** @typedef {import("./types").Json} Json */
/** @typedef {import("./types").PublicKey} PublicKey */

const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const MAX_MULTIBASE = 200;
const ED25519_PREFIX = [0xed, 0x01];
const P256_PREFIX = [0x80, 0x24];

/** The key, or none, and the answer to ‘Does the key belong to the issuer?’.
 * @param {FileData} data @param {string} issuerId @param {string} method the id of the key, as the signature names it
 * @returns {{ key?: PublicKey, check: Check }} */
export function findKey(data, issuerId, method) {
  const reasons = data.reasons;
  if (!method) return missing("NOT_CHECKED", reasons.noKeyNamed);
  const known = data.issuers.find((issuer) => issuer.id === issuerId);
  if (known) return findListedKey(data, known, method);
  if (/^did:(key|jwk):/.test(issuerId)) {
    if (method.split("#")[0] !== issuerId) return missing("NO", reasons.otherIssuer);
    const key = readKeyInName(issuerId);
    return key ? { key, check: answer("YES", reasons.keyInName) } : missing("NOT_CHECKED", reasons.otherKindOfIssuer);
  }
  const isFetched = /^(did:web:|https:\/\/)/.test(issuerId);
  return missing("NOT_CHECKED", isFetched ? reasons.notFetched : reasons.otherKindOfIssuer);
}

/** @param {FileData} data @param {{ id: string, keys: Json }} issuer @param {string} method */
function findListedKey(data, issuer, method) {
  const listed = listMethods(issuer.keys).get(method.startsWith("#") ? issuer.id + method : method);
  if (!listed) {
    const isOwn = method.startsWith(`${issuer.id}#`) || method.startsWith("#");
    // The issuer may have made the key after this file was made, so it is not said to be someone else's.
    const older = fill(data.reasons.keyNotInFile, { day: formatDay(data, Date.parse(`${data.made}T12:00:00`)) });
    return isOwn ? missing("NOT_CHECKED", older) : missing("NO", data.reasons.otherIssuer);
  }
  const key = readMethod(listed);
  return key ? { key, check: answer("YES", data.reasons.keyListed) } : missing("NOT_CHECKED", data.reasons.keysUnreadable);
}

/** @param {Json} keys @returns {Map<string, Json>} */
function listMethods(keys) {
  const fullId = (/** @type {unknown} */ name) => (String(name).startsWith("#") ? `${keys.id}${name}` : String(name));
  const methods = new Map(asList(keys.verificationMethod).filter(isObject).map((row) => [fullId(row.id), row]));
  const allowed = new Map();
  for (const named of asList(keys.assertionMethod)) {
    const row = isObject(named) ? named : methods.get(fullId(named));
    if (row) allowed.set(fullId(row.id), row);
  }
  return allowed;
}

/** @param {Json} listed @returns {PublicKey | null} */
function readMethod(listed) {
  const key = isObject(listed.publicKeyJwk) ? readJwk(listed.publicKeyJwk) : readMultikey(String(listed.publicKeyMultibase));
  const ended = listed.revoked ?? listed.expires;
  if (!key || ended === undefined) return key;
  const unsafeSince = parseTimestamp(ended);
  return Number.isNaN(unsafeSince) ? null : { ...key, unsafeSince };
}

/** @param {string} issuerId @returns {PublicKey | null} */
function readKeyInName(issuerId) {
  const name = issuerId.slice("did:key:".length);
  if (issuerId.startsWith("did:key:")) return readMultikey(name);
  try {
    return readJwk(parseStrictJson(new TextDecoder("utf-8", { fatal: true }).decode(decodeBase64Url(name))));
  } catch {
    return null;
  }
}

/** @param {string} text @returns {PublicKey | null} */
function readMultikey(text) {
  const data = decodeMultibase(text);
  if (!data) return null;
  const bytes = data.subarray(2);
  if (startsWith(data, ED25519_PREFIX) && bytes.length === 32) return { kind: "ed25519", bytes };
  return startsWith(data, P256_PREFIX) && isPointOfP256(bytes) ? { kind: "p256", bytes } : null;
}

/** @param {Uint8Array} data @param {number[]} prefix */
function startsWith(data, prefix) {
  return prefix.every((byte, place) => data[place] === byte);
}

/** @param {Uint8Array} bytes */
function isPointOfP256(bytes) {
  try {
    p256.Point.fromBytes(bytes).assertValidity();
    return true;
  } catch {
    return false;
  }
}

/** @param {Json} values @returns {PublicKey | null} */
function readJwk(values) {
  if ("d" in values || String(values.n ?? "").length > 1_400) return null; // longer RSA keys are slow on purpose
  try {
    if (values.kty === "OKP" && values.crv === "Ed25519") {
      const bytes = decodeBase64Url(String(values.x));
      return bytes.length === 32 ? { kind: "ed25519", bytes } : null;
    }
    if (values.kty === "EC" && values.crv === "P-256") {
      const bytes = Uint8Array.from([4, ...decodeBase64Url(String(values.x)), ...decodeBase64Url(String(values.y))]);
      return isPointOfP256(bytes) ? { kind: "p256", bytes } : null;
    }
    if (values.kty === "RSA" && decodeBase64Url(String(values.n)).length >= 256) {
      return { kind: "rsa", bytes: new Uint8Array(), jwk: { kty: "RSA", n: values.n, e: values.e } };
    }
  } catch {
    return null;
  }
  return null;
}

/** The bytes of a multibase base58btc text; null for anything else. @param {string} text @returns {Uint8Array | null} */
export function decodeMultibase(text) {
  if (!text.startsWith("z") || text.length > MAX_MULTIBASE) return null;
  let number = 0n;
  for (const letter of text.slice(1)) {
    const digit = ALPHABET.indexOf(letter);
    if (digit < 0) return null;
    number = number * 58n + BigInt(digit);
  }
  const bytes = [];
  for (; number > 0n; number >>= 8n) bytes.unshift(Number(number & 255n));
  const zeros = text.length - 1 - text.slice(1).replace(/^1+/, "").length;
  return Uint8Array.from([...Array(zeros).fill(0), ...bytes]);
}

/** @param {"NO" | "NOT_CHECKED" | "YES"} result @param {string} reason @returns {Check} */
function answer(result, reason) {
  return { question: "KEY", result, reason };
}

/** @param {"NO" | "NOT_CHECKED"} result @param {string} reason @returns {{ key?: PublicKey, check: Check }} */
function missing(result, reason) {
  return { check: answer(result, reason) };
}
