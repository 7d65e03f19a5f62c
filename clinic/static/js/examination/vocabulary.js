// The words of this page: names from the catalogue, days of this patient. Pure.

import { placeWords } from "./places.js";
import { shortDay } from "./words.js";

const FIELDS = {
  complaint: "Complaint", pain_now: "Pain now", pain_worst_week: "Worst pain this week", symptoms: "Symptoms",
  red_flags: "Red flags", scores: "Scores", treatment_given: "Treatment given", advice_given: "Advice given",
  plan_of_care: "Plan of care", examined_at: "Examined at", episode_id: "Episode",
};
const DAY = 86_400_000;

export function vocabulary(boot, catalogue) {
  const { zone } = boot;
  const lastDay = boot.last && shortDay(boot.last.examined_at, zone);
  const again = new Date(new Date(boot.examination.examined_at).getTime() + boot.elimination_days * DAY);
  const foundBefore = "What was found before";
  const names = new Map(catalogue.regions.map(({ slug, name }) => [slug, name]));
  return {
    zone,
    lastDay,
    foundBefore,
    againFrom: shortDay(again, zone),
    muscles: catalogue.muscles,
    zones: catalogue.zones,
    regions: catalogue.regions,
    classes: catalogue.class_words,
    kinds: { ...catalogue.class_words, not_examined: "not examined" },
    states: catalogue.state_words,
    redFlags: boot.red_flag_words,
    place: (key) => placeWords(key, catalogue.muscles),
    field: (name) => FIELDS[name] ?? name,
    path: ({ found, regions }) => pathName([...(found ? [foundBefore] : []), ...regions.map((slug) => names.get(slug) ?? slug)]),
  };
}

// "Neck, shoulder girdle, upper back": the first as it is written, the others as they go on.
function pathName(parts) {
  if (!parts.length) return "What is noted today";
  const [first, ...rest] = parts;
  return [first, ...rest.map((part) => part.charAt(0).toLowerCase() + part.slice(1))].join(", ");
}
