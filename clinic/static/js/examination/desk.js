// The one state of the page: what is written down, which place is open, what each press does there.

import { effective } from "./classes.js";
import { homeOf, lastOf, neighbour, nextSite, rowsOf } from "./path.js";
import { keyOf, placeOf } from "./places.js";
import { Record } from "./record.js";
import { asked, confirmed, isPositive, isSettled, press, same } from "./signs.js";

export class Desk extends Record {
  constructor({ findings, fields, queue, muscles, last, points, choice, classify, skipped }) {
    super({ findings, fields, queue });
    Object.assign(this, { muscles, last, points, choice, classify });
    this.skipped = new Set(skipped);
    this.added = new Set();
    this.tapped = new Map(); // where the chart was tapped, until a sign is noted there
    this.here = null;
    this.zoneTaps = false;
    this.zonesOpen = false;
    this.zoneText = "";
    this.asksAgain = null;
    this.#walk();
  }

  // -- questions ------------------------------------------------------------
  get row() {
    return this.rows.find((row) => row.key === this.here) ?? null;
  }

  finding(key = this.here) {
    return super.finding(key);
  }

  verdict(key = this.here) {
    const finding = this.finding(key);
    return finding && this.classify(finding);
  }

  // The class that counts today, "not_examined" where somebody said so, null where nothing is.
  kind(key) {
    const finding = this.finding(key);
    if (finding) return effective(finding, this.classify(finding));
    return this.skipped.has(key) ? "not_examined" : null;
  }

  get doneCount() {
    return this.rows.filter((row) => this.kind(row.key)).length;
  }

  get asked() {
    return this.here ? asked(this.finding(), this.verdict()) : null;
  }

  // Today's finding says the same as the last visit did.
  isConfirmed(row) {
    const finding = this.finding(row.key);
    if (!finding || !row.last) return false;
    const signs = (f) => ({ ...confirmed(f, null), chart: null });
    return same(signs(finding), signs(row.last));
  }

  #keys() {
    const rows = this.rows?.map((row) => row.key) ?? [];
    return new Set([...this.findings.keys(), ...this.last.keys(), ...this.points.keys(), ...this.added, ...rows]);
  }

  // The known sites of a muscle on one side, whether they stand in the path or not.
  sitesOf(muscle, side) {
    const own = (key) => key.startsWith(`${muscle}|${side}|`) && placeOf(key).site > 0;
    return [...this.#keys()].filter(own).sort((one, other) => placeOf(one).site - placeOf(other).site);
  }

  // -- walking --------------------------------------------------------------
  #walk() {
    const { muscles, choice, added, last, points } = this;
    this.rows = rowsOf({ muscles, choice, seen: this.findings.keys(), added, last, points });
  }

  choose(choice) {
    this.choice = choice;
    this.#walk();
    if (!this.row) this.here = this.firstOpen();
  }

  firstOpen() {
    return (this.rows.find((row) => !this.kind(row.key)) ?? this.rows[0])?.key ?? null;
  }

  open(key) {
    if (key === this.here || key === null) return;
    this.#leave();
    this.here = key;
    this.#walk();
    this.#stay();
  }

  // A place that was opened and not touched does not stay in the path.
  #leave() {
    this.zoneTaps = this.zonesOpen = false;
    this.zoneText = "";
    this.asksAgain = null;
    if (this.added.has(this.here) && !this.findings.has(this.here)) this.added.delete(this.here);
  }

  move(step) {
    const next = neighbour(this.rows, this.here, step);
    if (next) this.open(next);
    return next !== null;
  }

  // The same muscle on another side: the same site if there is one, else the muscle.
  otherSide(side) {
    const { muscle, site } = placeOf(this.here);
    const there = this.rows.filter((row) => row.muscle === muscle && row.side === side);
    this.open((there.find((row) => row.site === site) ?? there[0])?.key ?? keyOf(muscle, side, 0));
  }

  // One more site. A muscle that was clear as a whole is not any more; its first site takes over.
  oneMore(chart = null) {
    const { muscle, side, site } = placeOf(this.here);
    const finding = this.finding();
    if (site === 0 && !this.points.has(this.here)) {
      if (finding && this.verdict().kind === "clear") this.#commit([[this.here, null]]);
    }
    const key = keyOf(muscle, side, nextSite(muscle, side, this.#keys()));
    if (chart) this.tapped.set(key, chart);
    this.added.add(key);
    this.open(key);
    return key;
  }

  // Where the chart was tapped for a place: written at once, or with its first sign.
  point(key, chart) {
    this.tapped.set(key, chart);
    const finding = this.finding(key);
    if (finding && !this.isConflicted(key)) this.#commit([[key, { ...finding, chart }]]);
  }

  pointOf(key) {
    const finding = this.finding(key);
    return finding?.chart ?? this.tapped.get(key) ?? lastOf(key, this.last)?.chart ?? null;
  }

  // -- signs ----------------------------------------------------------------
  // What a press of the table does here. Answers "on" when it goes on, "stay", or "conflict".
  press(key) {
    if (!this.here) return "stay";
    if (this.isConflicted(this.here)) return "conflict";
    if (key.id === "same") return this.#same();
    if (key.id === "not-examined") {
      this.#note(null);
      this.skipped.add(this.here);
      return "on";
    }
    if (key.act === "recognised" && this.#asksAgain(key)) return "stay";
    const wasSame = key.act === "recognised" && this.asksAgain === this.here && key.value === "partly";
    this.asksAgain = null;
    if (!wasSame) this.#note(press(this.finding(), key.act, key.value));
    this.zoneTaps = key.id === "felt" && this.finding()?.referral.sensation === "present";
    if (key.on === "always") return "on";
    const isAnswered = key.act === "recognised" && this.finding()?.recognised === key.value;
    return key.on === "settled" && isAnswered && isSettled(this.verdict()) ? "on" : "stay";
  }

  // What was noted today is never overwritten by memory: then Enter only goes on.
  #same() {
    if (this.finding()) return "on";
    const { last } = this.row;
    if (!last) return "stay";
    this.#note(confirmed(last, null));
    return "on";
  }

  // "Partly" is asked once more before it counts as the answer that goes on.
  #asksAgain(key) {
    const isFirst = key.value === "partly" && this.finding()?.recognised !== "partly";
    if (!isFirst) return false;
    this.#note(press(this.finding(), key.act, key.value));
    this.asksAgain = this.here;
    this.zoneTaps = false;
    return true;
  }

  // Other changes of the open place: a zone, a note, an override.
  write(act, value) {
    if (!this.here || this.isConflicted(this.here)) return;
    this.#note(press(this.finding(), act, value));
  }

  #note(next) {
    const key = this.here;
    this.skipped.delete(key);
    let finding = next;
    if (finding && !finding.chart) finding = { ...finding, chart: this.pointOf(key) };
    const known = new Set([...this.points.keys(), ...this.last.keys()]);
    const home = homeOf(key, finding, { isSite: isPositive, known: this.#sites(known), seen: new Set(this.findings.keys()) });
    if (home === key) return this.#commit([[key, finding]]);
    this.added.delete(key);
    this.added.add(home);
    if (this.tapped.has(key)) this.tapped.set(home, this.tapped.get(key));
    return this.#commit([[key, null], [home, finding]], home);
  }

  // A muscle that the last visit found clear as a whole is no place of its own yet.
  #sites(known) {
    return new Set([...known].filter((key) => this.points.has(key) || this.last.get(key)?.class !== "clear"));
  }

  #commit(pairs, here = this.here) {
    this.commit(pairs, this.here);
    this.here = here;
    this.#walk();
    if (!this.here || this.row) return;
    // a site that is taken back leaves the muscle it was found in
    const { muscle, side } = placeOf(here);
    this.here = keyOf(muscle, side, 0);
    this.#stay();
  }

  #stay() {
    if (this.row) return;
    this.added.add(this.here);
    this.#walk();
  }

  undo() {
    const step = this.takeBack();
    if (!step) return null;
    this.#leave();
    for (const { key } of step.changes) this.skipped.delete(key);
    this.here = step.here;
    this.#walk();
    this.#stay();
    return step;
  }

  replay(values) {
    super.replay(values);
    this.#walk();
  }

  decide(about, keep) {
    super.decide(about, keep);
    this.#walk();
    if (this.here && !this.row) this.here = this.firstOpen();
  }
}
