// Draws the open place: side and name, last visit, five signs, the class with its reason, zones.

import { BY_ID } from "./keys.js";
import { effective } from "./classes.js";
import { html, icon, mark, sideBox } from "./dom.js";
import { isSettled } from "./signs.js";
import { signCells, signLine, verdictOf } from "./words.js";
import { before, site } from "./row_words.js";

export function openPlace({ row, desk, words }) {
  const finding = desk.finding();
  const verdict = desk.verdict();
  const muscle = words.muscles[row.muscle];
  return html`<div class="now">
    <div class="now__h">${sideBox(row.side)}<div><h3>${muscle?.name ?? row.muscle}${site(row)}</h3>
      <span class="muted">${muscle?.plain_name} · ${row.side}</span></div>
      ${lastVisit(row, words)}</div>
    <dl class="signs">${signCells(finding).map((cell) => sign(cell, desk.asked))}</dl>
    ${box({ row, desk, words, finding, verdict })}
    ${zones({ row, desk, words, finding })}
    ${more({ row, desk, finding })}
  </div>`;
}

function lastVisit(row, words) {
  const then = row.point?.state ?? row.last?.class;
  if (!then) return html`<span class="now__ghost now__ghost--none">Never found before</span>`;
  const says = words.states[then] ?? words.kinds[then];
  const told = row.last
    ? html`<b>${words.lastDay}: ${says}</b> · ${signLine(row.last)}`
    : before(row, words);
  return html`<span class="now__ghost">${mark(then, { then: true })}<span>${told}</span></span>`;
}

function sign({ group, name, says }, asked) {
  const isAsked = group === asked;
  const state = says ? "is-set" : isAsked ? "is-ask" : "";
  const told = says ? html`${icon("tick")}${says}` : isAsked ? "ask now" : "not tested";
  return html`<div class="${state} sg-${group}"><dt>${name}</dt><dd>${told}</dd></div>`;
}

function box({ row, desk, words, finding, verdict }) {
  const refused = desk.refused.get(`place:${row.key}`);
  if (desk.isConflicted(row.key)) {
    return html`<p class="verdict verdict--bad">${icon("caution")}<span><b>Changed in two places.</b> Nothing was
      overwritten. <button type="button" class="link" data-act="decide" data-value="place:${row.key}">See both and decide</button></span></p>`;
  }
  const kind = finding ? effective(finding, verdict) : "not_examined";
  const told = verdictOf({
    finding, verdict, classify: desk.classify, classWords: words.kinds, asksAgain: desk.asksAgain === row.key,
  });
  return html`${refused && html`<p class="verdict verdict--bad">${icon("caution")}<span><b>Not saved.</b> ${refused}</span></p>`}
    <p class="verdict${finding && isSettled(verdict) ? " verdict--is" : ""}">${mark(kind)}<span>${told}</span></p>`;
}

// The zones a muscle usually sends pain to, and every other one by name.
function zones({ row, desk, words, finding }) {
  const chosen = finding?.referral.zones ?? [];
  if (finding?.referral.sensation !== "present" && !desk.zonesOpen) return "";
  const listed = zoneList({ row, desk, words, chosen });
  return html`<div class="zones" role="group" aria-label="Felt in"><span class="zones__l">Felt in</span>
    ${listed.map((slug, at) => zoneChip(slug, { words, isOn: chosen.includes(slug), cap: desk.zonesOpen && at < 9 ? at + 1 : null }))}
    ${desk.zonesOpen
      ? html`<input class="in zones__find" id="zone-find" type="text" value="${desk.zoneText}" autocomplete="off" spellcheck="false"
          aria-label="Zone: number, or two letters of its name; Enter closes" placeholder="number, or two letters">`
      : html`<button type="button" class="chip chip--more" data-act="zones">${icon("search")}Other zone</button>`}</div>`;
}

export function zoneList({ row, desk, words, chosen }) {
  const usual = words.muscles[row.muscle]?.referral_zones ?? [];
  const typed = desk.zoneText.trim().toLowerCase();
  if (!typed) return [...new Set([...usual, ...chosen])];
  const all = Object.entries(words.zones);
  const starts = ([slug, { name }]) => `${name} ${slug}`.toLowerCase().split(/[^a-z]+/).some((word) => word.startsWith(typed));
  const holds = ([, { name }]) => name.toLowerCase().includes(typed);
  const matching = all.some(starts) ? all.filter(starts) : all.filter(holds);
  const found = matching.map(([slug]) => slug);
  const first = (slug) => (usual.includes(slug) ? 0 : 1);
  return found.sort((one, other) => first(one) - first(other)).slice(0, 9);
}

function zoneChip(slug, { words, isOn, cap }) {
  return html`<button type="button" class="chip${isOn ? " on" : ""}" aria-pressed="${isOn}" data-act="zone" data-value="${slug}">
    ${cap && html`<span class="kbd" aria-hidden="true">${cap}</span>`}${isOn && icon("tick")}${words.zones[slug]?.name ?? slug}</button>`;
}

// What is seldom needed, one press away.
function more({ row, desk, finding }) {
  const other = { right: "left", left: "right" }[row.side];
  const isBanded = finding?.taut_band === "present" && finding.tenderness_grade > 0;
  const small = (id, label, isOn = null) => html`<button type="button" class="chip chip--do" data-act="key" data-value="${id}"
    ${isOn !== null && html`aria-pressed="${isOn}"`}${BY_ID[id].says && html` aria-label="${BY_ID[id].says}"`}><span class="kbd" aria-hidden="true">${BY_ID[id].cap}</span>${label}</button>`;
  return html`<div class="now__more" role="group" aria-label="More for this place">
    ${isBanded && small("outside", "Outside", finding.spot_in_band === false)}
    ${small("one-more", "One more site")}
    ${small("spontaneous", "By itself", finding?.spontaneous_pain === true)}
    ${other && small(other, other === "left" ? "Left" : "Right")}
    ${finding && small("note", finding.note ? "Note written" : "Note")}
    ${finding && small("override", finding.override ? "Own judgement" : "Override")}</div>`;
}
