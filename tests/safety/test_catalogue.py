"""The safety catalogue resolves, and a screen adds up as the contract says, answer by answer."""

import pytest

from clinic.anatomy.rules import REGIONS
from clinic.safety.rules import (
    BARRED_BY_THE_PERSON,
    EMERGENCY_NUMBERS,
    QUESTIONS,
    RED_FLAGS,
    STOP_SIGNS,
    Answer,
    AppliesTo,
    FlagArea,
    Outcome,
    Reason,
    RedFlag,
    SafetyFault,
    SafetyQuestion,
    Strength,
    Urgency,
    misplaced_sites,
    missing_sites,
    read_rows,
    screen,
    unknown_questions,
    unknown_regions,
)

ALL_NO = dict.fromkeys(QUESTIONS, Answer.NO)
EVERY_QUESTION = pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda q: q.slug)
SITE_QUESTIONS = [q.slug for q in QUESTIONS.values() if q.applies_to is AppliesTo.SITE]
PERSON_QUESTIONS = [q.slug for q in QUESTIONS.values() if q.applies_to is AppliesTo.ALL]
PLACES = ("thigh", "forearm")  # against the catalogue's order, to see it restored


def sites_for(question: SafetyQuestion, answer: Answer) -> dict[str, tuple[str, ...]]:
    where = question.applies_to is AppliesTo.SITE and answer is Answer.YES
    return {question.slug: PLACES} if where else {}


def test_the_catalogue_holds_the_questions_of_clinical_5_2():
    assert len(QUESTIONS) == 19
    assert {q.source for q in QUESTIONS.values()} == {"CLINICAL 5.2", "CLINICAL 5.3"}


def test_a_screen_without_a_yes_or_an_unknown_is_clear():
    found = screen(ALL_NO, {})
    assert found.outcome is Outcome.CLEAR
    assert found.reasons == found.barred_regions == found.cautioned_regions == ()


@EVERY_QUESTION
@pytest.mark.parametrize("answer", [Answer.YES, Answer.UNKNOWN, None])
def test_one_answer_alone_adds_up_as_the_contract_says(
    question: SafetyQuestion, answer: Answer | None
):
    answers = {slug: no for slug, no in ALL_NO.items() if slug != question.slug}
    if answer is not None:
        answers[question.slug] = answer
    counted = answer or Answer.UNKNOWN  # a question left out is unknown
    found = screen(answers, sites_for(question, counted))

    whole = question.applies_to is AppliesTo.ALL
    absolute = question.strength is Strength.ABSOLUTE
    assert found.outcome is (Outcome.BLOCKED if whole and absolute else Outcome.CAUTION)
    yes = counted is Answer.YES
    named = ("forearm", "thigh") if yes and not whole else ()
    barred = named if absolute else ()
    cautioned = () if absolute else named
    if yes and question.slug == "pregnancy":
        named = barred = ("abdomen", "low-back")
    assert found.reasons == (Reason(question.slug, counted, named),)
    assert found.barred_regions == barred
    assert found.cautioned_regions == cautioned


@EVERY_QUESTION
@pytest.mark.parametrize("answer", list(Answer))
def test_a_blocked_screen_stays_blocked_whatever_else_is_answered(
    question: SafetyQuestion, answer: Answer
):
    answers = ALL_NO | {"bleeding-disorder": Answer.YES}
    if question.slug != "bleeding-disorder":
        answers[question.slug] = answer
    sites = {s: p for s, p in sites_for(question, answer).items() if s in answers}
    assert screen(answers, sites).outcome is Outcome.BLOCKED


def test_an_empty_screen_is_blocked_because_nothing_is_known():
    found = screen({}, {})
    assert found.outcome is Outcome.BLOCKED
    assert [reason.slug for reason in found.reasons] == list(QUESTIONS)
    assert {reason.answer for reason in found.reasons} == {Answer.UNKNOWN}


def test_regions_of_several_answers_are_told_apart_and_named_once():
    answers = ALL_NO | {
        "fracture-or-dislocation": Answer.YES,
        "open-wound-or-skin-infection": Answer.YES,
        "reduced-sensation": Answer.YES,
        "pregnancy": Answer.YES,
    }
    sites = {
        "fracture-or-dislocation": ["foot", "hand"],
        "open-wound-or-skin-infection": ["hand", "hand"],
        "reduced-sensation": ["foot"],
    }
    found = screen(answers, sites)
    assert found.outcome is Outcome.CAUTION
    assert found.barred_regions == ("hand", "abdomen", "low-back", "foot")
    assert found.cautioned_regions == ("foot",)


@pytest.mark.parametrize("slug", SITE_QUESTIONS)
@pytest.mark.parametrize("places", [None, ()], ids=["no sites", "an empty list"])
def test_a_site_question_answered_yes_has_to_say_where(slug: str, places: tuple[()] | None):
    sites = {} if places is None else {slug: places}
    assert missing_sites(ALL_NO | {slug: Answer.YES}, sites) == (slug,)
    with pytest.raises(ValueError, match=f"missing sites: {slug}"):
        screen(ALL_NO | {slug: Answer.YES}, sites)


@pytest.mark.parametrize("slug", SITE_QUESTIONS)
@pytest.mark.parametrize("answer", [Answer.NO, Answer.UNKNOWN])
def test_a_site_question_not_answered_yes_says_no_place(slug: str, answer: Answer):
    assert missing_sites(ALL_NO | {slug: answer}, {}) == ()
    assert misplaced_sites(ALL_NO | {slug: answer}, {slug: ["hand"]}) == (slug,)
    with pytest.raises(ValueError, match=f"misplaced sites: {slug}"):
        screen(ALL_NO | {slug: answer}, {slug: ["hand"]})


@pytest.mark.parametrize("slug", PERSON_QUESTIONS)
@pytest.mark.parametrize("answer", list(Answer))
def test_a_question_about_the_whole_person_takes_no_place(slug: str, answer: Answer):
    answers = ALL_NO | {slug: answer}
    assert missing_sites(answers, {}) == ()
    assert misplaced_sites(answers, {slug: ["abdomen"]}) == (slug,)


def test_sites_of_a_question_left_out_are_misplaced():
    assert misplaced_sites({}, {"reduced-sensation": ["hand"]}) == ("reduced-sensation",)


@pytest.mark.parametrize("region", ["ear", "tail", ""])
def test_a_site_is_one_of_the_broad_regions(region: str):
    answers = ALL_NO | {"reduced-sensation": Answer.YES}
    sites = {"reduced-sensation": ["hand", region]}
    assert unknown_regions(answers, sites) == (region,)
    with pytest.raises(ValueError, match="unknown regions"):
        screen(answers, sites)


def test_a_question_the_catalogue_does_not_have_is_named():
    assert unknown_questions({"tail": Answer.NO}, {"fur": ["hand"], "tail": []}) == ("tail", "fur")
    with pytest.raises(ValueError, match="unknown questions: tail"):
        screen({"tail": Answer.NO}, {})


def test_what_a_person_answer_bars_resolves():
    for slug, regions in BARRED_BY_THE_PERSON.items():
        assert QUESTIONS[slug].applies_to is AppliesTo.ALL
        assert set(regions) <= set(REGIONS)


def test_every_area_has_red_flags_and_the_emergencies_of_clinical_5_3_are_marked():
    assert {flag.area for flag in RED_FLAGS.values()} == set(FlagArea)
    emergencies = {flag.slug for flag in RED_FLAGS.values() if flag.emergency}
    assert {
        "saddle-numbness",
        "bladder-or-bowel-change",
        "sciatica-in-both-legs",
        "severe-or-growing-leg-weakness",
        "chest-pain",
    } <= emergencies


def test_red_flags_and_stop_signs_read_differently_from_each_other():
    for rows in (RED_FLAGS, STOP_SIGNS):
        texts = [row.text for row in rows.values()]
        assert len(texts) == len(set(texts))


def test_every_urgency_has_stop_signs():
    assert {sign.urgency for sign in STOP_SIGNS.values()} == set(Urgency)


def test_the_clinics_country_gives_the_number_to_ring():
    assert EMERGENCY_NUMBERS["AU"] == "000"
    assert EMERGENCY_NUMBERS["NZ"] == "111"
    assert EMERGENCY_NUMBERS["GB"] == "999"
    assert EMERGENCY_NUMBERS["US"] == EMERGENCY_NUMBERS["CA"] == "911"
    assert EMERGENCY_NUMBERS["DE"] == EMERGENCY_NUMBERS["IE"] == "112"
    assert len(EMERGENCY_NUMBERS) == 5 + 27


def test_a_faulty_row_stops_the_start():
    def flag(row):
        return RedFlag(row["slug"], FlagArea(row["area"]), row["text"], False, "here")  # noqa: FBT003 - as stored

    good = {"slug": "tail", "area": "back", "text": "Wags"}
    assert list(read_rows([good], flag)) == ["tail"]
    for rows in ([good, good], [good | {"text": " "}], [good | {"area": "tail"}]):
        with pytest.raises(SafetyFault, match="tail"):
            read_rows(rows, flag)
