// @ts-check
// Passkeys: asks the browser to make one or to use one, and posts what it says with an ordinary form.
// Without this module, or in a browser without passkeys, the code by email is always there.

/** @param {string} text base64url @returns {Uint8Array} */
function bytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** @param {ArrayBuffer | null | undefined} buffer @returns {string | null} */
function base64url(buffer) {
  if (!buffer) return null;
  let plain = "";
  for (const byte of new Uint8Array(buffer)) plain += String.fromCharCode(byte);
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** @param {any} options */
async function use(options) {
  const publicKey = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
  publicKey.allowCredentials = (publicKey.allowCredentials || []).map(withBytes);
  const found = /** @type {any} */ (await navigator.credentials.get({ publicKey }));
  return written(found, {
    authenticatorData: base64url(found.response.authenticatorData),
    signature: base64url(found.response.signature),
    userHandle: base64url(found.response.userHandle),
  });
}

/** @param {any} options */
async function make(options) {
  const publicKey = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
  publicKey.user = { ...publicKey.user, id: bytes(publicKey.user.id) };
  publicKey.excludeCredentials = (publicKey.excludeCredentials || []).map(withBytes);
  publicKey.authenticatorSelection = {
    ...publicKey.authenticatorSelection,
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  };
  const made = /** @type {any} */ (await navigator.credentials.create({ publicKey }));
  return written(made, {
    attestationObject: base64url(made.response.attestationObject),
    transports: made.response.getTransports ? made.response.getTransports() : [],
  });
}

/** @param {any} credential */
function withBytes(credential) {
  return { ...credential, id: bytes(credential.id) };
}

/** @param {any} credential @param {Record<string, any>} answer */
function written(credential, answer) {
  return JSON.stringify({
    id: credential.id,
    rawId: base64url(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { clientDataJSON: base64url(credential.response.clientDataJSON), ...answer },
  });
}

/** @param {unknown} error @param {DOMStringMap} words @returns {string} */
function inWords(error, words) {
  if (error instanceof DOMException && error.name === "InvalidStateError") {
    return words.known ?? "";
  }
  return words.unused ?? "";
}

/** @param {HTMLFormElement} form @param {() => Promise<string>} ceremony */
function post(form, ceremony) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const says = document.getElementById("passkey-says");
    try {
      /** @type {HTMLInputElement} */ (form.elements.namedItem("credential")).value = await ceremony();
      form.submit();
    } catch (error) {
      if (says) says.textContent = inWords(error, says.dataset);
    }
  });
}

function signIn() {
  const place = document.getElementById("passkey");
  const form = place && place.querySelector("form");
  if (!place || !form) return;
  place.hidden = false;
  post(form, async () => {
    const shared = /** @type {HTMLInputElement | null} */ (document.querySelector('[type=checkbox][name="shared_device"]'));
    /** @type {HTMLInputElement} */ (form.elements.namedItem("shared_device")).value = shared && shared.checked ? "on" : "";
    const response = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(String(response.status));
    return use((await response.json()).request_options);
  });
}

function secondStep() {
  const form = /** @type {HTMLFormElement | null} */ (document.getElementById("second-step-passkey"));
  const options = document.getElementById("second-step-options");
  if (!form || !options) return;
  form.hidden = false;
  post(form, () => use(JSON.parse(options.textContent || "{}").request_options));
}

function add() {
  const form = /** @type {HTMLFormElement | null} */ (document.getElementById("add-passkey"));
  const options = document.getElementById("passkey-options");
  if (!form || !options) return;
  form.hidden = false;
  const without = document.getElementById("without-passkeys");
  if (without) without.hidden = true;
  post(form, () => make(JSON.parse(options.textContent || "{}").creation_options));
}

if (window.PublicKeyCredential && navigator.credentials) {
  signIn();
  secondStep();
  add();
}
