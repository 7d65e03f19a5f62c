// The chart: two figures that show what the path shows, and what a tap on them means.

import { fill, html, sideBox } from "./dom.js";
import { CAPTIONS, COUNTERPART, cropOfRegion, cropWords, sizeOf, viewsOf, WHOLE } from "./crops.js";
import { Figure } from "./figure.js";
import { keyOf, placeOf } from "./places.js";
import { signLine } from "./words.js";

export class Chart {
  #here = null;

  constructor({ root, desk, words, addresses, onOpen, onChange }) {
    Object.assign(this, { root, desk, words, onOpen, onChange });
    this.figures = [...root.querySelectorAll(".bc")].map((each) => new Figure(each, addresses));
    this.menu = root.querySelector(".bc__menu");
    this.view = "back";
    this.isWhole = false;
    this.crop = "trunk";
    this.offers = [];
    this.phone = matchMedia("(max-width: 640px)");
    for (const figure of this.figures) {
      figure.stage.addEventListener("click", (event) => this.#tap(figure, event));
    }
  }

  // As the style sheet has it; asking the layout would cost each key a reflow.
  get isShown() {
    return !this.phone.matches || this.root.parentElement.dataset.tab === "chart";
  }

  get isSecondShown() {
    return !this.phone.matches;
  }

  // -- drawing --------------------------------------------------------------
  draw() {
    if (!this.isShown) return;
    if (this.#here !== this.desk.here) this.#follow();
    this.#controls();
    const views = [this.view, COUNTERPART[this.view]].slice(0, this.isSecondShown ? 2 : 1);
    views.forEach((view, at) => {
      const figure = this.figures[at];
      if (figure.view !== view) figure.show(view).then(() => figure.paint(this.#paint(figure.view ?? view)));
      else figure.paint(this.#paint(view));
    });
  }

  // Chart and path show the same place: its view, and its region if shown close up.
  #follow() {
    this.#here = this.desk.here;
    this.close();
    const { row } = this.desk;
    if (!row) return;
    this.crop = cropOfRegion(this.words.muscles[row.muscle]?.region);
    const views = viewsOf(row.key, this.desk.pointOf(row.key), { muscles: this.words.muscles, placeOf });
    const shown = [this.view, ...(this.isSecondShown ? [COUNTERPART[this.view]] : [])];
    if (views.length && !shown.includes(views[0])) this.view = views[0];
  }

  #controls() {
    for (const button of this.root.querySelectorAll("[data-act=view]")) {
      button.setAttribute("aria-pressed", button.dataset.value === this.view);
    }
    for (const button of this.root.querySelectorAll("[data-act=crop]")) {
      const isWhole = button.dataset.value === WHOLE;
      button.setAttribute("aria-pressed", isWhole === this.isWhole);
      if (!isWhole) button.textContent = cropWords(this.crop);
    }
    const swap = this.root.querySelector("[data-act=swap]");
    swap.textContent = this.isWhole ? cropWords(this.crop) : "Whole body";
    const { desk } = this;
    const { row } = desk;
    fill(this.root.querySelector(".bc__place"), row && html`${sideBox(row.side)} <b>${this.words.muscles[row.muscle]?.name}${row.site > 0 && ` ${row.site}`}</b> <span>${desk.finding() ? signLine(desk.finding()) : "nothing noted yet"}</span>`);
    fill(this.root.querySelector(".bc__hint"), desk.zoneTaps && desk.row
      ? html`<span>Tap where it is felt</span><button type="button" class="btn" data-act="zones-done">Done</button>`
      : "");
  }

  #paint(view) {
    const { desk } = this;
    const crop = this.isWhole ? WHOLE : this.crop;
    const { row } = desk;
    return {
      crop,
      says: `${CAPTIONS[view]}, ${crop === WHOLE ? "whole body" : cropWords(crop).toLowerCase()}. ${row ? `Open: ${this.words.place(row.key)}.` : ""}`,
      now: row && `${row.muscle}--${row.side}`,
      done: desk.rows.filter(({ key }) => desk.finding(key)).map(({ muscle, side }) => `${muscle}--${side}`),
      zones: this.#zones(),
      marks: this.#marks(view),
    };
  }

  #zones() {
    const { row } = this.desk;
    const zones = this.desk.finding()?.referral.zones ?? [];
    return row ? zones.flatMap((slug) => [`${slug}--${row.side}`, `${slug}--midline`]) : [];
  }

  // A mark stands where the place was tapped, else in the middle of its muscle.
  #marks(view) {
    const { desk } = this;
    const marks = [];
    for (const row of desk.rows) {
      const isNow = row.key === desk.here;
      const kind = desk.kind(row.key);
      const then = kind && kind !== "not_examined" ? null : row.point?.state ?? row.last?.class;
      if (!isNow && !then && (!kind || kind === "not_examined")) continue;
      const at = this.#spot(row, view);
      if (at) marks.push({ ...at, key: row.key, isNow, then: Boolean(then), kind: then ?? (kind && kind !== "not_examined" ? kind : "incomplete") });
    }
    return marks.sort((one, other) => one.isNow - other.isNow);
  }

  #spot(row, view) {
    const [width, height] = sizeOf(view);
    const point = this.desk.pointOf(row.key);
    if (point) return point.view === view ? { x: point.x * width, y: point.y * height } : null;
    const isFirst = viewsOf(row.key, null, { muscles: this.words.muscles, placeOf })[0] === view;
    const centre = this.words.muscles[row.muscle]?.centres?.[view]?.[row.side];
    if (!centre || (!isFirst && ["front", "back"].includes(view))) return null;
    const beside = Math.max(0, row.site - 1) * 14;
    return { x: centre[0] * width + beside, y: centre[1] * height + beside };
  }

  // -- taps -----------------------------------------------------------------
  #tap(figure, event) {
    const found = figure.at(event);
    this.close();
    if (!found) return;
    const { desk } = this;
    if (desk.zoneTaps && desk.row) {
      if (found.zones[0]) desk.write("zone", found.zones[0].slug);
      desk.zoneTaps = true;
      return this.onChange();
    }
    if (found.isSmall) return this.#closeUp(found);
    if (found.mark && found.mark !== desk.here) return this.onOpen(found.mark);
    const { row } = desk;
    const isHere = ({ slug, side }) => row && slug === row.muscle && side === row.side;
    if (found.muscles.some(isHere)) return this.#onOpenMuscle(found, event);
    const offers = found.muscles.flatMap((muscle) => this.#places(muscle, found.chart));
    if (offers.length === 1) return offers[0].go();
    return offers.length ? this.#offer(event, "Which one?", offers) : undefined;
  }

  // On the whole body a finger cannot aim: it first brings the region near.
  #closeUp({ muscles }) {
    if (muscles[0]) this.crop = cropOfRegion(this.words.muscles[muscles[0].slug]?.region);
    this.isWhole = false;
    this.onChange();
  }

  // A tap on the muscle that is open: its point, or one more site of it.
  #onOpenMuscle({ chart, mark }, event) {
    const { desk } = this;
    const here = desk.here;
    const set = () => {
      desk.point(here, chart);
      this.onChange();
    };
    if (mark === here && desk.pointOf(here)) return undefined;
    if (!desk.pointOf(here)) return set();
    return this.#offer(event, this.words.place(here), [
      { words: "One more site here", go: () => this.#newSite(chart) },
      { words: "Move the point here", go: set },
    ]);
  }

  #newSite(chart) {
    this.desk.oneMore(chart);
    this.onChange();
  }

  // The places of a muscle that a tap may mean: its known sites, or one more.
  #places({ slug, side }, chart) {
    const { desk, words } = this;
    const whole = keyOf(slug, side, 0);
    const opens = (key, more) => ({
      side, words: words.place(key),
      go: () => {
        this.onOpen(key);
        more?.(key);
        this.onChange();
      },
    });
    const point = (key) => desk.point(key, chart);
    const sites = desk.sitesOf(slug, side);
    if (!sites.length) return [opens(whole, point)];
    return [
      ...sites.map((key) => opens(key, desk.pointOf(key) ? null : point)),
      { ...opens(sites[0], () => desk.oneMore(chart)), words: `${words.muscles[slug]?.name}: one more site` },
    ];
  }

  // -- the small list of what lies under the finger ---------------------------
  #offer(event, title, offers) {
    this.offers = offers;
    fill(this.menu, html`<p class="bc__menu-t">${title}</p>${offers.map(({ words, side }, at) => html`<button type="button" data-act="offer" data-value="${at}">${side && sideBox(side)}${words}</button>`)}`);
    this.menu.hidden = false;
    const room = this.menu.offsetParent.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.menu;
    const within = (value, most) => `${Math.max(8, Math.min(value, most - 8))}px`;
    this.menu.style.left = within(event.clientX - room.left + 12, room.width - width);
    this.menu.style.top = within(event.clientY - room.top + 12, room.height - height);
    this.menu.querySelector("button").focus({ preventScroll: true });
  }

  takeOffer(at) {
    const offer = this.offers[at];
    this.close();
    offer?.go();
  }

  close() {
    if (this.menu.hidden) return false;
    this.menu.hidden = true;
    return true;
  }
}
