// Saves what a rapporteur types as they type it, so that nothing is lost by a closed tab, an
// expired sign-in, a server that restarts or a network that is away.
//
// Each change is kept on this device at once (kept.js) and sent a moment later (courier.js), one
// request at a time, the newest state next. A save is named by a token and names those whose
// answers never came, so the server knows them for this page's own. What is kept here goes only
// when the server has confirmed it. Nobody is overwritten: when someone else has saved
// meanwhile, both wordings are shown, and nothing is sent until the writer has merged them.
// Markup: templates/outcomes/_autosave.html, in a form[data-autosave].

import { carry } from "./courier.js";
import { forget, isKept, keep, leftBehind, newName, openEntry } from "./kept.js";

const form = document.querySelector("form[data-autosave]");
const line = form.querySelector("[data-status]");
const { owner, about } = form.dataset;
const SOON = 800;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 15_000;
const NOT_TYPED = new Set(["csrfmiddlewaretoken", "version", "uid"]);

const entry = openEntry();
let version = Number(form.elements.version.value || 0);
let theirs = null;
let unanswered = [];
let isDirty = false;
let sending = null;
let outcome = "";
let pause = FIRST_PAUSE;
let timer = null;

// -- What it says -------------------------------------------------------------------------------

function say(what, more = "") {
  const words = [line.dataset[what], more].filter(Boolean).join(" ");
  const status = line.querySelector("[role=status]");
  // Said once, not with every letter.
  if (status.textContent !== words) status.textContent = words;
  line.dataset.now = what;
  line.querySelector("[data-sign-in]").hidden = what !== "signedOut" && what !== "someoneElse";
}

function sayWhen(told) {
  line.querySelector("[data-when]").textContent = line.dataset.when
    .replace("TIME", told.at)
    .replace("NUMBER", told.version);
  const history = line.querySelector("[data-history]");
  history.href = told.history;
  line.querySelector("[data-last]").hidden = false;
}

function sayWhatIsWrong(errors) {
  if (errors.every((error) => error.is_missing)) {
    say("missing", `${errors.map((error) => error.label).join(", ")}.`);
  } else {
    const wrong = errors.filter((error) => !error.is_missing);
    say("wrong", wrong.map(({ label, message }) => (label ? `${label}: ` : "") + message).join(" "));
  }
}

function advise(sentences) {
  const advice = form.querySelector("[data-advice]");
  if (!advice || !sentences) return;
  const entries = sentences.map((sentence) => {
    const item = document.createElement("li");
    item.textContent = sentence;
    return item;
  });
  advice.querySelector("ul").replaceChildren(...entries);
  advice.hidden = entries.length === 0;
}

// -- What is typed ------------------------------------------------------------------------------

function typed() {
  return [...new FormData(form)]
    .filter(([name]) => !NOT_TYPED.has(name))
    .map(([name, value]) => [name, String(value)]);
}

function texts() {
  return [...form.elements]
    .filter((field) => field.type === "textarea" || field.type === "text")
    .map((field) => field.value)
    .filter(Boolean);
}

function keepHere() {
  if (version === 0 && about.split(".")[0] !== "record" && texts().length === 0) {
    forget(entry);
    return;
  }
  const kept = keep(entry, {
    owner,
    about,
    version,
    unanswered,
    at: Date.now(),
    path: form.dataset.path,
    title: form.dataset.title,
    text: texts().join("\n\n"),
    fields: typed(),
  });
  if (!kept) say("unkept");
}

// What was wiped at sign-out stays wiped: only typing keeps anew.
function keepOn() {
  if (isKept(entry)) keepHere();
}

function putBack(fields) {
  for (const field of form.elements) {
    if (!field.name || NOT_TYPED.has(field.name)) continue;
    const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "checkbox" || field.type === "radio") {
      field.checked = values.includes(field.value);
    } else if (values.length) {
      field.value = values[0];
    }
  }
  form.dispatchEvent(new Event("putback"));
}

// -- To the server ------------------------------------------------------------------------------

function changed() {
  isDirty = true;
  keepHere();
  plan(SOON);
}

function plan(wait) {
  timer ??= setTimeout(send, wait);
}

function stopWaiting() {
  clearTimeout(timer);
  timer = null;
}

function message() {
  const data = new FormData(form);
  data.set("version", version);
  data.set("owner", owner);
  data.set("own", unanswered.join(" "));
  const token = newName();
  data.set("token", token);
  unanswered = [...unanswered, token].slice(-100);
  return data;
}

function send() {
  stopWaiting();
  if (!sending && isDirty && theirs === null) {
    sending = deliver().finally(() => {
      sending = null;
      if (isDirty && outcome === "saved") plan(SOON);
    });
  }
  return sending;
}

async function deliver() {
  const data = message();
  isDirty = false;
  keepOn();
  const { what, told } = await carry(form, data);
  outcome = what;
  if (what === "saved") {
    confirmed(told);
    return;
  }
  isDirty = true;
  if (what === "conflict") showConflict(told);
  else if (what === "faulty") sayWhatIsWrong(told.errors);
  else if (what === "refused") say("refused", told.reason ?? "");
  else {
    say(what);
    plan(pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
}

function confirmed(told) {
  pause = FIRST_PAUSE;
  version = told.version;
  unanswered = [];
  form.elements.version.value = version;
  if (told.url && form.dataset.path !== told.url) {
    // What was new has a page of its own from now on.
    form.dataset.path = told.url;
    form.action = told.url;
    history.replaceState(null, "", told.url);
  }
  if (isDirty) keepOn();
  else forget(entry);
  sayWhen(told);
  say("saved");
  advise(told.advice);
}

function showConflict(told) {
  theirs = told.version;
  const place = form.querySelector("[data-conflict]");
  place.innerHTML = told.html;
  place.querySelector("section").focus();
  say("conflict");
}

function acceptConflict() {
  if (theirs === null) return;
  version = theirs;
  theirs = null;
  unanswered = [];
  form.querySelector("[data-conflict]").replaceChildren();
}

function tryAtOnce() {
  if (outcome === "faulty" || outcome === "refused") return;
  pause = FIRST_PAUSE;
  send();
}

function sendInLeaving() {
  if ((isDirty || sending) && theirs === null) {
    const data = message();
    keepOn();
    carry(form, data, { isLeaving: true });
  }
}

// -- The button ---------------------------------------------------------------------------------

async function finish(event) {
  event.preventDefault();
  await sending;
  acceptConflict();
  if (version === 0) isDirty = true;
  await send();
  if (theirs !== null) return;
  // The server says field by field what is wrong, on the page that comes back.
  if (isDirty && outcome === "faulty") form.submit();
  else if (!isDirty) location.assign(form.dataset.next);
}

// -- Begin --------------------------------------------------------------------------------------

if (!line.dataset.now) say("ready");
// The browser's own memory of the fields would mix with ours.
form.autocomplete = "off";
form.addEventListener("input", changed);
form.addEventListener("change", changed);
form.addEventListener("submit", finish);
window.addEventListener("online", tryAtOnce);
window.addEventListener("focus", tryAtOnce);
window.addEventListener("pagehide", sendInLeaving);
document.addEventListener("visibilitychange", tryAtOnce);

const kept = (await leftBehind(owner)).filter((left) => left.about === about);
const now = JSON.stringify(typed());
for (const left of kept.filter((one) => JSON.stringify(one.fields) === now)) forget(left.name);
const [newest] = kept.filter((left) => JSON.stringify(left.fields) !== now);
if (form.dataset.typed !== undefined) {
  // A form that came back with errors holds text that is stored nowhere else.
  isDirty = true;
  outcome = "faulty";
  if (form.querySelector("[data-conflict] section")) {
    // Kept as begun before what is saved now, so that it overwrites nothing unasked.
    theirs = version;
    version -= 1;
  }
  keepHere();
} else if (newest && !isDirty) {
  version = newest.version;
  unanswered = newest.unanswered ?? [];
  putBack(newest.fields);
  forget(newest.name);
  changed();
  say("restored");
}
