// What the page says: signs in one line, verdicts in sentences, days and clock times. Pure.

import { html } from "./dom.js";
import { outcomes } from "./classes.js";
import { asked, press } from "./signs.js";

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

// "9 Nov", in the clinic's zone.
export function shortDay(moment, zone) {
  const parts = partsOf(moment, zone);
  return `${parts.day} ${MONTHS[parts.month - 1]}`;
}

// "10:21", in the clinic's zone.
export function clock(moment, zone, { seconds = false } = {}) {
  const { hour, minute, second } = partsOf(moment, zone);
  const two = (number) => String(number).padStart(2, "0");
  return [hour, minute, ...(seconds ? [second] : [])].map(two).join(":");
}

export function partsOf(moment, zone) {
  const format = new Intl.DateTimeFormat("en-AU", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric",
    hour: "numeric", minute: "numeric", second: "numeric",
  });
  const parts = format.formatToParts(new Date(moment));
  return Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)]));
}

const BAND = { present: "band", absent: "no band", not_palpable: "band cannot be felt" };
const KNOWN = { yes: "a known pain", partly: "partly a known pain", no: "not a known pain" };
const SENSATION = { present: "felt elsewhere", absent: "felt here only" };
const TWITCH = { felt: "twitch felt", seen: "twitch seen", absent: "no twitch" };

// The signs as parts [name, words]; of a clear place only what was found of band and spot.
export function signParts(finding) {
  const tender = finding.tenderness_grade;
  const inBand = finding.taut_band === "present" && finding.spot_in_band === false;
  const parts = [
    ["band", BAND[finding.taut_band]],
    ["tender", tender === null ? "" : tender ? `tender ${tender}` : "not tender"],
    ["where", tender > 0 && inBand ? "outside the band" : ""],
  ];
  if (tender !== 0 || finding.referral.sensation === "present") {
    parts.push(["felt", SENSATION[finding.referral.sensation]]);
  }
  if (tender !== 0 || ["yes", "partly"].includes(finding.recognised)) {
    parts.push(["known", KNOWN[finding.recognised]]);
  }
  parts.push(
    ["twitch", tender === 0 && finding.local_twitch === "absent" ? "" : TWITCH[finding.local_twitch]],
    ["by itself", finding.spontaneous_pain ? "hurts by itself" : ""],
  );
  return parts.filter(([, words]) => words);
}

export const signLine = (finding) => signParts(finding).map(([, words]) => words).join(" · ");

// The five cells of the open place: name, what was answered ("" = not tested), the asked name.
export function signCells(finding) {
  const f = finding;
  const tender = f?.tenderness_grade ?? null;
  const zones = f?.referral.zones.length ?? 0;
  const counted = zones ? `, ${zones} ${zones === 1 ? "zone" : "zones"}` : "";
  const isAnswered = (words, untested) => (f && words !== untested ? words : "");
  return [
    { group: "band", name: "Taut band", says: f ? { present: "present", absent: "none", not_palpable: "cannot be felt" }[f.taut_band] ?? "" : "" },
    { group: "tender", name: "Tender spot", says: tender === null ? "" : tender === 0 ? "none" : `${tender}${WHERE(f)}` },
    { group: "felt", name: "Felt elsewhere", says: { present: `yes${counted}`, absent: "no, here only" }[f?.referral.sensation] ?? "" },
    { group: "known", name: "Known pain?", says: isAnswered(f?.recognised, "not_tested") },
    { group: "twitch", name: "Twitch", says: isAnswered(f?.local_twitch, "not_tested") },
  ];
}

function WHERE(finding) {
  if (finding.taut_band === "not_tested") return "";
  if (finding.spot_in_band === null) return ", in the band?";
  return finding.spot_in_band ? ", in the band" : finding.taut_band === "present" ? ", outside the band" : "";
}

const QUESTIONS = {
  taut_band: "is there a taut band?",
  tenderness_grade: "how tender is it?",
  spot_in_band: "does the spot lie in the band?",
  "referral.sensation": "is it felt elsewhere?",
  recognised: "is it a pain they know?",
};
const ANSWERS = {
  felt: [["elsewhere", "felt", "present"], ["here only", "felt", "absent"]],
  known: [["yes", "recognised", "yes"], ["no", "recognised", "no"], ["partly", "recognised", "partly"]],
};

export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

// One sentence with the reason and the rule's number, for a row of the path.
export function reasonOf(verdict) {
  if (!verdict.because.length) return "";
  return `${capital(verdict.because.join(", "))} (rule ${verdict.row})`;
}

// The box under the signs: what the signs make it, or what is missing and what it would make.
export function verdictOf({ finding, verdict, classify, classWords, asksAgain }) {
  if (finding === null) return html`<b>Nothing noted yet.</b> Blank is not tested, never absent.`;
  if (finding.override) {
    return html`<b>${capital(classWords[finding.override.class])}, the examiner's own judgement:</b>
      <q>${finding.override.reason}</q> The signs say ${classWords[verdict.kind]} (rule ${verdict.row}).`;
  }
  if (asksAgain) {
    return html`<b>Partly. Ask once more, in words:</b> “Is that the pain you came with, or another
      one?” <b>P</b> again keeps partly.`;
  }
  const { kind, missing } = verdict;
  if (kind === "incomplete") return incomplete(finding, verdict, classify, classWords);
  const next = asked(finding, verdict) === "known" && !missing.length ? " Known pain is still to be asked." : "";
  return html`<b>${capital(classWords[kind])}.</b> ${reasonOf(verdict)}.${next}`;
}

function incomplete(finding, verdict, classify, classWords) {
  const missing = verdict.missing.map((test) => QUESTIONS[test] ?? test);
  const told = html`<b>Incomplete so far.</b> Missing: ${missing.join(" ")}`;
  const group = asked(finding, verdict);
  if (group === "tender" && verdict.missing.includes("spot_in_band")) {
    return html`${told} Its number again: in the band. <b>E</b>: outside.`;
  }
  const made = ANSWERS[group] ? outcomes(finding, classify, ANSWERS[group], press) : [];
  if (!made.length) return told;
  const parts = made.map(([kind, words], at) => {
    const answers = words.map((word) => html`<b>${at === 0 && word === words[0] ? capital(word) : word}</b>`);
    const joined = answers.flatMap((answer, index) => (index ? [" or ", answer] : [answer]));
    return html`${at ? ", " : ""}${joined} ${at ? "" : "makes it "}${classWords[kind]}`;
  });
  return html`${told} ${parts}.`;
}
