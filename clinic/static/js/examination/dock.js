// The dock of sign keys and the sheet of all keys, both drawn from the table.

import { fill, html } from "./dom.js";
import { GROUPS, KEYS, sheetRows } from "./keys.js";

export class Dock {
  constructor({ dock, desk, words }) {
    Object.assign(this, { dock, desk, words });
    fill(dock, GROUPS.map(group));
    this.groups = new Map(GROUPS.map(({ id }) => [id, dock.querySelector(`[data-group="${id}"]`)]));
    this.buttons = new Map([...dock.querySelectorAll("button")].map((each) => [each.dataset.value, each]));
  }

  draw() {
    const { desk } = this;
    const finding = desk.finding();
    for (const key of KEYS) {
      const button = this.buttons.get(key.id);
      if (button) this.#button(button, this.#isPressed(key, finding));
      button?.setAttribute("aria-disabled", !desk.row);
    }
    this.#whole(finding);
    for (const [id, element] of this.groups) {
      const isAsked = desk.asked === id;
      element.classList.toggle("dk--ask", isAsked);
      element.firstElementChild.textContent = this.#label(id, finding, isAsked);
    }
    this.dock.setAttribute("aria-label", desk.row ? `Signs for ${this.words.place(desk.here)}` : "Signs");
  }

  #button(button, isPressed) {
    button.classList.toggle("on", isPressed);
    button.setAttribute("aria-pressed", isPressed);
  }

  #isPressed(key, finding) {
    const { desk } = this;
    if (key.id === "not-examined") return desk.skipped.has(desk.here) && !finding;
    if (!finding) return false;
    if (key.id === "same") return Boolean(desk.row && desk.isConfirmed(desk.row));
    if (key.id === "clear") return finding.tenderness_grade === 0;
    return {
      band: finding.taut_band,
      grade: finding.tenderness_grade,
      felt: finding.referral.sensation,
      recognised: finding.recognised,
      twitch: finding.local_twitch === "seen" ? "felt" : finding.local_twitch,
    }[key.act] === key.value;
  }

  // What Enter does here: confirm the last visit, or, when something was noted, only go on.
  #whole(finding) {
    const { desk, words } = this;
    const button = this.buttons.get("same");
    const hasLast = Boolean(desk.row?.last);
    const label = finding && !button.classList.contains("on") ? "Keep, go on" : `Same as ${words.lastDay ?? "last visit"}`;
    button.querySelector(".key__t").textContent = finding || hasLast ? label : "Nothing to confirm";
    button.setAttribute("aria-disabled", !desk.row || (!finding && !hasLast));
  }

  #label(id, finding, isAsked) {
    const { label } = GROUPS.find((each) => each.id === id);
    if (id === "known" && isAsked) return `${label} Then on`;
    if (id !== "tender" || !finding) return label;
    const banded = finding.taut_band === "present";
    if (banded && finding.tenderness_grade > 0 && finding.spot_in_band === null) return "In the band? Its number";
    if (banded) return finding.spot_in_band === false ? "Tender, outside the band" : "Tender, in the band";
    return label;
  }
}

function group({ id, label }) {
  const buttons = KEYS.filter((key) => key.group === id);
  return html`<div class="dk dk--${id}" role="group" aria-labelledby="dk-${id}" data-group="${id}"><span class="dk__l" id="dk-${id}">${label}</span>
    ${buttons.map((key) => html`<button type="button" class="key${id === "tender" ? " key--n" : id === "whole" ? " key--w" : ""}" data-act="key" data-value="${key.id}"
      aria-pressed="false"${key.says && html` aria-label="${key.says}"`}><span class="kbd" aria-hidden="true">${key.cap}</span><span class="key__t">${key.label}</span></button>`)}</div>`;
}

export function sheet() {
  return html`<dl class="keys">${sheetRows().map(({ caps, does }) => html`<div><dt>${caps.map((cap) => html`<kbd class="kbd">${cap}</kbd>`)}</dt><dd>${does}</dd></div>`)}</dl>`;
}
