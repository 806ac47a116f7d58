/**
 * Offers words that are on this device and nowhere else: on the page they belong to (after Back, Forward or a reload
 * its boxes have them again), on My journey, and before signing out, which ends the way back to them until the next
 * sign-in. The last two name recordings too (recorder.js).
 */
import { button, element } from "./elements.js";
import { language, say } from "./messages.js";
import { lockName } from "./form-draft.js";
import { announce } from "./announcer.js";
import { normaliseText } from "./written-text.js";
import { openDevice, signOut } from "./writer.js";

/** @typedef {import("./device-store.js").Draft} Draft */
/** @typedef {import("./device-store.js").DeviceStore} DeviceStore */
/** @typedef {import("./form-draft.js").FormDraft} FormDraft */

/** @param {number} at @returns {string} like 3 December, 14:02 */
function time(at) {
  const day = new Date(at).toLocaleDateString(language, { day: "numeric", month: "long" });
  return `${day}, ${new Date(at).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" })}`;
}

/** @param {DeviceStore} store @returns {Promise<Draft[]>} without those that another tab has open */
async function waitingDrafts(store) {
  const drafts = await store.list();
  const held = new Set(((await navigator.locks?.query())?.held ?? []).map((lock) => lock.name));
  return drafts.filter((draft) => !held.has(lockName(draft.id)));
}

/**
 * Offer the drafts of this page at their forms. A page without a form asks for no key: Chrome does not keep a private
 * page for Back once one of its requests was answered with ‘no-store’, as the key is.
 * @param {FormDraft[]} forms
 */
export async function offerDrafts(forms) {
  const store = forms.length ? await openDevice() : null;
  /** @type {Set<string>} */
  const offered = new Set();
  for (const draft of store ? await waitingDrafts(store) : []) {
    const form = forms.find((candidate) => candidate.matches(draft));
    if (!store || !form) {
      continue;
    }
    const home = await fetchHome(draft);
    const isSaved = home !== null && holdsWords(home, draft);
    if (isSaved) {
      await store.remove(draft.id);
    }
    if (home && hasComeBack()) {
      location.replace(draft.content.home);
      return;
    }
    if (isSaved) {
      continue;
    }
    const words = JSON.stringify([draft.content.index, draft.content.fields]);
    if (hasComeBack() && form.isAsItWasFor(draft)) {
      // They left these words in this very form: it shows them again, and there is nothing to choose.
      await form.putBack(draft);
    } else if (!form.shows(draft) && !form.isNewerThan(draft) && !offered.has(words)) {
      offered.add(words);
      showOffer(store, form, draft);
    } else if (document.querySelector(".error-summary, [data-not-stored]")) {
      // The page gives back what was sent, and nothing of it is stored yet.
      form.adopt(draft);
    } else {
      await store.remove(draft.id);
    }
  }
}

/** Whether Back, Forward or a reload brought the person here: they want what they wrote, not a new page. */
function hasComeBack() {
  const [navigation] = performance.getEntriesByType("navigation");
  return navigation instanceof PerformanceNavigationTiming && navigation.type !== "navigate";
}

/**
 * The page that a new entry has had since its first save. A save that the page sent as it was left may be that first one.
 * @param {Draft} draft @returns {Promise<Document | null>} null where nothing of it was saved
 */
async function fetchHome({ content: { home } }) {
  if (!home || home === location.pathname) {
    return null;
  }
  const response = await fetch(home, { redirect: "manual" }).catch(() => null);
  return response?.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
}

/** Whether a page shows every word of a draft as saved. @param {Document} page @param {Draft} draft */
function holdsWords(page, { content }) {
  const saved = new Map([...page.querySelectorAll("textarea")].map((box) => [box.name, normaliseText(box.defaultValue)]));
  return content.fields.every(([name, words]) => !content.words.includes(name) || saved.get(name) === normaliseText(words));
}

/** @param {DeviceStore} store @param {FormDraft} form @param {Draft} draft */
function showOffer(store, form, draft) {
  const box = element("section", "", "notice stack");
  const heading = element("h2", say("You have words here that were not saved"));
  heading.id = `words-${draft.id}`;
  box.setAttribute("aria-labelledby", heading.id);
  const details = document.createElement("details");
  details.append(element("summary", say("Show them")));
  for (const [name, value] of draft.content.fields) {
    if (draft.content.words.includes(name) && value) {
      details.append(element("p", value, "written-words"));
    }
  }
  const buttons = element("div", "", "cluster");
  const done = () => {
    box.remove();
    form.form.querySelector("textarea")?.focus();
  };
  buttons.append(
    button(say("Put them back"), () => goHomeOrPutBack(form, draft).then(done), "button-small"),
    button(say("Discard them"), () => store.remove(draft.id).then(done), "button-small button-quiet"),
  );
  box.append(heading, element("p", say("You wrote them on this device on {time}.", { time: time(draft.at) })), details, buttons);
  form.form.before(box);
  announce("offer", heading.textContent ?? "");
}

/** @param {FormDraft} form @param {Draft} draft */
async function goHomeOrPutBack(form, draft) {
  const { home } = draft.content;
  // A new entry that was saved in part has a page of its own by now; its words belong there.
  if (home && home !== location.pathname && (await fetch(home, { method: "HEAD", redirect: "manual" })).ok) {
    location.assign(home);
    return;
  }
  await form.putBack(draft);
}

/**
 * What is on this device and nowhere else, with the page that it belongs to.
 * @typedef {{at: number, address: string, title: string, remove: () => Promise<void>}} Unsaved
 */

/** @param {DeviceStore} store @param {Draft[]} drafts @returns {Promise<Unsaved[]>} with the recordings */
async function withRecordings(store, drafts) {
  const words = drafts.map(({ id, at, content }) => ({
    at, address: content.address, title: content.title, remove: () => store.remove(id),
  }));
  const recordings = (await store.listRecordings()).map(({ address, at }) => ({
    at, address, title: say("A recording"), remove: () => store.removeRecording(address),
  }));
  return [...words, ...recordings];
}

/** @param {Unsaved[]} found */
function list(found) {
  const rows = element("ul", "", "rows");
  for (const { at, address, title } of found) {
    const row = document.createElement("li");
    const link = document.createElement("a");
    link.href = address;
    link.textContent = title;
    row.append(link, " ", element("span", time(at), "meta"));
    rows.append(row);
  }
  return rows;
}

/** @param {Unsaved[]} found @param {string} words */
function listSection(found, words) {
  const section = element("section", "", "notice stack");
  const heading = element("h2", say("On this device, and not saved yet"));
  heading.id = "words-on-this-device";
  section.setAttribute("aria-labelledby", heading.id);
  section.append(heading, element("p", words), list(found));
  return section;
}

/** Say on My journey what waits on this device. @param {string} path */
export async function listDrafts(path) {
  const store = location.pathname === path ? await openDevice() : null;
  const found = store ? await withRecordings(store, await waitingDrafts(store)) : [];
  if (found.length) {
    document.querySelector("main h1")?.after(listSection(found, say("Open the page to put them back.")));
  }
}

/** Ask before signing out with words or recordings that are only here. */
export function guardSignOut() {
  const forms = [...document.querySelectorAll("form")].filter((form) => new URL(form.action, location.href).pathname === signOut);
  for (const form of signOut ? forms : []) {
    if (location.pathname === signOut && form.closest("main")) {
      void askAtSignOut(form);
    } else {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        void hasDrafts().then((has) => (has ? location.assign(signOut) : form.submit()));
      });
    }
  }
}

async function hasDrafts() {
  // No key can be had without a connection; the page of choice then says so.
  const store = await Promise.race([openDevice(), new Promise((resolve) => setTimeout(resolve, 3000, null))]);
  return store ? (await withRecordings(store, await store.list())).length > 0 : false;
}

/** @param {HTMLFormElement} form */
async function askAtSignOut(form) {
  const store = await openDevice();
  const found = store ? await withRecordings(store, await store.list()) : [];
  if (!found.length) {
    return;
  }
  form.before(listSection(found, say("You can open a page and save them first. If you sign out and keep them, nobody can read or hear them here until you sign in again on this device.")));
  const [main] = form.querySelectorAll("button");
  main.textContent = say("Sign out and keep them");
  const erase = button(say("Delete them and sign out"), async () => {
    await Promise.all(found.map((unsaved) => unsaved.remove()));
    form.submit();
  }, "button-small button-quiet");
  main.after(" ", erase);
}
