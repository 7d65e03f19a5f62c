// One view of the body: loads its drawing, shows a part of it, paints it, and reads a tap.

import { fill, html, icon, sideBox } from "./dom.js";
import { boxOf, CAPTIONS, SIDES_SHOWN, sizeOf, WHOLE } from "./crops.js";

const SVG = "http://www.w3.org/2000/svg";
const MARK = 26; // px
const NEAR = 22; // px: the invisible circle of 44 around a mark

export class Figure {
  #painted = new Map(); // element id → class
  #loads = new Map();

  constructor(element, addresses) {
    this.element = element;
    this.addresses = addresses;
    this.view = null;
    this.svg = null;
    this.marks = [];
    this.scale = 1;
    this.stage = element.querySelector(".bc__stage");
    this.caption = element.querySelector("figcaption");
    new ResizeObserver(() => this.#fit()).observe(this.stage);
  }

  // Show a view; its drawing is fetched once.
  async show(view) {
    if (this.view === view) return;
    this.view = view;
    this.caption.textContent = CAPTIONS[view];
    const corners = SIDES_SHOWN[view].map((side, at) => html`<span class="bc__side bc__side--${at}">${side && sideBox(side)}</span>`);
    fill(this.element.querySelector(".bc__sides"), corners);
    if (!this.#loads.has(view)) this.#loads.set(view, load(view, this.addresses[view]));
    const svg = await this.#loads.get(view).catch(() => {
      this.#loads.delete(view);
      return null;
    });
    if (this.view !== view) return;
    this.svg = svg;
    this.#painted.clear();
    if (svg) this.stage.replaceChildren(svg);
    else this.#missing(view);
  }

  #missing(view) {
    fill(this.stage, html`<p class="bc__missing">${icon("offline")} The drawing could not be loaded. The path works without it.
      <button type="button" class="btn" data-act="view" data-value="${view}">Try again</button></p>`);
    this.view = null;
  }

  // `paint` is {crop, now, done, zones, marks, isFor}: what to show, in the state of this moment.
  paint(paint) {
    this.last = paint;
    if (!this.svg) return;
    const box = boxOf(paint.crop, this.view).join(" ");
    if (this.svg.getAttribute("viewBox") !== box) {
      this.svg.setAttribute("viewBox", box);
      this.scale = 0;
    }
    this.svg.setAttribute("aria-label", paint.says);
    this.#classes(paint);
    this.#current(paint.now);
    this.marks = paint.marks;
    if (!this.scale) this.scale = this.#measured();
    this.#marks();
  }

  #fit() {
    if (!this.svg) return;
    this.scale = this.#measured();
    this.#marks();
  }

  #measured() {
    return this.svg.getScreenCTM()?.a || 1;
  }

  #classes({ done, zones }) {
    const wanted = new Map();
    for (const place of done) wanted.set(`muscle--${place}--${this.view}`, "is-done");
    for (const zone of zones) wanted.set(`zone--${zone}--${this.view}`, "is-felt");
    for (const [id, name] of this.#painted) {
      if (wanted.get(id) !== name) this.svg.getElementById(id)?.classList.remove(name);
    }
    for (const [id, name] of wanted) {
      if (this.#painted.get(id) !== name) this.svg.getElementById(id)?.classList.add(name);
    }
    this.#painted = wanted;
  }

  // The open place has a heavy edge of its own, above its neighbours.
  #current(now) {
    const layer = this.svg.querySelector(".fig__now");
    const shape = now && this.svg.getElementById(`muscle--${now}--${this.view}`);
    if (!shape) return layer.replaceChildren();
    if (layer.firstElementChild?.getAttribute("d") === shape.getAttribute("d")) return undefined;
    const edge = document.createElementNS(SVG, "path");
    edge.setAttribute("d", shape.getAttribute("d"));
    return layer.replaceChildren(edge);
  }

  #marks() {
    const size = MARK / this.scale;
    fill(this.svg.querySelector(".fig__marks"), this.marks.map(({ x, y, kind, then, isNow }) => html`${isNow && html`<circle class="mk-now" cx="${round(x)}" cy="${round(y)}" r="${round(size * 0.68)}"/>`}<svg x="${round(x - size / 2)}" y="${round(y - size / 2)}" width="${round(size)}" height="${round(size)}" viewBox="0 0 24 24"><use href="#${then ? "then" : "m"}-${kind}"/></svg>`));
  }

  // What lies under a tap: the point as fractions of the view, marks within reach, muscles and
  // zones from the uppermost down.
  at(event) {
    const matrix = this.svg?.getScreenCTM();
    if (!matrix) return null;
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    const [width, height] = sizeOf(this.view);
    const fraction = (value) => Math.round(Math.min(1, Math.max(0, value)) * 1e4) / 1e4;
    const chart = { view: this.view, x: fraction(x / width), y: fraction(y / height) };
    let muscles = this.#under(event.clientX, event.clientY, "muscle");
    if (!muscles.length) muscles = this.#around(event).slice(0, 1);
    return { chart, muscles, zones: this.#under(event.clientX, event.clientY, "zone"), mark: this.#markAt(x, y), isSmall: this.scale < 0.75 && this.last?.crop === WHOLE };
  }

  #under(x, y, kind) {
    const found = [];
    for (const element of document.elementsFromPoint(x, y)) {
      const [what, slug, side] = element.id ? element.id.split("--") : [];
      if (what !== kind || !this.svg.contains(element) || found.some((each) => each.slug === slug && each.side === side)) continue;
      found.push({ slug, side, isDeep: element.hasAttribute("stroke-dasharray") });
    }
    // deep muscles are drawn over the others, dashed, and lie under them
    return found.sort((one, other) => one.isDeep - other.isDeep);
  }

  // A finger that just misses means the nearest muscle.
  #around({ clientX, clientY }) {
    for (const far of [8, 16]) {
      for (let turn = 0; turn < 8; turn += 1) {
        const found = this.#under(clientX + far * Math.cos((turn * Math.PI) / 4), clientY + far * Math.sin((turn * Math.PI) / 4), "muscle");
        if (found.length) return found;
      }
    }
    return [];
  }

  #markAt(x, y) {
    const reach = NEAR / this.scale;
    const near = this.marks
      .map((mark) => ({ key: mark.key, far: Math.hypot(mark.x - x, mark.y - y) }))
      .filter(({ far }) => far <= reach)
      .sort((one, other) => one.far - other.far);
    return near[0]?.key ?? null;
  }
}

const round = (value) => Math.round(value * 100) / 100;

// The drawing as it is shown: muscles over the skin, then lines, zones, the edge, the marks.
async function load(view, address) {
  const response = await fetch(address, { credentials: "same-origin" });
  if (!response.ok) throw new Error(`no drawing of ${view}`);
  const parsed = new DOMParser().parseFromString(await response.text(), "image/svg+xml");
  const svg = document.importNode(parsed.documentElement, true);
  svg.classList.add("fig", `fig--${view}`);
  svg.querySelector(":scope > title")?.remove();
  const layers = Object.fromEntries(
    ["silhouette", "muscles", "contours", "zones"].map((name) => [name, svg.querySelector(`#${name}`)]),
  );
  for (const [name, layer] of Object.entries(layers)) {
    layer.removeAttribute("id");
    for (const attribute of ["fill", "stroke", "stroke-width"]) layer.removeAttribute(attribute);
    layer.setAttribute("class", `fig__${name}`);
  }
  const edge = layers.silhouette.cloneNode(true);
  edge.setAttribute("class", "fig__edge");
  for (const path of edge.querySelectorAll("[id]")) path.removeAttribute("id");
  const layer = (name) => {
    const group = document.createElementNS(SVG, "g");
    group.setAttribute("class", name);
    return group;
  };
  svg.append(layers.silhouette, layers.muscles, layers.contours, layers.zones, edge, layer("fig__now"), layer("fig__marks"));
  return svg;
}
