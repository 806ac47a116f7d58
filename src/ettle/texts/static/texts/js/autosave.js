/**
 * Saves what somebody writes, and never says Saved before the server has answered.
 *
 *   <form method="post" data-autosave data-save-url="/evidence/…/save/" data-rev="3">
 *     {% csrf_token %}
 *     <input type="hidden" name="rev" value="3">            kept in step, so the ordinary Save agrees
 *     <textarea name="text">…</textarea>
 *     <p class="save-state" role="status"></p>
 *
 * A form with several boxes gives each textarea its own data-save-url, data-rev and data-rev-field (the name of its
 * hidden input); one .save-state tells of them all. data-home on the form: where this page is to be found once
 * something of it is kept, so that a reload does not begin anew.
 *
 * We PUT {"text", "key"} as JSON to data-save-url with If-Match: "rev", Idempotency-Key and X-CSRFToken. The server:
 *   200 {"rev": 4, "saved_at": "9.41"}   kept; the same key again gets the same answer and changes nothing
 *   412 {"rev": 5, "text": "…"}          somebody (another tab or device) saved in between
 *   422 {"words": "…"}                   a rule says no, in words for the writer; tried again when the text changes
 *   401, 403                             sign in first
 *   anything else, or nothing            tried again: the same key and the very same body, waiting longer each time
 *
 * Other text fields are sent by the ordinary Save. Without this script that button does everything.
 */
const AFTER_TYPING = 300;
const LONGEST_WAIT = 60_000;
const PATIENCE = 20_000;

/** @typedef {{text: string, key: string, rev: string}} Save */

/** @returns {string} a random UUID, also where the page came over plain http */
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const PRESSING = ["saved", "unsaved", "waiting"];

/**
 * What the boxes of one form say together: the most pressing, and of those the latest.
 * @param {HTMLElement} state
 */
function speaker(state) {
  /** @type {Map<HTMLTextAreaElement, {name: string, words: string}>} */
  const said = new Map();
  /** @param {HTMLTextAreaElement} box @param {string} name @param {string} words */
  return (box, name, words) => {
    said.delete(box);
    said.set(box, { name, words });
    const most = [...said.values()].reduce((one, other) =>
      PRESSING.indexOf(other.name) >= PRESSING.indexOf(one.name) ? other : one);
    state.dataset.state = most.name;
    if (state.textContent !== most.words) {
      state.textContent = most.words;
    }
  };
}

/**
 * Keep one box of a form.
 * @param {HTMLFormElement} form
 * @param {HTMLTextAreaElement} box
 * @param {(box: HTMLTextAreaElement, name: string, words: string) => void} tell
 */
function keep(form, box, tell) {
  const revField = form.elements.namedItem(box.dataset.revField ?? "rev");
  const url = box.dataset.saveUrl ?? form.dataset.saveUrl ?? "";
  let rev = box.dataset.rev ?? form.dataset.rev ?? "0";
  let said = "";
  // What the server sent, not what the browser may have put back after a crash.
  let base = box.defaultValue;
  /** @type {Save | null} */
  let save = null;
  /** @type {Promise<void> | null} */
  let sending = null;
  let timer = 0;
  let failures = 0;
  let asked = false;

  /** @param {string} name @param {string} words */
  const say = (name, words) => {
    said = name;
    tell(box, name, words);
  };
  const unsaved = () => save !== null || box.value !== base;

  /** @param {number} wait */
  const later = (wait) => {
    clearTimeout(timer);
    timer = window.setTimeout(send, wait);
  };

  /** @param {string | number} newRev @param {string} text */
  const adopt = (newRev, text) => {
    rev = String(newRev);
    base = text;
    save = null;
    if (revField instanceof HTMLInputElement) {
      revField.value = rev;
    }
  };

  /** @param {Save} body @returns {Promise<Response>} */
  const put = (body) =>
    fetch(url, {
      method: "PUT",
      keepalive: body.text.length < 15_000,
      signal: AbortSignal.timeout(PATIENCE),
      headers: {
        "Content-Type": "application/json",
        "If-Match": `"${body.rev}"`,
        "Idempotency-Key": body.key,
        "X-CSRFToken": document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? new FormData(form).get("csrfmiddlewaretoken")?.toString() ?? "",
      },
      body: JSON.stringify({ text: body.text, key: body.key }),
      redirect: "manual",
    });

  /** @param {{rev: number, text: string}} theirs */
  const settle = (theirs) => {
    const mine = box.value;
    // An ordinary post sends line ends as CR LF; a box holds LF.
    const text = theirs.text.replaceAll("\r\n", "\n");
    if (text === mine || mine === base) {
      box.value = text;
      adopt(theirs.rev, text);
      say("saved", "Saved");
    } else if (text === base || text === save?.text) {
      adopt(theirs.rev, text);
      later(0);
    } else {
      asked = true;
      say("waiting", "Two versions of this text: use the Save button to choose");
    }
  };

  /** @param {Response} answer */
  const read = async (answer) => {
    if (answer.status === 200 && save) {
      const { rev: newRev, saved_at: savedAt } = await answer.json();
      adopt(newRev, save.text);
      failures = 0;
      if (form.dataset.home) {
        history.replaceState(null, "", form.dataset.home);
      }
      say(unsaved() ? "unsaved" : "saved", unsaved() ? "Sending" : `Saved ${savedAt}`);
      if (unsaved()) {
        later(AFTER_TYPING);
      }
    } else if (answer.status === 412) {
      settle(await answer.json());
    } else if (answer.status === 422) {
      // A rule says no: the same text would get the same answer, so it is not tried again.
      save = null;
      say("waiting", (await answer.json()).words);
    } else if ([401, 403].includes(answer.status) || answer.type === "opaqueredirect") {
      say("waiting", "Not saved yet: sign in again in another tab, then come back here");
    } else {
      throw new Error(`The server answered ${answer.status}`);
    }
  };

  const tryAgain = () => {
    failures += 1;
    say("waiting", navigator.onLine ? "Not saved yet, trying again" : "Not saved yet: no connection");
    later(Math.min(1000 * 2 ** failures, LONGEST_WAIT) * (0.75 + Math.random() / 2));
  };

  /** @returns {Promise<void>} */
  function send() {
    clearTimeout(timer);
    if (!sending && !asked && !unsaved() && said === "unsaved") {
      // Typed, and typed back to what is kept.
      say("saved", "Saved");
    }
    if (sending || asked || form.dataset.leaving || !unsaved()) {
      return sending ?? Promise.resolve();
    }
    // Until this body is answered it is sent again as it is, or the server could not know it from a new one.
    save ??= { text: box.value, key: newKey(), rev };
    say("unsaved", "Sending");
    sending = put(save).then(read).catch(tryAgain).finally(() => (sending = null));
    return sending;
  }

  const now = () => void send();
  box.addEventListener("input", () => {
    if (!sending && !asked) {
      say("unsaved", "Not saved yet");
      if (!failures) {
        later(AFTER_TYPING);
      }
    }
  });
  window.addEventListener("online", now);
  window.addEventListener("pagehide", now);
  document.addEventListener("visibilitychange", now);
  return { unsaved, sent: () => sending ?? send(), isOnItsWay: () => !asked && (sending !== null || save !== null) };
}

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const state = form.querySelector(".save-state");
  if (form instanceof HTMLFormElement && state instanceof HTMLElement) {
    const tell = speaker(state);
    const found = form.querySelectorAll("textarea[data-save-url], textarea[name=text]");
    const boxes = [...found].filter((box) => box instanceof HTMLTextAreaElement).map((box) => keep(form, box, tell));
    const leave = () => (form.dataset.leaving = "1");
    window.addEventListener("pageshow", (event) => event.persisted && location.reload());
    window.addEventListener("beforeunload", (event) => {
      if (!form.dataset.leaving && boxes.some((box) => box.unsaved())) {
        event.preventDefault();
      }
    });
    form.addEventListener("submit", (event) => {
      if (form.dataset.leaving || !boxes.some((box) => box.isOnItsWay())) {
        leave();
        return;
      }
      // A save on its way decides the revision that this post must name.
      event.preventDefault();
      const button = event.submitter;
      void Promise.all(boxes.filter((box) => box.isOnItsWay()).map((box) => box.sent())).then(() => {
        leave();
        form.requestSubmit(button);
      });
    });
  }
}
