// Keeps an answer the moment it is given, so that Back or a lost tab loses nothing. Continue does the same without this.

const PAUSE = 1500;

/** @param {HTMLFormElement} form */
function keep(form) {
  const state = /** @type {HTMLElement | null} */ (form.querySelector("[data-save-state]"));
  const button = form.dataset.keep || "Continue";
  let waiting = 0;
  let sent = 0;

  /** @param {"saved" | "waiting" | "unsaved"} name @param {string} words */
  function say(name, words) {
    if (!state) return;
    state.dataset.state = name;
    state.textContent = words;
  }

  async function save() {
    const mine = ++sent;
    const data = new FormData(form);
    data.set("go", "save");
    say("waiting", "Keeping");
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, credentials: "same-origin", keepalive: true });
      if (mine === sent) say(answer.status === 204 ? "saved" : "unsaved", answer.status === 204 ? "Kept" : `Not kept yet. Press ${button}.`);
    } catch {
      if (mine === sent) say("unsaved", `Not kept yet. Press ${button} when you are back on line.`);
    }
  }

  form.addEventListener("change", (event) => {
    if (event.target instanceof HTMLTextAreaElement) return;
    save();
  });
  form.addEventListener("input", (event) => {
    if (!(event.target instanceof HTMLTextAreaElement)) return;
    say("waiting", "Not kept yet");
    clearTimeout(waiting);
    waiting = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
  addEventListener("pagehide", () => {
    if (state?.dataset.state === "waiting") save();
  });
}

for (const form of document.querySelectorAll("form[data-keep]")) keep(/** @type {HTMLFormElement} */ (form));
