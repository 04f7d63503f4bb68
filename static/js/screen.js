// Keeps a screen in the hall up to date. When the network is away it keeps what it shows,
// and says so after a while, where a reload would leave an empty page before the whole room.
// The page may say from where, how often and after how long (data-from, data-every,
// data-stale-after, on its body).

const { from = location.href, every = 15_000, staleAfter = 90_000 } = document.body.dataset;
const PATIENCE = 10_000;
let reachedAt = Date.now();
let shown = "";

async function refresh() {
  try {
    const answer = await fetch(from, { cache: "no-cache", signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    show(await answer.text());
    reachedAt = Date.now();
    stale(false);
  } catch {
    stale(Date.now() - reachedAt >= Number(staleAfter));
  }
}

function show(text) {
  if (text === shown) return;
  const page = new DOMParser().parseFromString(text, "text/html");
  for (const part of ["main", "header"]) {
    document.querySelector(part).replaceWith(page.querySelector(part));
  }
  shown = text;
}

function stale(isStale) {
  document.querySelector(".stale").hidden = !isStale;
}

async function follow() {
  await refresh();
  setTimeout(follow, Number(every));
}

setTimeout(follow, Number(every));
document.addEventListener("screen:moved", refresh);
