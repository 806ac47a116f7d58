/**
 * Sends a form by fetch, so that the page and its words stay until the server has taken them.
 *
 * The server answers a form that it took with 200 and X-Location, where the next page is (texts/recovery/script_forms.py).
 */
import { csrfToken, owner, renewToken } from "./writer.js";

const PATIENCE = 30_000;
/** What a slow phone sends. A file gets the time that it needs. */
const BYTES_A_SECOND = 20_000;

/** @typedef {import("./save-state.js").Problem} Problem */
/** @typedef {{kind: "done", location: string} | {kind: "show"} | {kind: "failed", problem: Problem, wait?: number}} Outcome wait: seconds */

/** @param {HTMLFormElement} form @param {HTMLElement | null} submitter @returns {string} where it is sent to */
export function formAddress(form, submitter) {
  return submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? location.href;
}

/** @param {Response} response @returns {Problem | ""} what is in the way, if anything is */
export function findProblem(response) {
  if (response.type === "opaqueredirect" || response.status === 401) {
    return response.headers.get("X-Problem") === "someone-else" ? "someone-else" : "signed-out";
  }
  if (response.status >= 500) {
    return "no-answer";
  }
  const problems = /** @type {Record<number, Problem>} */ ({ 403: "forbidden", 404: "gone", 410: "gone", 413: "too-long", 429: "too-many" });
  return problems[response.status] ?? "";
}

/** @returns {Problem} why a request was not answered at all */
export const findSilence = () => (navigator.onLine ? "no-answer" : "offline");

/** @param {HTMLFormElement} form @param {HTMLElement | null} submitter @param {Record<string, string>} [more] */
export function send(form, submitter, more = {}) {
  const body = new FormData(form);
  const name = submitter?.getAttribute("name");
  if (name) {
    body.append(name, submitter?.getAttribute("value") ?? "");
  }
  for (const [key, value] of Object.entries(more)) {
    body.set(key, value);
  }
  body.set("csrfmiddlewaretoken", csrfToken(form));
  const size = [...body.values()].reduce((sum, value) => sum + (value instanceof File ? value.size : 0), 0);
  return fetch(formAddress(form, submitter), {
    method: "POST",
    body,
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE + (size / BYTES_A_SECOND) * 1000),
    headers: { "X-Fetched-Form": "1", "X-Writer": owner },
  });
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} submitter @returns {Promise<Outcome>} */
export async function postForm(form, submitter) {
  try {
    let response = await send(form, submitter);
    if (response.status === 403) {
      // Someone has signed in again since this page was loaded, which changes the token.
      await renewToken();
      response = await send(form, submitter);
    }
    const next = response.headers.get("X-Location");
    if (response.status === 200 && next) {
      return { kind: "done", location: next };
    }
    const problem = findProblem(response);
    return problem ? { kind: "failed", problem, wait: Number(response.headers.get("Retry-After")) } : { kind: "show" };
  } catch {
    return { kind: "failed", problem: findSilence() };
  }
}
