// @ts-check
/**
 * What a timer keeps in its tab, so that another plan, Back or a reload does not lose it: the names, and where the time
 * is. Nothing is sent, and closing the tab forgets it.
 */
const NAMES = "ettle-timer-names", STATE = "ettle-timer-state";
const LASTS_SECONDS = 4 * 3600;

/** The plan of the page; a state of another plan says nothing about this one. */
const plan = location.pathname + [...document.querySelectorAll("tr[data-person]")]
  .map((row) => (row instanceof HTMLElement ? `/${row.dataset.person}:${row.dataset.minutes}` : "")).join("");

/** @param {string} key @returns {unknown} null where nothing is stored, or the browser stores nothing */
function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** @param {string} key @param {unknown} value */
function write(key, value) {
  try {
    sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // A browser that stores nothing: the names are on the page alone.
  }
}

/** @returns {Record<string, string>} the number of a person -> their name */
export function readNames() {
  const names = read(NAMES);
  return names && typeof names === "object" ? Object.fromEntries(Object.entries(names).map(([who, name]) => [who, String(name)])) : {};
}

/** @param {string} person @param {string} name */
export function writeName(person, name) {
  write(NAMES, { ...readNames(), [person]: name });
}

/** @typedef {{ at: number, secondsLeft: number, endsAt: number }} TimerState endsAt: in milliseconds; 0 while it stands still */

/** @returns {TimerState | null} where the timer of this plan was left, with the time that has passed since */
export function readState() {
  const state = /** @type {(TimerState & { plan: string, writtenAt: number }) | null} */ (read(STATE));
  if (state?.plan !== plan || Date.now() - state.writtenAt > 1000 * LASTS_SECONDS) return null;
  return state;
}

/** @param {TimerState} state */
export function writeState(state) {
  write(STATE, { ...state, plan, writtenAt: Date.now() });
}
