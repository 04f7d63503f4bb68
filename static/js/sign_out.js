// Signing out wipes what forms keep on this device (kept.js, own_details.js), and asks first.

const { warning } = document.currentScript.dataset;

document.addEventListener("submit", (event) => {
  const action = event.target.getAttribute("action") || location.pathname;
  if (!action.endsWith("/logout/")) return;
  const drafts = Object.keys(localStorage).filter((key) => key.startsWith("draft."));
  if (drafts.length && !window.confirm(warning)) {
    event.preventDefault();
    return;
  }
  drafts.forEach((key) => localStorage.removeItem(key));
});
