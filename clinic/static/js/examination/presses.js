// What is pressed, clicked or typed, and the deed it means.

import { BY_ID } from "./keys.js";
import { keyOf } from "./places.js";
import { zoneList } from "./open_place.js";

const KEYS_OFF = "palpate.keys";

export class Presses {
  constructor(parts) {
    Object.assign(this, parts);
  }

  // -- keys -----------------------------------------------------------------
  get keysOn() {
    return localStorage.getItem(KEYS_OFF) !== "off";
  }

  // A key of the table, from the keyboard, the dock or a chip.
  key(id) {
    const own = {
      zones: () => this.zones(),
      left: () => this.side("left"),
      right: () => this.side("right"),
      "one-more": () => this.oneMore(),
      "one-more-band": () => this.oneMore("band"),
      override: () => this.#withFinding(() => this.dialogs.override()),
      note: () => this.#withFinding(() => this.dialogs.note()),
      up: () => this.move(-1),
      down: () => this.move(1),
      find: () => this.dialogs.find(),
      undo: () => this.undo(),
      sheet: () => this.dialogs.keys(this.keysOn),
      leave: () => this.leave(),
    }[id];
    return own ? own() : this.sign(BY_ID[id]);
  }

  sign(key) {
    const { desk, words } = this;
    const { row } = desk;
    if (!row) return;
    const outcome = desk.press(key);
    if (outcome === "conflict") return this.dialogs.conflict(`place:${row.key}`);
    if (key.id === "same" && outcome === "stay") return this.notice("Nothing to confirm: not examined last time");
    const kind = desk.kind(desk.here);
    const told = `${words.place(desk.here)}: ${words.kinds[kind] ?? "not noted"}`;
    this.changed(outcome === "on" ? this.#goOn(told) : told);
  }

  #goOn(told) {
    const { desk, words } = this;
    if (desk.move(1)) return `${told}. Next: ${words.place(desk.here)}`;
    const open = desk.rows.length - desk.doneCount;
    this.notice(`That was the last place. ${open ? `${open} not looked at yet` : "All looked at"}`);
    return told;
  }

  // The keys mean a place, so they only act while one is open.
  keyAnywhere(event) {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape" && this.chart.close()) return this.path.list.focus({ preventScroll: true });
    const isText = event.target.closest("input, textarea, select");
    if (!isText && (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z") {
      event.preventDefault();
      this.undo();
    }
  }

  keyInZones(event) {
    const { desk, words } = this;
    if (event.isComposing) return;
    const listed = zoneList({ row: desk.row, desk, words, chosen: desk.finding()?.referral.zones ?? [] });
    if (/^[1-9]$/.test(event.key)) {
      event.preventDefault();
      if (listed[event.key - 1]) this.zone(listed[event.key - 1]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (desk.zoneText.trim() && listed.length) this.zone(listed[0]);
      else this.zones();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.zones();
    }
  }

  typed(event) {
    if (event.target.id !== "zone-find") return;
    this.desk.zoneText = event.target.value;
    this.path.draw();
    this.#caret();
  }

  #caret() {
    const input = document.getElementById("zone-find");
    input?.focus({ preventScroll: true });
    input?.setSelectionRange(input.value.length, input.value.length);
  }

  // Said and shown for a moment: why nothing happened.
  notice(words) {
    const place = document.getElementById("notice");
    place.textContent = words;
    clearTimeout(this.noticed);
    this.noticed = setTimeout(() => (place.textContent = ""), 6000);
  }

  // -- deeds ----------------------------------------------------------------
  open(key) {
    this.desk.open(key);
    this.changed(this.words.place(key));
    this.path.list.focus({ preventScroll: true });
  }

  move(step) {
    if (this.desk.move(step)) this.changed(this.words.place(this.desk.here));
  }

  side(side) {
    if (!this.desk.row) return;
    this.desk.otherSide(side);
    this.changed(this.words.place(this.desk.here));
  }

  oneMore(start) {
    const { desk } = this;
    if (!desk.row) return;
    if (desk.isConflicted(desk.here)) return this.dialogs.conflict(`place:${desk.here}`);
    desk.oneMore();
    if (start) desk.press(BY_ID[start]);
    this.changed(`One more site: ${this.words.place(desk.here)}`);
  }

  zones() {
    const { desk } = this;
    if (!desk.row) return;
    desk.zonesOpen = !desk.zonesOpen;
    desk.zoneText = "";
    this.draw();
    if (desk.zonesOpen) this.#caret();
    else this.path.list.focus({ preventScroll: true });
  }

  zone(slug) {
    const { desk, words } = this;
    desk.write("zone", slug);
    desk.zoneText = "";
    const isOn = desk.finding()?.referral.zones.includes(slug);
    this.changed(`${words.zones[slug]?.name}: ${isOn ? "felt" : "not felt"}`);
    if (desk.zonesOpen) this.#caret();
  }

  undo() {
    const step = this.desk.undo();
    if (!step) return this.notice("Nothing to take back");
    this.changed(`Taken back: ${this.words.place(step.changes[0].key)}`);
  }

  leave() {
    if (this.chart.close()) return;
    document.querySelector("[data-act=path]").focus();
  }

  choosePath() {
    const { desk } = this;
    const regions = {};
    for (const { region, paired } of Object.values(desk.muscles)) regions[region] = (regions[region] ?? 0) + (paired === false ? 1 : 2);
    this.dialogs.path({ found: new Set([...desk.last.keys(), ...desk.points.keys()]).size, regions });
  }

  #withFinding(deed) {
    const { desk } = this;
    if (desk.isConflicted(desk.here)) return this.dialogs.conflict(`place:${desk.here}`);
    return desk.finding() ? deed() : this.notice("Note a sign first");
  }

  decide(keep) {
    this.desk.decide(this.dialogs.about, keep);
    const next = this.desk.conflicts.keys().next().value;
    if (next) this.dialogs.conflict(next);
    else this.dialogs.close();
    this.changed("Decided");
  }

  // Sign only what has arrived; what is on its way is waited for.
  async review(event) {
    if (this.status.missing === 0) return;
    event.preventDefault();
    const { href } = event.target.closest("a");
    if (this.saving.phase === "resting" || this.saving.phase === "sending") {
      await this.saving.now();
      for (let tries = 0; tries < 20 && this.queue.waiting && this.saving.phase !== "offline"; tries += 1) {
        await new Promise((done) => setTimeout(done, 100));
      }
    }
    this.draw();
    if (this.status.missing === 0) location.assign(href);
    else this.notice(`Not yet: ${this.status.missing} not saved`);
  }

  // -- clicks ---------------------------------------------------------------
  click(event) {
    const target = event.target.closest("[data-act]");
    if (target) this.#deed(event, target);
    this.#refocus(event);
  }

  // By pointer, not by Enter or Space on a button: the keyboard is the path's again.
  #refocus(event) {
    const isFree = event.detail > 0 && !document.querySelector("dialog[open]") && this.chart.menu.hidden;
    if (isFree && !this.desk.zonesOpen && event.target.closest(".dock, .path, .bc__stage, .bc__menu, .bc__hint")) {
      this.path.list.focus({ preventScroll: true });
    }
  }

  #deed(event, target) {
    const { act, value } = target.dataset;
    if (target.getAttribute("aria-disabled") === "true" && act !== "review") return;
    const deed = {
      key: () => this.key(value),
      open: () => this.open(value),
      zone: () => this.zone(value),
      zones: () => this.zones(),
      "zones-done": () => this.#set(() => (this.desk.zoneTaps = false)),
      undo: () => this.undo(),
      sheet: () => this.dialogs.keys(this.keysOn),
      "keys-on": () => this.#keys(target.checked),
      visit: () => this.visit.open(),
      path: () => this.choosePath(),
      walk: () => this.#walk(value),
      find: () => this.dialogs.find(),
      found: () => this.#found(value),
      "no-override": () => this.dialogs.noOverride(),
      decide: () => this.dialogs.conflict(value),
      keep: () => this.decide(value),
      saving: () => this.#saving(value),
      view: () => this.#set(() => (this.chart.view = value)),
      crop: () => this.#set(() => (this.chart.isWhole = value === "whole")),
      swap: () => this.#set(() => (this.chart.isWhole = !this.chart.isWhole)),
      offer: () => this.chart.takeOffer(Number(value)),
      tab: () => this.#tab(value),
      close: () => target.closest("dialog").close(),
      review: () => this.review(event),
    }[act];
    deed?.();
  }

  #set(change) {
    change();
    this.draw();
  }

  #walk(region) {
    this.desk.choose({ found: false, regions: [region] });
    this.changed();
    this.path.list.focus({ preventScroll: true });
  }

  #found(value) {
    const [muscle, side] = value.split("|");
    this.dialogs.close();
    this.open(this.desk.sitesOf(muscle, side)[0] ?? keyOf(muscle, side, 0));
  }

  #keys(areOn) {
    localStorage.setItem(KEYS_OFF, areOn ? "on" : "off");
    this.root.dataset.keys = areOn ? "on" : "off";
  }

  #tab(name) {
    this.root.dataset.tab = name;
    for (const each of document.querySelectorAll("[data-act=tab]")) each.setAttribute("aria-pressed", each.dataset.value === name);
    this.draw();
  }

  #saving(name) {
    if (name === "signed-out") return this.signIn.open(this.queue.waiting);
    const { conflicts, refused } = this.desk;
    if (name === "conflict") return this.dialogs.conflict(conflicts.keys().next().value);
    const about = refused.keys().next().value;
    return about.startsWith("place:") ? this.open(about.slice(6)) : this.visit.open();
  }
}
