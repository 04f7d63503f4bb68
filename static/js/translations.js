// The fields of the languages beside the one that the text is in.
//
// A translation that was reviewed is no longer so once the text that it was made from changes:
// its box is unticked and marked, until someone has looked at it again.

const form = document.querySelector("form[data-translated]");
const language = form.elements.language;
const sources = form.dataset.translated.split(" ");
const groups = [...form.querySelectorAll("[data-language]")];

function fieldsOf(group) {
  return [...group.querySelectorAll("textarea, input[type=text]")];
}

function showOthers() {
  for (const group of groups) {
    const isOfTheText = group.dataset.language === language.value;
    group.hidden = isOfTheText && fieldsOf(group).every((field) => !field.value);
  }
}

function markBehind(event) {
  if (!sources.includes(event.target.name)) return;
  for (const group of groups) {
    if (group.hidden || fieldsOf(group).every((field) => !field.value)) continue;
    group.querySelector("input[type=checkbox]").checked = false;
    group.querySelector("[data-behind]").hidden = false;
  }
}

function unmark(event) {
  const group = event.target.closest("[data-language]");
  if (group) group.querySelector("[data-behind]").hidden = true;
}

language.addEventListener("change", showOthers);
// In capture, before what is typed is kept.
form.addEventListener("input", markBehind, { capture: true });
form.addEventListener("input", unmark);
form.addEventListener("putback", showOthers);
showOthers();
