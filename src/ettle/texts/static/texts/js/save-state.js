/**
 * The line of a form that says whether its words are saved. It is seen, not spoken; announcer.js speaks.
 *
 *   <p class="save-state" hidden>Not saved yet</p>      hidden: without scripts it could not change; shown here
 */
import { language, say } from "./messages.js";
import { announce, announceFailure, expect } from "./announcer.js";
import { signIn } from "./writer.js";

const PRESSING = ["saved", "unsaved", "waiting"];

/** @typedef {"saved" | "unsaved" | "waiting"} Name waiting: something is in the way, and the words say what */
/** @typedef {"offline" | "no-answer" | "signed-out" | "someone-else" | "gone" | "too-long" | "too-many" | "forbidden"} Problem */

/**
 * What is in the way, where what was entered (words, or answers that were pressed) is meanwhile, and what follows.
 * @param {Problem} problem @param {boolean} isKept whether it is on this device
 * @param {string} [recording] where a recording of the form is: "device" or "page"
 * @param {number} [wait] seconds until a limit is over, where the server says so
 */
export function describeProblem(problem, isKept, recording = "", wait = 0) {
  const entered = say(isKept ? "What you entered is kept on this device" : "What you entered is only on this page, so keep it open");
  const isSafe = recording === "device";
  const sound = say(isSafe ? "Your recording is kept on this device" : "Your recording is only on this page. Keep it open, or save it as a file");
  const here = recording ? sound : entered;
  return {
    offline: say("Not saved: there is no connection. {here}. We try again when there is one", { here }),
    "no-answer": say("Not saved: the site did not answer. {here}. We try again", { here }),
    "signed-out": say("Not saved: you are signed out. {here}", { here }),
    "someone-else": say("Not saved: someone else is signed in now. {here}. Sign in again to save it", { here }),
    gone: say("Not saved: what this belongs to is not there any more. Copy what you entered if you want to use it elsewhere"),
    "too-long": say("Not saved: this is more than the site takes at once. {here}. Make it shorter", { here }),
    "too-many": wait
      ? say("Not saved: too many attempts. {here}. You can press the button again at {time}", { here, time: describeEnd(wait) })
      : say("Not saved: too many attempts. {here}. Wait a while, then press the button again", { here }),
    forbidden: say("Not saved: the site could not be sure that this came from you. {here}. Load the page again", { here }),
  }[problem];
}

/** The time in so many seconds, with the day where that is another. The minute is over then. @param {number} seconds */
function describeEnd(seconds) {
  const end = new Date(Date.now() + (seconds + 60) * 1000);
  const isToday = end.toDateString() === new Date().toDateString();
  const day = isToday ? {} : /** @type {const} */ ({ weekday: "long", day: "numeric", month: "long" });
  return end.toLocaleString(language, { ...day, hour: "2-digit", minute: "2-digit" });
}

export class SaveState {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.line = form.querySelector(".save-state") ?? this.#addLine(form);
    this.line.removeAttribute("hidden");
    /** @type {Map<unknown, {name: Name, words: string, problem: Problem | ""}>} */
    this.said = new Map();
  }

  /**
   * What one part of the form (a box, or the whole) says; shown is the most pressing, and of those the latest.
   * @param {unknown} source @param {Name} name @param {string} words @param {Problem | ""} [problem]
   */
  set(source, name, words, problem = "") {
    this.said.delete(source);
    this.said.set(source, { name, words, problem });
    const most = [...this.said.values()].reduce((first, second) =>
      PRESSING.indexOf(second.name) >= PRESSING.indexOf(first.name) ? second : first);
    this.#show(most);
  }

  /** Say no more of this part. @param {unknown} source */
  clear(source) {
    this.said.delete(source);
    this.#show([...this.said.values()].at(-1) ?? { name: "unsaved", words: say("Not saved yet"), problem: "" });
  }

  /** A save is under way. @param {unknown} source */
  sending(source) {
    this.set(source, "unsaved", say("Saving…"));
    expect("save");
  }

  /** @param {{name: Name, words: string, problem: Problem | ""}} most */
  #show({ name, words, problem }) {
    if (this.line instanceof HTMLElement) {
      this.line.dataset.state = name;
    }
    if (this.line.textContent !== words || problem) {
      this.line.textContent = words;
      if (problem === "signed-out" && signIn) {
        this.line.append(". ", this.#signInLink());
      }
    }
    if (name === "waiting") {
      announceFailure("save", words);
    } else if (name === "saved") {
      announce("save", words);
    }
  }

  #signInLink() {
    const link = document.createElement("a");
    link.href = signIn;
    link.target = "_blank";
    link.textContent = say("Open a new tab, sign in there, then come back here");
    return link;
  }

  /** @param {HTMLFormElement} form */
  #addLine(form) {
    const line = document.createElement("p");
    line.className = "save-state";
    const button = form.querySelector("button[type=submit], button:not([type])");
    const place = button?.closest(".cluster") ?? button;
    if (place && form.contains(place)) {
      place.before(line);
    } else {
      form.append(line);
    }
    return line;
  }
}
