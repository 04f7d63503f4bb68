// Keeps a screen in the hall up to date. When the network is away it keeps what it shows,
// and says so after a while, where a reload would leave an empty page before the whole room.
// The page may say from where, how often and after how long (data-from, data-every,
// data-stale-after, on its body), and that all of it is to be seen at once (data-fit): nobody
// scrolls it, so where sessions are many or their titles long, all letters are smaller.

const { from = location.href, every = 5_000, staleAfter = 90_000, fit } = document.body.dataset;
const PATIENCE = 10_000;
const SMALLEST = 0.4;
const root = document.documentElement;
let reachedAt = Date.now();
let shown = "";

function fitIn() {
  if (fit === undefined) return;
  for (let scale = 1; scale >= SMALLEST; scale -= 0.05) {
    root.style.setProperty("--scale", scale);
    if (root.scrollHeight <= window.innerHeight) return;
  }
}

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
  fitIn();
}

function stale(isStale) {
  document.querySelector(".stale").hidden = !isStale;
}

async function follow() {
  await refresh();
  setTimeout(follow, Number(every));
}

fitIn();
document.fonts.ready.then(fitIn);
addEventListener("resize", fitIn);
setTimeout(follow, Number(every));
document.addEventListener("screen:moved", refresh);
