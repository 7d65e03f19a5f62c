"""Handouts of patients unlike each other: few places and many, every script, every long text.

What stands on them is what our catalogues say: the longest names, the real cautions, stop signs,
claims and advice. `tests/handouts/test_zoo.py` prints them all and looks at every page.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from clinic.anatomy.rules import MUSCLES, REGIONS, Place, Side, View, chart_views
from clinic.evidence.rules import ADVICE, REFERENCES, STATEMENTS, THERAPIES, AdviceSection
from clinic.handouts.context import (
    AdviceLine,
    HandoutContext,
    OtherWay,
    PatientLine,
    PlaceLine,
    StatementLine,
    StopSigns,
)
from clinic.handouts.context.pictures import spots_of
from clinic.handouts.rules import short_citation
from clinic.languages import ENGLISH, Spoken
from clinic.paper.letterhead import Letterhead
from clinic.paper.picture import logo_from
from clinic.paper.words import figures, lower_first
from clinic.safety.rules import STOP_SIGNS, Urgency

LAYOUTS = ("standard", "large_print")
STARTS_ON = date(2026, 11, 23)
CLINIC = Letterhead("Banksia Lane Chiropractic", "14 Banksia Lane, Castlemaine", "03 5550 1420")
HA = PatientLine("Thu Hà Nguyễn", "Hà", date(1980, 3, 14), "20417")
POSITIONS = ("Sit, arm on a pillow", "Lie on your side, knees bent", "Sit, foot on a stool", "")
REACHES = ("self", "strap", "self", "helper")
# the claims of a sheet's back: two that say why to go on, two how little is known
CLAIMS = (
    "pain-settles-knots-stay",
    "quiet-knot-can-return",
    "vibration-early-evidence",
    "vibration-dose-unknown",
)

SHOULDER = ("infraspinatus", "trapezius-upper", "levator-scapulae", "teres-major", "supraspinatus")
WHOLE_BODY = (
    "masseter",
    "trapezius-upper",
    "extensor-carpi-radialis",
    "quadratus-lumborum",
    "gluteus-medius",
    "long-toe-flexors",
)


def home_muscles() -> list[str]:
    """Muscles that may be treated at home, the longest name first."""
    allowed = [muscle for muscle in MUSCLES.values() if muscle.home_vibration.value != "barred"]
    allowed.sort(key=lambda muscle: -len(muscle.plain_name + muscle.name))
    return [muscle.slug for muscle in allowed]


LONGEST = tuple(home_muscles()[:10])


def seen_only(view: str, number: int) -> tuple[str, ...]:
    """Muscles that only one view of the body shows."""
    found = [
        slug
        for slug in MUSCLES
        if MUSCLES[slug].home_vibration.value != "barred"
        and MUSCLES[slug].paired
        and chart_views(slug, Side.RIGHT)[:1] == (view,)
    ]
    return tuple(found[:: max(1, len(found) // number)][:number])


def plan(
    muscles: Sequence[str],
    *,
    doses: Mapping[str, Any] = {},
    weeks: int = 2,
    advice: Sequence[str] = ("positions-and-tasks", "regular-breaks", "more-behind-it"),
    charted: Mapping[int, tuple[str, float, float]] = {},
    ways: bool = False,
    to: Spoken = ENGLISH,
    **over: Any,
) -> HandoutContext:
    """Write a sheet for these muscles from the catalogues' own words.

    `doses` are said of every place, `charted` are marks that the examiner made.
    """
    sources: dict[str, int] = {}

    def cited(text: str, references: Iterable[str]) -> StatementLine:
        numbers = (sources.setdefault(slug, len(sources) + 1) for slug in references)
        return StatementLine(to.say(text), tuple(numbers))

    def chosen(section: AdviceSection) -> tuple[AdviceLine, ...]:
        found = [ADVICE[slug] for slug in advice if ADVICE[slug].section is section]
        said = [(a.title, cited(a.text, a.references)) for a in found]
        return tuple(AdviceLine(to.say(t), claim.text, claim.references) for t, claim in said)

    places = place_lines(muscles, doses, charted, to)
    claims = [cited(STATEMENTS[slug].text, STATEMENTS[slug].references) for slug in CLAIMS]
    session = sum(place.seconds for place in places)
    values: dict[str, Any] = {
        "letterhead": CLINIC,
        "patient": HA,
        "given_by": "Dr Helen Marchetti",
        "issued_on": STARTS_ON,
        "places": places,
        "seconds_per_session": session,
        "seconds_per_day": sum(place.seconds * place.sessions_per_day for place in places),
        "starts_on": STARTS_ON,
        "review_on": STARTS_ON + timedelta(weeks=weeks),
        "phase_words": to.say("settle the pain"),
        "stop_signs": stop_signs(to),
        "places_left": len(places) + 3,
        "places_not_found": 5,
        "spoken": to,
        "short_code": "3F9A-71C2",
        "status_line": "wording 1.0, catalogue 1.0",
        "massager_name": "General Purpose Massager 1",
        "examined_on": date(2026, 11, 20),
        "statements": tuple(claims[:2]),
        "limits": tuple(claims[2:]),
        "advice": chosen(AdviceSection.PREVENTION),
        "further": chosen(AdviceSection.OTHER_ISSUES),
        "other_ways": tuple(
            OtherWay(
                to.say(therapy.name),
                figures(12, 45, 9500, to),
                cited(therapy.patient_text, therapy.references),
            )
            for therapy in THERAPIES.values()
            if ways
        ),
        "approved_by": "Dr Helen Marchetti",
        "page_url": "https://clinic.example.org/h/AbCdEfGhIjKlMnOpQrStUv",
    }
    values["sources"] = tuple(short_citation(REFERENCES[slug]) for slug in sources)
    return HandoutContext(**values | over)


def place_lines(
    muscles: Sequence[str],
    doses: Mapping[str, Any],
    charted: Mapping[int, tuple[str, float, float]],
    to: Spoken,
) -> tuple[PlaceLine, ...]:
    places = [Place(muscle, _side(muscle, number)) for number, muscle in enumerate(muscles)]
    marks = {places[index]: (View(view), x, y) for index, (view, x, y) in charted.items()}
    spots = spots_of(places, marks)
    lines = []
    for number, place in enumerate(places):
        muscle = MUSCLES[place.muscle]
        view, x, y = spots[place] or (None, 0.0, 0.0)
        values = {
            "seconds": 60,
            "sessions_per_day": 1,
            "days_per_week": 7,
            "frequency_hz": 45,
            "region_name": to.say(REGIONS[muscle.region].name),
            "position": POSITIONS[number % len(POSITIONS)],
            "reach": REACHES[number % len(REACHES)],
            "cautions": tuple(to.say(caution) for caution in muscle.patient_cautions),
            "view": view and view.value,
            "x": x,
            "y": y,
        }
        named = (number + 1, place.muscle, place.side.value, to.say(muscle.plain_name), muscle.name)
        lines.append(PlaceLine(*named, **values | doses))
    return tuple(lines)


def _side(muscle: str, number: int) -> Side:
    if not MUSCLES[muscle].paired:
        return Side.MIDLINE
    return Side.LEFT if number % 3 == 2 else Side.RIGHT


def stop_signs(to: Spoken = ENGLISH) -> StopSigns:
    emergency, today, device = (
        tuple(to.say(sign.text) for sign in STOP_SIGNS.values() if sign.urgency is urgency)
        for urgency in Urgency
    )
    faults = "; ".join(lower_first(text) for text in device)
    return StopSigns(emergency, today, to.say("Also stop if {faults}.", faults=faults))


def a_picture(width: int, height: int) -> bytes:
    """A logo as somebody sends it: a black frame around a grey field."""
    image = Image.new("L", (width, height), 190)
    thick = max(2, min(width, height) // 12)
    ImageDraw.Draw(image).rectangle((0, 0, width - 1, height - 1), outline=0, width=thick)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def with_logo(width: int, height: int) -> HandoutContext:
    logo = logo_from(a_picture(width, height)).png
    return plan(SHOULDER[:2], letterhead=replace(CLINIC, logo=logo))


def with_note(context: HandoutContext, note: str) -> HandoutContext:
    """Write a note beside the first place."""
    first, *others = context.places
    return replace(context, places=(replace(first, note=note), *others))


def named(full_name: str, first_name: str, **over: Any) -> HandoutContext:
    """Write the sheet of a patient whose name, notes and clinic are in one script."""
    return plan(
        SHOULDER[:3],
        patient=PatientLine(full_name, first_name, date(1980, 3, 14), "20417"),
        given_by=over.pop("given_by", full_name),
        note=over.pop("note", f"{full_name}: 15 Hz, 20 Hz. {first_name}"),
        **over,
    )


# what may be typed into a field, as long as it may be (clinic/plans/schemas.py)
PLACE_NOTE = (
    "Start at the edge of the shoulder blade and go slowly. Rest the pad for ten breaths. "
    "If your arm goes to sleep, stop and shake it out. "
)
LONG_POSITION = (PLACE_NOTE * 3)[:290].rsplit(" ", 1)[0]
LONG_PLACE_NOTE = (PLACE_NOTE * 20)[:1980].rsplit(" ", 1)[0]
LONG_NOTE = "\n".join([(PLACE_NOTE * 9)[:1100].rsplit(" ", 1)[0]] * 9)
UNBREAKABLE = "w" * 300

EVERY_ADVICE = tuple(ADVICE)
ARABIC = "ابدأ بالمكان 1 لمدة 60 ثانية بسرعة 45 Hz، ثم المكان 2 (Infraspinatus) مرتين يوميا"
# skin colours, a family and a flag joined by invisible signs, flags of two letters
EMOJI = (
    "Well done \U0001f44d\U0001f3fd \U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 "
    "\U0001f3f3\ufe0f\u200d\U0001f308 \U0001f1e6\U0001f1fa \U0001f1fb\U0001f1f3 \u2764\ufe0f "
    "😀"
)

ZOO: dict[str, HandoutContext] = {
    "one-place": plan(SHOULDER[:1]),
    "one-bare": plan(
        ["soleus"],
        advice=(),
        statements=(),
        limits=(),
        sources=(),
        approved_by="",
        page_url="",
        massager_name="",
        places_left=0,
        places_not_found=0,
    ),
    "two-places": plan(SHOULDER[:2], note="Rest after the gym."),
    "two-views": plan([SHOULDER[0], "pectoralis-major"]),
    "three-twice-a-day": plan(SHOULDER[:3], doses={"sessions_per_day": 2, "days_per_week": 5}),
    "five-places": plan(SHOULDER),
    "six-whole-body": plan(WHOLE_BODY),
    "six-everything": plan(WHOLE_BODY, advice=EVERY_ADVICE, ways=True, note="Call if unsure."),
    "ten-longest-names": plan(LONGEST, advice=EVERY_ADVICE),
    "ten-one-view": plan(seen_only("back", 10)),
    "ten-two-views": plan(seen_only("back", 5) + seen_only("front", 5)),
    "ten-three-views": plan(
        seen_only("back", 4) + seen_only("front", 4) + ("gluteus-minimus", "gastrocnemius"),
        charted={8: ("right", 0.5, 0.5)},
    ),
    "ten-four-views": plan(
        seen_only("back", 4) + seen_only("front", 4) + ("gluteus-minimus", "deltoid"),
        charted={8: ("left", 0.5, 0.5), 9: ("right", 0.5, 0.25)},
        advice=EVERY_ADVICE,
        ways=True,
    ),
    "ten-three-times-a-day": plan(LONGEST, doses={"sessions_per_day": 3, "days_per_week": 3}),
    "long-place-notes": plan(SHOULDER, doses={"position": LONG_POSITION, "note": PLACE_NOTE * 2}),
    "longest-fields": plan(
        WHOLE_BODY[:4],
        doses={"position": LONG_POSITION},
        patient=PatientLine("Anna-Maria " * 9 + "Thorn", "Anna " * 20, date(1980, 3, 14), "7" * 40),
        given_by="Dr " + "Helen Marchetti-Okafor " * 8,
        letterhead=Letterhead(
            "The Banksia Lane Centre of Chiropractic and Massage " * 3,
            "Suite 14, Level 3, The Old Woollen Mill, 14 Banksia Lane, Castlemaine " * 4,
            "03 5550 1420, after hours 03 5550 1421 " * 1,
        ),
        massager_name="General Purpose Massager with the Long Name " * 4,
        advice=EVERY_ADVICE,
        ways=True,
        note=LONG_NOTE,
    ),
    "longest-place-note": with_note(plan(SHOULDER[:2]), LONG_PLACE_NOTE),
    "unbreakable": plan(
        SHOULDER[:2],
        note=UNBREAKABLE,
        doses={"position": UNBREAKABLE},
        patient=PatientLine("w" * 200, "W" * 100, date(1980, 3, 14), "8" * 40),
        letterhead=Letterhead("M" * 200, "m" * 300, "5" * 60),
        given_by="W" * 200,
        massager_name="M" * 200,
    ),
    "arabic": named("ليلى منصور عبد الرحمن", "ليلى", note=ARABIC, doses={"position": ARABIC}),
    "arabic-many": plan(
        LONGEST,
        patient=PatientLine("Layla ليلى Mansour منصور 3", "Layla ليلى", date(1980, 3, 14)),
        note=ARABIC * 4,
        doses={"position": ARABIC},
    ),
    "hebrew": named("נועה לוי־כהן", "נועה", note="להתחיל ב-45 Hz למשך 60 שניות."),
    "thai": named("สมชาย ใจดีศรีสุวรรณ", "สมชาย", note="เริ่มที่จุดแรก 60 วินาที แล้วไปจุดที่ 2 ที่นี่ "),
    "devanagari": named("प्रियंका नायर श्रीवास्तव", "प्रियंका", note="पहले 60 सेकंड, फिर दूसरी जगह।"),
    "chinese": named("王小明，张伟", "小明", note="先在第1处60秒，然后第2处。" * 6),  # noqa: RUF001
    "vietnamese": named("Nguyễn Thị Ánh Đặng", "Ánh", note="Bắt đầu ở chỗ số 1 trong 60 giây."),
    "greek": named("Παπαδοπούλου Ἀλέξανδρος", "Ἀλέξανδρος"),
    "cyrillic": named("Анна Ковальчук-Їжак", "Анна"),
    "emoji": named("Ana 😀 Thorn", "Ana 😀", note=EMOJI, doses={"position": EMOJI}),
    "one-week": plan(SHOULDER, weeks=1),
    "sixteen-weeks": plan(SHOULDER, weeks=16),
    "sixteen-weeks-ten": plan(LONGEST, weeks=16),
    "no-address": plan(SHOULDER[:2], letterhead=Letterhead("Banksia Lane Chiropractic", "", "")),
    "long-clinic": plan(
        SHOULDER[:2],
        letterhead=replace(
            CLINIC,
            name="Banksia Lane Centre of Chiropractic, Osteopathy and Remedial Massage Therapy",
            address="Suite 14, Level 3, The Old Woollen Mill, 14 Banksia Lane, Castlemaine 3450",
            sells_massagers=True,
        ),
    ),
    "wide-logo": with_logo(3000, 120),
    "tall-logo": with_logo(400, 4000),
    "draft": plan(SHOULDER, mark="DRAFT, NOT ISSUED", page_url="", short_code=""),
}
SHEETS = {
    (name, layout): replace(context, layout=layout)
    for name, context in ZOO.items()
    for layout in LAYOUTS
}
