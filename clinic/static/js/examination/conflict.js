// Two versions of one thing, side by side: neither preselected, what differs marked.

import { effective } from "./classes.js";
import { html, mark, sideBox } from "./dom.js";
import { placeOf } from "./places.js";
import { same } from "./signs.js";
import { clock, signParts } from "./words.js";

// Each side's parts as {words, differs}: every name either side tells of, in one order. Pure.
export function compared(mine, theirs) {
  const [one, other] = [partsOf(mine), partsOf(theirs)];
  const names = [...new Set([...one.keys(), ...other.keys()])];
  const told = (parts, rest) =>
    names
      .map((name) => ({ words: parts.get(name) ?? `${name} not tested`, differs: parts.get(name) !== rest.get(name) }))
      .filter(({ differs, words }) => differs || !words.endsWith("not tested"));
  return { mine: told(one, other), theirs: told(other, one) };
}

function partsOf(finding) {
  if (finding === null) return new Map([["place", "not examined"]]);
  const more = [
    ["zones", finding.referral.zones.length ? `felt in ${[...finding.referral.zones].sort().join(", ")}` : ""],
    ["note", finding.note ? `note: ${finding.note}` : ""],
    ["judgement", finding.override ? `own judgement: ${finding.override.class}` : ""],
    ["point", finding.chart ? `point on the ${finding.chart.view} view at ${Math.round(finding.chart.x * 100)}/${Math.round(finding.chart.y * 100)}` : ""],
  ];
  return new Map([...signParts(finding), ...more.filter(([, words]) => words)]);
}

export function conflictMarkup(conflict, { desk, words, device }) {
  const isPlace = conflict.about.startsWith("place:");
  const name = conflict.about.slice(conflict.about.indexOf(":") + 1);
  const { mine, theirs } = isPlace ? compared(conflict.mine, conflict.theirs) : fields(conflict);
  const at = (moment) => clock(moment, words.zone, { seconds: true });
  const versions = [
    { keep: "mine", head: `This ${device}, ${at(conflict.at)}`, parts: mine, value: conflict.mine, button: "Keep this" },
    { keep: "theirs", head: `${conflict.recorded_by ?? "Somewhere else"}, ${at(conflict.recorded_at ?? conflict.at)}`, parts: theirs, value: conflict.theirs, button: "Keep that" },
  ];
  return html`<div class="cf__w">${isPlace ? html`${sideBox(placeOf(name).side)} <b>${words.place(name)}</b>` : html`<b>${words.field(name)}</b>`}
      <span class="muted">was changed in two places. Nothing was overwritten.</span></div>
    <div class="cf">${versions.map(({ keep, head, parts, value, button }) => html`<div>
      <span class="cf__l">${head}</span>
      <span>${parts.map(({ words: told, differs }, index) => html`${index ? " · " : ""}${differs ? html`<mark>${told}</mark>` : told}`)}</span>
      ${isPlace && value && html`<span class="state">${mark(kindOf(value, desk))}<span>${words.kinds[kindOf(value, desk)]}</span></span>`}
      <button type="button" class="btn" data-act="keep" data-value="${keep}">${button}</button></div>`)}</div>`;
}

const kindOf = (finding, desk) => effective(finding, desk.classify(finding));

function fields({ mine, theirs }) {
  const told = (value) => [{ words: tellField(value), differs: !same(mine, theirs) }];
  return { mine: told(mine), theirs: told(theirs) };
}

function tellField(value) {
  if (value === null || value === "" || (Array.isArray(value) && !value.length)) return "nothing";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
