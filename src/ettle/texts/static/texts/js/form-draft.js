/**
 * Keeps the words of one form until the server has acknowledged them, whatever happens to page, network or session.
 *
 * Every change goes to the device, encrypted, at once (device-store.js). Boxes with an address of their own are saved on
 * the server as well while someone types (autosave.js, answer-save.js). The button sends the form by fetch; only when
 * the server has taken it does the page go on and the copy on the device go.
 */
import { say } from "./messages.js";
import { SavedAnswers } from "./answer-save.js";
import { SavedBox } from "./autosave.js";
import { controls, currentValues, fill, sentValues, wordNames } from "./form-controls.js";
import { postForm } from "./form-post.js";
import { describeProblem, SaveState } from "./save-state.js";
import { normaliseText } from "./written-text.js";
import { deviceStore, newKey, openDevice } from "./writer.js";

const LONGEST_WAIT = 60_000;

/** @typedef {import("./device-store.js").Draft} Draft */
/** @typedef {import("./form-controls.js").Values} Values */

/** @param {string} id @returns {string} the lock that a page holds while it has this draft open */
export const lockName = (id) => `ettle-words/${id}`;

export class FormDraft {
  /** @param {HTMLFormElement} form @param {number} index which of the page's forms it is */
  constructor(form, index) {
    this.form = form;
    this.index = index;
    this.id = newKey();
    this.base = sentValues(form);
    this.isOnDevice = false;
    this.isChanged = this.isPosting = false;
    /** @type {Promise<void> | null} */
    this.writing = null;
    this.failures = 0;
    this.timer = 0;
    this.release = () => {};
    this.held = "";
    this.state = new SaveState(form);
    const boxes = controls(form).filter((control) => control instanceof HTMLTextAreaElement && this.#hasAddress(control));
    this.boxes = boxes.map((box) => new SavedBox(form, /** @type {HTMLTextAreaElement} */ (box), this.state, this.#hooks()));
    this.answers = "keep" in form.dataset ? new SavedAnswers(form, this.state, this.#hooks()) : null;
    // What the browser puts back by itself may be older than what is saved; what this puts back never is.
    form.autocomplete = "off";
    this.#listen();
    void openDevice().then(() => this.keep());
  }

  /** @param {HTMLElement} box */
  #hasAddress(box) {
    return Boolean(box.dataset.saveUrl ?? this.form.dataset.saveUrl);
  }

  #hooks() {
    return {
      isKept: () => this.isOnDevice,
      saved: () => void this.keep(),
      values: () => JSON.stringify(currentValues(this.form)),
      acknowledge: (/** @type {string} */ values) => {
        this.base = JSON.parse(values);
        void this.keep();
      },
    };
  }

  #listen() {
    for (const name of ["input", "change"]) {
      this.form.addEventListener(name, () => this.#typed());
    }
    this.form.addEventListener("submit", (event) => this.#submit(event));
    addEventListener("online", () => this.timer && void this.#retry());
    addEventListener("pagehide", () => this.release());
    addEventListener("pageshow", (event) => event.persisted && this.#returned());
    addEventListener("beforeunload", (event) => {
      if (!this.form.dataset.leaving && !this.isOnDevice && this.isUnsaved()) {
        event.preventDefault();
      }
    });
  }

  /** @returns {boolean} whether something here was not acknowledged */
  isUnsaved() {
    const boxes = new Set(this.boxes.map((box) => box.name));
    const others = (/** @type {Values} */ values) => JSON.stringify(values.filter(([name]) => !boxes.has(name)));
    return this.boxes.some((box) => box.isUnsaved()) || others(currentValues(this.form)) !== others(this.base);
  }

  /** Bring the device up to date: one write at a time, the last one with the newest words. */
  keep() {
    const store = deviceStore();
    this.isChanged = true;
    this.writing ??= store ? this.#write(store).finally(() => (this.writing = null)) : null;
    return this.writing ?? Promise.resolve();
  }

  /** @param {import("./device-store.js").DeviceStore} store */
  async #write(store) {
    try {
      while (this.isChanged) {
        this.isChanged = false;
        if (this.isUnsaved()) {
          this.#hold();
          await store.put(this.id, this.content());
          this.isOnDevice = true;
        } else if (this.isOnDevice) {
          await store.remove(this.id);
          this.isOnDevice = false;
        }
      }
    } catch {
      this.isOnDevice = false; // no room, or the browser has cleared it
    }
    this.#sayWhereItIs();
  }

  /** @returns {import("./device-store.js").Content} */
  content() {
    return {
      address: location.pathname + location.search,
      home: this.form.dataset.home ?? "",
      title: document.querySelector("h1")?.textContent?.trim() ?? document.title,
      index: this.index,
      words: wordNames(this.form),
      fields: currentValues(this.form),
      base: sentValues(this.form),
      revs: this.boxes.map((box) => [box.name, box.rev, box.keys]),
    };
  }

  /** Whether a draft from the device is of this form. @param {Draft} draft */
  matches({ content }) {
    const here = [location.pathname + location.search, location.pathname];
    const names = new Set(controls(this.form).map((control) => control.name));
    const isHere = here.includes(content.address) || (content.home !== "" && here.includes(content.home));
    return isHere && content.words.every((name) => names.has(name)) &&
      (content.index === this.index || content.words.join() === wordNames(this.form).join());
  }

  /** Whether the page already shows every word of a draft. @param {Draft} draft */
  shows({ content }) {
    const words = (/** @type {Values} */ values) => JSON.stringify(values.filter(([name]) => content.words.includes(name)));
    return words(content.fields) === words(currentValues(this.form));
  }

  /**
   * Whether the server has newer words: others than those that a draft was written on, and all of the draft in them.
   * @param {Draft} draft
   */
  isNewerThan({ content }) {
    const [saved, before] = [new Map(sentValues(this.form)), new Map(content.base)];
    const words = content.fields.filter(([name]) => content.words.includes(name));
    return words.some(([name]) => saved.get(name) !== before.get(name)) &&
      words.every(([name, value]) => normaliseText(saved.get(name) ?? "").includes(normaliseText(value).trim()));
  }

  /** Whether the form is untouched, and the server has sent what a draft was written on. @param {Draft} draft */
  isAsItWasFor({ content }) {
    const sent = JSON.stringify(sentValues(this.form));
    return sent === JSON.stringify(content.base) && sent === JSON.stringify(currentValues(this.form));
  }

  /** Take over a draft whose words the page shows but nobody has acknowledged. @param {Draft} draft */
  adopt(draft) {
    this.id = draft.id;
    this.isOnDevice = true;
    this.base = draft.content.base;
    this.#hold();
  }

  /** Fill the form with the words of a draft. @param {Draft} draft */
  async putBack(draft) {
    const { fields, base, revs } = draft.content;
    const before = new Map(base);
    for (const box of this.boxes) {
      const [, rev, keys] = revs.find(([name]) => name === box.name) ?? ["", box.rev, []];
      // Where the text on the server is another one by now, the save must say what these words were written on.
      box.rebase(before.get(box.name) === box.base ? box.rev : rev, keys);
    }
    fill(this.form, fields);
    for (const control of controls(this.form)) {
      control.dispatchEvent(new Event(control instanceof HTMLTextAreaElement ? "input" : "change", { bubbles: true }));
    }
    await this.keep();
    if (this.isOnDevice || !this.isUnsaved()) {
      await deviceStore()?.remove(draft.id);
    }
  }

  #typed() {
    if (this.failures && !this.isPosting) {
      // What was to be sent has changed: the person decides when it is ready again.
      clearTimeout(this.timer);
      this.failures = this.timer = 0;
      this.state.clear(this);
      this.#sayWhereItIs();
    }
    void this.keep();
  }

  /** For forms that the server has no draft of. */
  #sayWhereItIs() {
    if (this.boxes.length || this.answers || this.isPosting || this.failures) {
      return;
    }
    if (!this.isUnsaved()) {
      this.state.set(this, "saved", "");
    } else if (this.form.dataset.onlyMine === undefined) {
      this.state.set(this, "unsaved", say(this.isOnDevice ? "Not sent yet. Kept on this device" : "Not sent yet"));
    } else {
      // data-only-mine: the words go to no one else, so they are saved and not sent.
      this.state.set(this, "unsaved", say(this.isOnDevice ? "Not saved yet. Kept on this device" : "Not saved yet"));
    }
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    const submitter = event.submitter;
    if (this.form.dataset.leaving || event.defaultPrevented || this.form.target || submitter?.getAttribute("formtarget")) {
      return;
    }
    event.preventDefault();
    if (!this.isPosting) {
      void this.#post(submitter);
    }
  }

  /** @param {HTMLElement | null} submitter */
  async #post(submitter) {
    this.isPosting = true;
    clearTimeout(this.timer);
    this.timer = 0;
    this.state.sending(this);
    await this.keep();
    // A save on its way decides the revision that this post must name.
    await Promise.all(this.boxes.filter((box) => box.isOnItsWay()).map((box) => box.sending ?? box.send()));
    await this.answers?.sending;
    const values = JSON.stringify(currentValues(this.form));
    const outcome = await postForm(this.form, submitter);
    this.isPosting = false;
    if (outcome.kind === "failed") {
      this.#fail(outcome.problem, submitter, values, outcome.wait);
    } else if (outcome.kind === "show") {
      // The server has something to say about it, on a page of its own.
      this.#leave();
      this.form.requestSubmit(submitter);
    } else if (values !== JSON.stringify(currentValues(this.form))) {
      // Words were added while the form was on its way: it is saved, they are not.
      this.base = JSON.parse(values);
      await this.#post(submitter);
    } else {
      await this.#goOn(outcome.location, JSON.parse(values));
    }
  }

  /** @param {string} address @param {Values} values what the server has taken */
  async #goOn(address, values) {
    this.#leave();
    this.form.dispatchEvent(new Event("recording-taken"));
    // Letters typed while the next page is on its way are new words, and go to the device like any others.
    this.base = values;
    this.boxes.forEach((box) => box.accept(new Map(values).get(box.name) ?? ""));
    await this.keep();
    const next = new URL(address, this.form.action || location.href);
    if (next.pathname + next.search === location.pathname + location.search) {
      if (next.hash !== location.hash) {
        history.replaceState(null, "", next);
      }
      location.reload();
    } else {
      location.assign(next);
    }
  }

  #leave() {
    this.form.dataset.leaving = "1";
  }

  /** @param {import("./save-state.js").Problem} problem @param {HTMLElement | null} submitter @param {string} values @param {number} [seconds] to wait, where the server says so */
  #fail(problem, submitter, values, seconds) {
    this.failures += 1;
    this.state.set(this, "waiting", describeProblem(problem, this.isOnDevice, this.form.dataset.recording, seconds), problem);
    if (!["offline", "no-answer", "signed-out", "someone-else"].includes(problem)) {
      return;
    }
    this.#retry = async () => {
      if (values === JSON.stringify(currentValues(this.form)) && !this.isPosting) {
        await this.#post(submitter);
      }
    };
    const wait = Math.min(1000 * 2 ** this.failures, LONGEST_WAIT);
    this.timer = window.setTimeout(() => void this.#retry(), wait);
  }

  #retry = async () => {};

  /** The page comes out of the browser's memory: what it shows may be old, what was typed must stay. */
  #returned() {
    if (this.form.dataset.leaving && !this.boxes.length && !this.answers) {
      // It was sent: the words stay, and a correction goes with the same key, so that the server knows what it corrects.
      delete this.form.dataset.leaving;
      this.state.clear(this);
      this.#sayWhereItIs();
      void this.keep();
    } else if (this.isUnsaved() && !this.form.dataset.leaving) {
      this.#hold();
      void this.keep();
      this.boxes.forEach((box) => void box.send());
    } else {
      location.reload();
    }
  }

  #hold() {
    if (!navigator.locks || this.held === this.id) {
      return;
    }
    this.release();
    this.held = this.id;
    const held = new Promise((resolve) => (this.release = () => {
      this.held = "";
      resolve(null);
    }));
    void navigator.locks.request(lockName(this.id), () => held);
  }
}
