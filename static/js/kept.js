// What this device keeps of what was typed, until the server has confirmed it.
//
// Each page that is written on keeps one entry of localStorage under a name of its own, so two
// tabs never overwrite each other's. An entry belongs to the person who typed it (owner) and
// says what it is of (about). A page holds a lock named like its entry for as long as it
// lives: an entry whose lock nobody holds was left behind, and is offered or put back.
// sign_out.js wipes everything that begins with "draft.".

const PREFIX = "draft.desk.";

const device = openDevice();

function openDevice() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

export function newName() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // Outside of a secure context there are random numbers, but no names made of them.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export function openEntry() {
  const name = PREFIX + newName();
  navigator.locks?.request(name, () => new Promise(() => {}));
  return name;
}

export function keep(name, entry) {
  try {
    device.setItem(name, JSON.stringify(entry));
    return true;
  } catch {
    return false;
  }
}

export function isKept(name) {
  return device !== null && device.getItem(name) !== null;
}

export function forget(name) {
  device?.removeItem(name);
}

function read(name) {
  try {
    return { name, ...JSON.parse(device.getItem(name)) };
  } catch {
    return { name };
  }
}

async function heldNames() {
  const held = (await navigator.locks?.query())?.held ?? [];
  return new Set(held.map((lock) => lock.name));
}

// Entries of this person that no open page is writing on, the newest first.
export async function leftBehind(owner) {
  const found = () =>
    Object.keys(device ?? {})
      .filter((name) => name.startsWith(PREFIX))
      .map(read)
      .filter((entry) => entry.owner === owner)
      .sort((one, other) => other.at - one.at);
  if (!found().length) return [];
  let held = await heldNames();
  if (found().some((entry) => held.has(entry.name))) {
    // A page that is being reloaded lets go of its entry in a moment.
    await new Promise((next) => setTimeout(next, 300));
    held = await heldNames();
  }
  return found().filter((entry) => !held.has(entry.name));
}
