// @ts-check
/**
 * Things to put into an order: each has a select for its place, and with this script two buttons instead, which move it.
 *
 *   <fieldset data-order>
 *     <ol><li> label, select, .order-moves with two buttons (data-move="up" or "down") </li> … </ol>
 *     <p role="status" data-words="{words} moved to position {place} of {total}"></p>
 *   </fieldset>
 *
 * The selects stay in the form and hold the answer. The buttons at the ends stay in place and can be reached, so that
 * the focus never has to leave the thing that was moved.
 */

/** @param {Element} row */
function selectOf(row) {
  return /** @type {HTMLSelectElement} */ (row.querySelector("select"));
}

/** Write the places into the selects, and mark the buttons that lead nowhere. @param {Element} list */
function number(list) {
  const rows = [...list.children];
  rows.forEach((row, place) => {
    selectOf(row).value = String(place + 1);
    for (const button of row.querySelectorAll("[data-move]")) {
      const leads = button.getAttribute("data-move") === "up" ? place > 0 : place < rows.length - 1;
      button.setAttribute("aria-disabled", String(!leads));
    }
  });
}

/** Sort the rows by their places, where a person has chosen all of them before. @param {Element} list */
function restore(list) {
  const rows = [...list.children];
  if (new Set(rows.map((row) => selectOf(row).value).filter(Boolean)).size === rows.length) {
    list.append(...rows.sort((one, other) => Number(selectOf(one).value) - Number(selectOf(other).value)));
  }
}

/** @param {HTMLElement} button @param {Element} list @param {HTMLElement | null} status */
function move(button, list, status) {
  const row = button.closest("li");
  if (!row || button.getAttribute("aria-disabled") === "true") {
    return;
  }
  if (button.dataset.move === "up") {
    row.previousElementSibling?.before(row);
  } else {
    row.nextElementSibling?.after(row);
  }
  number(list);
  button.focus();
  if (status) {
    status.textContent = (status.dataset.words ?? "")
      .replace("{words}", row.querySelector("label")?.textContent?.trim() ?? "")
      .replace("{place}", selectOf(row).value)
      .replace("{total}", String(list.children.length));
  }
}

/** @param {Element} group */
function enhance(group) {
  const list = group.querySelector("ol");
  if (!list) {
    return;
  }
  for (const row of list.children) {
    selectOf(row).hidden = true;
  }
  for (const part of group.querySelectorAll(".order-moves, [data-order-hint]")) {
    part.removeAttribute("hidden");
  }
  group.setAttribute("data-order", "on");
  restore(list);
  number(list);
  list.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-move]") : null;
    if (button instanceof HTMLElement) {
      move(button, list, group.querySelector("[role=status]"));
    }
  });
}

document.querySelectorAll("[data-order]").forEach(enhance);
