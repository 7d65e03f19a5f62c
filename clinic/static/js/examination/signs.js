// A finding, and what each press does to it. Pure: takes a finding, gives a new one.

const BLANK = Object.freeze({
  chart: null,
  taut_band: "not_tested",
  tenderness_grade: null,
  spot_in_band: null,
  referral: Object.freeze({ sensation: "not_tested", zones: [], qualities: [] }),
  recognised: "not_tested",
  spontaneous_pain: null,
  local_twitch: "not_tested",
  nodule: null,
  movement_limited: null,
  pressure_pain_threshold_kpa: [],
  mirror_pressure_pain_threshold_kpa: [],
  probe_cm2: 1,
  note: "",
  override: null,
});

// What a body of the API says of a place, with everything it leaves out written as not tested.
export function read(body) {
  const finding = {};
  for (const [name, empty] of Object.entries(BLANK)) finding[name] = body?.[name] ?? empty;
  const { sensation, zones, qualities } = { ...BLANK.referral, ...body?.referral };
  finding.referral = { sensation, zones: [...zones], qualities: [...qualities] };
  if (finding.chart) {
    const { view, x, y } = finding.chart;
    finding.chart = { view, x, y };
  }
  if (finding.override) {
    finding.override = { class: finding.override.class, reason: finding.override.reason };
  }
  return finding;
}

export const blank = () => read(null);

// Two values say the same: no order among zones, symptoms and the like, nothing counts as left out.
export function same(one, other) {
  return canonical(one) === canonical(other);
}

function canonical(value) {
  if (Array.isArray(value)) {
    const parts = value.map(canonical);
    return `[${(value.every((each) => typeof each === "string") ? parts.sort() : parts).join()}]`;
  }
  if (value !== null && typeof value === "object") {
    const names = Object.keys(value).filter((name) => (value[name] ?? null) !== null).sort();
    return `{${names.map((name) => `${name}:${canonical(value[name])}`).join()}}`;
  }
  return JSON.stringify(value ?? null);
}

// Nothing was tested or written: such a finding is not kept (the place is not examined).
export function isBlank(finding) {
  return finding === null || same({ ...finding, chart: null }, BLANK);
}

// Any sign at all was found: such a finding is a site of its own, not the muscle as a whole.
export function isPositive(finding) {
  return (
    finding !== null &&
    (finding.taut_band === "present" ||
      finding.tenderness_grade > 0 ||
      finding.referral.sensation === "present" ||
      ["yes", "partly"].includes(finding.recognised) ||
      ["seen", "felt"].includes(finding.local_twitch) ||
      finding.spontaneous_pain === true ||
      finding.nodule === true ||
      finding.movement_limited === true)
  );
}

const toggled = (was, value, untested) => (was === value ? untested : value);
const kept = (was, untested, value) => (was === untested ? value : was);

// Where the spot lies follows from the band as far as it can: without one it lies elsewhere.
function band(finding, value) {
  const taut_band = toggled(finding.taut_band, value, "not_tested");
  const hasSpot = finding.tenderness_grade > 0;
  const bandless = taut_band === "absent" || taut_band === "not_palpable";
  return { ...finding, taut_band, spot_in_band: hasSpot && bandless ? false : null };
}

function grade(finding, value) {
  const banded = finding.taut_band === "present";
  const unplaced = banded && finding.spot_in_band === null;
  if (finding.tenderness_grade === value && !unplaced) {
    return { ...finding, tenderness_grade: null, spot_in_band: null };
  }
  const bandless = ["absent", "not_palpable"].includes(finding.taut_band);
  const inBand = banded ? finding.spot_in_band !== false : bandless ? false : null;
  return { ...finding, tenderness_grade: value, spot_in_band: inBand };
}

// Tender, outside the band: only a felt band leaves the question open.
function outside(finding) {
  return { ...finding, spot_in_band: finding.spot_in_band === false ? true : false };
}

function felt(finding, value) {
  const sensation = toggled(finding.referral.sensation, value, "not_tested");
  const { zones, qualities } = finding.referral;
  const stays = sensation === "present";
  return {
    ...finding,
    referral: { sensation, zones: stays ? zones : [], qualities: stays ? qualities : [] },
  };
}

// A zone that is named was felt: naming one says that the pain goes elsewhere.
function zone(finding, slug) {
  const { zones } = finding.referral;
  const now = zones.includes(slug) ? zones.filter((each) => each !== slug) : [...zones, slug];
  return { ...finding, referral: { ...finding.referral, sensation: "present", zones: now } };
}

// Clear stores band absent, grade 0, referral absent, recognised no. After "band" or "cannot be
// felt" only the tender spot is denied, and what was already answered stays as it was answered.
function clear(finding) {
  if (["present", "not_palpable"].includes(finding.taut_band)) {
    const sensation = kept(finding.referral.sensation, "not_tested", "absent");
    return {
      ...finding,
      tenderness_grade: 0,
      spot_in_band: null,
      referral: { ...finding.referral, sensation },
      recognised: kept(finding.recognised, "not_tested", "no"),
    };
  }
  return {
    ...finding,
    taut_band: "absent",
    tenderness_grade: 0,
    spot_in_band: null,
    referral: { sensation: "absent", zones: [], qualities: [] },
    recognised: "no",
    local_twitch: "not_tested",
    nodule: null,
    override: null,
  };
}

// All signs of the last visit, found the same today. What was measured, noted or judged against
// the rule belongs to its own visit and is not copied.
export function confirmed(last, finding) {
  return {
    ...read(last),
    chart: finding?.chart ?? last.chart,
    pressure_pain_threshold_kpa: finding?.pressure_pain_threshold_kpa ?? [],
    mirror_pressure_pain_threshold_kpa: finding?.mirror_pressure_pain_threshold_kpa ?? [],
    probe_cm2: finding?.probe_cm2 ?? 1,
    note: finding?.note ?? "",
    override: null,
  };
}

const PRESSES = {
  band,
  grade,
  outside,
  felt,
  zone,
  clear,
  recognised: (finding, value) => ({
    ...finding,
    recognised: toggled(finding.recognised, value, "not_tested"),
  }),
  twitch: (finding, value) => ({
    ...finding,
    local_twitch: toggled(finding.local_twitch, value, "not_tested"),
  }),
  spontaneous: (finding) => ({
    ...finding,
    spontaneous_pain: finding.spontaneous_pain === true ? null : true,
  }),
  write: (finding, changes) => ({ ...finding, ...changes }),
};

// The finding after a press; null when nothing is left of it.
export function press(finding, act, value) {
  const next = PRESSES[act](finding ?? blank(), value);
  return isBlank(next) ? null : next;
}

// Which group of signs is asked for now, in the order of the hands; null when nothing is.
export function asked(finding, verdict) {
  if (finding === null || finding.taut_band === "not_tested") return "band";
  const { tenderness_grade: tender, spot_in_band: spot, taut_band, recognised } = finding;
  if (tender === null || (tender > 0 && taut_band === "present" && spot === null)) return "tender";
  if (tender === 0 || verdict.kind === "inconsistent") return null;
  const unfelt = finding.referral.sensation === "not_tested";
  if (unfelt && (recognised === "not_tested" || verdict.missing.includes("referral.sensation"))) {
    return "felt";
  }
  return recognised === "not_tested" ? "known" : null;
}

// The class stands: nothing is missing, nothing contradicts itself.
export const isSettled = (verdict) => !["incomplete", "inconsistent"].includes(verdict.kind);
