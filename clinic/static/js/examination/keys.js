// The keys as a table: what is pressed, what it does, whether it goes on. Dock and sheet read it.

export const GROUPS = [
  { id: "whole", label: "Whole place, then on" },
  { id: "band", label: "Taut band" },
  { id: "tender", label: "Tender" },
  { id: "felt", label: "Felt" },
  { id: "known", label: "Known pain?" },
  { id: "twitch", label: "Twitch" },
];

// `on`: "always" goes on to the next place, "settled" only when nothing is missing.
// `row` joins keys that stand together on the sheet under one sentence.
export const KEYS = [
  key("same", "Enter", "enter", { group: "whole", label: "Same", on: "always" },
    "same as last visit: all its signs are confirmed as found today, then on"),
  key("clear", "0", "0", { group: "whole", label: "Clear", act: "clear", on: "always" },
    "clear: band absent, tenderness 0, felt elsewhere no, known pain no, then on. After B: no tender spot. After U: clear, band not testable"),
  key("not-examined", "-", "-", { group: "whole", label: "Not examined", on: "always" },
    "not examined, then on"),
  key("band", "B", "b", { group: "band", label: "Band", act: "band", value: "present", row: "band" },
    "taut band: present, none, cannot be felt"),
  key("no-band", "X", "x", { group: "band", label: "None", act: "band", value: "absent", row: "band" }),
  key("deep", "U", "u", { group: "band", label: "Can't feel", act: "band", value: "not_palpable", row: "band" }),
  key("grade-1", "1", "1", { group: "tender", act: "grade", value: 1, row: "grade", says: "tender 1" },
    "tender, grade 1 to 4: after B the spot lies in the band, after X or U elsewhere"),
  key("grade-2", "2", "2", { group: "tender", act: "grade", value: 2, row: "grade", says: "tender 2" }),
  key("grade-3", "3", "3", { group: "tender", act: "grade", value: 3, row: "grade", says: "tender 3" }),
  key("grade-4", "4", "4", { group: "tender", act: "grade", value: 4, row: "grade", says: "tender 4" }),
  key("outside", "E", "e", { act: "outside", label: "Outside", says: "Outside the band" },
    "tender, outside the band"),
  key("felt", "F", "f", { group: "felt", label: "Elsewhere", act: "felt", value: "present", row: "felt" },
    "felt elsewhere, and zones can be tapped; felt here only"),
  key("here", "H", "h", { group: "felt", label: "Here only", act: "felt", value: "absent", row: "felt" }),
  key("yes", "Y", "y", { group: "known", label: "Yes", act: "recognised", value: "yes", row: "known", on: "settled" },
    "known pain: yes, partly, no; then on when nothing is missing"),
  key("partly", "P", "p", { group: "known", label: "Partly", act: "recognised", value: "partly", row: "known", on: "settled" }),
  key("no", "N", "n", { group: "known", label: "No", act: "recognised", value: "no", row: "known", on: "settled" }),
  key("twitch", "W", "w", { group: "twitch", label: "Twitch", act: "twitch", value: "felt", row: "twitch" },
    "twitch: felt, seen"),
  key("twitch-seen", "Shift W", "shift+w", { act: "twitch", value: "seen", row: "twitch" }),
  key("spontaneous", "S", "s", { act: "spontaneous", label: "Hurts by itself" },
    "spontaneous pain"),
  key("zones", "Z", "z", { label: "Zones" },
    "zones: the usual ones are 1 to 9, others by two letters; Enter closes"),
  key("left", "L", "l", { row: "sides" }, "same muscle, left or right"),
  key("right", "R", "r", { row: "sides" }),
  key("one-more", "+", "+", { label: "One more site", row: "more" },
    "one more site in this muscle; Shift B starts it with a band"),
  key("one-more-band", "Shift B", "shift+b", { row: "more" }),
  key("override", "O", "o", { label: "Override" }, "override the class, with a reason"),
  key("note", "T", "t", { label: "Note and more" }, "note, quality, readings and the rest"),
  key("up", "Up", "arrowup", { row: "move", repeats: true, plain: true }, "move without changing"),
  key("down", "Down", "arrowdown", { row: "move", repeats: true, plain: true }),
  key("find", "/", "/", { label: "Find a muscle" }, "find a muscle"),
  key("undo", "Ctrl Z", "ctrl+z", { plain: true, repeats: true }, "undo, as often as you like"),
  key("sheet", "?", "?", {}, "this sheet"),
  key("leave", "Esc", "escape", { plain: true }, "leave the path"),
];

function key(id, cap, pressed, more, does = "") {
  return Object.freeze({ id, cap, pressed, does, label: "", ...more });
}

export const BY_ID = Object.fromEntries(KEYS.map((each) => [each.id, each]));
const BY_PRESSED = new Map(KEYS.map((each) => [each.pressed, each]));

// The key of the table that a keyboard event means, if any. `enabled` is false when single keys
// are turned off (WCAG 2.1.4): then only Enter, the arrows, Ctrl Z and Esc are left.
export function keyFor(event, enabled = true) {
  if (event.isComposing || event.altKey) return null;
  const pressed = event.key.toLowerCase();
  const isLetter = /^[a-z]$/.test(pressed);
  let found;
  if (event.ctrlKey || event.metaKey) found = BY_PRESSED.get(`ctrl+${pressed}`);
  else if (isLetter && event.shiftKey) found = BY_PRESSED.get(`shift+${pressed}`);
  else found = BY_PRESSED.get(pressed);
  if (!found || (event.repeat && !found.repeats)) return null;
  const isSingle = pressed.length === 1 && !event.ctrlKey && !event.metaKey;
  return enabled || !isSingle ? found : null;
}

// Rows of the sheet: the caps that stand together, and what they do.
export function sheetRows() {
  const rows = new Map();
  for (const each of KEYS) {
    const at = each.row ?? each.id;
    const row = rows.get(at) ?? { caps: [], does: "" };
    row.caps.push(each.cap);
    row.does ||= each.does;
    rows.set(at, row);
  }
  return [...rows.values()];
}
