/**
 * Saves the answers of a page as they are given, where the form itself is the draft: <form method="post" data-keep>.
 *
 * The whole form is posted with go=save; 204 says that it is saved. One post at a time, so that an older one can never
 * overtake a newer one.
 */
import { say } from "./messages.js";
import { sentValues } from "./form-controls.js";
import { findProblem, findSilence, send } from "./form-post.js";
import { describeProblem } from "./save-state.js";

const AFTER_TYPING = 1500;
const LONGEST_WAIT = 60_000;
const SAVED = 204;

export class SavedAnswers {
  /**
   * @param {HTMLFormElement} form @param {import("./save-state.js").SaveState} state
   * @param {{isKept: () => boolean, values: () => string, acknowledge: (values: string) => void}} draft
   */
  constructor(form, state, draft) {
    this.form = form;
    this.state = state;
    this.draft = draft;
    this.values = JSON.stringify(sentValues(form));
    /** @type {Promise<void> | null} */
    this.sending = null;
    this.timer = 0;
    this.failures = 0;
    this.isRefused = false;
    form.addEventListener("change", (event) => event.target instanceof HTMLTextAreaElement || void this.save());
    form.addEventListener("input", (event) => event.target instanceof HTMLTextAreaElement && this.#typed());
    addEventListener("online", () => void this.save());
    document.addEventListener("visibilitychange", () => document.hidden && this.flush());
    addEventListener("pagehide", () => this.flush());
  }

  isUnsaved() {
    return this.draft.values() !== this.values;
  }

  flush() {
    if (!this.form.dataset.leaving && !this.isRefused && this.isUnsaved()) {
      void this.save();
    }
  }

  /** @returns {Promise<void>} resolves when the newest answers are saved, or could not be for now */
  async save() {
    clearTimeout(this.timer);
    if (this.sending) {
      return this.sending;
    }
    if (this.form.dataset.leaving || !this.isUnsaved()) {
      return;
    }
    const values = this.draft.values();
    if (!this.failures) {
      this.state.sending(this);
    }
    this.sending = send(this.form, null, { go: "save" })
      .then((response) => this.#read(response, values))
      .catch(() => this.#tryAgain(findSilence()))
      .finally(() => (this.sending = null));
    await this.sending;
    if (!this.failures && !this.isRefused) {
      await this.save();
    }
  }

  #typed() {
    this.isRefused = false;
    if (!this.failures) {
      this.state.set(this, "unsaved", say("Not saved yet"));
      this.#later(AFTER_TYPING);
    }
  }

  /** @param {Response} response @param {string} values */
  #read(response, values) {
    if (response.status === SAVED) {
      this.failures = 0;
      this.values = values;
      this.draft.acknowledge(values);
      this.state.set(this, this.isUnsaved() ? "unsaved" : "saved", say(this.isUnsaved() ? "Saving…" : "Saved"));
      return;
    }
    const problem = findProblem(response);
    if (problem) {
      this.#tryAgain(problem);
    } else {
      this.isRefused = true;
      this.state.set(this, "waiting", say("Not saved yet: press the button to see why"));
    }
  }

  /** @param {import("./save-state.js").Problem} problem */
  #tryAgain(problem) {
    this.failures += 1;
    this.state.set(this, "waiting", describeProblem(problem, this.draft.isKept()), problem);
    if (problem !== "gone") {
      this.#later(Math.min(1000 * 2 ** this.failures, LONGEST_WAIT));
    }
  }

  /** @param {number} wait */
  #later(wait) {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), wait);
  }
}
