// Carries what was typed to the server and says in a word what came of it:
//
//   saved, conflict, faulty, refused, signedOut, someoneElse or unreached.
//
// A form's token is good for one sign-in. When it is refused, a fresh one is fetched, for the
// same person alone, and the message is sent once more.

const PATIENCE = 15_000;
const OUTCOMES = { 200: "saved", 400: "faulty", 401: "signedOut", 403: "refused", 409: "conflict" };

export async function carry(form, message, { isLeaving = false } = {}) {
  const outcome = await post(form, message, isLeaving);
  if (outcome.what !== "expired") return outcome;
  const renewed = await renewToken(form);
  if (renewed !== "renewed") return { what: renewed };
  const again = await post(form, message, isLeaving);
  return again.what === "expired" ? { what: "unreached" } : again;
}

async function post(form, message, isLeaving) {
  message.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  try {
    const answer = await fetch(form.dataset.autosave, {
      method: "POST",
      body: message,
      headers: { Accept: "application/json" },
      keepalive: isLeaving,
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.status === 404) return { what: "refused", told: {} };
    const isOurs = answer.headers.get("Content-Type") === "application/json";
    if (!isOurs) return { what: answer.status === 403 ? "expired" : "unreached" };
    return { what: OUTCOMES[answer.status] ?? "unreached", told: await answer.json() };
  } catch {
    return { what: "unreached" };
  }
}

async function renewToken(form) {
  try {
    const answer = await fetch(form.dataset.tokenUrl, { signal: AbortSignal.timeout(PATIENCE) });
    if (answer.status === 401) return "signedOut";
    const told = await answer.json();
    if (String(told.person) !== form.dataset.owner) return "someoneElse";
    form.elements.csrfmiddlewaretoken.value = told.token;
    return "renewed";
  } catch {
    return "unreached";
  }
}
