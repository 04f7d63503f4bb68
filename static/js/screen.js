// Keeps the screen in the hall up to date. When the network is away it keeps what it shows,
// and says so after a while, where a reload would leave an empty page before the whole room.

const EVERY = 15_000;
const STALE_AFTER = 90_000;
let reachedAt = Date.now();

async function refresh() {
  try {
    const answer = await fetch(location.href, { cache: "no-cache" });
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.querySelector("main").replaceWith(page.querySelector("main"));
    document.querySelector("header").replaceWith(page.querySelector("header"));
    reachedAt = Date.now();
  } catch {
    document.querySelector(".stale").hidden = Date.now() - reachedAt < STALE_AFTER;
  }
}

setInterval(refresh, EVERY);
