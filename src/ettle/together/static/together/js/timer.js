// @ts-check
/**
 * A timer of the plan on the page. It says little: what begins, when a minute is left, and when time is up. Sound is off
 * until somebody wants it. Names and time stay in this tab (timer-memory.js), and nothing is sent.
 */
import { readNames, readState, writeName, writeState } from "./timer-memory.js";

const timer = document.querySelector("[data-timer]");

/** @typedef {{ row: HTMLElement, person: string, title: string, words: string, seconds: number }} Step */

/** @type {Step[]} */
const timedSteps = [...document.querySelectorAll("tr[data-person]")].map((row) => ({
  row: /** @type {HTMLElement} */ (row),
  person: /** @type {HTMLElement} */ (row).dataset.person ?? "",
  title: row.querySelector("strong")?.textContent ?? "",
  words: row.querySelector("td span")?.textContent ?? "",
  seconds: 60 * Number(/** @type {HTMLElement} */ (row).dataset.minutes),
}));

/**
 * A part of the timer by its data attribute.
 *
 * @param {string} name
 * @returns {HTMLElement}
 */
function part(name) {
  const found = timer?.querySelector(`[data-${name}]`);
  if (!(found instanceof HTMLElement)) throw new Error(`The timer has no ${name}`);
  return found;
}

if (timer instanceof HTMLElement && timedSteps.length) {
  const [who, title, words, left, say, run] = ["who", "step", "words", "left", "say", "run"].map(part);
  const sound = part("sound");
  let at = 0;
  let secondsLeft = timedSteps[0].seconds;
  let endsAt = 0;
  let ticking = 0;
  /** @type {WakeLockSentinel | null} */
  let awake = null;
  /** @type {AudioContext | null} */
  let audio = null;

  /** @param {string} person */
  const nameOf = (person) => {
    const row = timedSteps.find((step) => step.person === person)?.row;
    return row?.querySelector("[data-person-name]")?.textContent ?? person;
  };

  const remember = () => writeState({ at, secondsLeft, endsAt: ticking ? endsAt : 0 });

  function show() {
    const step = timedSteps[at];
    who.textContent = nameOf(step.person);
    title.textContent = step.title;
    words.textContent = step.words;
    for (const { row } of timedSteps) row.removeAttribute("aria-current");
    step.row.setAttribute("aria-current", "step");
    showTime();
  }

  function showTime() {
    const shown = Math.max(0, Math.ceil(secondsLeft));
    left.textContent = `${Math.floor(shown / 60)}:${String(shown % 60).padStart(2, "0")}`;
    left.toggleAttribute("data-over", shown === 0);
  }

  /**
   * What a screen reader says. isShown: everybody sees it, because the time alone does not say what comes next.
   *
   * @param {string} message @param {boolean} [isShown]
   */
  function announce(message, isShown = false) {
    say.classList.toggle("visually-hidden", !isShown);
    say.textContent = message;
  }

  function announceStep() {
    const step = timedSteps[at];
    const message = (say.dataset.begin ?? "")
      .replace("{person}", nameOf(step.person))
      .replace("{step}", step.title)
      .replace("{minutes}", String(step.seconds / 60));
    announce(message);
  }

  function tick() {
    const before = secondsLeft;
    secondsLeft = (endsAt - Date.now()) / 1000;
    showTime();
    if (before > 60 && secondsLeft <= 60) announce(say.dataset.minute ?? "");
    if (secondsLeft > 0) return;
    pause();
    play();
    announceEnd();
  }

  function announceEnd() {
    announce((at === timedSteps.length - 1 ? say.dataset.end : say.dataset.over) ?? "", true);
  }

  function start() {
    if (secondsLeft <= 0) {
      move(1);
      return;
    }
    endsAt = Date.now() + 1000 * secondsLeft;
    ticking = setInterval(tick, 250);
    run.textContent = run.dataset.pause ?? "";
    remember();
    announceStep();
    keepAwake();
  }

  function pause() {
    clearInterval(ticking);
    ticking = 0;
    run.textContent = run.dataset.start ?? "";
    awake?.release().catch(() => {});
    awake = null;
    remember();
  }

  /** @param {number} by */
  function move(by) {
    const next = at + by;
    if (next < 0) return;
    if (next >= timedSteps.length) {
      pause();
      secondsLeft = 0;
      showTime();
      announceEnd();
      return;
    }
    const wasRunning = ticking !== 0 || secondsLeft <= 0;
    pause();
    at = next;
    secondsLeft = timedSteps[at].seconds;
    show();
    remember();
    if (wasRunning) start();
    else announceStep();
  }

  /** Go on where this tab left the timer. One that was running has run on; one that ran out meanwhile says so. */
  function goOn() {
    const state = readState();
    if (!state || !timedSteps[state.at]) return;
    at = state.at;
    secondsLeft = state.endsAt ? Math.max(0, (state.endsAt - Date.now()) / 1000) : state.secondsLeft;
    show();
    if (state.endsAt && secondsLeft > 0) start();
    else if (secondsLeft <= 0) announceEnd();
  }

  /** The screen stays on while the time runs, where the browser can do that. */
  async function keepAwake() {
    try {
      awake = (await navigator.wakeLock?.request("screen")) ?? null;
    } catch {
      awake = null;
    }
  }

  /** Two quiet tones. */
  function play() {
    if (!(sound instanceof HTMLInputElement) || !sound.checked) return;
    audio ??= new AudioContext();
    for (const [tone, pitch] of [660, 880].entries()) {
      const oscillator = audio.createOscillator();
      const volume = audio.createGain();
      volume.gain.value = 0.15;
      oscillator.frequency.value = pitch;
      oscillator.connect(volume).connect(audio.destination);
      oscillator.start(audio.currentTime + 0.35 * tone);
      oscillator.stop(audio.currentTime + 0.35 * tone + 0.3);
    }
  }

  run.addEventListener("click", () => (ticking ? pause() : start()));
  for (const button of timer.querySelectorAll("[data-move]")) {
    button.addEventListener("click", () => move(Number(/** @type {HTMLElement} */ (button).dataset.move)));
  }
  const names = readNames();
  for (const input of timer.querySelectorAll("[data-name]")) {
    const field = /** @type {HTMLInputElement} */ (input);
    const rows = timedSteps.filter((step) => step.person === field.dataset.name);
    const person = field.dataset.name ?? "";
    const standard = nameOf(person);
    const showName = () => {
      for (const { row } of rows) {
        const cell = row.querySelector("[data-person-name]");
        if (cell) cell.textContent = field.value.trim() || standard;
      }
      who.textContent = nameOf(timedSteps[at].person);
    };
    field.addEventListener("input", () => {
      writeName(person, field.value);
      showName();
    });
    field.value = names[person] ?? "";
    showName();
  }
  show();
  goOn();
  document.querySelector("[data-without-timer]")?.remove();
  timer.hidden = false;
}
