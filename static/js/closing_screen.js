// The co-chair's keyboard moves the screen: arrows from text to text, Page Up and Page Down
// from outcome to outcome, Home and End to the ends. The buttons do the same without scripts.

const KEYS = {
  ArrowLeft: "previous",
  ArrowUp: "previous",
  ArrowRight: "next",
  ArrowDown: "next",
  PageUp: "previous_outcome",
  PageDown: "next_outcome",
  Home: "first",
  End: "last",
};
const form = document.querySelector(".moves form");
let last = Promise.resolve();

function move(to) {
  const body = new FormData(form);
  body.set("to", to);
  // One after the other, so that two quick presses are two steps in their order.
  last = last.then(() => send(body));
}

async function send(body) {
  try {
    const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
    if (answer.type !== "opaqueredirect" && !answer.ok) throw new Error(answer.statusText);
    document.dispatchEvent(new Event("screen:moved"));
  } catch {
    document.querySelector(".stale").hidden = false;
  }
}

document.addEventListener("keydown", (event) => {
  const to = KEYS[event.key];
  if (!to || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  move(to);
});
form.addEventListener("submit", (event) => {
  if (!event.submitter?.value) return;
  event.preventDefault();
  move(event.submitter.value);
});
