/** Makes the parts of a page that only a script needs. */

/** @param {string} name @param {string} words @param {string} [className] */
export function element(name, words, className = "") {
  const made = document.createElement(name);
  made.textContent = words;
  made.className = className;
  return made;
}

/** @param {string} words @param {() => unknown} act @param {string} [more] classes beside "button" */
export function button(words, act, more = "") {
  const made = /** @type {HTMLButtonElement} */ (element("button", words, `button ${more}`));
  made.type = "button";
  made.addEventListener("click", () => void act());
  return made;
}
