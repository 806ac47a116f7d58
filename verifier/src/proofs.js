/** Check one Data Integrity proof, or the signature of a token, with a key that is already known. */
import { ed25519 } from "@noble/curves/ed25519.js";
import { p256 } from "@noble/curves/nist.js";
import { sha256 } from "@noble/hashes/sha2.js";
import jsonld from "jsonld";
import { JsonLdParser } from "jsonld-streaming-parser";
import * as canonicalisation from "rdf-canonize";
import { asList, decodeBase64Url, isObject } from "./documents.js";
import { Refused, checkGraph, checkLabels, findDescribedTwice, findUnsignedValues } from "./graph.js";
import { decodeMultibase } from "./keys.js";

/** @typedef {import("./types").FileData} FileData */
/** @typedef {import("./types").Finding} Finding */
/** @typedef {import("./types").Json} Json */
/** @typedef {import("./types").PublicKey} PublicKey */
/** @typedef {import("./types").Submitted} Submitted */

/** @type {Record<string, string>} */
const SUITES = { "eddsa-rdfc-2022": "ed25519", "ecdsa-rdfc-2019": "p256" };
/** @type {Record<string, string>} */
const TOKEN_ALGORITHMS = { ES256: "p256", EdDSA: "ed25519", Ed25519: "ed25519", RS256: "rsa" };
const MAX_CONTEXTS = 100;
const SECONDS = 10;
// Where relative addresses begin for the server's reader. Without it they would be left out of what is compared.
const BASE = "http://example.org/base/";
const encoder = new TextEncoder();

/** @param {FileData} data @param {Json} document @param {Json} proof @param {PublicKey} key @returns {Promise<Finding>} */
export async function checkProof(data, document, proof, key) {
  const suite = String(proof.cryptosuite ?? proof.type ?? "");
  if (proof.type !== "DataIntegrityProof" || !(suite in SUITES)) {
    return { finding: "UNKNOWN_SUITE", detail: suite.slice(0, 60) };
  }
  if (key.kind !== SUITES[suite]) return { finding: "UNUSABLE_KEY" };
  const { proof: _proofs, ...unsigned } = document;
  const unknown = findUnknownContext(data, unsigned);
  if (unknown !== undefined) return { finding: "UNKNOWN_CONTEXT", detail: unknown.slice(0, 200) };
  try {
    checkLabels(unsigned);
    return await checkSignature(data, unsigned, proof, key);
  } catch (fault) {
    if (fault instanceof Refused) return { finding: fault.finding };
    return { finding: /abort/i.test(String(fault)) ? "TOO_SLOW" : "MALFORMED" };
  }
}

/** The first context of a document, at any depth, that is not in this file. @param {FileData} data @param {Json} document */
function findUnknownContext(data, document) {
  /** @type {unknown[]} */
  const waiting = [document];
  let contexts = 0;
  while (waiting.length) {
    const inner = waiting.pop();
    if (Array.isArray(inner)) waiting.push(...inner);
    if (!isObject(inner)) continue;
    for (const context of "@context" in inner ? (Array.isArray(inner["@context"]) ? inner["@context"] : [inner["@context"]]) : []) {
      contexts += 1;
      const isKnown = typeof context === "string" && Object.hasOwn(data.contexts, context);
      if (!isKnown || contexts > MAX_CONTEXTS) return typeof context === "string" ? context : "@context";
    }
    waiting.push(...Object.entries(inner).filter(([name]) => name !== "@context").map(([, part]) => part));
  }
  return undefined;
}

/** @param {FileData} data @param {Json} unsigned @param {Json} proof @param {PublicKey} key @returns {Promise<Finding>} */
async function checkSignature(data, unsigned, proof, key) {
  const contexts = proofContexts(unsigned["@context"], proof);
  const signature = decodeMultibase(String(proof.proofValue ?? ""));
  if (contexts === undefined || !signature) return { finding: "MALFORMED" };
  const document = { ...unsigned, "@context": contexts };
  const { proofValue: _value, "@context": _context, ...rest } = proof;
  const options = { "@context": contexts, ...rest };
  const { expanded, dropped } = await expand(data, document);
  if (findDescribedTwice(expanded)) return { finding: "DESCRIBED_TWICE" };
  const read = [await readByJsonld(data, options), await readByJsonld(data, document)];
  const uncovered = [...dropped, ...findUnsignedValues(expanded)];
  if (lineOrders(read).some((content) => isSigned(key, signature, content))) {
    return uncovered.length ? { finding: "NOT_COVERED", detail: uncovered[0].slice(0, 80) } : { finding: "FITS" };
  }
  return { finding: (await isReadAlike(data, options, document, read, uncovered)) ? "DIFFERS" : "READERS_DIFFER" };
}

/** Whether a second reader, written by other people, sees the same, so that a signature may be called wrong.
 * What is in a part without a meaning, and a relative address, is known to be read in different ways.
 * @param {FileData} data @param {Json} options @param {Json} document @param {string[][]} read @param {string[]} uncovered */
async function isReadAlike(data, options, document, read, uncovered) {
  if (uncovered.some((name) => hasParts(document, name))) return false;
  const second = [await readByStreamingParser(data, options), await readByStreamingParser(data, document)];
  return JSON.stringify(second) === JSON.stringify(read);
}

/** Whether a name is that of a member with other parts inside, or of none. @param {Json} document @param {string} name */
function hasParts(document, name) {
  /** @type {unknown[]} */
  const waiting = [document];
  let isMember = false;
  while (waiting.length) {
    const inner = waiting.pop();
    if (Array.isArray(inner)) waiting.push(...inner);
    if (!isObject(inner)) continue;
    if (Object.hasOwn(inner, name)) {
      isMember = true;
      if (asList(inner[name]).some((part) => typeof part === "object")) return true;
    }
    waiting.push(...Object.values(inner));
  }
  return !isMember;
}

/** The contexts that were signed; undefined when a proof names others. @param {any} contexts @param {Json} proof */
function proofContexts(contexts, proof) {
  if (!("@context" in proof)) return contexts;
  const own = Array.isArray(proof["@context"]) ? proof["@context"] : [proof["@context"]];
  const listed = Array.isArray(contexts) ? contexts : [contexts];
  return own.every((context, place) => context === listed[place]) ? own : undefined;
}

/** @param {FileData} data */
function loader(data) {
  return async (/** @type {string} */ url) => {
    if (!Object.hasOwn(data.contexts, url)) throw new Error("unknown context");
    return { documentUrl: url, document: data.contexts[url], contextUrl: null };
  };
}

/** @param {FileData} data @param {Json} document @returns {Promise<{ expanded: any[], dropped: string[] }>} */
async function expand(data, document) {
  /** @type {string[]} */
  const dropped = [];
  const eventHandler = {
    "invalid property": (/** @type {any} */ { event }) => void dropped.push(String(event.details.property)),
  };
  const expanded = await jsonld.expand(document, { documentLoader: loader(data), eventHandler });
  return { expanded, dropped };
}

/** @param {FileData} data @param {Json} document @returns {Promise<string[]>} */
async function readByJsonld(data, document) {
  return canonicalLines(await jsonld.toRDF(document, { base: BASE, documentLoader: loader(data) }));
}

/** The same by a parser that shares no code with the first; no lines when it refuses. @param {FileData} data @param {Json} document @returns {Promise<string[]>} */
function readByStreamingParser(data, document) {
  return new Promise((resolve, reject) => {
    /** @type {any[]} */
    const quads = [];
    const parser = new JsonLdParser({ documentLoader: { load: async (url) => (await loader(data)(url)).document } });
    parser.on("data", (quad) => quads.push(quad));
    parser.on("error", () => resolve([]));
    parser.on("end", () => canonicalLines(quads).then(resolve, reject));
    parser.write(JSON.stringify({ "@context": document["@context"], ...document }));
    parser.end();
  });
}

/** @param {any[]} quads @returns {Promise<string[]>} */
async function canonicalLines(quads) {
  checkGraph(quads);
  const text = await canonicalisation.canonize(quads, {
    algorithm: "RDFC-1.0",
    format: "application/n-quads",
    maxWorkFactor: 3, // the graph was checked above
    signal: AbortSignal.timeout(SECONDS * 1000),
  });
  return text.split("\n").filter(Boolean).sort(compareByLetters);
}

/** In the order of whole letters; the languages of browsers order halves of rare ones. @param {string} left @param {string} right */
function compareByLetters(left, right) {
  const [one, other] = [encoder.encode(left), encoder.encode(right)];
  const place = one.findIndex((byte, index) => byte !== other[index]);
  return place < 0 ? one.length - other.length : one[place] - (other[place] ?? -1);
}

/** The hashed lines in the standard's order; then in that of Node's verifiers. @param {string[][]} parts @returns {Uint8Array[]} */
function lineOrders(parts) {
  const hash = (/** @type {string[]} */ lines) => [...sha256(encoder.encode(lines.map((line) => `${line}\n`).join("")))];
  const orders = [Uint8Array.from(parts.flatMap(hash))];
  if (parts.some((lines) => lines.some((line) => /[\u{10000}-\u{10ffff}]/u.test(line)))) {
    orders.push(Uint8Array.from(parts.flatMap((lines) => hash([...lines].sort()))));
  }
  return orders;
}

/** @param {PublicKey} key @param {Uint8Array} signature @param {Uint8Array} content */
function isSigned(key, signature, content) {
  try {
    if (key.kind === "ed25519") return ed25519.verify(signature, content, key.bytes, { zip215: false });
    return p256.verify(signature, content, key.bytes, { lowS: false, prehash: true });
  } catch {
    return false;
  }
}

/** Whether a key signed a token, by the one algorithm of its kind. @param {Submitted} submitted @param {PublicKey} key @returns {Promise<Finding>} */
export async function checkToken(submitted, key) {
  const header = submitted.header ?? {};
  const algorithm = String(header.alg ?? "");
  if (!Object.hasOwn(TOKEN_ALGORITHMS, algorithm) || header.crit) {
    return { finding: "UNKNOWN_SUITE", detail: algorithm.slice(0, 60) };
  }
  if (TOKEN_ALGORITHMS[algorithm] !== key.kind) return { finding: "UNUSABLE_KEY" };
  const [head, body, tail] = String(submitted.token).split(".");
  const content = encoder.encode(`${head}.${body}`);
  let signature;
  try {
    signature = decodeBase64Url(tail);
  } catch {
    return { finding: "MALFORMED" };
  }
  const fits = key.kind === "rsa" ? await isSignedByRsa(key, signature, content) : isSigned(key, signature, content);
  if (fits === undefined) return { finding: "UNKNOWN_SUITE", detail: algorithm };
  return { finding: fits ? "FITS" : "DIFFERS" };
}

/** Undefined where the browser cannot check it. @param {PublicKey} key @param {Uint8Array} signature @param {Uint8Array} content */
async function isSignedByRsa(key, signature, content) {
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  try {
    const loaded = await crypto.subtle.importKey("jwk", /** @type {any} */ (key.jwk), algorithm, false, ["verify"]);
    return await crypto.subtle.verify(algorithm, loaded, /** @type {any} */ (signature), /** @type {any} */ (content));
  } catch {
    return undefined;
  }
}
