// Markup from templates that escape what they are given, and filling it in without losing focus.

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

class Markup {
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

export const escaped = (text) => String(text).replace(/[&<>"']/g, (sign) => ESCAPES[sign]);

function written(value) {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(written).join("");
  return value === null || value === undefined || value === false ? "" : escaped(value);
}

export function html(parts, ...values) {
  return new Markup(parts.reduce((text, part, at) => text + written(values[at - 1]) + part));
}

// The server's own drawings (templates/_sprite.svg), one table for all doors.
export const icon = (name) => html`<svg class="ic" aria-hidden="true"><use href="#i-${name}"/></svg>`;

export function mark(kind, { then = false, says = "" } = {}) {
  const told = says ? html`role="img" aria-label="${says}"` : html`aria-hidden="true"`;
  return html`<svg class="g" viewBox="0 0 24 24" ${told}><use href="#${then ? "then" : "m"}-${kind}"/></svg>`;
}

const LETTERS = { right: "R", left: "L", midline: "M" };
export function sideBox(side) {
  const letter = LETTERS[side];
  return html`<span class="side side--${letter}" role="img" aria-label="${side}">${letter}</span>`;
}

// Fill an element, if anything changed; what had the focus has it again.
const filled = new WeakMap();
export function fill(element, markup) {
  const text = written(markup);
  if (filled.get(element) === text) return false;
  const held = element.contains(document.activeElement) ? focusName(document.activeElement) : null;
  element.innerHTML = text;
  filled.set(element, text);
  if (held) element.querySelector(held)?.focus({ preventScroll: true });
  return true;
}

// Fill an element anew, whatever it held: a form starts from what stands there now.
export function refill(element, markup) {
  filled.delete(element);
  fill(element, markup);
}

function focusName(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  const { act, value } = element.dataset;
  if (!act) return null;
  return `[data-act="${CSS.escape(act)}"]` + (value ? `[data-value="${CSS.escape(value)}"]` : "");
}
