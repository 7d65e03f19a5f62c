// Draws the path: its head, its rows, and keeps the open place in sight.

import { fill, html, mark, sideBox } from "./dom.js";
import { openPlace } from "./open_place.js";
import { before, onceMore, reason, site } from "./row_words.js";

export class PathView {
  #items = new Map();
  #drawn = new Map(); // what a closed row was drawn from: the same things make the same row
  #open = null;
  #frame = null;

  constructor({ list, empty, title, count, bar, desk, words }) {
    Object.assign(this, { list, empty, title, count, bar, desk, words });
  }

  draw() {
    this.#head();
    const { desk } = this;
    const items = desk.rows.map((row) => this.#item(row));
    const isOther = items.length !== this.list.children.length || items.some((item, at) => this.list.children[at] !== item);
    if (isOther) this.list.replaceChildren(...items);
    this.list.hidden = !items.length;
    this.empty.hidden = items.length > 0;
    if (!items.length) this.#nothing();
    // measured once everything is written, with the layout the frame needs anyway
    this.#frame ??= requestAnimationFrame(() => this.#show());
  }

  #show() {
    this.#frame = null;
    const { here } = this.desk;
    const item = this.#items.get(here);
    if (!item?.isConnected) return;
    if (this.#open !== here) this.#settle(item);
    else this.#keepInSight(item);
    this.#open = here;
  }

  #head() {
    const { desk } = this;
    const [done, all] = [desk.doneCount, desk.rows.length];
    this.title.textContent = this.words.path(desk.choice);
    fill(this.count, all > 0 && html`<b>${done}</b> of ${all} ${all === 1 ? "place" : "places"}`);
    this.bar.style.setProperty("--done", all ? done / all : 0);
    this.bar.setAttribute("aria-label", `${done} of ${all} places done`);
  }

  #nothing() {
    fill(this.empty, html`<h3>What do you want to examine?</h3>
      <p>Choose a region to walk muscle by muscle, or tap a muscle on the chart.</p>
      <div class="row">${this.words.regions.map(({ slug, name }) => html`<button type="button" class="btn" data-act="walk" data-value="${slug}">${name}</button>`)}</div>`);
  }

  #item(row) {
    let item = this.#items.get(row.key);
    if (!item) {
      item = document.createElement("li");
      item.dataset.key = row.key;
      this.#items.set(row.key, item);
    }
    const isOpen = row.key === this.desk.here;
    if (!isOpen && this.#isDrawn(row)) return item;
    item.className = isOpen ? "pl pl--now" : "pl";
    if (isOpen) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
    if (isOpen) this.#drawn.delete(row.key);
    fill(item, isOpen ? openPlace({ row, desk: this.desk, words: this.words }) : this.#closed(row));
    return item;
  }

  #isDrawn(row) {
    const { desk } = this;
    const about = `place:${row.key}`;
    const from = [desk.finding(row.key), row.last, row.point, desk.skipped.has(row.key), desk.refused.get(about), desk.conflicts.get(about)];
    const was = this.#drawn.get(row.key);
    this.#drawn.set(row.key, from);
    return was !== undefined && from.every((each, at) => each === was[at]);
  }

  #closed(row) {
    const { desk, words } = this;
    const kind = desk.kind(row.key);
    const name = words.muscles[row.muscle]?.name ?? row.muscle;
    return html`${sideBox(row.side)}
      <span class="pl__n"><button type="button" class="pl__name" tabindex="-1" data-act="open" data-value="${row.key}">${name}${site(row)}</button>
        <span class="pl__why">${this.#why(row, kind)}</span></span>
      <span class="pl__g">${this.#then(row)}</span>
      <span class="pl__r">${desk.isConflicted(row.key) ? html`<button type="button" class="btn btn--stop pl__decide" data-act="decide" data-value="place:${row.key}">Decide</button>` : kind && html`${mark(kind)}<span>${words.kinds[kind] ?? words.states[kind]}</span>`}</span>`;
  }

  // The state after the last visit, as a grey dashed mark.
  #then(row) {
    const then = row.point?.state ?? row.last?.class;
    if (!then) return html`<span class="pl__none" aria-hidden="true">·</span>`;
    return mark(then, { then: true, says: `last visit: ${this.words.states[then] ?? this.words.kinds[then]}` });
  }

  #why(row, kind) {
    const { desk, words } = this;
    const refused = desk.refused.get(`place:${row.key}`);
    if (refused) return html`<b class="pl__no">Not saved: ${refused}</b>`;
    if (kind === "not_examined") return "Not examined today";
    if (!kind) return before(row, words);
    const finding = desk.finding(row.key);
    if (finding.override) return `Own judgement: ${finding.override.reason}`;
    const told = desk.isConfirmed(row) ? `Same as ${words.lastDay}, confirmed` : reason(finding, desk.verdict(row.key));
    return `${told}${onceMore(row, kind, finding, words)}`;
  }

  // The open place stands at about a third of the height, and its end in any case above the dock.
  #settle(item) {
    const [room, own, at] = [this.list.clientHeight, item.offsetHeight, item.offsetTop];
    const above = Math.min(room * 0.3, room - own - 56);
    this.list.scrollTop = at - (above > 40 ? above : 0);
  }

  #keepInSight(item) {
    const at = item.offsetTop;
    const overlap = at + item.offsetHeight - (this.list.scrollTop + this.list.clientHeight);
    if (overlap > 0) this.list.scrollTop = Math.min(at, this.list.scrollTop + overlap);
  }
}
