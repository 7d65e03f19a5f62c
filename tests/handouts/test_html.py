"""The handout on paper: two pages for few places, stop signs always, no claim without source."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Any

import page as page_validation
import pypdf
import pytest

from clinic.handouts.context import (
    AdviceLine,
    HandoutContext,
    OtherWay,
    PatientLine,
    PlaceLine,
    StatementLine,
    StopSigns,
)
from clinic.handouts.html import UnsoundHandout, handout_html, handout_pages
from clinic.paper.letterhead import Letterhead
from clinic.paper.pdf import to_pdf
from clinic.paper.printed import LEAST_FILLED
from tests.handouts.zoo import SHEETS

NOW = datetime(2026, 11, 23, tzinfo=UTC)
SPINE = "spine and bony points: stay on the muscle beside them"
NECK = "side of neck: lowest setting, stay behind the line of the ear"
CAUTIONS = {
    "spine": SPINE,
    "neck": NECK,
    "armpit": "armpit vessels and nerves: avoid",
}
MUSCLES = """
infraspinatus|Back rotator-cuff muscle|Infraspinatus|spine|back|0.633|0.246
trapezius-upper|Top-of-shoulder muscle|Trapezius, upper fibres|neck|back|0.61|0.192
levator-scapulae|Shoulder-blade lifter|Levator scapulae|neck+spine|back|0.5625|0.204
teres-major|Back-of-armpit muscle|Teres major|armpit|back|0.69|0.229
supraspinatus|Top rotator-cuff muscle|Supraspinatus|spine|back|0.65|0.214
rhomboids|Between-the-shoulder-blades muscles|Rhomboid major and minor|spine|back|0.545|0.25
pectoralis-major|Large chest muscle|Pectoralis major|spine|front|0.4|0.24
pectoralis-minor|Small deep chest muscle|Pectoralis minor|spine|front|0.41|0.235
deltoid|Shoulder cap muscle|Deltoid|spine|right|0.5|0.24
latissimus-dorsi|Broad back muscle|Latissimus dorsi|spine|back|0.62|0.32
"""


def _place(number: int, row: str) -> PlaceLine:
    muscle, plain, name, cautions, view, x, y = row.split("|")
    return PlaceLine(
        number,
        muscle,
        "right",
        plain,
        name,
        60,
        1,
        7,
        45,
        1,
        region_name="Shoulder girdle",
        position="Sit, arm on a pillow",
        reach="strap",
        cautions=tuple(CAUTIONS[caution] for caution in cautions.split("+")),
        view=view,
        x=float(x),
        y=float(y),
    )


PLACES = tuple(_place(number, row) for number, row in enumerate(MUSCLES.split("\n")[1:-1], 1))
EMERGENCY = (
    "chest pain or trouble breathing",
    "face drooping or slurred speech",
    "numb between the legs",
)
TODAY = ("swollen, hot calf", "spreading bruise; broken skin, blister or rash", "fever")
PLAN = HandoutContext(
    Letterhead("Banksia Lane Chiropractic", "14 Banksia Lane, Castlemaine", "03 5550 1420", "000"),
    PatientLine("Thu Hà Nguyễn", "Hà", date(1980, 3, 14), "20417"),
    "Dr Helen Marchetti, chiropractor",
    date(2026, 11, 23),
    PLACES[:6],
    360,
    360,
    date(2026, 11, 23),
    date(2026, 12, 7),
    "settle the pain",
    StopSigns(EMERGENCY, TODAY, "Also stop if the massager is hot, cracked, wet or sparking."),
    9,
    5,
    short_code="3f9a-71c2",
    status_line="wording 1, catalogue 1.0",
    review_time="10:15",
    massager_name="General Purpose Massager 1",
    advice=(AdviceLine("Desk", "feet flat, thighs level"), AdviceLine("No better?", "Tell us")),
    examined_on=date(2026, 11, 20),
    statements=(StatementLine("Pain can settle while sore knots stay", (1, 2)),),
    limits=(StatementLine("An early study was small", (2,)),),
    sources=("Bron et al., BMC Med 2011;9:8", "Celik and Mutlu 2013"),
    page_url="https://clinic.example.org/h/AbCdEfGhIjKlMnOpQrStUv",
)
LARGE = replace(PLAN, layout="large_print", places=PLACES[:1])
LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff-" * 3


@cache
def pdf_of(context: HandoutContext) -> bytes:
    return to_pdf(handout_html(context), created=NOW).pdf


@cache
def sheets(context: HandoutContext) -> list[str]:
    """Print a handout and read its pages back, white space made even."""
    pdf = pdf_of(context)
    reader = pypdf.PdfReader(BytesIO(pdf))
    return [" ".join(sheet.extract_text().split()) for sheet in reader.pages]


@pytest.mark.parametrize(("places", "days"), [(1, 14), (3, 5), (6, 14), (6, 60)])
def test_up_to_six_places_take_two_pages(places: int, days: int) -> None:
    plan = replace(PLAN, places=PLACES[:places], review_on=PLAN.starts_on + timedelta(days))
    front, back = sheets(plan)
    assert "Tick when done" in front
    assert "How to do it" in back


def test_a_sheet_says_whose_it_is_where_and_how_much() -> None:
    front, back = sheets(PLAN)
    for words in (
        "Thu Hà Nguyễn, born 14 Mar 1980",
        "given by Dr Helen Marchetti, chiropractor",
        "Monday 23 November 2026",
        "Now: settle the pain",
        "Every day: 6 places, 6 minutes",
        "Right: back rotator-cuff muscle · Infraspinatus",
        "60 seconds, once a day, speed 45 Hz",
        "Sit, arm on a pillow. Use the strap.",
        "Place 2, 3: Side of neck: lowest setting",
        "file 20417 · issued 23 Nov 2026 · wording 1, catalogue 1.0 · 3f9a-71c2",
        "All stop signs: over the page.",
    ):
        assert words in front
    for words in (
        "9 places left, 5 not found on two examinations.",
        "Pain can settle while sore knots stay.",
        "1 Bron et al., BMC Med 2011;9:8.",
        "Mon 7 Dec 2026, 10:15",
        "Bring this sheet and the massager (General Purpose Massager 1).",
        "Desk: feet flat, thighs level.",
        "No better? Tell us.",
    ):
        assert words in back
    assert "<sup>1, 2</sup>" in handout_html(PLAN)


@pytest.mark.parametrize("layout", ["standard", "large_print"])
@pytest.mark.parametrize("places", [1, 10])
def test_the_stop_signs_are_all_there_in_every_layout(layout: str, places: int) -> None:
    pages = sheets(replace(PLAN, layout=layout, places=PLACES[:places]))
    signs = next(page for page in pages if "stop signs" in page.lower() and TODAY[0] in page)
    assert all(sign in signs for sign in EMERGENCY + TODAY)
    assert "000" in signs
    assert "03 5550 1420" in signs
    assert "hot, cracked, wet or sparking" in signs
    assert "; ".join(EMERGENCY) in pages[0]


def test_seven_to_ten_places_have_their_map_then_their_doses_and_ticks() -> None:
    front, doses, back = sheets(replace(PLAN, places=PLACES))
    assert "Stop and ring" in front
    assert "How much, and how" in doses
    assert "Tick when done" in doses
    assert "How to do it" in back
    assert doses.count("60 seconds, once a day") == 10


def test_large_print_has_four_pages_with_one_job_each() -> None:
    pages = sheets(LARGE)
    jobs = ("60 seconds", "Tick when done", "Stop and call us", "How to do it")
    assert len(pages) == 4
    assert all(job in page for job, page in zip(jobs, pages, strict=True))


def test_letters_are_as_large_as_promised() -> None:
    sizes: list[float] = []

    def note(text: str, _cm: Any, tm: list[float], _font: Any, size: float) -> None:
        if "60 seconds" in text:
            sizes.append(round(abs(size * tm[3]), 1))

    for context in (PLAN, LARGE):
        pypdf.PdfReader(BytesIO(pdf_of(context))).pages[0].extract_text(visitor_text=note)
    assert min(sizes) >= 12
    assert max(sizes) >= 18


@pytest.mark.parametrize(
    "context",
    [
        PLAN,
        replace(PLAN, places=PLACES, mark="DRAFT, NOT ISSUED"),
        replace(PLAN, places=(replace(PLACES[0], view=None),), page_url="", advice=()),
        LARGE,
        replace(LARGE, places=PLACES),
    ],
    ids=["standard", "crowded", "no-map", "large", "large-crowded"],
)
def test_every_layout_is_accessible(context: HandoutContext) -> None:
    report = page_validation.validate_pdf_bytes(pdf_of(context), profile="ua1")
    assert [f"{fault.rule_id}: {fault.message}" for fault in report.failures] == []


def test_the_same_facts_give_the_same_bytes() -> None:
    assert to_pdf(handout_html(PLAN), created=NOW).pdf == pdf_of(PLAN)


def test_the_stop_strip_names_the_page_where_it_cannot_be_overleaf() -> None:
    pages = sheets(replace(PLAN, places=PLACES))
    assert "All stop signs: page 3" in pages[0]
    assert "STOP signs" in pages[2]


def test_a_mark_stands_on_every_page_and_only_then() -> None:
    marked = sheets(replace(PLAN, places=PLACES, mark="DRAFT, NOT ISSUED"))
    assert len(marked) == 3
    assert all("DRAFT, NOT ISSUED" in page for page in marked)
    assert not any("DRAFT" in page for page in sheets(PLAN))


def test_a_handout_without_stop_signs_is_refused() -> None:
    with pytest.raises(UnsoundHandout):
        handout_html(replace(PLAN, stop_signs=replace(PLAN.stop_signs, emergency=())))


@pytest.mark.parametrize("references", [(), (3,), (0,), (1, 9)])
def test_a_claim_without_a_printed_source_is_refused(references: tuple[int, ...]) -> None:
    with pytest.raises(UnsoundHandout):
        handout_html(replace(PLAN, statements=(StatementLine("It helps", references),)))
    with pytest.raises(UnsoundHandout):
        handout_html(replace(PLAN, limits=(StatementLine("It is small", references),)))


def test_our_own_words_promise_nothing() -> None:
    words = re.sub(r"<[^>]+>", " ", handout_html(PLAN) + handout_html(LARGE)).lower()
    for word in ("cure", "best", "safe", "for good", "eliminat", "gone for", "guarantee"):
        assert word not in words


@pytest.mark.parametrize(
    ("left", "not_found", "words"),
    [
        (1, 0, "<b>1 place left.</b>"),
        (6, 0, "<b>6 places left.</b>"),
        (1, 1, "<b>1 place left, 1 not found on two examinations.</b>"),
        (0, 2, "<b>2 places not found on two examinations.</b>"),
    ],
)
def test_what_is_left_is_counted_in_plain_words(left: int, not_found: int, words: str) -> None:
    assert words in handout_html(replace(PLAN, places_left=left, places_not_found=not_found))


def test_nothing_followed_is_not_counted() -> None:
    html = handout_html(replace(PLAN, places_left=0, places_not_found=0))
    assert " left.</b>" not in html
    assert "not found" not in html


def test_a_place_on_two_views_has_two_maps() -> None:
    html = handout_html(replace(PLAN, places=(PLACES[0], PLACES[6])))
    assert "Your right shoulder girdle, from behind" in html
    assert "Your right shoulder girdle, as in a mirror" in html
    assert html.count('class="crop"') == 2


def test_without_a_page_there_is_no_code() -> None:
    assert 'class="qr-code"' in handout_html(PLAN)
    assert 'class="qr-code"' not in handout_html(replace(PLAN, page_url=""))


def test_a_clinic_that_sells_massagers_says_so() -> None:
    sells = replace(PLAN, letterhead=replace(PLAN.letterhead, sells_massagers=True))
    assert "We sell massagers." in handout_html(sells)
    assert "We sell massagers." not in handout_html(PLAN)


WAYS = (
    OtherWay(
        "Laser",
        "30 visits of 60 minutes at $50.00: $1,500.00 and 30 hours in all.",
        StatementLine("Laser has shown some relief in small studies", (1,)),
    ),
)


@pytest.mark.parametrize("layout", ["standard", "large_print"])
def test_the_clinics_figures_for_other_ways_are_printed_as_its_own(layout: str) -> None:
    words = " ".join(sheets(replace(PLAN, layout=layout, other_ways=WAYS)))
    assert "Laser: 30 visits of 60 minutes at $50.00: $1,500.00 and 30 hours in all." in words
    assert "No study gave them." in words
    assert "Other ways" not in " ".join(sheets(replace(PLAN, layout=layout)))


def test_a_clinic_chooses_how_the_front_is_drawn() -> None:
    front = replace(PLAN, places=(PLACES[6],))
    facing = replace(front, letterhead=replace(front.letterhead, front_as_in_a_mirror=False))
    assert "as in a mirror" in handout_html(front)
    html = handout_html(facing)
    assert "as in a mirror" not in html
    assert "your right is on the left" in html
    left_box, right_box = html.index('<span class="side dark">R'), html.index('class="side">L')
    assert html.index('<span class="r">') < right_box < left_box  # the right-hand box floats first


def test_a_back_that_is_too_full_becomes_two_pages_with_lines_to_write_on() -> None:
    full = replace(PLAN, advice=(AdviceLine("Breaks", "Stand up, walk a little. " * 26),) * 3)
    pages = handout_pages(full)
    printed = to_pdf(pages.tight, created=NOW)
    assert printed.filled < LEAST_FILLED
    assert to_pdf(pages.roomier, created=NOW).pages > 2
    last = pypdf.PdfReader(BytesIO(to_pdf(pages.roomier, created=NOW).pdf)).pages[-1]
    assert "What I noticed" in last.extract_text()


def test_a_back_that_is_a_little_too_full_is_set_closer() -> None:
    tighter = handout_pages(SHEETS["long-clinic", "standard"]).tighter
    assert to_pdf(tighter, created=NOW).pages == 2
    assert to_pdf(tighter.replace(' class="close"', ""), created=NOW).pages == 3


def test_names_are_never_broken_at_a_hyphen() -> None:
    html = handout_html(PLAN)
    assert '<span class="whole">rotator-cuff</span>' in html
    assert "\u00ad" not in html
    for page in sheets(PLAN):
        assert "rotator- cuff" not in page


def test_a_muscle_treated_twice_numbers_its_spots() -> None:
    twice = (PLACES[0], replace(PLACES[0], number=2, site=2, x=0.69))
    html = handout_html(replace(PLAN, places=twice))
    assert "Infraspinatus, spot 1" in html
    assert "Infraspinatus, spot 2" in html
    assert "spot 1" not in handout_html(PLAN)


@pytest.mark.parametrize("layout", ["standard", "large_print"])
def test_html_in_any_field_is_printed_as_text(layout: str) -> None:
    html = handout_html(replace(_poisoned(PLAN), layout=layout))
    assert "<script" not in html
    assert html.count("&lt;script") > 40


_CLOSED = {"view", "side", "reach", "layout", "language", "muscle"}


def _poisoned(value: Any) -> Any:
    if isinstance(value, str):
        return f"<script>{value}</script>"
    if isinstance(value, tuple):
        return tuple(_poisoned(item) for item in value)
    if hasattr(value, "__dataclass_fields__"):
        open_fields = [name for name in value.__dataclass_fields__ if name not in _CLOSED]
        return replace(value, **{name: _poisoned(getattr(value, name)) for name in open_fields})
    return value


Change = Callable[[HandoutContext], HandoutContext]
ODD: dict[str, Change] = {
    "long name": lambda plan: replace(
        plan, patient=PatientLine(LONG_NAME, LONG_NAME, date(1980, 1, 1), "7" * 60)
    ),
    "odd scripts": lambda plan: replace(
        plan, patient=PatientLine("Ана Παπαδοπούλου 王小明 علي 😀", "Ана", date(1980, 1, 1))
    ),
    "long note": lambda plan: replace(plan, note="word " * 2000),
    "long place notes": lambda plan: replace(
        plan, places=tuple(replace(place, note="x" * 600) for place in plan.places)
    ),
    "no place": lambda plan: replace(
        plan, places=(), advice=(), statements=(), limits=(), sources=()
    ),
    "many dots": lambda plan: replace(plan, places_left=400),
}


@pytest.mark.parametrize("odd", ODD)
def test_odd_facts_still_print(odd: str) -> None:
    assert len(sheets(ODD[odd](PLAN))) >= 2
