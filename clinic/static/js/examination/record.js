// What is written down: findings and fields, each change an entry, conflicts awaiting a decision.

import { keyOfBody } from "./places.js";
import { isBlank, read, same } from "./signs.js";
import { Undo } from "./undo.js";

const PLACE = "place:";
const FIELD = "field:";

export class Record {
  #undone = new Undo();

  constructor({ findings, fields, queue }) {
    this.queue = queue;
    this.findings = new Map(findings.map((body) => [keyOfBody(body), read(body)]));
    this.fields = { ...fields };
    this.conflicts = new Map();
    this.refused = new Map();
  }

  finding(key) {
    return this.findings.get(key) ?? null;
  }

  value(about) {
    if (about.startsWith(PLACE)) return this.finding(about.slice(PLACE.length));
    return this.fields[about.slice(FIELD.length)] ?? null;
  }

  isConflicted(key) {
    return this.conflicts.has(PLACE + key);
  }

  // Write down what places say now, as one step that can be taken back to where `here` was open.
  commit(pairs, here) {
    const changes = pairs
      .map(([key, now]) => ({ key, before: this.finding(key), now: now && isBlank(now) ? null : now }))
      .filter(({ before, now }) => !same(before, now));
    this.#undone.add({ changes, here });
    this.#apply(changes);
  }

  // Take the newest step back; the answer names it.
  takeBack() {
    const step = this.#undone.take((key) => this.finding(key));
    // backwards: a site has to go before its muscle can be clear again
    if (step) this.#apply(step.changes.map(({ key, before }) => ({ key, now: before })).reverse());
    return step;
  }

  setField(name, value) {
    this.fields[name] = value;
    this.refused.delete(FIELD + name);
    this.queue.put(FIELD + name, value);
  }

  // Entries that another page of this device left behind, the last of each thing.
  replay(values) {
    for (const [about, value] of values) this.#set(about, value);
  }

  // What the server did not take: somebody else was there first, or it contradicts something.
  taken({ conflicts, refused }) {
    for (const { about, stored, recorded_at, recorded_by } of conflicts) {
      const theirs = about.startsWith(PLACE) && stored ? read(stored) : stored;
      this.queue.hold(about, theirs);
      const mine = this.value(about);
      if (same(mine, theirs)) continue;
      this.conflicts.set(about, { about, mine, theirs, recorded_at, recorded_by, at: new Date() });
    }
    for (const { about, detail } of refused) this.refused.set(about, detail);
  }

  // The decision of a person: `keep` is "mine" or "theirs".
  decide(about, keep) {
    const conflict = this.conflicts.get(about);
    this.conflicts.delete(about);
    if (!conflict) return;
    if (keep === "mine") this.queue.put(about, conflict.mine);
    else this.#set(about, conflict.theirs);
  }

  #apply(changes) {
    for (const { key, now } of changes) {
      this.#set(PLACE + key, now);
      this.queue.put(PLACE + key, now);
    }
    if (changes.length) this.#retryRefused();
  }

  #set(about, value) {
    if (about.startsWith(FIELD)) this.fields[about.slice(FIELD.length)] = value;
    else if (value === null) this.findings.delete(about.slice(PLACE.length));
    else this.findings.set(about.slice(PLACE.length), value);
  }

  // What contradicted another place may fit after a change: ask again.
  #retryRefused() {
    for (const about of [...this.refused.keys()].filter((each) => each.startsWith(PLACE))) {
      this.refused.delete(about);
      this.queue.put(about, this.value(about));
    }
  }
}
