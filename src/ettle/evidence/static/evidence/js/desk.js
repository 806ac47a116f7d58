/**
 * Saves an assessor's form as a draft on the server while they work, and says so only after the server has answered.
 *
 *   <form method="post" data-draft-url="/review/…/1/draft">
 *     …
 *     <p class="draft-state" role="status"></p>
 *
 * The server answers 200 or 422 with {"words"}: when it was saved and until when the work is theirs, or why not.
 * Anything else is tried again, waiting longer each time. A page that is left sends what is not saved yet.
 */
const AFTER_TYPING = 800;
const LONGEST_WAIT = 60_000;

class DraftForm {
  /** @param {HTMLFormElement} form @param {string} url */
  constructor(form, url) {
    this.form = form;
    this.url = url;
    this.state = form.querySelector(".draft-state");
    this.saved = this.content();
    this.timer = 0;
    this.failures = 0;
    this.isPosted = false;
    form.addEventListener("input", () => this.wait(AFTER_TYPING));
    form.addEventListener("change", () => this.wait(0));
    form.addEventListener("submit", () => {
      this.isPosted = true;
      clearTimeout(this.timer);
    });
    addEventListener("pagehide", () => this.flush());
    addEventListener("online", () => this.wait(0));
  }

  content() {
    const fields = new FormData(this.form);
    return new URLSearchParams([...fields].map(([name, value]) => [name, String(value)])).toString();
  }

  /** @param {number} pause in milliseconds */
  wait(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), pause);
  }

  async save() {
    const content = this.content();
    if (content === this.saved || this.isPosted) {
      return;
    }
    try {
      const answer = await this.post(content);
      if (answer.status !== 200 && answer.status !== 422) {
        throw new Error(String(answer.status));
      }
      this.say((await answer.json()).words, answer.ok);
      this.saved = content;
      this.failures = 0;
    } catch {
      this.failures += 1;
      this.wait(Math.min(1000 * 2 ** this.failures, LONGEST_WAIT));
    }
  }

  /** @param {string} content @returns {Promise<Response>} */
  post(content) {
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    return fetch(this.url, { method: "POST", body: content, headers, keepalive: content.length < 60_000, redirect: "manual" });
  }

  flush() {
    const content = this.content();
    if (content !== this.saved && !this.isPosted) {
      void this.post(content).catch(() => null);
    }
  }

  /** @param {string} words @param {boolean} isSaved */
  say(words, isSaved) {
    if (this.state instanceof HTMLElement) {
      this.state.textContent = words;
      this.state.dataset.state = isSaved ? "saved" : "problem";
    }
  }
}

for (const form of document.querySelectorAll("form[data-draft-url]")) {
  if (form instanceof HTMLFormElement) {
    new DraftForm(form, form.dataset.draftUrl ?? "");
  }
}
