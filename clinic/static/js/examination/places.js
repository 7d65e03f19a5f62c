// A place of the body: a muscle, a side, a site. Site 0 is the muscle as a whole. Pure.

export const SIDES = ["right", "left", "midline"];
export const LETTER = { right: "R", left: "L", midline: "M" };

export const keyOf = (muscle, side, site) => `${muscle}|${side}|${site ?? 0}`;
export const keyOfBody = ({ muscle, side, site }) => keyOf(muscle, side, site);

export function placeOf(key) {
  const [muscle, side, site] = key.split("|");
  return { muscle, side, site: Number(site) };
}

// The place as the API writes it.
export function placeBody(key) {
  const { muscle, side, site } = placeOf(key);
  return { muscle, side, site: site || null };
}

export function placeWords(key, muscles) {
  const { muscle, side, site } = placeOf(key);
  return `${muscles[muscle]?.name ?? muscle}, ${side}${site ? `, ${site}` : ""}`;
}
