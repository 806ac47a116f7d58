/**
 * Saves one box on the server while someone writes, and never says Saved before the server has answered.
 *
 *   <form method="post" data-autosave data-save-url="/evidence/…/save/" data-rev="3">
 *     {% csrf_token %}
 *     <input type="hidden" name="rev" value="3">            in step, so that the ordinary Save agrees
 *     <textarea name="text">…</textarea>
 *     <p class="save-state"></p>
 *
 * A form with several boxes gives each textarea its own data-save-url, data-rev and data-rev-field (the name of its
 * hidden input). data-home on the form: where this page is found once something of it is saved.
 *
 * We PUT {"text", "key", "after"} as JSON to data-save-url with If-Match: "rev", Idempotency-Key, X-CSRFToken and
 * X-Writer (texts/autosave.py). The server:
 *   200 {"rev": 4, "saved_at": "14:02"}   saved; the same key again gets the same answer and changes nothing
 *   412 {"rev": 5, "text": "…"}           another tab or device saved in between
 *   422 {"words": "…"}                    a rule refuses it, in words for the writer; tried again when the text changes
 *   401, 403, 404, a redirect             signed out, or not this person's any more
 *   anything else, or nothing             tried again with the newest text, waiting longer each time
 *
 * "after" has the keys of our saves that were not answered: any of them may have been stored. A page that is left sends
 * its newest text at once, beside a save that is still on its way.
 */
import { say } from "./messages.js";
import { findProblem, findSilence } from "./form-post.js";
import { describeProblem } from "./save-state.js";
import { csrfToken, newKey, owner } from "./writer.js";
import { normaliseText } from "./written-text.js";

const AFTER_TYPING = 300;
const LONGEST_WAIT = 60_000;
const PATIENCE = 20_000;
const MOST_KEYS = 50;
const LARGEST_KEEPALIVE = 60_000;

/** @typedef {{text: string, key: string, rev: string}} Save */

export class SavedBox {
  /**
   * @param {HTMLFormElement} form @param {HTMLTextAreaElement} box @param {import("./save-state.js").SaveState} state
   * @param {{isKept: () => boolean, saved: () => void}} draft
   */
  constructor(form, box, state, draft) {
    this.form = form;
    this.box = box;
    this.state = state;
    this.draft = draft;
    this.url = box.dataset.saveUrl ?? form.dataset.saveUrl ?? "";
    this.rev = box.dataset.rev ?? form.dataset.rev ?? "0";
    // What the server sent, not what the browser may have put back after a crash.
    this.base = box.defaultValue;
    /** @type {string[]} */
    this.keys = [];
    /** @type {Save | null} */
    this.save = null;
    /** @type {Promise<void> | null} */
    this.sending = null;
    this.timer = 0;
    this.failures = 0;
    this.isAsked = false;
    this.refused = "";
    box.addEventListener("input", () => this.#typed());
    addEventListener("online", () => void this.send());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.flush() : void this.send()));
    addEventListener("pagehide", () => this.flush());
  }

  get name() {
    return this.box.name;
  }

  isUnsaved() {
    return this.box.value !== this.base;
  }

  isOnItsWay() {
    return !this.isAsked && (this.sending !== null || this.isUnsaved());
  }

  /** Words from another visit are in the box again. @param {string} rev what they were written on @param {string[]} keys */
  rebase(rev, keys) {
    this.#adoptRevision(rev);
    this.keys = keys;
  }

  /** The form was sent with this text, and was taken. @param {string} text */
  accept(text) {
    this.base = text;
  }

  /** The newest text, at once: this page may be gone in a moment. */
  flush() {
    if (this.isAsked || this.form.dataset.leaving || !this.isUnsaved() || this.box.value === this.refused) {
      return;
    }
    if (this.sending && this.save?.text === this.box.value) {
      return;
    }
    this.#put(this.#nextSave()).catch(() => null);
  }

  /** @returns {Promise<void>} resolves when a save was answered or given up for now; never rejects */
  send() {
    clearTimeout(this.timer);
    if (this.sending || this.isAsked || this.form.dataset.leaving || !this.isUnsaved() || this.box.value === this.refused) {
      return this.sending ?? Promise.resolve();
    }
    const save = this.#nextSave();
    if (!this.failures) {
      this.state.sending(this);
    }
    this.sending = this.#put(save)
      .then((response) => this.#read(response, save))
      .catch(() => this.#tryAgain(findSilence()))
      .finally(() => (this.sending = null));
    return this.sending;
  }

  #typed() {
    this.refused = "";
    if (this.isAsked) {
      return;
    }
    if (!this.isUnsaved()) {
      this.state.set(this, "saved", say("Saved"));
    } else if (!this.sending && !this.failures) {
      this.state.set(this, "unsaved", say("Not saved yet"));
    }
    if (!this.failures) {
      this.#later(AFTER_TYPING);
    }
  }

  /** @returns {Save} the same key for the same text, so that a repeated request is stored once */
  #nextSave() {
    if (this.save?.text !== this.box.value) {
      this.save = { text: this.box.value, key: newKey(), rev: this.rev };
    }
    return this.save;
  }

  /** @param {Save} save @returns {Promise<Response>} */
  #put(save) {
    const after = this.keys.filter((key) => key !== save.key);
    this.keys = [...after, save.key].slice(-MOST_KEYS);
    const body = new Blob([JSON.stringify({ text: save.text, key: save.key, after })]);
    return fetch(this.url, {
      method: "PUT",
      keepalive: body.size < LARGEST_KEEPALIVE,
      signal: AbortSignal.timeout(PATIENCE),
      headers: {
        "Content-Type": "application/json",
        "If-Match": `"${save.rev}"`,
        "Idempotency-Key": save.key,
        "X-CSRFToken": csrfToken(this.form),
        "X-Writer": owner,
      },
      body,
      redirect: "manual",
    });
  }

  /** @param {Response} response @param {Save} save */
  async #read(response, save) {
    if (response.status === 200) {
      const { rev, saved_at: savedAt } = await response.json();
      this.#saved(rev, save, savedAt);
    } else if (response.status === 412) {
      this.#settle(await response.json(), save);
    } else if (response.status === 422) {
      // The same text would be refused again, so it is not tried again.
      this.refused = save.text;
      this.state.set(this, "waiting", (await response.json()).words);
    } else {
      this.#tryAgain(findProblem(response) || "no-answer");
    }
  }

  /** @param {number} rev @param {Save} save @param {string} savedAt */
  #saved(rev, save, savedAt) {
    this.#adopt(rev, save.text);
    this.failures = 0;
    if (this.form.dataset.home) {
      history.replaceState(null, "", this.form.dataset.home);
    }
    if (this.isUnsaved()) {
      this.state.set(this, "unsaved", say("Saving…"));
      this.#later(AFTER_TYPING);
    } else {
      this.state.set(this, "saved", say("Saved {time}", { time: savedAt }));
    }
    this.draft.saved();
  }

  /** @param {string | number} rev @param {string} text */
  #adopt(rev, text) {
    this.#adoptRevision(rev);
    this.base = text;
    this.save = null;
  }

  /** @param {string | number} rev */
  #adoptRevision(rev) {
    this.rev = String(rev);
    const field = this.form.elements.namedItem(this.box.dataset.revField ?? "rev");
    if (field instanceof HTMLInputElement) {
      field.value = this.rev;
    }
  }

  /** Another text was saved in between. @param {{rev: number, text: string}} theirs @param {Save} save */
  #settle(theirs, save) {
    const mine = this.box.value;
    const text = theirs.text;
    // The server stores the text normalised; a box has what was typed or pasted.
    const isTheirs = (/** @type {string} */ words) => normaliseText(words) === normaliseText(text);
    if (isTheirs(mine) || mine === this.base) {
      this.box.value = text;
      this.#adopt(theirs.rev, text);
      this.state.set(this, "saved", say("Saved"));
      this.draft.saved();
    } else if (isTheirs(this.base) || isTheirs(save.text)) {
      this.#adopt(theirs.rev, text);
      this.#later(0);
    } else {
      this.isAsked = true;
      this.state.set(this, "waiting", say("Two versions of this text: use the Save button to choose"));
    }
  }

  /** @param {import("./save-state.js").Problem} problem */
  #tryAgain(problem) {
    this.failures += 1;
    this.state.set(this, "waiting", describeProblem(problem, this.draft.isKept()), problem);
    if (problem !== "gone") {
      this.#later(Math.min(1000 * 2 ** this.failures, LONGEST_WAIT) * (0.75 + Math.random() / 2));
    }
  }

  /** @param {number} wait */
  #later(wait) {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.send(), wait);
  }
}
