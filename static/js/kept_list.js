// Lists what this device keeps and the server has not confirmed, for the person who typed it.
// Opening an entry's page puts it back into its form, which sends it (autosave.js).
// Markup: templates/outcomes/_kept.html.

import { forget, leftBehind } from "./kept.js";

const panel = document.querySelector("[data-kept]");
const about = document.querySelector("form[data-autosave]")?.dataset.about;

async function show() {
  const left = await leftBehind(panel.dataset.owner);
  const others = left.filter((entry) => entry.about !== about);
  panel.querySelector("ul").replaceChildren(...others.map(lineOf));
  panel.hidden = others.length === 0;
}

function lineOf(entry) {
  const line = panel.querySelector("template").content.cloneNode(true);
  const locale = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
  line.querySelector("[data-title]").textContent = entry.title;
  line.querySelector("[data-text]").textContent = entry.text;
  line.querySelector(".saved").textContent = new Date(entry.at).toLocaleString(locale, {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: panel.dataset.zone,
  });
  line.querySelector("[data-resume]").href = entry.path;
  line.querySelector("[data-discard]").addEventListener("click", () => {
    forget(entry.name);
    show();
  });
  return line;
}

show();
window.addEventListener("storage", show);
