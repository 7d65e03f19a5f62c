// Which part of a view is shown close up: by the region of the place that is open. Pure.

export const WHOLE = "whole";

// Height of each crop; front and back are 480 units wide, the sides 300.
const CROPS = {
  head: { words: "Head and neck", box: { wide: [150, 8, 180, 192], side: [60, 8, 180, 192] } },
  trunk: { words: "Neck to waist", box: { wide: [90, 84, 300, 320], side: [10, 84, 280, 320] } },
  arms: { words: "Arms and hands", box: { wide: [0, 270, 480, 330], side: [0, 270, 300, 330] } },
  hips: { words: "Waist to thigh", box: { wide: [110, 330, 260, 270], side: [20, 330, 260, 270] } },
  thighs: { words: "Thigh and knee", box: { wide: [110, 480, 260, 270], side: [20, 480, 260, 270] } },
  legs: { words: "Leg and foot", box: { wide: [50, 690, 380, 310], side: [0, 690, 300, 310] } },
};

const OF_REGION = {
  "head-face": "head", neck: "trunk", "shoulder-girdle": "trunk", "upper-back": "trunk", chest: "trunk",
  "upper-arm": "trunk", forearm: "arms", hand: "arms", abdomen: "hips", "low-back": "hips",
  "hip-buttock": "hips", thigh: "thighs", "lower-leg": "legs", foot: "legs",
};

const isWide = (view) => view === "front" || view === "back";
export const sizeOf = (view) => [isWide(view) ? 480 : 300, 1000];

export const cropOfRegion = (region) => OF_REGION[region] ?? "trunk";
export const cropWords = (crop) => CROPS[crop].words;

export function boxOf(crop, view) {
  if (crop === WHOLE) return [0, 0, ...sizeOf(view)];
  return CROPS[crop].box[isWide(view) ? "wide" : "side"];
}

// Every view shows its patient's sides where they are on the sheet.
export const SIDES_SHOWN = {
  back: ["left", "right"], front: ["right", "left"], left: ["left", null], right: [null, "right"],
};
export const CAPTIONS = { back: "From behind", front: "From the front", left: "From the left", right: "From the right" };
export const COUNTERPART = { back: "front", front: "back", left: "right", right: "left" };

// The view a place is best seen in: where it was tapped, else the first that shows the muscle.
export function viewsOf(key, point, { muscles, placeOf }) {
  const { muscle, side } = placeOf(key);
  const centres = muscles[muscle]?.centres ?? {};
  const views = ["back", "front", "left", "right"].filter((view) => centres[view]?.[side]);
  return point ? [point.view, ...views.filter((view) => view !== point.view)] : views;
}
