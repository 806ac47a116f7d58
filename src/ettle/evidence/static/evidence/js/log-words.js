/**
 * Puts words of the learning log into the box where someone writes, without leaving the page.
 *
 *   <button type="submit" name="log" value="1" data-log-words="/evidence/…/1/log/" data-inserted="Words inserted…">
 *
 * Without scripts the button saves what is in the box and goes to that address. Here its pages open in a dialog: we take the
 * part marked data-log-panel out of each, follow its links, and POST its form with Accept: application/json. The server
 * answers {"words"}: what was copied, which goes to the end of the box, where it is saved with the rest. Where anything
 * fails, the button does what it does without scripts.
 */

class LogWords {
  /** @param {HTMLButtonElement} button @param {HTMLTextAreaElement} box */
  constructor(button, box) {
    this.button = button;
    this.box = box;
    this.isLeaving = false;
    this.dialog = document.createElement("dialog");
    this.dialog.className = "log-dialog";
    this.state = document.createElement("p");
    this.state.className = "meta";
    this.state.setAttribute("role", "status");
    button.after(this.state);
    document.body.append(this.dialog);
    button.addEventListener("click", (event) => this.#open(event));
    this.dialog.addEventListener("click", (event) => this.#follow(event));
    this.dialog.addEventListener("submit", (event) => this.#submit(event));
  }

  /** @param {MouseEvent} event */
  #open(event) {
    if (!this.isLeaving) {
      event.preventDefault();
      void this.#show(this.button.dataset.logWords ?? "");
    }
  }

  /** @param {MouseEvent} event */
  #follow(event) {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (link?.dataset.logClose !== undefined) {
      event.preventDefault();
      this.dialog.close();
    } else if (link?.dataset.logGo !== undefined) {
      event.preventDefault();
      void this.#show(link.href);
    }
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) {
      return;
    }
    event.preventDefault();
    const fields = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    void (form.method === "post" ? this.#insert(form.action, fields) : this.#show(`${form.action}?${fields}`));
  }

  /** @param {string} address @param {RequestInit} [options] */
  async #show(address, options = {}) {
    try {
      const answer = await fetch(address, options);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const panel = page.querySelector("[data-log-panel]");
      if (!panel) {
        throw new Error(String(answer.status));
      }
      this.dialog.replaceChildren(document.adoptNode(panel));
      this.dialog.setAttribute("aria-labelledby", panel.querySelector("h1")?.id ?? "");
      if (!this.dialog.open) {
        this.dialog.showModal();
      }
      panel.querySelector("h1")?.focus();
    } catch {
      this.#leave();
    }
  }

  /** @param {string} address @param {URLSearchParams} fields */
  async #insert(address, fields) {
    try {
      const answer = await fetch(address, { method: "POST", body: fields, headers: { Accept: "application/json" } });
      if (answer.status === 422) {
        await this.#show(address, { method: "POST", body: fields });
        return;
      }
      const { words } = await answer.json();
      const before = this.box.value.trimEnd();
      this.box.value = before ? `${before}\n\n${words}` : words;
      this.box.dispatchEvent(new Event("input", { bubbles: true }));
      this.dialog.close(); // The focus goes back to the button; after words were inserted it belongs to them.
      this.box.focus();
      this.box.setSelectionRange(this.box.value.length, this.box.value.length);
      this.state.textContent = this.button.dataset.inserted ?? "";
    } catch {
      this.#leave();
    }
  }

  /** Save what is in the box and go to the page. */
  #leave() {
    this.isLeaving = true;
    this.button.click();
    this.isLeaving = false;
  }
}

for (const button of document.querySelectorAll("button[data-log-words]")) {
  const box = button instanceof HTMLButtonElement ? button.form?.querySelector("textarea[name=text]") : null;
  if (button instanceof HTMLButtonElement && box instanceof HTMLTextAreaElement) {
    new LogWords(button, box);
  }
}
