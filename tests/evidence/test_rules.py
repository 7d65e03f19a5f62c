"""Every printed claim rests on a publication, and none says more than the evidence."""

import re

import pytest

from clinic.evidence.rules import (
    ADVICE,
    BANNED_CLAIMS,
    BENCHMARK,
    REFERENCES,
    STATEMENTS,
    THERAPIES,
    WORDING_VERSION,
    AdviceSection,
    EvidenceFault,
    Statement,
    banned_claims,
    by_slug,
    check_sentence,
    reading_hint,
    typed_problems,
)

PRINTED = (
    [(text.slug, f"{text.title}. {text.text}") for text in ADVICE.values()]
    + [(statement.slug, statement.text) for statement in STATEMENTS.values()]
    + [(therapy.slug, therapy.patient_text) for therapy in THERAPIES.values()]
)
LONGEST_SENTENCE = 24  # words


def cited() -> set[str]:
    texts = (*ADVICE.values(), *STATEMENTS.values(), *THERAPIES.values())
    return {slug for text in texts for slug in text.references} | {BENCHMARK.reference}


def test_every_cited_reference_exists():
    assert cited() <= set(REFERENCES)


def test_no_reference_stands_alone():
    alone = [
        reference.slug
        for reference in REFERENCES.values()
        if not (reference.slug in cited() or reference.seed_number or reference.grounds)
    ]
    assert alone == []


def test_the_founders_twelve_references_are_all_there_in_order():
    numbers = [r.seed_number for r in REFERENCES.values() if r.seed_number]
    assert numbers == list(range(1, 13))


def test_a_reference_that_is_not_confirmed_says_what_is_not():
    for reference in REFERENCES.values():
        assert reference.confirmed or reference.note


def test_a_detail_that_was_left_out_is_named():
    for reference in REFERENCES.values():
        if reference.journal and not (reference.authors and reference.volume and reference.doi):
            assert "left out" in reference.note or reference.url, reference.slug


def test_every_statement_rests_on_a_reference():
    assert all(statement.references for statement in STATEMENTS.values())


def test_nothing_is_approved_before_somebody_approves_it():
    assert {statement.approved_by for statement in STATEMENTS.values()} == {None}


def test_a_therapy_is_opinion_or_referenced():
    assert all(therapy.is_opinion or therapy.references for therapy in THERAPIES.values())


def test_vibration_is_said_to_have_early_small_evidence_only():
    assert "early evidence" in THERAPIES["vibration"].patient_text
    assert "small" in THERAPIES["vibration"].patient_text


def test_both_sections_of_the_founders_advice_are_there():
    sections = [text.section for text in ADVICE.values()]
    assert sections.count(AdviceSection.PREVENTION) == 5
    assert sections.count(AdviceSection.OTHER_ISSUES) == 1


def test_no_advice_invents_how_often_to_take_breaks():
    assert not re.search(r"\d", ADVICE["regular-breaks"].text)


@pytest.mark.parametrize("text", [text for _, text in PRINTED], ids=[slug for slug, _ in PRINTED])
def test_a_printed_text_claims_nothing_banned_and_is_plain(text: str):
    assert banned_claims(text) == ()
    for sentence in re.split(r"[.?;]", text):
        assert len(sentence.split()) <= LONGEST_SENTENCE


def test_printed_texts_carry_a_wording_version_no_newer_than_the_present():
    texts = (*ADVICE.values(), *STATEMENTS.values(), *THERAPIES.values())
    assert {text.wording_version for text in texts} <= {WORDING_VERSION}


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("This will eliminate every knot.", {"eliminates"}),
        ("Your pain is gone for good.", {"permanent"}),
        ("Rid yourself permanently of knots", {"permanent", "rid-of"}),
        ("How to get rid of it", {"rid-of"}),
        ("It cures knots and heals muscle", {"cures", "heals"}),
        ("Arguably the BEST treatment", {"best"}),
        ("Works as well as professional therapies", {"better-than-professional"}),
        ("It is better than any of the other treatments", {"better-than-professional"}),
        ("The massager is safe.", {"safe"}),
        ("Use it safely", {"safe"}),
        ("There is no inflammation in a knot", {"no-inflammation"}),
        ("Knots are easily diagnosed", {"easily-diagnosed"}),
        ("The biggest cause of back pain", {"biggest-cause"}),
        ("Researchers hide that points remain", {"hidden-by-researchers"}),
        ("With practically no ongoing cost", {"no-cost"}),
        ("Clinically proven relief", {"proven-to-work"}),
        ("Read the safety page. Ask your clinician about the procedure, security and care.", set()),
        ("Not found on two examinations", set()),
    ],
)
def test_a_claim_of_clinical_7_is_recognised(text: str, claims: set[str]):
    assert set(banned_claims(text)) == claims


def test_every_banned_claim_says_why():
    assert all(claim.because for claim in BANNED_CLAIMS.values())


def test_a_sentence_with_a_banned_claim_or_an_unknown_reference_is_refused():
    with pytest.raises(EvidenceFault, match="claims best"):
        check_sentence("boast", "The best way", [], REFERENCES)
    with pytest.raises(EvidenceFault, match="cites nobody-1900"):
        check_sentence("guess", "It may help", ["nobody-1900"], REFERENCES)


def test_a_slug_that_stands_twice_is_refused():
    row = {
        "slug": "echo", "text": "t", "references": [], "wording_version": "1.0",
        "approved_by": None,
    }  # fmt: skip
    with pytest.raises(EvidenceFault, match="echo stands twice"):
        by_slug([row, row], Statement)


def test_the_benchmark_is_the_arithmetic_of_the_trials_table():
    assert BENCHMARK.weeks == (0, 6, 12)
    treated, waiting = BENCHMARK.series
    assert treated.percent == (100, 83.8, 64.9)
    assert waiting.percent == (100, 111.5, 123.0)
    for group in BENCHMARK.series:
        start = group.mean_muscles[0]
        assert group.percent == tuple(round(m / start * 100, 1) for m in group.mean_muscles)


def test_the_benchmark_says_that_it_counts_muscles_and_promises_nothing():
    assert "not points" in BENCHMARK.limits[0]
    assert "neither a target nor a promise" in BENCHMARK.limits[1]


def test_a_citation_reads_as_in_a_bibliography():
    bron = REFERENCES["bron-2011"]
    assert bron.citation.endswith("a randomized, controlled trial. BMC Med 2011;9:8.")
    assert bron.citation.startswith("Bron C, de Gast A")
    assert bron.address == "https://doi.org/10.1186/1741-7015-9-8"


def test_a_web_page_is_cited_by_author_and_title_and_its_own_address():
    page = REFERENCES["ohs-reps-workstations"]
    assert page.citation == "OHS Reps. Workstations and seating."
    assert page.address == page.url


@pytest.mark.parametrize(
    "text",
    [
        "Best wishes, Ann",
        "Do your best. Rest when you must.",
        "Keep the cord in a safe spot.",
        "Stop if it is not safe to stand.",
        "This is not a cure.",
        "Stop if you feel unsafe.",
    ],
)
def test_words_that_make_no_claim_may_be_typed(text: str):
    assert typed_problems({"/note": text}) == []


@pytest.mark.parametrize(
    "text", ["The massager is safe.", "Not safe? It is safe!", "It cures knots.", "Best for knots"]
)
def test_a_claim_is_told_with_its_words_its_reason_and_a_way_out(text: str):
    (problem,) = typed_problems({"/note": text})
    assert problem.pointer == "/note"
    assert "is not printed for a patient." in problem.detail
    assert "Please say it in other words" in problem.detail


def test_a_note_is_hinted_at_only_where_its_grade_can_be_judged():
    hard = "Subsequently recommence contralateral vibration notwithstanding residual discomfort. "
    assert "school grade" in reading_hint(hard * 2)
    assert reading_hint("Contraindicated.") is None
    assert reading_hint("Sit down and rest your arm on a pillow. Stop if it hurts more.") is None
    assert reading_hint("请坐下 把手臂放在枕头上 " * 20) is None
