/**
 * The script of every page of someone who can write: each form with a box for words is kept until it is saved.
 *
 * Nothing in a template asks for it. A form whose words are not worth keeping says data-words="off".
 */
import { guardSignOut, listDrafts, offerDrafts } from "./draft-offers.js";
import { FormDraft } from "./form-draft.js";
import { owner } from "./writer.js";
import "./word-count.js";

const MY_JOURNEY = "/me/";

/** @returns {HTMLFormElement[]} the page's forms with words, in their order */
function writtenForms() {
  const withBox = new Set([...document.querySelectorAll("textarea:not([hidden]), [data-recorder]")].map((box) => box.closest("form")));
  return [...document.querySelectorAll("form")].filter((form) =>
    form.method === "post" && form.dataset.words !== "off" && ("keep" in form.dataset || withBox.has(form)));
}

if (owner) {
  void offerDrafts(writtenForms().map((form, index) => new FormDraft(form, index)));
  void listDrafts(MY_JOURNEY);
  guardSignOut();
}
