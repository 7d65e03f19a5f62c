// What the signs add up to: looked up in the table the server computed by its one rule.

// The signs in the table's order, each read off a finding.
const READ = {
  taut_band: (finding) => finding.taut_band,
  tenderness_grade: (finding) => finding.tenderness_grade,
  spot_in_band: (finding) => finding.spot_in_band,
  sensation: (finding) => finding.referral.sensation,
  recognised: (finding) => finding.recognised,
};

// Answers `classify(finding)` → {kind, row, missing, because}; with the clinic's strict setting.
export function classifier({ signs, kinds, tests, words, verdicts, table, strict }, isStrict) {
  const columns = Array.isArray(signs) ? signs : Object.entries(signs);
  return (finding) => {
    let at = 0;
    for (const [name, answers] of columns) {
      at = at * answers.length + answers.indexOf(READ[name](finding));
    }
    const told = verdicts[isStrict && strict[at] !== undefined ? strict[at] : table[at]];
    const [kind, row, missing, because] = told;
    return {
      kind: kinds[kind],
      row,
      missing: missing.map((test) => tests[test]),
      because: because.map((word) => words[word]),
    };
  };
}

// The clinician's own class, where there is one, is the one that counts.
export const effective = (finding, verdict) => finding.override?.class ?? verdict.kind;

// What each answer to a question would make of the finding: [[class, answers], …], or none when
// an answer would still leave it open.
export function outcomes(finding, classify, answers, press) {
  const byKind = new Map();
  for (const [words, act, value] of answers) {
    const { kind } = classify(press(finding, act, value));
    if (kind === "incomplete") return [];
    byKind.set(kind, [...(byKind.get(kind) ?? []), words]);
  }
  return [...byKind];
}
