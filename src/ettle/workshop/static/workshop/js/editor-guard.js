/**
 * Keeps what an author has typed on the screen when it cannot be sent: Wagtail's forms in /cms/ are sent as pages, and
 * a browser without a connection, or a session that has ended, would put another page in the place of the words.
 * Before such a form is sent this module asks the site whose session it is. If nobody answers, or somebody else does,
 * the form stays, and a message says what to do. It also takes over the token of a sign-in in another tab.
 */
const script = document.querySelector("script[data-author]");
const author = script instanceof HTMLScriptElement ? script.dataset.author ?? "" : "";
const said = script instanceof HTMLScriptElement ? script.dataset : {};
const LONGEST_WAIT = 15_000;
const TOKEN = /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/;
let tokenAtStart = readToken();
/** Forms that were checked a moment ago and may be sent. @type {WeakSet<HTMLFormElement>} */
const checked = new WeakSet();

function readToken() {
  return document.cookie.match(TOKEN)?.[1] ?? "";
}

/** After a sign-in in another tab the token that this page came with is not valid any more. */
function renewToken() {
  const token = readToken();
  if (!token || token === tokenAtStart) return;
  tokenAtStart = token;
  for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) {
    if (input instanceof HTMLInputElement) input.value = token;
  }
}

/** @returns {Promise<string>} what hinders sending, for the author; "" when nothing does */
async function findHindrance() {
  try {
    const response = await fetch("/account/session/", {
      cache: "no-store",
      credentials: "same-origin",
      signal: AbortSignal.timeout(LONGEST_WAIT),
    });
    if (!response.ok) return said.unreachable ?? "";
    return (await response.json()).person === author ? "" : said.signedOut ?? "";
  } catch {
    return said.unreachable ?? "";
  }
}

/** @param {string} text */
function tell(text) {
  document.dispatchEvent(new CustomEvent("w-messages:add", { detail: { clear: true, text, type: "error" } }));
}

/** @param {HTMLFormElement} form */
function hasWords(form) {
  return form.method === "post" && form.querySelector("textarea, input[type=text], [role=textbox]") !== null;
}

/** Undo what Wagtail does to a button that was pressed: it is disabled and says ‘Saving…’. @param {HTMLButtonElement} button */
function release(button) {
  button.dataset.wProgressLoadingValue = "false";
  button.disabled = false;
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} button */
async function sendIfPossible(form, button) {
  const hindrance = await findHindrance();
  const pressed = button instanceof HTMLButtonElement ? button : null;
  if (pressed) release(pressed);
  if (hindrance) {
    tell(hindrance);
    return;
  }
  renewToken();
  checked.add(form);
  if (!pressed || pressed.form === form) {
    form.requestSubmit(pressed);
    return;
  }
  // A menu that has closed takes its buttons out of the form: what was pressed is sent all the same.
  const act = Object.assign(document.createElement("input"), { type: "hidden", name: pressed.name, value: pressed.value });
  form.append(act);
  form.requestSubmit();
  act.remove();
}

if (author) {
  addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !hasWords(form) || checked.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    void sendIfPossible(form, event.submitter);
  }, { capture: true });
  addEventListener("focus", renewToken);
  document.addEventListener("w-autosave:error", async () => {
    const hindrance = await findHindrance();
    if (hindrance) tell(hindrance);
  });
}

export {};
