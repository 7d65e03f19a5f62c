"""Every document of ours, beside what it looked like when somebody last looked at it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import page as page_validation
import pytest

from clinic.examinations.context import ExaminationReport
from clinic.handouts.context import HandoutContext, OtherWay, StatementLine
from clinic.handouts.html import handout_pages
from clinic.letters.context import CourseLine, Letter, PointLine
from clinic.letters.rules import KINDS, LetterKind
from clinic.paper.html import TEMPLATES, page_of
from clinic.paper.pdf import to_pdf
from clinic.paper.printed import in_best_arrangement
from tests.handouts.test_html import PLACES, PLAN
from tests.paper import goldens
from tests.paper.foreign import in_language
from tests.paper.test_pdf import ALL

NOW = datetime(2026, 11, 23, tzinfo=UTC)
WAY = OtherWay(
    "Laser",
    "30 visits of 60 minutes at $50.00: $1,500.00 and 30 hours in all.",
    StatementLine("Laser has shown some relief in small studies", (1,)),
)
HANDOUTS: dict[str, HandoutContext] = {
    "handout-six-places": PLAN,
    "handout-two-places": replace(PLAN, places=PLACES[:2]),
    "handout-ten-places": replace(PLAN, places=PLACES),
    "handout-twelve-weeks": replace(
        PLAN, places=PLACES[:5], review_on=PLAN.starts_on + timedelta(84)
    ),
    "handout-other-ways": replace(PLAN, other_ways=(WAY,) * 3, note="Rest after the gym."),
    "handout-large": replace(PLAN, layout="large_print", places=PLACES[:2]),
    "handout-large-many": replace(PLAN, layout="large_print", places=PLACES[:8]),
    "handout-draft": replace(PLAN, places=PLACES[:1], mark="DRAFT, NOT ISSUED", page_url=""),
    "handout-vietnamese": in_language(replace(PLAN, places=PLACES[:4]), "vi"),
    "handout-chinese": in_language(replace(PLAN, places=PLACES[:4]), "zh-Hans"),
    "handout-arabic": in_language(replace(PLAN, places=PLACES[:4]), "ar"),
    "large-arabic": in_language(replace(PLAN, layout="large_print", places=PLACES[:2]), "ar"),
}


def a_letter(report: ExaminationReport) -> Letter:
    day = date(2026, 11, 20)
    return Letter(
        letterhead=report.letterhead,
        kind=KINDS[LetterKind.CARE_SUMMARY],
        language="en-AU",
        written_on=day,
        written_by="Dr Helen Marchetti",
        recipient_name="Dr Ann Okafor",
        recipient_address="Castle Street Medical Centre\nCastlemaine VIC 3450",
        patient_name="Thu Hà Nguyễn",
        birth_day=date(1980, 3, 14),
        file_number="20417",
        request="For your record, as Hà moves to Bendigo.",
        course_words="Pressure and stretch at each visit.",
        report=report,
        findings=report.findings,
        clear=("Deltoid, right, whole muscle",),
        course=(
            CourseLine(date(2026, 8, 28), "Dr Helen Marchetti", 12, 3, 4, 7, 0, 0, "6", "yes"),
            CourseLine(day, "Dr Minh Trần", 9, 1, 3, 4, 2, 1, "2", "no: another examiner"),
        ),
        points=(PointLine("Infraspinatus, spot 1", "right", "active", day, 2),),
        counted="6 found · 2 eliminated · 4 left (1 active, 3 latent)",
        screen="clear",
        plan=("settle the pain; active; 1 place", "Infraspinatus, right: 60 seconds, once a day"),
        adherence="9 of 12 sessions done, told on 12 of 14 days",
        episodes=("Right shoulder: from 2026-08-28, still open",),
        elimination_days=14,
        short_code="7KQM-3XPA",
        status_line="catalogue 1.0",
    )


FOREIGN = [case for case, context in HANDOUTS.items() if not context.spoken.is_english]
CASES = (*HANDOUTS, *ALL, "letter.html")


@pytest.fixture
def pdf(case: str, papers: dict[str, Any], report: ExaminationReport) -> bytes:
    if case in HANDOUTS:
        pages = handout_pages(HANDOUTS[case])
        return in_best_arrangement(
            pages.tight, pages.tighter, pages.roomier, lambda html: to_pdf(html, created=NOW)
        ).pdf
    context = a_letter(report) if case == "letter.html" else papers[case]
    return to_pdf(page_of(case, context), created=NOW).pdf


@pytest.mark.parametrize("case", CASES)
def test_a_document_is_what_it_was_when_it_was_last_looked_at(case: str, pdf: bytes) -> None:
    name = case.removesuffix(".html")
    if goldens.is_accepting():
        goldens.accept(name, pdf)
    assert goldens.words(pdf) == (goldens.KEPT / f"{name}.txt").read_text("utf-8")
    assert goldens.tags(pdf) == (goldens.KEPT / f"{name}.tags").read_text("utf-8")
    seen, kept = goldens.pictures(pdf), goldens.kept_pictures(name)
    assert len(seen) == len(kept)
    for number, (now, then) in enumerate(zip(seen, kept, strict=True), 1):
        apart = goldens.difference(now, then)
        assert apart <= goldens.TOLERANCE, f"{case}, page {number}, looks different: {apart:.0f}"


@pytest.mark.parametrize("case", FOREIGN)
def test_a_sheet_keeps_every_rule_of_accessibility_in_every_language(case: str, pdf: bytes) -> None:
    assert page_validation.validate_pdf_bytes(pdf, profile="ua1").failures == []


def test_no_document_is_without_a_golden() -> None:
    """A template that is no part of another is a document; layouts and parts are not."""
    bases = {"sheet.html", "parts.html", "findings.html"}
    documents = {file.name for file in TEMPLATES.glob("*.html")} - bases
    handouts = {"handout-standard.html", "handout-large.html"}
    assert documents == {*ALL, "letter.html", *handouts}


def test_a_line_that_moves_is_seen_and_a_grain_is_not() -> None:
    page = np.full((700, 500), 255, dtype=np.uint8)
    page[300:306, 60:400:2] = 0  # a line of text
    moved = np.roll(page, 5, axis=0)
    noise = np.random.default_rng(1).integers(-12, 13, page.shape)
    grainy = np.clip(page.astype(int) + noise, 0, 255).astype(np.uint8)
    assert goldens.difference(page, moved) > goldens.TOLERANCE
    assert goldens.difference(page, grainy) <= goldens.TOLERANCE
    assert goldens.difference(page, page[:600]) > goldens.TOLERANCE


@pytest.mark.parametrize("case", ["handout-six-places"])
def test_the_tag_tree_tells_what_the_picture_shows_and_heads_every_column(
    case: str, pdf: bytes
) -> None:
    tree = goldens.tags(pdf)
    assert "lang en-AU" in tree
    assert "alt 'Your body, from behind, with numbered places: 1 Right: back rotator-cuff" in tree
    assert "TH column x16" in tree
    assert tree.count("TH row") == 7
    assert tree.index("H1") < tree.index("Figure alt 'Your body") < tree.index("Table")
