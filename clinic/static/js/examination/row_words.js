// What a row of the path says of its place: what was known before, and what is still to come.

import { html } from "./dom.js";
import { capital, shortDay, signLine } from "./words.js";

export const site = (row) => row.site > 0 && html` <span class="pl__site">${row.site}</span>`;

// What is known of a place nothing was noted at today.
export function before(row, words) {
  const { point, last } = row;
  const day = (moment) => shortDay(moment, words.zone);
  if (point && !last) {
    if (point.state === "eliminated") return `Eliminated ${day(point.since)}`;
    return `Not examined on ${words.lastDay}; ${words.states[point.state]} since ${day(point.since)}`;
  }
  if (!last) return "Never found";
  if (point?.state === "eliminated") return `Eliminated ${day(point.since)}; clear on ${words.lastDay}`;
  return `${words.lastDay}: ${signLine(last) || words.kinds[last.class]}`;
}

// Today's signs and the rule that reads them, in one line.
export function reason(finding, verdict) {
  if (verdict.kind === "incomplete") return `${capital(signLine(finding)) || "Nothing tested"}; not complete`;
  return `${capital(signLine(finding))} (rule ${verdict.row})`;
}

// A first clear finding is not the end: when the second one counts (the clinic's setting).
export function onceMore(row, kind, finding, words) {
  const isFollowed = row.point && !["provisionally_cleared", "eliminated"].includes(row.point.state);
  if (kind !== "clear" || !isFollowed || finding.referral.sensation !== "absent") return "";
  return `. Clear once; once more after ${words.againFrom}`;
}
