// The places to walk, in their order: what was found before, the chosen regions, today's. Pure.

import { keyOf, placeOf, SIDES } from "./places.js";
import { read } from "./signs.js";

// Rows of the path. `seen` holds the keys of today's findings, `added` places without one yet.
export function rowsOf({ muscles, choice, seen, added, last, points }) {
  const known = sitesOf([...last.keys(), ...points.keys()]);
  const today = sitesOf([...seen, ...added]);
  const regions = new Set(choice.regions);
  const rows = [];
  for (const [muscle, { region, paired }] of Object.entries(muscles)) {
    for (const side of SIDES) {
      const at = `${muscle}|${side}`;
      const sites = new Set(today.get(at));
      const before = known.get(at) ?? [];
      const isChosen = regions.has(region);
      if (isChosen || (choice.found && before.length)) {
        // a muscle known by its sites is not asked for as a whole again
        const own = before.filter((site) => site > 0);
        for (const site of own.length ? own : before) sites.add(site);
      }
      const isUsual = paired === false ? side === "midline" : side !== "midline";
      if (isChosen && isUsual && !sites.size) sites.add(0);
      // one that was clear as a whole and has a site today is walked by that site
      const whole = keyOf(muscle, side, 0);
      const isOver = sites.size > 1 && !today.get(at)?.includes(0) && !points.has(whole);
      if (isOver && last.get(whole)?.class === "clear") sites.delete(0);
      for (const site of [...sites].sort((a, b) => a - b)) {
        const key = keyOf(muscle, side, site);
        rows.push({ key, muscle, side, site, last: lastOf(key, last), point: points.get(key) });
      }
    }
  }
  return rows;
}

function sitesOf(keys) {
  const sites = new Map();
  for (const key of keys) {
    const { muscle, side, site } = placeOf(key);
    const at = `${muscle}|${side}`;
    if (!sites.get(at)?.includes(site)) sites.set(at, [...(sites.get(at) ?? []), site]);
  }
  return sites;
}

// What the last visit said of a place; a muscle clear as a whole spoke for its sites too.
export function lastOf(key, last) {
  const own = last.get(key);
  if (own) return own;
  const { muscle, side, site } = placeOf(key);
  const whole = site > 0 ? last.get(keyOf(muscle, side, 0)) : undefined;
  return whole?.class === "clear" ? spoken(whole) : null;
}

// One object for each, so that rows can tell by identity that nothing changed.
const spokenFor = new WeakMap();
function spoken(whole) {
  if (!spokenFor.has(whole)) spokenFor.set(whole, { ...whole, chart: null });
  return spokenFor.get(whole);
}

// Where a finding belongs: one with a sign is a site, a negative one speaks for the whole muscle
// as long as nothing is known of its sites. `known` holds the keys of places followed before.
export function homeOf(key, finding, { isSite, known, seen }) {
  const { muscle, side, site } = placeOf(key);
  if (known.has(key) || finding === null) return key;
  const first = keyOf(muscle, side, 1);
  if (site === 0 && isSite(finding)) return seen.has(first) ? key : first;
  const others = [...known, ...seen].map(placeOf);
  const isAlone = !others.some((p) => p.muscle === muscle && p.side === side && p.site !== site);
  const isWhole = site === 1 && isAlone && !isSite(finding) && !finding.chart;
  return isWhole ? keyOf(muscle, side, 0) : key;
}

export function nextSite(muscle, side, keys) {
  const sites = [...keys].map(placeOf).filter((p) => p.muscle === muscle && p.side === side);
  return Math.max(0, ...sites.map((p) => p.site)) + 1;
}

export function neighbour(rows, key, step) {
  const at = rows.findIndex((row) => row.key === key);
  return rows[at + step]?.key ?? null;
}

// Findings of the last visit by place, each with the class that counted then.
export function lastByPlace(findings) {
  return new Map(
    findings.map((body) => {
      const { muscle, side, site } = body;
      return [keyOf(muscle, side, site), { ...read(body), class: body.class }];
    }),
  );
}

// Muscles whose name, plain name or slug starts with what is typed, word by word.
export function findMuscles(muscles, typed) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  return Object.entries(muscles)
    .filter(([slug, { name, plain_name }]) => {
      const text = `${name} ${plain_name} ${slug}`.toLowerCase().split(/[^a-z]+/);
      return words.every((word) => text.some((each) => each.startsWith(word)));
    })
    .map(([slug]) => slug);
}
