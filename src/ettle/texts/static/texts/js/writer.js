/**
 * Whose words a page holds, as its head says: <meta name="ettle-writer" content="tag" data-key="…" …>.
 */
import { canKeep, DeviceStore } from "./device-store.js";

const LONGEST_WAIT = 30_000;

const meta = document.querySelector("meta[name=ettle-writer]");
const data = meta instanceof HTMLMetaElement ? meta.dataset : {};
export const owner = meta instanceof HTMLMetaElement ? meta.content : "";
export const signIn = data.signIn ?? "";
export const signOut = data.signOut ?? "";

/** @type {Promise<DeviceStore | null> | null} */
let opening = null;
/** @type {DeviceStore | null} */
let opened = null;

/** @returns {DeviceStore | null} the words on this device, once its key is here */
export const deviceStore = () => opened;

/** @returns {Promise<DeviceStore | null>} null where the device can keep nothing */
export function openDevice() {
  opening ??= owner && canKeep() ? untilOpen() : Promise.resolve(null);
  return opening;
}

async function untilOpen() {
  for (let wait = 500; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    try {
      opened = await DeviceStore.open(data.key ?? "", owner);
      return opened;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

/** @param {HTMLFormElement} form @returns {string} the newest token: signing in again in another tab changes it */
export function csrfToken(form) {
  const cookie = document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/)?.[1];
  return cookie ?? new FormData(form).get("csrfmiddlewaretoken")?.toString() ?? "";
}

/** Have the server set that cookie again. */
export async function renewToken() {
  await fetch(data.key ?? "", { cache: "no-store", redirect: "manual" }).catch(() => null);
}

/** @returns {string} a random UUID, also where the page came over plain http */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
