/** Is this badge real? The checks of the server that need no server, and the answer by the server's table. */
import { InvalidBadge, asList, isObject, parseBadge, parseSignedText, typeNames } from "./documents.js";
import { findKey } from "./keys.js";
import { checkProof, checkToken } from "./proofs.js";
import { compareHolder } from "./recipients.js";
import { fill, formatDay, parseTimestamp } from "./words.js";

/** @typedef {import("./types").FileData} FileData */
/** @typedef {import("./types").Check} Check */
/** @typedef {import("./types").Finding} Finding */
/** @typedef {import("./types").Json} Json */
/** @typedef {import("./types").PublicKey} PublicKey */
/** @typedef {import("./types").Result} Result */
/** @typedef {import("./types").Submitted} Submitted */
/** @typedef {import("./types").Verdict} Verdict */

const MAX_PROOFS = 4;
const MAX_ENDORSEMENTS = 4;
const MAX_COMMENT = 1_000;
const MAX_STATUS_ENTRIES = 4;
const STATUS_ENTRY = "BitstringStatusListEntry";
const OPEN_BADGES_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/context";

/** The verdict on a file or text, and what comparing the holder gave ("" when nothing was typed); or the fault in words.
 * @param {FileData} data @param {Uint8Array} content @param {{ now: number, holder?: string }} asked
 * @returns {Promise<{ verdict?: Verdict, compared: string, fault: string }>} */
export async function checkContent(data, content, { now, holder = "" }) {
  try {
    const submitted = await parseBadge(content);
    const verdict = submitted.isVersion2 ? checkVersion2(data, submitted, now) : await checkCredential(data, submitted, now);
    const compared = holder.trim() ? data.matches[compareHolder(submitted.document, holder)] : "";
    return { verdict, compared, fault: "" };
  } catch (problem) {
    if (problem instanceof InvalidBadge) return { compared: "", fault: data.faults[problem.fault] };
    throw problem;
  }
}

/** @param {FileData} data @param {Submitted} submitted @param {number} now @returns {Promise<Verdict>} */
async function checkCredential(data, submitted, now) {
  const document = submitted.document;
  const signed = await checkSignature(data, submitted, now);
  const fits = ["SIGNATURE", "KEY"].every((question) => resultOf(signed.checks, question) === "YES");
  const checks = [
    ...signed.checks,
    checkIssuer(data, issuerId(document), fits),
    checkForm(data, submitted),
    ...(fits ? checkStatus(data, document) : laterChecks(data)),
    ...checkDates(data, document.validFrom, document.validUntil, now),
  ];
  const verdict = conclude(data, checks, data.required.signed, document);
  verdict.keyName = fits ? signed.keyName : "";
  if (fits) verdict.endorsements = await checkEndorsements(data, document, now);
  return verdict;
}

/** A badge of version 2 is where its issuer has it, which nobody without a network can see.
 * @param {FileData} data @param {Submitted} submitted @param {number} now @returns {Verdict} */
function checkVersion2(data, submitted, now) {
  const document = submitted.document;
  const hasAll = ["id", "recipient", "badge", "issuedOn"].every((name) => document[name]);
  const isComplete = hasAll && isObject(document.verification ?? document.verify);
  const questions = submitted.token ? ["SIGNATURE", "COVERAGE", "KEY", "STATUS"] : ["HOSTED", "STATUS"];
  const checks = [
    ...questions.map((question) => check(question, "NOT_CHECKED", data.reasons.notFetched)),
    check("ISSUER", "NOT_CHECKED", data.reasons.notFetched),
    check("FORM", isComplete ? "YES" : "NO", isComplete ? data.reasons.formRight : data.reasons.incomplete),
    check("SUSPENSION", "YES", data.reasons.noSuspension),
    ...checkDates(data, document.issuedOn, document.expires, now),
  ];
  return conclude(data, checks, submitted.token ? data.required.signed : data.required.hosted, document);
}

/** @param {FileData} data @param {Check[]} checks @param {string[]} required @param {Json} document @returns {Verdict} */
function conclude(data, checks, required, document) {
  const results = new Map(required.map((question) => [question, /** @type {Result} */ ("NOT_CHECKED")]));
  for (const { question, result } of checks) results.set(question, result);
  const rule = data.rules.find(([question, result]) => results.get(question) === result);
  const answer = rule ? rule[2] : "VALID";
  const deciding = data.rules
    .filter(([, , other]) => other === answer)
    .map(([question, result]) => checks.find((found) => found.question === question && found.result === result))
    .find(Boolean);
  const known = findKnown(data, issuerId(document));
  const issuerName = known ? known.name : nameOf(document);
  return { answer, why: deciding?.reason ?? "", checks, issuerName, keyName: "", document, endorsements: [] };
}

/** @param {string} question @param {Result} result @param {string} reason @returns {Check} */
function check(question, result, reason) {
  return { question, result, reason };
}

/** @param {Check[]} checks @param {string} question @returns {Result} */
function resultOf(checks, question) {
  return checks.find((found) => found.question === question)?.result ?? "NOT_CHECKED";
}

/** @param {Json} document @returns {string} */
function issuerId(document) {
  const named = isObject(document.issuer) ? document.issuer.id : document.issuer;
  return typeof named === "string" ? named : "";
}

/** @param {Json} document @returns {string} */
function nameOf(document) {
  const name = isObject(document.issuer) ? document.issuer.name : "";
  return typeof name === "string" ? name.slice(0, 200) : "";
}

/** The best proof by a key of the issuer counts, a wrong one too.
 * @param {FileData} data @param {Submitted} submitted @param {number} now @returns {Promise<{ checks: Check[], keyName: string }>} */
async function checkSignature(data, submitted, now) {
  const { document } = submitted;
  if (submitted.token) {
    const named = String(submitted.header?.kid ?? "") || (/^did:(key|jwk):/.test(issuerId(document)) ? issuerId(document) : "");
    return checkWithKey(data, document, named, now, (key) => checkToken(submitted, key), data.reasons.tokenCovers);
  }
  const proofs = asList(document.proof).filter(isObject);
  const usable = proofs.filter((proof) => proof.proofPurpose === "assertionMethod");
  const { noSignature, tooManyProofs, otherPurpose } = data.reasons;
  const problem = !proofs.length ? noSignature : proofs.length > MAX_PROOFS ? tooManyProofs : usable.length ? "" : otherPurpose;
  if (problem) return { checks: [check("SIGNATURE", "NOT_CHECKED", problem)], keyName: "" };
  const found = [];
  for (const proof of usable) {
    const method = isObject(proof.verificationMethod) ? proof.verificationMethod.id : proof.verificationMethod;
    const covers = data.reasons.covered;
    found.push(await checkWithKey(data, document, String(method ?? ""), now, (key) => checkProof(data, document, proof, key), covers));
  }
  return found.reduce((best, other) => (badness(other.checks) < badness(best.checks) ? other : best));
}

/** A proof that does not fit comes first, then one that fits, then those that tell nothing. @param {Check[]} checks */
function badness(checks) {
  const signature = resultOf(checks, "SIGNATURE");
  if (signature === "NOT_CHECKED") return resultOf(checks, "KEY") === "NO" ? 2 : 3;
  return signature === "NO" ? 0 : 1;
}

/** @param {FileData} data @param {Json} document @param {string} method @param {number} now
 * @param {(key: PublicKey) => Promise<Finding>} verify @param {string} covers why all is covered when it fits
 * @returns {Promise<{ checks: Check[], keyName: string }>} */
async function checkWithKey(data, document, method, now, verify, covers) {
  const { key, check: belongs } = findKey(data, issuerId(document), method);
  if (!key) return { checks: [check("SIGNATURE", "NOT_CHECKED", data.reasons.noKey), belongs], keyName: "" };
  const found = await verify(key);
  return { checks: [...describeFinding(data, found, covers), belongs, checkKeySafety(data, key, now)], keyName: method };
}

/** @param {FileData} data @param {Finding} found @param {string} covers @returns {Check[]} */
function describeFinding(data, { finding, detail = "" }, covers) {
  /** @type {Record<string, Result>} */
  const results = { FITS: "YES", NOT_COVERED: "YES", DIFFERS: "NO" };
  const reason = fill(data.reasons[finding], { name: detail });
  const signature = check("SIGNATURE", results[finding] ?? "NOT_CHECKED", reason);
  if (finding === "FITS") return [signature, check("COVERAGE", "YES", covers)];
  if (finding === "NOT_COVERED") return [signature, check("COVERAGE", "NO", fill(data.reasons.uncovered, { name: detail }))];
  return [signature, check("COVERAGE", "NOT_CHECKED", data.reasons.coverageLater)];
}

/** @param {FileData} data @param {PublicKey} key @param {number} now */
function checkKeySafety(data, key, now) {
  if (key.unsafeSince === undefined || key.unsafeSince > now) return check("KEY_SAFE", "YES", data.reasons.notMarkedUnsafe);
  return check("KEY_SAFE", "NO", fill(data.reasons.markedUnsafe, { day: formatDay(data, key.unsafeSince) }));
}

/** @param {FileData} data @param {string} identifier */
function findKnown(data, identifier) {
  return [...data.issuers, ...data.trusted].find((issuer) => issuer.id === identifier);
}

/** @param {FileData} data @param {string} identifier @param {boolean} fits */
function checkIssuer(data, identifier, fits) {
  const known = findKnown(data, identifier);
  if (!known) return check("ISSUER", "NO", fits ? data.reasons.unknownKey : data.reasons.unknownIssuer);
  const isOwn = data.issuers.some((issuer) => issuer.id === identifier);
  return check("ISSUER", "YES", fill(isOwn ? data.reasons.ownIssuer : data.reasons.trustedIssuer, { name: known.name }));
}

/** @param {FileData} data @param {Submitted} submitted */
function checkForm(data, submitted) {
  const fault = findFormFaults(data, submitted).next().value ?? "";
  return check("FORM", fault ? "NO" : "YES", fault || data.reasons.formRight);
}

/** @param {FileData} data @param {Submitted} submitted @returns {Generator<string, undefined>} */
function* findFormFaults(data, submitted) {
  const { document } = submitted;
  const contexts = Array.isArray(document["@context"]) ? document["@context"] : [document["@context"]];
  if (contexts[0] !== data.names.credentials) yield data.reasons.otherFirstContext;
  if (!String(contexts[1]).startsWith(OPEN_BADGES_CONTEXT)) yield data.reasons.otherSecondContext;
  if (!typeNames(document).has("VerifiableCredential")) yield data.reasons.otherType;
  if ("issuanceDate" in document || "expirationDate" in document) yield data.reasons.olderDates;
  if (!isObject(document.credentialSubject) || !isObject(document.credentialSubject.achievement)) {
    yield data.reasons.noAchievement;
  }
  if (submitted.token) {
    for (const name of findClaimFaults(submitted)) yield fill(data.reasons.otherClaim, { name });
  }
  return undefined;
}

/** The registered claims of a token that say something else than its badge. @param {Submitted} submitted */
function* findClaimFaults({ document, claims = {} }) {
  const subject = document.credentialSubject;
  const expected = { iss: issuerId(document), sub: isObject(subject) ? subject.id : undefined, jti: document.id };
  for (const [name, value] of Object.entries(expected)) {
    if (name in claims && claims[name] !== value) yield name;
  }
  if (!("iss" in claims)) yield "iss";
}

/** @param {FileData} data @param {unknown} begins @param {unknown} ends @param {number} now @returns {Check[]} */
function checkDates(data, begins, ends, now) {
  const { datesUnreadable, validFrom, noEnd, expired, expires } = data.reasons;
  const start = parseTimestamp(begins);
  const started = Number.isNaN(start)
    ? check("STARTED", "NOT_CHECKED", datesUnreadable)
    : check("STARTED", start <= now ? "YES" : "NO", fill(validFrom, { moment: formatDay(data, start) }));
  if (ends === undefined || ends === null) return [started, check("NOT_EXPIRED", "YES", noEnd)];
  const end = parseTimestamp(ends);
  if (Number.isNaN(end)) return [started, check("NOT_EXPIRED", "NOT_CHECKED", datesUnreadable)];
  const words = fill(end <= now ? expired : expires, { moment: formatDay(data, end) });
  return [started, check("NOT_EXPIRED", end <= now ? "NO" : "YES", words)];
}

/** @param {FileData} data @param {Json} document @returns {Check[]} */
function checkStatus(data, document) {
  const entries = asList(document.credentialStatus).filter(isObject);
  const isOther = entries.length > MAX_STATUS_ENTRIES || entries.some((entry) => entry.type !== STATUS_ENTRY);
  const has = (/** @type {string} */ purpose) => isOther || entries.some((entry) => entry.statusPurpose === purpose);
  // The operator's own site marks a suspended badge in the list of withdrawn ones.
  const isOwn = data.issuers.some((issuer) => issuer.id === issuerId(document));
  return [
    check("STATUS", "NOT_CHECKED", has("revocation") ? data.reasons.statusNotChecked : data.reasons.noRevocationList),
    has("suspension") || (isOwn && has("revocation"))
      ? check("SUSPENSION", "NOT_CHECKED", data.reasons.statusNotChecked)
      : check("SUSPENSION", "YES", data.reasons.noSuspensionList),
  ];
}

/** @param {FileData} data @returns {Check[]} */
function laterChecks(data) {
  return ["STATUS", "SUSPENSION"].map((question) => check(question, "NOT_CHECKED", data.reasons.signatureFirst));
}

/** The first few endorsements of a badge, of its achievement and of its issuer, each verified on its own.
 * @param {FileData} data @param {Json} badge @param {number} now */
async function checkEndorsements(data, badge, now) {
  const found = [];
  for (const endorsement of findEndorsements(badge)) {
    if (found.length === MAX_ENDORSEMENTS) break;
    if (!isEndorsementOf(endorsement.document, badge)) continue;
    const subject = endorsement.document.credentialSubject;
    const comment = isObject(subject) ? String(subject.endorsementComment ?? "").slice(0, MAX_COMMENT) : "";
    found.push({ by: nameOf(endorsement.document), comment, verdict: await checkEndorsement(data, endorsement, now) });
  }
  return found;
}

/** @param {FileData} data @param {Submitted} endorsement @param {number} now @returns {Promise<Verdict>} */
async function checkEndorsement(data, endorsement, now) {
  const { document } = endorsement;
  const signed = await checkSignature(data, endorsement, now);
  const fits = ["SIGNATURE", "KEY"].every((question) => resultOf(signed.checks, question) === "YES");
  const dates = checkDates(data, document.validFrom, document.validUntil, now);
  const checks = [...signed.checks, checkIssuer(data, issuerId(document), fits), ...checkStatus(data, document), ...dates];
  return conclude(data, checks, data.required.endorsement, document);
}

/** @param {Json} badge @returns {Generator<Submitted>} */
function* findEndorsements(badge) {
  const subject = badge.credentialSubject;
  const achievement = isObject(subject) ? subject.achievement : undefined;
  for (const holder of [badge, achievement, badge.issuer]) {
    if (!isObject(holder)) continue;
    for (const inner of asList(holder.endorsement)) {
      if (isObject(inner) && typeNames(inner).has("EndorsementCredential")) yield { document: inner };
    }
    for (const token of asList(holder.endorsementJwt)) {
      const read = readToken(String(token));
      if (read) yield read;
    }
  }
}

/** @param {string} text @returns {Submitted | null} */
function readToken(text) {
  try {
    return parseSignedText(text);
  } catch {
    return null;
  }
}

/** Whether it is about a badge, something that has its id and a name in it, its holder, achievement or issuer.
 * @param {Json} endorsement @param {Json} badge */
function isEndorsementOf(endorsement, badge) {
  const endorsed = endorsement.credentialSubject;
  const named = isObject(endorsed) ? endorsed.id : undefined;
  if (typeof named !== "string") return false;
  const subject = badge.credentialSubject;
  const parts = [badge, subject, isObject(subject) ? subject.achievement : undefined, badge.issuer].filter(isObject);
  return [badge.issuer, ...parts.map((part) => part.id)].includes(named) || named.startsWith(`${badge.id}#`);
}
