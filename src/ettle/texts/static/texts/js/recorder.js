/**
 * Makes a recorder of a file field: <div data-recorder data-seconds="300" data-bytes="5242880">.
 *
 * What was recorded goes into the field, and is sent with its form (form-draft.js). Until the server has taken it, a
 * copy is on the device, encrypted (device-store.js); where that cannot be, the page says so. Nothing is sent
 * anywhere else. Where a browser cannot record, the field stays what it is.
 */
import { button, element } from "./elements.js";
import { announce } from "./announcer.js";
import { say } from "./messages.js";
import { openDevice } from "./writer.js";

const FORMS = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4;codecs=mp4a.40.2", "audio/mp4"];
const BITS_A_SECOND = 48_000;
const SPARE_BYTES = 64 * 1024;
/** Seconds left at which a screen reader is told. */
const TOLD_AT = [60, 10];

/** @param {number} seconds @returns {string} like 4:05 */
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/** @returns {boolean} whether this browser can record on this page */
const canRecord = () => isSecureContext && "MediaRecorder" in window && Boolean(navigator.mediaDevices?.getUserMedia);

class Recorder {
  /** @param {HTMLElement} box */
  constructor(box) {
    this.input = /** @type {HTMLInputElement} */ (box.querySelector("input[type=file]"));
    this.form = /** @type {HTMLFormElement} */ (this.input.form);
    this.seconds = Number(box.dataset.seconds);
    this.bytes = Number(box.dataset.bytes);
    this.address = location.pathname;
    /** @type {MediaRecorder | null} */
    this.recorder = null;
    /** @type {Blob[]} */
    this.pieces = [];
    this.url = "";
    this.isOnDevice = false;
    this.tools = /** @type {HTMLElement} */ (box.querySelector(".recorder-tools"));
    this.press = button(say("Record"), () => this.#press(), "button-quiet");
    this.left = element("p", "", "meta recorder-left");
    this.note = element("p", "", "recorder-note");
    this.player = document.createElement("audio");
    this.player.controls = true;
    this.player.setAttribute("aria-label", say("Your recording"));
    this.keeping = element("div", "", "cluster");
    this.saving = document.createElement("a");
    this.saving.className = "target";
    this.saving.textContent = say("Save it as a file");
    this.keeping.append(this.saving, button(say("Delete this recording"), () => this.#discard(), "button-quiet button-small"));
    this.#begin();
  }

  #begin() {
    // With this attribute a phone may offer its recorder only, and no recording that was made before.
    this.input.removeAttribute("capture");
    this.tools.append(this.press, this.left, this.player, this.keeping, this.note);
    this.tools.append(element("p", say("Or choose a recording:"), "hint"));
    this.tools.hidden = false;
    if (!canRecord()) {
      this.press.hidden = true;
      this.note.textContent = say("This browser cannot record here. Choose a recording instead.");
    }
    this.#showLeft(this.seconds);
    this.#showFile(null);
    this.input.addEventListener("change", () => this.#chosen());
    this.form.addEventListener("recording-taken", () => void this.#forget());
    addEventListener("beforeunload", (event) => {
      if (this.recorder || (this.#file() && !this.isOnDevice && !this.form.dataset.leaving)) {
        event.preventDefault();
      }
    });
    void this.#offer();
  }

  #file() {
    return this.input.files?.[0] ?? null;
  }

  async #press() {
    if (this.recorder) {
      this.recorder.stop();
      return;
    }
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      this.#record(stream);
    } catch (fault) {
      const name = fault instanceof DOMException ? fault.name : "";
      this.#say(name === "NotAllowedError" ? say("This site may not use the microphone. Allow it in the settings of your browser, or choose a recording instead.")
        : name === "NotFoundError" ? say("We found no microphone. Connect one and try again, or choose a recording instead.")
        : say("The microphone does not answer. Another app may be using it. Try again, or choose a recording instead."));
    }
  }

  /** @param {MediaStream} stream */
  #record(stream) {
    const mimeType = FORMS.find((form) => MediaRecorder.isTypeSupported(form));
    const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS_A_SECOND });
    this.recorder = recorder;
    this.pieces = [];
    const begun = performance.now();
    const timer = setInterval(() => this.#tick((performance.now() - begun) / 1000), 250);
    recorder.addEventListener("dataavailable", ({ data }) => {
      this.pieces.push(data);
      if (this.pieces.reduce((sum, piece) => sum + piece.size, 0) > this.bytes - SPARE_BYTES && recorder.state === "recording") {
        recorder.stop();
      }
    });
    recorder.addEventListener("stop", () => {
      clearInterval(timer);
      stream.getTracks().forEach((track) => track.stop());
      this.#stopped(recorder.mimeType);
    });
    recorder.start(1000);
    this.press.textContent = say("Stop");
    this.press.classList.remove("button-quiet");
    this.#say(say("Recording. Press Stop when you have finished."));
  }

  /** @param {number} gone seconds */
  #tick(gone) {
    const left = Math.max(0, Math.ceil(this.seconds - gone));
    const before = this.left.dataset.seconds;
    if (String(left) === before) {
      return;
    }
    this.#showLeft(left);
    if (TOLD_AT.includes(left)) {
      announce("recorder", say("{time} left", { time: clock(left) }));
    }
    if (left === 0 && this.recorder?.state === "recording") {
      this.recorder.stop();
    }
  }

  /** @param {number} seconds */
  #showLeft(seconds) {
    this.left.dataset.seconds = String(seconds);
    this.left.textContent = say("{time} left", { time: clock(seconds) });
  }

  /** @param {string} kind what the browser recorded */
  #stopped(kind) {
    this.recorder = null;
    this.press.textContent = say("Record again");
    this.press.classList.add("button-quiet");
    this.#showLeft(this.seconds);
    const ending = kind.includes("mp4") ? "m4a" : kind.includes("ogg") ? "ogg" : "webm";
    const file = new File(this.pieces, `recording.${ending}`, { type: kind });
    this.pieces = [];
    if (!file.size) {
      this.#say(say("Nothing was recorded. Try again."));
      return;
    }
    this.#take(file);
    void this.#keep(file);
    this.#say(say("Recorded. Listen to it, then press the button to save it."));
  }

  /** @param {File} file */
  #take(file) {
    const files = new DataTransfer();
    files.items.add(file);
    this.input.files = files.files;
    this.#showFile(file);
  }

  #chosen() {
    const file = this.#file();
    this.#showFile(file);
    void this.#forget();
    this.#say(file && file.size > this.bytes ? say("This recording is larger than 5 MB. Choose a shorter one.") : "");
  }

  /** @param {File | null} file */
  #showFile(file) {
    URL.revokeObjectURL(this.url);
    this.url = file ? URL.createObjectURL(file) : "";
    this.player.hidden = this.keeping.hidden = !file;
    this.form.dataset.recording = file ? (this.isOnDevice ? "device" : "page") : "";
    if (file) {
      this.player.src = this.saving.href = this.url;
      this.saving.download = file.name;
    } else {
      this.player.removeAttribute("src");
    }
  }

  #discard() {
    this.input.value = "";
    this.#showFile(null);
    void this.#forget();
    this.press.textContent = say("Record");
    this.#say(say("The recording is deleted."));
    this.press.focus();
  }

  /** @param {File} file */
  async #keep(file) {
    try {
      const store = await openDevice();
      await store?.putRecording(this.address, file);
      this.isOnDevice = Boolean(store);
    } catch {
      this.isOnDevice = false; // no room, or the browser has cleared it
    }
    if (this.#file() === file || this.#file()?.size === file.size) {
      this.form.dataset.recording = this.isOnDevice ? "device" : "page";
    }
  }

  async #forget() {
    const store = this.isOnDevice ? await openDevice() : null;
    this.isOnDevice = false;
    await store?.removeRecording(this.address);
  }

  /** Offer what was recorded on this page before and never reached the server. */
  async #offer() {
    const store = await openDevice();
    const stored = await store?.findRecording(this.address);
    if (!store || !stored || this.#file() || this.recorder) {
      return;
    }
    const box = element("div", "", "notice stack");
    const buttons = element("div", "", "cluster");
    buttons.append(
      button(say("Use it"), () => {
        this.isOnDevice = true;
        this.#take(stored);
        box.remove();
        this.player.focus();
      }, "button-small"),
      button(say("Delete it"), () => store.removeRecording(this.address).then(() => box.remove()), "button-quiet button-small"),
    );
    box.append(element("p", say("You made a recording here that was not saved. It is still on this device.")), buttons);
    this.tools.prepend(box);
    announce("recorder", box.firstChild?.textContent ?? "");
  }

  /** @param {string} words */
  #say(words) {
    this.note.textContent = words;
    if (words) {
      announce("recorder", words);
    }
  }
}

document.querySelectorAll("[data-recorder]").forEach((box) => box instanceof HTMLElement && new Recorder(box));
