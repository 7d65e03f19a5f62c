// The line of the visit, and its form: every field is saved by itself as it is typed.

import { fill, html } from "./dom.js";
import { same } from "./signs.js";
import { partsOf } from "./words.js";

const PAUSE = 400;

// What is not a plain text: how a field of the form becomes the value that is kept.
const READ = {
  number: (text) => (text.trim() === "" ? null : Number(text.replace(",", "."))),
  text: (text) => text,
  choice: (text) => text || null,
};

export class Visit {
  #timer = null;

  constructor({ line, dialog, desk, words, onChange }) {
    Object.assign(this, { line, dialog, desk, words, onChange });
    this.form = dialog.querySelector("form");
    this.form.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#take(), PAUSE);
    });
    this.form.addEventListener("change", () => this.#take());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      dialog.close();
    });
    dialog.addEventListener("close", () => this.#take());
  }

  open() {
    this.#write();
    this.dialog.showModal();
  }

  draw() {
    const { fields } = this.desk;
    const flags = (fields.red_flags ?? []).map((slug) => this.words.redFlags[slug] ?? slug);
    const facts = [
      ["Complaint", fields.complaint || "not asked", "ex__fact--long"],
      ["Pain now", fields.pain_now ?? "not asked", "nowrap"],
      ["Worst this week", fields.pain_worst_week ?? "not asked", "nowrap"],
      ["Red flags", flags.length ? flags.join("; ") : "none", flags.length ? "ex__fact--stop" : "nowrap wide2"],
    ];
    fill(this.line, facts.map(([name, says, kind]) => html`<span class="${kind}"><b>${name}</b> ${says}</span> `));
    for (const error of this.form.querySelectorAll("[data-refused]")) {
      const refused = this.desk.refused.get(`field:${error.dataset.refused}`);
      error.hidden = !refused;
      error.textContent = refused ?? "";
    }
  }

  #write() {
    const { fields } = this.desk;
    for (const input of this.form.elements) {
      const { field, of, at } = input.dataset;
      if (!field) continue;
      const value = fields[field];
      if (input.type === "checkbox") input.checked = (value ?? []).includes(input.value);
      else if (of === "moment") input.value = value ? this.#local(value) : "";
      else if (at !== undefined) input.value = value?.psfs?.[Number(at)]?.[of] ?? "";
      else if (of) input.value = value?.[of] ?? "";
      else input.value = value ?? "";
    }
  }

  // Every field that now says something else is one entry.
  #take() {
    clearTimeout(this.#timer);
    let isChanged = false;
    for (const [field, value] of this.#typed()) {
      if (same(this.desk.fields[field], value)) continue;
      this.desk.setField(field, value);
      isChanged = true;
    }
    if (isChanged) this.onChange();
  }

  #typed() {
    const typed = new Map();
    const scores = {};
    const activities = new Map();
    for (const input of this.form.elements) {
      const { field, of, at, kind = "text" } = input.dataset;
      if (!field || !input.checkValidity()) continue;
      if (input.type === "checkbox") {
        const list = typed.get(field) ?? [];
        typed.set(field, input.checked ? [...list, input.value] : list);
      } else if (of === "moment") {
        if (input.value && input.value !== this.#local(this.desk.fields[field])) typed.set(field, this.#instant(input.value));
      } else if (at !== undefined) {
        activities.set(at, { ...activities.get(at), [of]: READ[kind](input.value) });
      } else if (of) {
        const value = READ[kind](input.value);
        if (value !== null) scores[of] = value;
      } else typed.set(field, READ[kind](input.value));
    }
    const psfs = [...activities.values()].filter(({ activity, score }) => activity?.trim() && score !== null);
    if (psfs.length) scores.psfs = psfs;
    return typed.set("scores", scores);
  }

  // What the clinic's clock showed at an instant, for a field of day and time.
  #local(moment) {
    const { year, month, day, hour, minute } = partsOf(moment, this.words.zone);
    const two = (number) => String(number).padStart(2, "0");
    return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
  }

  // The instant at which the clinic's clock shows this.
  #instant(local) {
    const guess = new Date(`${local}:00Z`).getTime();
    const shown = new Date(`${this.#local(guess)}:00Z`).getTime();
    const first = guess - (shown - guess);
    const again = new Date(`${this.#local(first)}:00Z`).getTime();
    return new Date(first - (again - guess)).toISOString();
  }
}
