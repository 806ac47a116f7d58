/**
 * The controls of a form that a person fills in: read, compared with what the server sent, and filled again.
 */
const LEFT_OUT = new Set(["hidden", "password", "file", "submit", "button", "reset", "image"]);

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */
/** @typedef {[string, string][]} Values */

/** @param {HTMLFormElement} form @returns {Control[]} */
export function controls(form) {
  return [...form.elements].filter((element) =>
    (element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement) &&
    Boolean(element.name) && !LEFT_OUT.has(element.type) && !element.hidden && !element.disabled,
  ).map((element) => /** @type {Control} */ (element));
}

/** @param {Control} control @param {boolean} isDefault @returns {string[]} what it is set to, or what the server sent */
function valuesOf(control, isDefault) {
  if (control instanceof HTMLSelectElement) {
    const options = [...control.options];
    const chosen = options.filter((option) => (isDefault ? option.defaultSelected : option.selected));
    return (chosen.length || control.multiple ? chosen : options.slice(0, 1)).map((option) => option.value);
  }
  if (control instanceof HTMLInputElement && (control.type === "checkbox" || control.type === "radio")) {
    return (isDefault ? control.defaultChecked : control.checked) ? [control.value] : [];
  }
  return [isDefault ? control.defaultValue : control.value];
}

/** @param {HTMLFormElement} form @returns {Values} what is filled in now */
export const currentValues = (form) => readValues(form, false);

/** @param {HTMLFormElement} form @returns {Values} what the server sent */
export const sentValues = (form) => readValues(form, true);

/** @param {HTMLFormElement} form @param {boolean} isDefault @returns {Values} */
function readValues(form, isDefault) {
  return controls(form).flatMap((control) =>
    valuesOf(control, isDefault).map((value) => /** @type {[string, string]} */ ([control.name, value])));
}

/** @param {HTMLFormElement} form @returns {string[]} the names of the boxes for words */
export const wordNames = (form) =>
  controls(form).filter((control) => control instanceof HTMLTextAreaElement).map((control) => control.name);

/** Fill the form in, and open what is folded around it. @param {HTMLFormElement} form @param {Values} values */
export function fill(form, values) {
  const left = values.map(([name, value]) => ({ name, value }));
  for (const control of controls(form)) {
    const mine = left.filter(({ name }) => name === control.name).map(({ value }) => value);
    if (control instanceof HTMLSelectElement) {
      [...control.options].forEach((option) => (option.selected = mine.includes(option.value)));
    } else if (control instanceof HTMLInputElement && (control.type === "checkbox" || control.type === "radio")) {
      control.checked = mine.includes(control.value);
    } else if (mine.length) {
      control.value = mine[0];
      left.splice(left.findIndex(({ name }) => name === control.name), 1);
    }
    openFolds(control);
  }
}

/** Nobody looks for words in a part that is folded away. @param {Control} control */
function openFolds(control) {
  const isFilled = JSON.stringify(valuesOf(control, false)) !== JSON.stringify(valuesOf(control, true));
  for (let fold = isFilled ? control.closest("details") : null; fold; fold = fold.parentElement?.closest("details") ?? null) {
    fold.open = true;
  }
}
