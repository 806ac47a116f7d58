/** Refuse documents that are slow to canonicalise or ambiguous, before any signature is believed. See the server's
 * graph_bounds and node_places, which say why. */
import { isObject } from "./documents.js";

/** @typedef {import("./types").Json} Json */

const MAX_BLANK_NODES = 64;
const MAX_ORDERS = 1_000;
const MAX_LABELS = 40;
const SUBJECT = "https://www.w3.org/2018/credentials#credentialSubject";
const COMMENT = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#endorsementComment";
const ELSEWHERE = new Set(["@id", "@type", COMMENT]);
const UNSIGNED_KEYWORDS = ["@direction", "@included", "@index", "@nest"];

/** Why a document is refused. finding: the name of the reason. */
export class Refused extends Error {
  /** @param {string} finding */
  constructor(finding) {
    super(finding);
    this.finding = finding;
  }
}

/** Every object and list inside a value, itself too. @param {unknown} value @returns {Generator<any>} */
function* walk(value) {
  const waiting = [value];
  while (waiting.length) {
    const inner = waiting.pop();
    if (Array.isArray(inner)) waiting.push(...inner);
    else if (isObject(inner)) waiting.push(...Object.values(inner));
    yield inner;
  }
}

/** @param {Json} document */
export function checkLabels(document) {
  let labels = 0;
  for (const inner of walk(document)) {
    if (typeof inner === "string" && inner.startsWith("_:")) labels += 1;
    if (labels > MAX_LABELS) throw new Refused("ENTANGLED");
  }
}

/** @param {any[]} quads */
export function checkGraph(quads) {
  /** @type {Map<string, string[]>} */
  const statements = new Map();
  /** @type {Map<string, Set<string>>} */
  const links = new Map();
  for (const quad of quads) {
    const terms = [quad.subject, quad.predicate, quad.object, quad.graph];
    const blanks = new Set(terms.filter((term) => term.termType === "BlankNode").map((term) => term.value));
    for (const blank of blanks) {
      const line = terms.map((term) => describeTerm(term, blank)).join(" ");
      statements.set(blank, [...(statements.get(blank) ?? []), line]);
      links.set(blank, new Set([...(links.get(blank) ?? []), ...blanks].filter((other) => other !== blank)));
    }
  }
  if (statements.size > MAX_BLANK_NODES) throw new Refused("TOO_LARGE");
  if (countOrders(findAlike(statements), links) > MAX_ORDERS) throw new Refused("ENTANGLED");
}

/** @param {any} term @param {string} blank */
function describeTerm(term, blank) {
  if (term.termType === "BlankNode") return term.value === blank ? "_:a" : "_:z";
  return `${term.termType} ${term.value} ${term.language ?? ""} ${term.datatype?.value ?? ""}`;
}

/** @param {Map<string, string[]>} statements @returns {Set<string>} */
function findAlike(statements) {
  /** @type {Map<string, string[]>} */
  const same = new Map();
  for (const [blank, lines] of statements) {
    const key = [...lines].sort().join("\n");
    same.set(key, [...(same.get(key) ?? []), blank]);
  }
  return new Set([...same.values()].filter((blanks) => blanks.length > 1).flat());
}

/** @param {Set<string>} alike @param {Map<string, Set<string>>} links */
function countOrders(alike, links) {
  const left = new Set(alike);
  let orders = 0;
  for (const first of alike) {
    if (!left.delete(first)) continue;
    const waiting = [first];
    let size = 0;
    let groupOrders = 1;
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      size += 1;
      groupOrders *= size;
      for (const near of links.get(node) ?? []) if (left.delete(near)) waiting.push(near);
    }
    if (size > 1) orders += groupOrders;
  }
  return orders;
}

/** The id of the first part that is described in a second place; "" when there is none. @param {any[]} expanded */
export function findDescribedTwice(expanded) {
  const parts = expanded.filter(isObject).flatMap((badge) => [badge, ...nodesOf(badge[SUBJECT])]);
  const names = new Set(parts.map((part) => part["@id"]).filter((name) => typeof name === "string"));
  const first = new Set(parts);
  for (const node of walk(expanded)) {
    if (!isObject(node) || first.has(node) || !names.has(node["@id"])) continue;
    if (Object.keys(node).some((name) => !ELSEWHERE.has(name))) return String(node["@id"]);
  }
  return "";
}

/** @param {unknown} values @returns {Json[]} */
function nodesOf(values) {
  return Array.isArray(values) ? values.filter(isObject) : [];
}

/** Relative addresses and keywords that become no statement. @param {any[]} expanded @returns {string[]} */
export function findUnsignedValues(expanded) {
  const found = [];
  /** @type {unknown[]} */
  const waiting = [expanded];
  while (waiting.length) {
    const inner = waiting.pop();
    if (Array.isArray(inner)) waiting.push(...inner);
    if (!isObject(inner)) continue;
    found.push(...UNSIGNED_KEYWORDS.filter((name) => name in inner));
    const types = "@value" in inner ? [] : inner["@type"] ?? [];
    const addresses = [...(Array.isArray(types) ? types : [types]), inner["@id"] ?? "_:"];
    found.push(...addresses.map(String).filter((address) => !address.includes(":")));
    const kept = new Set(["@list", "@graph", "@set", "@reverse"]);
    waiting.push(...Object.entries(inner).filter(([name]) => !name.startsWith("@") || kept.has(name)).map(([, part]) => part));
  }
  return found;
}
