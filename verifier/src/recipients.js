/** Whose badge it is: compare what someone typed with what the badge has of its holder. */
import { md5 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { asList, isObject } from "./documents.js";

/** @typedef {import("./types").Json} Json */

const MAX_IDENTIFIERS = 10;
const ORDER = ["SAME", "SAME_BY_WEAK_HASH", "OTHER"];

/** The name of the match, as the server names it. @param {Json} document @param {string} typed */
export function compareHolder(document, typed) {
  const spellings = new Set([typed.trim(), typed.trim().toLowerCase(), typed.trim().split(/\s+/).join(" ")]);
  const identifiers = listIdentifiers(document);
  const matches = identifiers.flatMap((row) => [...spellings].map((spelling) => compareIdentifier(row, spelling)));
  return ORDER.find((match) => matches.some((other) => other === match)) ?? "NOT_STATED";
}

/** @param {Json} document @returns {Json[]} */
function listIdentifiers(document) {
  const subject = document.credentialSubject;
  const rows = [...asList(isObject(subject) ? subject.identifier : undefined), document.recipient].filter(isObject);
  return rows
    .map((row) => ({ value: row.identityHash ?? row.identity, salt: row.salt ?? "", hashed: row.hashed }))
    .filter((row) => typeof row.value === "string" && row.value && typeof row.salt === "string")
    .slice(0, MAX_IDENTIFIERS);
}

/** @param {Json} identifier @param {string} spelling */
function compareIdentifier(identifier, spelling) {
  const value = String(identifier.value);
  if (identifier.hashed !== true && identifier.hashed !== "true") {
    return value.trim().toLowerCase() === spelling.toLowerCase() ? "SAME" : "OTHER";
  }
  const [algorithm, ...digest] = value.split("$");
  const hash = algorithm === "sha256" ? sha256 : algorithm === "md5" ? md5 : null;
  if (!hash) return "NOT_STATED";
  const computed = bytesToHex(hash(new TextEncoder().encode(spelling + identifier.salt)));
  if (computed !== digest.join("$").toLowerCase()) return "OTHER";
  return algorithm === "sha256" ? "SAME" : "SAME_BY_WEAK_HASH";
}
