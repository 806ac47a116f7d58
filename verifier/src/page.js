/** The page of the verifier file: takes a badge, says what was found. Nothing that was typed is lost. */
import { checkContent } from "./verdict.js";
import { fill } from "./words.js";

/** @typedef {import("./types").FileData} FileData */
/** @typedef {import("./types").Verdict} Verdict */

/** @template {HTMLElement} T @param {string} id @param {new () => T} kind @returns {T} */
function find(id, kind) {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`no ${id}`);
  return element;
}

/** @param {string} name @param {string | Node | (string | Node)[]} content @param {string} [className] */
function make(name, content, className = "") {
  const element = document.createElement(name);
  element.append(...(Array.isArray(content) ? content : [content]));
  if (className) element.className = className;
  return element;
}

export function startPage() {
  /** @type {FileData} */
  const data = JSON.parse(find("data", HTMLScriptElement).text);
  const form = find("form", HTMLFormElement);
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void check(data);
  });
}

/** @param {FileData} data */
async function check(data) {
  const [status, result] = [find("status", HTMLElement), find("result", HTMLElement)];
  clearProblem();
  result.hidden = true;
  const file = find("file", HTMLInputElement).files?.[0];
  const text = find("text", HTMLTextAreaElement).value.trim();
  const field = file || !text ? "file" : "text";
  if (!file && !text) {
    showProblem(data, field, data.page.nothing);
    return;
  }
  status.textContent = data.page.checking;
  const now = Date.now();
  try {
    const content = file ? new Uint8Array(await file.arrayBuffer()) : new TextEncoder().encode(text);
    const holder = find("holder", HTMLInputElement).value;
    const { verdict, compared, fault } = await checkContent(data, content, { now, holder });
    status.textContent = verdict ? data.answers[verdict.answer] : "";
    if (verdict) showVerdict(data, verdict, compared, now);
    else showProblem(data, field, fault);
  } catch {
    status.textContent = "";
    showProblem(data, field, data.page.failed);
  }
}

function clearProblem() {
  for (const id of ["problem", "file-error", "text-error"]) {
    const element = find(id, HTMLElement);
    element.replaceChildren();
    element.hidden = true;
  }
  for (const id of ["file", "text"]) find(id, HTMLElement).removeAttribute("aria-invalid");
}

/** @param {FileData} data @param {string} field @param {string} words */
function showProblem(data, field, words) {
  find("status", HTMLElement).textContent = "";
  const [problem, error] = [find("problem", HTMLElement), find(`${field}-error`, HTMLElement)];
  const link = make("a", words);
  link.setAttribute("href", `#${field}`);
  problem.replaceChildren(make("h2", data.page.problem), make("p", link));
  error.textContent = words;
  problem.hidden = error.hidden = false;
  find(field, HTMLElement).setAttribute("aria-invalid", "true");
  problem.focus();
}

/** @param {FileData} data @param {Verdict} verdict @param {string} compared @param {number} now */
function showVerdict(data, verdict, compared, now) {
  const words = data.page;
  const title = make("h2", data.answers[verdict.answer]);
  title.tabIndex = -1;
  const box = make("div", [title, ...(verdict.why ? [make("p", verdict.why)] : [])], "box");
  const parts = [box, ...describeBadge(data, verdict)];
  if (compared) parts.push(make("h2", words.compared), make("p", compared));
  parts.push(...describeEndorsements(data, verdict));
  const checks = make("ul", listChecks(data, verdict), "rows");
  const moment = new Intl.DateTimeFormat(data.locale, { dateStyle: "long", timeStyle: "short" }).format(now);
  parts.push(make("h2", words.why), checks, make("p", fill(words.clock, { moment })), make("p", words.notChecked));
  const result = find("result", HTMLElement);
  result.replaceChildren(...parts);
  result.hidden = false;
  title.focus();
}

/** @param {FileData} data @param {Verdict} verdict @returns {HTMLElement[]} */
function describeBadge(data, verdict) {
  const words = data.page;
  const name = typeof verdict.document.name === "string" ? verdict.document.name.slice(0, 120) : "";
  const parts = [make("p", name ? fill(words.name, { name }) : words.noName)];
  const isKnown = verdict.checks.some((check) => check.question === "ISSUER" && check.result === "YES");
  if (verdict.issuerName) {
    const isConfirmed = isKnown && verdict.keyName;
    parts.push(make("p", fill(isConfirmed ? words.issuer : words.issuerUnconfirmed, { name: verdict.issuerName })));
  }
  if (verdict.keyName) parts.push(make("p", fill(words.key, { name: verdict.keyName }), "meta"));
  return parts;
}

/** @param {FileData} data @param {Verdict} verdict @returns {HTMLElement[]} */
function listChecks(data, verdict) {
  return verdict.checks.map((check) =>
    make("li", [
      `${data.questions[check.question]} `,
      make("strong", data.results[check.result]),
      ...(check.reason ? [" ", make("span", check.reason, "meta")] : []),
    ]),
  );
}

/** @param {FileData} data @param {Verdict} verdict @returns {HTMLElement[]} */
function describeEndorsements(data, verdict) {
  if (!verdict.endorsements.length) return [];
  const rows = verdict.endorsements.map(({ by, comment, verdict: own }) =>
    make("li", [
      ...(by ? [make("p", fill(data.page.endorsedBy, { name: by }))] : []),
      ...(comment ? [make("blockquote", comment)] : []),
      make("p", make("strong", data.answers[own.answer])),
      make("ul", listChecks(data, own), "rows"),
    ]),
  );
  return [make("h2", data.page.endorsements), make("p", data.page.endorsementsHint, "hint"), make("ul", rows, "rows")];
}
