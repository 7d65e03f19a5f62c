// The fixed place that says how saving stands, and whether the examination may be signed.

import { fill, html, icon } from "./dom.js";
import { stateOf } from "./saving.js";
import { clock } from "./words.js";

const entries = (count) => `${count} ${count === 1 ? "entry" : "entries"}`;
const places = (count, verb) => `${count} ${count === 1 ? "place needs" : "places need"} ${verb}`;

const STATES = {
  saving: { sign: "saving", kind: "", says: () => "Saving…" },
  saved: { sign: "ok", kind: "", says: (_, at) => (at ? `Saved ${at}` : "Saved") },
  offline: { sign: "offline", kind: "off", says: ({ count }, _, device) => `Offline: ${entries(count)} kept on this ${device}` },
  "signed-out": { sign: "lock", kind: "off", says: () => "Signed out: entries kept, sign in to send" },
  conflict: { sign: "caution", kind: "bad", says: ({ count }) => `Conflict: ${places(count, "a decision")}` },
  refused: { sign: "caution", kind: "bad", says: ({ count }) => `Not saved: ${places(count, "a look")}` },
  closed: { sign: "caution", kind: "bad", says: ({ count }) => `No draft any more: ${entries(count)} not taken` },
  forbidden: { sign: "caution", kind: "bad", says: ({ count }) => `Not allowed: ${entries(count)} not taken` },
};

export class Status {
  #name = "saved";

  constructor({ place, live, sign, why, words, device }) {
    Object.assign(this, { place, live, sign, why, words, device });
  }

  draw({ saving, queue, desk }) {
    const counts = { phase: saving.phase, waiting: queue.waiting, conflicts: desk.conflicts.size, refused: desk.refused.size };
    const state = stateOf(counts);
    const told = STATES[state.name];
    const at = saving.savedAt && clock(saving.savedAt, this.words.zone);
    const says = told.says(state, at, this.device);
    const isDeed = ["conflict", "refused", "signed-out"].includes(state.name);
    this.place.className = `saved${told.kind ? ` saved--${told.kind}` : ""}`;
    this.place.dataset.state = state.name;
    fill(this.place, isDeed
      ? html`${icon(told.sign)}<button type="button" class="link" data-act="saving" data-value="${state.name}">${says}</button>`
      : html`${icon(told.sign)}<span>${says}</span>`);
    this.#speak(state.name, told, says);
    this.#signing(state, counts);
    return state;
  }

  // Spoken only when it gets worse, or well again.
  #speak(name, told, says) {
    const was = STATES[this.#name].kind;
    if (name !== this.#name && (told.kind || was)) this.live.textContent = says;
    if (name !== "saving" || told.kind) this.#name = name;
  }

  // Nobody signs what has not arrived: refused with the number, and with the reason beside it.
  #signing({ name }, { waiting, conflicts, refused }) {
    const missing = waiting + conflicts + refused;
    const isHeld = missing > 0 && name !== "saving";
    this.sign.setAttribute("aria-disabled", missing > 0);
    this.why.textContent = isHeld ? `${missing} not saved` : "";
    this.why.hidden = !isHeld;
    this.missing = missing;
  }
}
