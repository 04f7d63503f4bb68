// Keeps a person's own data as they are typed, so that nothing is lost by a closed tab, an
// expired sign-in or a network that is away.
//
// Each change is sent to the server as a draft: one request at a time, the newest state next.
// What the server has not taken yet is sealed and kept on this device as well. It is sealed,
// because these are passports and telephone numbers, and the device may stand in a hotel: the
// key comes with the page (own_details.py) and is kept nowhere here, so who cannot open this
// page cannot read it. It goes as soon as the server has it, and at sign-out (sign_out.js).

const form = document.querySelector("#own-details");
const status = form.querySelector(".keeping");
const conflict = form.querySelector("[data-conflict]");
const place = `draft.own.${form.dataset.about}`;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;

let revision = Number(form.dataset.revision);
let isDirty = false;
let isSending = false;
let pause = FIRST_PAUSE;
let timer = null;

function say(what, more = "") {
  status.textContent = status.dataset[what] + (more ? ` ${more}` : "");
}

function typed() {
  const data = new FormData(form);
  for (const name of ["csrfmiddlewaretoken", "about"]) data.delete(name);
  return [...data].map(([name, value]) => [name, String(value)]);
}

function message() {
  const data = new FormData(form);
  data.set("revision", revision);
  return data;
}

// -- On this device -----------------------------------------------------------------------------

const key = openKey();

async function openKey() {
  try {
    const bytes = Uint8Array.from(form.dataset.key.match(/../g), (pair) => parseInt(pair, 16));
    return await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  } catch {
    return null;
  }
}

// One at a time: two that run side by side may end in either order, and the older would stay.
let isSealing = false;
let isStale = false;

async function seal() {
  isStale = true;
  if (isSealing) return;
  isSealing = true;
  try {
    while (isStale) {
      isStale = false;
      await sealOnce();
    }
  } finally {
    isSealing = false;
  }
}

async function sealOnce() {
  const opened = await key;
  if (!opened) return;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(typed()));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, opened, plain);
  if (!isDirty && !isSending) return;
  try {
    localStorage.setItem(
      place,
      JSON.stringify({ revision, iv: [...iv], sealed: [...new Uint8Array(sealed)] }),
    );
  } catch {
    // A full or forbidden storage: the server keeps the draft all the same.
  }
}

async function unseal() {
  try {
    const kept = JSON.parse(localStorage.getItem(place));
    const opened = await key;
    if (!kept || !opened) return null;
    const plain = await crypto.subtle.decrypt(
      { name: "AES-GCM", iv: Uint8Array.from(kept.iv) },
      opened,
      Uint8Array.from(kept.sealed),
    );
    return { revision: kept.revision, values: JSON.parse(new TextDecoder().decode(plain)) };
  } catch {
    forget();
    return null;
  }
}

function forget() {
  try {
    localStorage.removeItem(place);
  } catch {
    // There is nothing to forget where nothing can be kept.
  }
}

function putBack(values) {
  const told = new Map(values);
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden" || field.type === "submit") continue;
    if (field.type === "checkbox") field.checked = told.has(field.name);
    else if (told.has(field.name)) field.value = told.get(field.name);
  }
  showVisa();
}

// -- To the server ------------------------------------------------------------------------------

function changed() {
  isDirty = true;
  seal();
  send();
}

// A sign-in in another tab gives out a new token, and that of this page is refused from then on.
async function renewToken() {
  try {
    // Not as far as the sign-in page: its cookies would meet those of a sign-in under way.
    const answer = await fetch(location.pathname, { redirect: "manual" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("#own-details");
    // Nobody is signed in yet, or somebody else.
    if (fresh?.dataset.about !== form.dataset.about) return false;
    const name = "csrfmiddlewaretoken";
    form.elements[name].value = fresh.elements[name].value;
    return true;
  } catch {
    return false;
  }
}

const post = () => fetch(form.dataset.draftUrl, { method: "POST", body: message() });

async function send() {
  if (isSending || !isDirty || !conflict.hidden) return;
  clearTimeout(timer);
  isSending = true;
  isDirty = false;
  say("saving");
  let answer = null;
  let told = {};
  try {
    answer = await post();
    if (answer.status === 403 && (await renewToken())) answer = await post();
    told = await answer.json();
  } catch {
    // No network, or an answer that is none; told below.
  }
  if (told.revision !== undefined) revision = told.revision;
  isSending = false;
  if (answer?.ok && told.revision !== undefined) {
    pause = FIRST_PAUSE;
    if (isDirty) {
      send();
    } else {
      forget();
      say("saved", told.at);
    }
    return;
  }
  isDirty = true;
  if (answer?.status === 409) {
    conflict.hidden = false;
    conflict.querySelector("button").focus();
  } else if (answer?.status === 400) {
    say("unkept");
  } else {
    say(answer?.status === 401 || answer?.status === 403 ? "signedOut" : "offline");
    timer = setTimeout(send, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
}

function sendInLeaving() {
  if (isDirty || isSending) navigator.sendBeacon(form.dataset.draftUrl, message());
}

// -- Sending the form ---------------------------------------------------------------------------

async function idle() {
  for (let waited = 0; isSending && waited < 100; waited += 1) {
    await new Promise((next) => setTimeout(next, 100));
  }
}

async function submit(event) {
  if (!isDirty && !isSending) return;
  event.preventDefault();
  await idle();
  await send();
  // The timer may have begun to send just before.
  await idle();
  // What is not kept is not sent either: the page would be gone, and the text with it.
  if (!isDirty && !isSending) form.requestSubmit();
}

// -- The fields of a passport ----------------------------------------------------------------------

function showVisa() {
  const asked = form.elements.needs_visa_letter.checked;
  for (const field of form.querySelectorAll("#visa .field")) {
    if (!field.contains(form.elements.needs_visa_letter)) field.hidden = !asked;
  }
}

// -- Begin --------------------------------------------------------------------------------------

form.autocomplete = "off";
form.addEventListener("input", changed);
form.addEventListener("change", changed);
form.elements.needs_visa_letter.addEventListener("change", showVisa);
form.addEventListener("submit", submit);
window.addEventListener("online", send);
window.addEventListener("focus", send);
window.addEventListener("pagehide", sendInLeaving);
document.addEventListener("visibilitychange", () => document.hidden && sendInLeaving());
conflict.querySelector("[data-keep-mine]").addEventListener("click", () => {
  conflict.hidden = true;
  send();
});
conflict.querySelector("[data-take-theirs]").addEventListener("click", () => {
  forget();
  isDirty = false;
  location.reload();
});
showVisa();
const kept = await unseal();
if (kept && JSON.stringify(kept.values) === JSON.stringify(typed())) {
  // It reached the server after all, on the way out.
  forget();
} else if (kept) {
  putBack(kept.values);
  isDirty = true;
  say("restored");
  if (kept.revision === revision) send();
  else conflict.hidden = false;
}
