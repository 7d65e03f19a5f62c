// The one dialog of the page, filled for what is asked: keys, note, override, muscle, path, conflict.

import { fill, html, refill, sideBox } from "./dom.js";
import { sheet } from "./dock.js";
import { conflictMarkup } from "./conflict.js";
import { findMuscles } from "./path.js";

const QUALITIES = ["pain", "dull_ache", "deep", "spreading", "tingling", "burning", "other"];

export class Dialogs {
  #reads = null;

  constructor({ dialog, desk, words, onChange, onClose }) {
    Object.assign(this, { dialog, desk, words, onChange, onClose });
    this.title = dialog.querySelector("h2");
    this.body = dialog.querySelector(".dlg__b");
    dialog.addEventListener("close", () => {
      this.#reads = null;
      onClose();
    });
    dialog.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#reads?.(new FormData(event.target));
    });
    dialog.addEventListener("input", (event) => event.target.id === "find" && this.#found());
  }

  #show(title, markup, reads = null) {
    this.title.textContent = title;
    refill(this.body, markup);
    this.#reads = reads;
    if (!this.dialog.open) this.dialog.showModal();
    this.body.querySelector("[autofocus]")?.focus();
  }

  close() {
    this.dialog.close();
  }

  keys(areOn) {
    this.#show("Keys of this page", html`<p class="muted">They work while the path has the focus: click a place, or Tab to it.</p>
      ${sheet()}
      <label class="check"><input type="checkbox" data-act="keys-on"${areOn && " checked"}><span>Single keys are on, on this device.
        Off, Enter, the arrows, Ctrl Z and Esc stay.</span></label>`);
  }

  note() {
    const { desk } = this;
    const finding = desk.finding();
    if (!finding) return;
    const yesNo = (name, label) => html`<div class="field"><label for="d-${name}">${label}</label><select class="in" id="d-${name}" name="${name}">
      ${[["", "not tested"], ["true", "yes"], ["false", "no"]].map(([value, words]) => html`<option value="${value}"${String(finding[name] ?? "") === value && " selected"}>${words}</option>`)}</select></div>`;
    const readings = (name, label) => html`<div class="field"><label for="d-${name}">${label}</label><input class="in" id="d-${name}" name="${name}" inputmode="decimal" autocomplete="off"
      value="${finding[name].join(" ")}" pattern="\\s*(\\d{1,4}([.,]\\d+)?\\s*){0,3}" title="Up to three numbers, with spaces between"></div>`;
    this.#show(`${this.words.place(desk.here)}: note and more`, html`<form class="form">
      <div class="field"><label for="d-note">Note</label><textarea class="in" id="d-note" name="note" rows="3" maxlength="2000" autofocus>${finding.note}</textarea></div>
      <fieldset class="field"><legend class="label">How it feels elsewhere</legend><div class="picks">
        ${QUALITIES.map((each) => html`<label class="pick"><input type="checkbox" name="qualities" value="${each}"${finding.referral.qualities.includes(each) && " checked"}><span>${each.replace("_", " ")}</span></label>`)}</div></fieldset>
      <div class="fields">${yesNo("spontaneous_pain", "Hurts by itself")}${yesNo("nodule", "Nodule")}${yesNo("movement_limited", "Movement limited")}
        <div class="field"><label for="d-twitch">Twitch</label><select class="in" id="d-twitch" name="local_twitch">
          ${[["not_tested", "not tested"], ["felt", "felt"], ["seen", "seen"], ["absent", "none"]].map(([value, words]) => html`<option value="${value}"${finding.local_twitch === value && " selected"}>${words}</option>`)}</select></div></div>
      <div class="fields">${readings("pressure_pain_threshold_kpa", "Pressure readings, kPa")}${readings("mirror_pressure_pain_threshold_kpa", "Same place, other side, kPa")}</div>
      <div class="actions"><button class="btn btn--go">Keep</button><button type="button" class="btn" data-act="close">Leave as it was</button></div></form>`,
    (form) => {
      const truth = (name) => ({ true: true, false: false })[form.get(name)] ?? null;
      const numbers = (name) => form.get(name).trim().split(/\s+/).filter(Boolean).map((text) => Number(text.replace(",", "."))).filter((kpa) => kpa > 0 && kpa <= 1500);
      const qualities = form.getAll("qualities");
      const { referral } = finding;
      desk.write("write", {
        note: form.get("note").trim(),
        referral: { ...referral, qualities, sensation: qualities.length ? "present" : referral.sensation },
        spontaneous_pain: truth("spontaneous_pain"),
        nodule: truth("nodule"),
        movement_limited: truth("movement_limited"),
        local_twitch: form.get("local_twitch"),
        pressure_pain_threshold_kpa: numbers("pressure_pain_threshold_kpa"),
        mirror_pressure_pain_threshold_kpa: numbers("mirror_pressure_pain_threshold_kpa"),
      });
      this.#done();
    });
  }

  override() {
    const { desk, words } = this;
    const finding = desk.finding();
    if (!finding) return;
    const derived = words.kinds[desk.verdict().kind];
    this.#show(`${words.place(desk.here)}: own judgement`, html`<form class="form">
      <p>The signs say <b>${derived}</b> (rule ${desk.verdict().row}). Both stay in the record, with your reason.</p>
      <div class="field"><label for="d-class">Class</label><select class="in" id="d-class" name="class" autofocus>
        ${Object.entries(words.classes).map(([slug, told]) => html`<option value="${slug}"${(finding.override?.class ?? desk.verdict().kind) === slug && " selected"}>${told}</option>`)}</select></div>
      <div class="field"><label for="d-reason">Reason</label><textarea class="in" id="d-reason" name="reason" rows="3" maxlength="2000" required>${finding.override?.reason ?? ""}</textarea></div>
      <div class="actions"><button class="btn btn--go">Keep</button>${finding.override && html`<button type="button" class="btn" data-act="no-override">By the signs again</button>`}
        <button type="button" class="btn" data-act="close">Leave as it was</button></div></form>`,
    (form) => {
      const reason = form.get("reason").trim();
      if (!reason) return;
      desk.write("write", { override: { class: form.get("class"), reason } });
      this.#done();
    });
  }

  noOverride() {
    this.desk.write("write", { override: null });
    this.#done();
  }

  find() {
    this.#show("Find a muscle", html`<form class="form"><div class="field"><label for="find">Muscle, or its plain name</label>
      <input class="in" id="find" name="find" autocomplete="off" spellcheck="false" autofocus></div><ul class="found" aria-live="polite"></ul></form>`,
    () => this.body.querySelector(".found button")?.click());
  }

  #found() {
    const { muscles } = this.words;
    const found = findMuscles(muscles, this.body.querySelector("#find").value).slice(0, 12);
    const sides = (muscle) => (muscles[muscle].paired === false ? ["midline"] : ["right", "left"]);
    fill(this.body.querySelector(".found"), found.map((muscle) => html`<li><span>${muscles[muscle].name}<span class="muted"> ${muscles[muscle].plain_name}</span></span>
      ${sides(muscle).map((side) => html`<button type="button" class="btn" data-act="found" data-value="${muscle}|${side}" aria-label="${muscles[muscle].name}, ${side}">${sideBox(side)}</button>`)}</li>`));
  }

  path(counts) {
    const { choice } = this.desk;
    const box = (value, label, isOn, count) => html`<label class="pick"><input type="checkbox" name="path" value="${value}"${isOn && " checked"}><span>${label} <small class="muted">${count}</small></span></label>`;
    this.#show("What to walk", html`<form class="form"><div class="picks">
      ${counts.found > 0 && box("found", this.words.foundBefore, choice.found, counts.found)}
      ${this.words.regions.map(({ slug, name }) => box(slug, name, choice.regions.includes(slug), counts.regions[slug]))}</div>
      <p class="muted small">Places you note something at always stand in the path.</p>
      <div class="actions"><button class="btn btn--go" autofocus>Walk these</button></div></form>`,
    (form) => {
      const chosen = form.getAll("path");
      this.desk.choose({ found: chosen.includes("found"), regions: chosen.filter((each) => each !== "found") });
      this.#done();
    });
  }

  conflict(about) {
    const conflict = this.desk.conflicts.get(about);
    if (!conflict) return;
    this.about = about;
    this.#show("Two versions", conflictMarkup(conflict, this));
  }

  get device() {
    return matchMedia("(pointer: coarse)").matches ? "tablet" : "computer";
  }

  #done() {
    this.close();
    this.onChange();
  }
}
