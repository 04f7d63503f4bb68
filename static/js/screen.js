// Keeps the screen in the hall up to date. When the network is away it keeps what it shows,
// and says so after a while, where a reload would leave an empty page before the whole room.
// Nobody scrolls it: where sessions are many or their titles long, all letters are smaller.

const EVERY = 5_000;
const STALE_AFTER = 90_000;
const SMALLEST = 0.4;
const root = document.documentElement;
let reachedAt = Date.now();

function fit() {
  for (let scale = 1; scale >= SMALLEST; scale -= 0.05) {
    root.style.setProperty("--scale", scale);
    if (root.scrollHeight <= window.innerHeight) return;
  }
}

async function refresh() {
  try {
    const answer = await fetch(location.href, { cache: "no-cache" });
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.querySelector("main").replaceWith(page.querySelector("main"));
    document.querySelector("header").replaceWith(page.querySelector("header"));
    reachedAt = Date.now();
    fit();
  } catch {
    document.querySelector(".stale").hidden = Date.now() - reachedAt < STALE_AFTER;
  }
}

fit();
document.fonts.ready.then(fit);
addEventListener("resize", fit);
setInterval(refresh, EVERY);
