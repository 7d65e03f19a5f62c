// Entries that wait to be sent: numbered, joined per place, kept on this device until confirmed.

import { same } from "./signs.js";

const PREFIX = "palpate.entries";
const STALE_AFTER = 90_000;

// `about` names what an entry is about: "place:infraspinatus|right|1" or "field:complaint".
// `stored` answers what the server is known to hold of it.
export class Queue {
  #entries = [];
  #number = 0;
  #held = new Map();

  constructor({ storage, user, examination, stored, now = Date.now, tab = newTab() }) {
    this.storage = storage;
    this.stored = stored;
    this.now = now;
    this.prefix = `${PREFIX}.${user}.${examination}.`;
    this.name = this.prefix + tab;
    this.isKept = true;
  }

  // What the server will hold once all has been sent.
  expected(about) {
    const last = this.#entries.findLast((entry) => entry.about === about);
    if (last) return last.now;
    return this.held(about);
  }

  // What the server holds now, as far as this page was told.
  held(about) {
    return this.#held.has(about) ? this.#held.get(about) : this.stored(about);
  }

  hold(about, value) {
    this.#held.set(about, value);
  }

  // How many things wait: a place noted at twice is one.
  get waiting() {
    return new Set(this.#entries.map((entry) => entry.about)).size;
  }

  // Write down what a place says now. An entry that was sent is never changed again: its answer
  // may be lost, and only the very same entry can be sent twice without harm.
  put(about, value) {
    const before = this.expected(about);
    const open = this.#entries.findLast((entry) => entry.about === about && !entry.sent);
    if (open) open.now = value;
    else if (!same(before, value)) this.#push(about, before, value);
    this.#entries = this.#entries.filter((e) => e.sent || !same(e.before, e.now));
    this.#keep();
  }

  // The oldest entries, marked as sent before they leave.
  take(most = 200) {
    const batch = this.#entries.slice(0, most);
    for (const entry of batch) entry.sent = true;
    this.#keep();
    return batch.map((entry) => ({ ...entry }));
  }

  // An entry the server confirmed.
  saved(number) {
    const entry = this.#entries.find((each) => each.number === number);
    if (!entry) return;
    this.#held.set(entry.about, entry.now);
    this.#entries = this.#entries.filter((each) => each !== entry);
  }

  // An entry the server did not take: everything that was built on it goes with it.
  withdraw(number) {
    const entry = this.#entries.find((each) => each.number === number);
    if (!entry) return null;
    this.#entries = this.#entries.filter((each) => each.about !== entry.about);
    return entry.about;
  }

  // Call after any number of saved() and withdraw().
  settle() {
    this.#keep();
  }

  // Take over what tabs that are gone left behind. Answers the last value of each thing.
  // `living` are the names of tabs that hold their lock, where the browser can tell.
  adopt(living = null) {
    const found = [];
    for (const name of this.#names()) {
      const kept = readKept(this.storage, name);
      const isSilent = living ? !living.has(name) : this.now() - kept?.beat > STALE_AFTER;
      const isGone = !kept || kept.left || isSilent;
      if (name === this.name || !isGone) continue;
      found.push(...(kept?.entries ?? []));
      this.storage.removeItem(name);
    }
    found.sort((one, other) => one.at - other.at || one.number - other.number);
    for (const { about, before, now, sent, at } of found) this.#push(about, before, now, sent, at);
    if (found.length) this.#keep();
    return new Map(found.map(({ about, now }) => [about, now]));
  }

  // Say that this tab lives, so that no other takes its entries.
  beat() {
    if (this.#entries.length) this.#keep();
  }

  // Say that this tab goes; whoever opens the examination next sends what is left.
  leave() {
    if (this.#entries.length) this.#keep({ left: true });
  }

  #push(about, before, now, sent = false, at = this.now()) {
    this.#number += 1;
    this.#entries.push({ number: this.#number, about, before, now, sent, at });
  }

  #keep({ left = false } = {}) {
    try {
      if (!this.#entries.length) this.storage.removeItem(this.name);
      else {
        const kept = { left, beat: this.now(), entries: this.#entries };
        this.storage.setItem(this.name, JSON.stringify(kept));
      }
      this.isKept = true;
    } catch {
      // full or forbidden: the entries still stand in this page, and leaving it asks first
      this.isKept = false;
    }
  }

  #names() {
    try {
      return Object.keys(this.storage).filter((name) => name.startsWith(this.prefix));
    } catch {
      return [];
    }
  }
}

function readKept(storage, name) {
  try {
    return JSON.parse(storage.getItem(name));
  } catch {
    return null;
  }
}

function newTab() {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16)).join("");
}
