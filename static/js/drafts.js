// Keeps what a rapporteur types on this device until the server has stored it.
//
// A draft is one entry of localStorage, named by a token that the server gives with each
// form. The page after a save names the tokens that are stored by now, and only then are
// their drafts forgotten: a closed tab, an expired sign-in or a failed save loses nothing.
// A draft remembers the version that it started from, so putting it back overwrites no one.
// Drafts are offered to the person who typed them alone; sign_out.js wipes them.
// Markup: templates/outcomes/_drafts.html and _recommendation_form.html.

const PREFIX = "draft.";
const panel = document.querySelector("[data-drafts]");
const form = document.querySelector("form[data-draft-about]");
const status = document.querySelector("[data-draft-status]");
const token = form?.elements.draft;
const device = openDevice();

let sentAt = null;

function openDevice() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

function say(what) {
  const words = status.dataset[what];
  if (status.textContent !== words) status.textContent = words;
}

function forget(name) {
  device?.removeItem(PREFIX + name);
}

function keptDrafts() {
  return Object.keys(device ?? {})
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => ({ token: key.slice(PREFIX.length), ...JSON.parse(device.getItem(key)) }))
    .filter((draft) => draft.owner === panel.dataset.owner)
    .sort((a, b) => b.at - a.at);
}

// -- What is on this device and not stored ------------------------------------------------------

function showDrafts() {
  const others = keptDrafts().filter(
    (draft) => !form || (draft.about === form.dataset.draftAbout && draft.token !== token.value),
  );
  panel.querySelector("ul").replaceChildren(...others.map(entryOf));
  panel.hidden = others.length === 0;
}

function entryOf(draft) {
  const entry = panel.querySelector("template").content.cloneNode(true);
  const locale = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
  entry.querySelector("[data-text]").textContent = draft.text;
  entry.querySelector(".saved").textContent = new Date(draft.at).toLocaleString(locale, {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: panel.dataset.zone,
  });
  const resume = entry.querySelector("[data-resume]");
  resume.href = `${draft.path}#draft-${draft.token}`;
  resume.addEventListener("click", (event) => {
    if (!form) return;
    event.preventDefault();
    putBack(draft);
  });
  entry.querySelector("[data-discard]").addEventListener("click", () => {
    forget(draft.token);
    showDrafts();
  });
  return entry;
}

// -- The form -----------------------------------------------------------------------------------

function texts() {
  return [...form.elements]
    .filter((field) => field.type === "textarea" || field.type === "text")
    .map((field) => field.value);
}

function keepDraft() {
  if (sentAt) {
    // What is typed while the form is on its way is not part of what the server stores.
    token.value = `${token.value.slice(0, 36)}-${Date.now()}`;
    sentAt = null;
  }
  const written = texts();
  const typed = written.filter(
    (text, place) => form.dataset.draftStarted !== undefined || text !== unchanged[place],
  );
  if (typed.length === 0) {
    forget(token.value);
    return;
  }
  const draft = {
    owner: panel.dataset.owner,
    about: form.dataset.draftAbout,
    path: location.pathname,
    at: Date.now(),
    text: typed.filter(Boolean).join("\n\n"),
    fields: [...new FormData(form)].filter(([name]) => !isOfThePage(name)),
  };
  try {
    device.setItem(PREFIX + token.value, JSON.stringify(draft));
    say("kept");
  } catch {
    say("unkept");
  }
}

function isOfThePage(name) {
  return name === "draft" || name === "csrfmiddlewaretoken";
}

function putBack(draft) {
  for (const field of form.elements) {
    if (!field.name || isOfThePage(field.name)) continue;
    const values = draft.fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "checkbox" || field.type === "radio") {
      field.checked = values.includes(field.value);
    } else if (values.length) {
      field.value = values[0];
    }
  }
  token.value = draft.token;
  form.dataset.draftStarted = "";
  form.elements.language.dispatchEvent(new Event("change", { bubbles: true }));
  showDrafts();
  form.elements.text.focus();
}

function sendForm(event) {
  if (navigator.onLine === false) {
    event.preventDefault();
    say("offline");
  } else if (Date.now() - sentAt < 3000) {
    // A second click while the first is on its way.
    event.preventDefault();
  } else {
    sentAt = null;
    keepDraft();
    sentAt = Date.now();
  }
}

// -- Begin --------------------------------------------------------------------------------------

panel.dataset.stored.split(" ").forEach(forget);
const unchanged = form && texts();
if (form) {
  // The browser's own memory of the fields would mix with ours.
  form.autocomplete = "off";
  form.addEventListener("input", keepDraft);
  form.addEventListener("change", keepDraft);
  form.addEventListener("submit", sendForm);
  window.addEventListener("pageshow", () => (sentAt = null));
  const asked = keptDrafts().find((draft) => location.hash === `#draft-${draft.token}`);
  if (asked && asked.about === form.dataset.draftAbout) putBack(asked);
  // A form that came back with errors holds text that is stored nowhere else.
  if (form.dataset.draftStarted !== undefined) keepDraft();
}
showDrafts();
window.addEventListener("storage", showDrafts);
