// @ts-check
/**
 * What a guest has typed and not sent stays in this tab, so that Back, a reload or a lost connection does not lose it. A
 * person with an account has that from the scripts of every page; on one phone nothing is stored. It goes when it was
 * sent, when the session is over (data-over), and with the tab.
 */
const PREFIX = "ettle-guest/", SENT = "ettle-guest-sent";
const here = PREFIX + location.pathname;
const isOver = document.querySelector("script[data-over]") !== null;
const boxes = [...document.querySelectorAll("main form[method=post] textarea")].map((box) => /** @type {HTMLTextAreaElement} */ (box));

/** @returns {Storage | null} null where the browser stores nothing */
function openStorage() {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

/** @param {Storage} storage @returns {Record<string, string>} the name of a box -> what was typed into it */
function readWords(storage) {
  try {
    return JSON.parse(storage.getItem(here) ?? "{}");
  } catch {
    return {};
  }
}

/** @param {Storage} storage */
function forgetWhatWasSent(storage) {
  const sent = storage.getItem(SENT);
  storage.removeItem(SENT);
  // The same page again may be the one that was not sent: its own boxes say what was saved.
  if (sent && sent !== here) storage.removeItem(sent);
}

/** @param {Storage} storage */
function putBack(storage) {
  const words = readWords(storage);
  for (const box of boxes) {
    const typed = words[box.name];
    if (typed === undefined || typed.trim() === box.defaultValue.trim()) continue;
    box.value = typed;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** @param {Storage} storage */
function store(storage) {
  const typed = boxes.filter((box) => box.value.trim() !== box.defaultValue.trim()).map((box) => [box.name, box.value]);
  try {
    if (typed.length) storage.setItem(here, JSON.stringify(Object.fromEntries(typed)));
    else storage.removeItem(here);
  } catch {
    // No room: the words are on the page alone.
  }
}

const storage = openStorage();
if (storage && isOver) {
  for (const key of Object.keys(storage)) {
    if (key.startsWith(PREFIX) || key === SENT) storage.removeItem(key);
  }
} else if (storage) {
  forgetWhatWasSent(storage);
  putBack(storage);
  store(storage);
  for (const box of boxes) box.addEventListener("input", () => store(storage));
  document.addEventListener("submit", (event) => {
    if (event.target instanceof HTMLFormElement && boxes.some((box) => box.form === event.target)) storage.setItem(SENT, here);
  });
}
