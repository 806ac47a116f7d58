/**
 * Words and recordings on this device that the server has not acknowledged yet, encrypted.
 *
 * The key comes from the server, for the account that is signed in (or the link that was followed), and stays in memory
 * where no script can read it out. A row on the device shows whose tag it has, when it was written, and ciphertext. So
 * the next person at a shared computer finds nothing to read, and signing in again opens it. What empties the browser at
 * sign-out (Clear-Site-Data) must say "cache" and not "storage": it would destroy words that are only here.
 *
 * Browsers encrypt only on https and on localhost. Elsewhere, or without IndexedDB, nothing is kept on the device, and
 * the page says so.
 */
const DATABASE = "ettle-words";
const TABLE = "drafts";
const RECORDINGS = "recordings";
const LONGEST_KEPT = 90 * 24 * 60 * 60 * 1000;

/** @typedef {{id: string, owner: string, at: number, iv: Uint8Array<ArrayBuffer>, sealed: ArrayBuffer}} Row */
/** @typedef {{text: string[], rev?: string, keys?: string[]}} BoxState */
/**
 * What a form held. address: its page. home: where the page is found once something of it is saved, or "".
 * fields: name and value of every control that a person fills in. boxes: how far automatic saves had come.
 * @typedef {{address: string, home: string, title: string, index: number, words: string[], fields: [string, string][],
 *   base: [string, string][], revs: [string, string, string[]][]}} Content
 */
/** @typedef {{id: string, at: number, content: Content}} Draft */

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const result = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** @returns {Promise<IDBDatabase>} */
function openDatabase() {
  const request = indexedDB.open(DATABASE, 2);
  request.onupgradeneeded = () => {
    for (const name of [TABLE, RECORDINGS].filter((name) => !request.result.objectStoreNames.contains(name))) {
      request.result.createObjectStore(name, { keyPath: "id" }).createIndex("owner", "owner");
    }
  };
  return result(request);
}

/** @returns {boolean} whether this browser, on this page, can keep words */
export const canKeep = () => isSecureContext && "indexedDB" in window && "subtle" in crypto;

export class DeviceStore {
  /** @param {string} owner @param {CryptoKey} key @param {IDBDatabase} database */
  constructor(owner, key, database) {
    this.owner = owner;
    this.key = key;
    this.database = database;
  }

  /**
   * Ask the server for the key. Rejects when it does not answer, or answers for another owner.
   * @param {string} address @param {string} owner the tag in the page
   */
  static async open(address, owner) {
    const response = await fetch(address, { cache: "no-store", redirect: "manual", headers: { "X-Writer": owner } });
    if (!response.ok) {
      throw new Error(`No key: ${response.status}`);
    }
    const given = await response.json();
    const bytes = Uint8Array.from(atob(given.key), (letter) => letter.charCodeAt(0));
    const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
    return new DeviceStore(given.owner, key, await openDatabase());
  }

  /** @param {string} id @param {Content} content */
  async put(id, content) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const bytes = new TextEncoder().encode(JSON.stringify(content));
    // The owner and the id are bound in, so that no row can be passed off as another.
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: this.#bound(id) }, this.key, bytes);
    await result(this.#table("readwrite").put({ id, owner: this.owner, at: Date.now(), iv, sealed }));
  }

  /** @param {string} id */
  async remove(id) {
    await result(this.#table("readwrite").delete(id));
  }

  /** @returns {Promise<Draft[]>} the owner's, the newest first; rows that have waited for a quarter of a year go */
  async list() {
    /** @type {Row[]} */
    const rows = await result(this.#table("readonly").index("owner").getAll(this.owner));
    const drafts = [];
    for (const row of rows) {
      if (row.at < Date.now() - LONGEST_KEPT) {
        await this.remove(row.id);
        continue;
      }
      try {
        const how = { name: "AES-GCM", iv: row.iv, additionalData: this.#bound(row.id) };
        const bytes = await crypto.subtle.decrypt(how, this.key, row.sealed);
        drafts.push({ id: row.id, at: row.at, content: JSON.parse(new TextDecoder().decode(bytes)) });
      } catch {
        // Written under a key that the site has changed since: nobody can read it any more. It goes with the old ones.
      }
    }
    return drafts.sort((first, second) => second.at - first.at);
  }

  /** Keep a recording, instead of one of the same page before it. @param {string} address @param {File} file */
  async putRecording(address, file) {
    const id = `${this.owner}${address}`;
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const head = new TextEncoder().encode(JSON.stringify([file.name, file.type]));
    const bytes = await new Blob([new Uint32Array([head.length]), head, file]).arrayBuffer();
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: this.#bound(id) }, this.key, bytes);
    await result(this.#table("readwrite", RECORDINGS).put({ id, owner: this.owner, at: Date.now(), iv, sealed }));
  }

  /** @param {string} address @returns {Promise<File | null>} what was recorded on a page and is not sent; the old ones go */
  async findRecording(address) {
    /** @type {Row[]} */
    const rows = await result(this.#table("readonly", RECORDINGS).index("owner").getAll(this.owner));
    for (const row of rows) {
      if (row.at < Date.now() - LONGEST_KEPT) {
        await result(this.#table("readwrite", RECORDINGS).delete(row.id));
      } else if (row.id === `${this.owner}${address}`) {
        return this.#readRecording(row).catch(() => null);
      }
    }
    return null;
  }

  /** @param {Row} row @returns {Promise<File>} */
  async #readRecording(row) {
    const how = { name: "AES-GCM", iv: row.iv, additionalData: this.#bound(row.id) };
    const bytes = await crypto.subtle.decrypt(how, this.key, row.sealed);
    const start = 4 + new Uint32Array(bytes, 0, 1)[0];
    const [name, type] = JSON.parse(new TextDecoder().decode(bytes.slice(4, start)));
    return new File([bytes.slice(start)], name, { type, lastModified: row.at });
  }

  /** @param {string} address */
  async removeRecording(address) {
    await result(this.#table("readwrite", RECORDINGS).delete(`${this.owner}${address}`));
  }

  /** @param {string} id */
  #bound(id) {
    return new TextEncoder().encode(`${this.owner}/${id}`);
  }

  /** @returns {Promise<{address: string, at: number}[]>} the pages with a recording that is not sent; not what it holds */
  async listRecordings() {
    /** @type {Row[]} */
    const rows = await result(this.#table("readonly", RECORDINGS).index("owner").getAll(this.owner));
    return rows
      .filter((row) => row.at >= Date.now() - LONGEST_KEPT)
      .map((row) => ({ address: row.id.slice(this.owner.length), at: row.at }));
  }

  /** @param {IDBTransactionMode} mode @param {string} [name] */
  #table(mode, name = TABLE) {
    return this.database.transaction(name, mode).objectStore(name);
  }
}
