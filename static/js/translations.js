// Shows fields for the languages other than the one that the text is in.

const language = document.querySelector("form[data-draft-about] [name=language]");

function showOthers() {
  for (const field of document.querySelectorAll("[name^=translation_]")) {
    const isOfTheText = field.name === `translation_${language.value}`;
    field.closest(".field").hidden = isOfTheText && !field.value;
  }
}

language.addEventListener("change", showOthers);
showOthers();
