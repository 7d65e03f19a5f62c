"""What the paper size of each layout allows, and whether a plan's map and places fit its front."""

from dataclasses import dataclass, replace

from clinic.handouts.context import HandoutContext
from clinic.handouts.fit import (
    LARGE,
    LARGE_HEAD,
    STANDARD,
    STANDARD_HEAD,
    Back,
    Fit,
    Frame,
    Head,
    PlaceText,
    Sheet,
    beyond_usual,
    fit_front,
    further_lines,
    lines_to_write_on,
)
from clinic.languages import marked
from clinic.paper.body_map import PanelSize
from clinic.paper.measure import width
from clinic.paper.tick_grid import TickGrid, weekly_row
from clinic.paper.words import packed

_BESIDE_FIGURE = 9.0  # mm of the shared cautions that stand beside the small figure
_GRID_DAYS = 141.0  # mm that a grid's columns have beside the names (handout.css)
SIGNS_TODAY, SIGNS_NOW = 57, 34  # letters of a line of stop signs on a standard sheet
_TICKS, _GAP = 214.0, 6.0  # mm of a large-print page for all its tables, and under each
_TWO_ROWS_OF_BOXES = 15.0  # mm: what a week takes in the highest rows
_ROW_HEIGHTS = {"": 13.5, "many": 11.0, "more": 8.8, "most": 7.0}  # mm (large.css)
_CODE = 10.0  # mm that the code adds to the next examination
_HEAD_AND_PAIN = 2  # rows of a table beside its places
_SHORT_NOTE = 180  # letters of a note that stand under the ticks in large print
_FEW_ROWS = 8  # of all its tables: half of their page


# the steps of CLINICAL 4.4, beside a drawing each
STEPS = {
    "standard": (
        marked("Check the stop signs below."),
        marked("Sit or lie. The muscle is loose and supported."),
        marked("Find the spot: a sore lump in a tight strip."),
        marked("Lowest speed first. Thin clothes are fine."),
        marked("Let the pad rest. Do not push. Stay off bone."),
        marked("Hold for the time. Then the next number."),
        marked("It should feel comfortable. If sharp, numb or tingling: stop."),
        marked("Go on when pain has gone, until we examine you."),
    ),
    "large_print": (
        marked("Check the stop signs."),
        marked("Sit or lie so the muscle is loose."),
        marked("Find the sore lump in the tight strip."),
        marked("Lowest speed first."),
        marked("Let the pad rest. Do not push."),
        marked("Hold for the time."),
        marked("Sharp, numb or tingling? Stop."),
        marked("Go on when pain has gone."),
    ),
}


@dataclass(frozen=True, slots=True)
class Measures:
    """What the paper size of one layout allows."""

    template: str
    sheet: Sheet
    head: Head
    beside: int  # places that fit beside the map; more of them get pages of their own
    few: dict[int, PanelSize]  # by number of views
    many: dict[int, PanelSize]
    weeks: int  # week columns in one table
    week_rows: bool


LAYOUTS = {
    "standard": Measures(
        "handout-standard.html",
        STANDARD,
        STANDARD_HEAD,
        6,
        {
            1: PanelSize(74, 78, 32),
            2: PanelSize(56, 56, 34),
            3: PanelSize(56, 34, 28, 7, 7.6),
            4: PanelSize(56, 25, 22, 6, 7.0),
        },
        {
            1: PanelSize(130, 172, 84),
            2: PanelSize(86, 124, 46),
            3: PanelSize(58, 118, 40),
            4: PanelSize(43, 112, 36, 7, 7.6),
        },
        12,
        week_rows=False,
    ),
    "large_print": Measures(
        "handout-large.html",
        LARGE,
        LARGE_HEAD,
        3,
        {
            1: PanelSize(58, 96, 0, 9, 9.6),
            2: PanelSize(58, 42, 0, 9, 9.6),
        },
        {
            1: PanelSize(128, 112, 60, 11, 11.8),
            2: PanelSize(86, 96, 40, 10, 10.8),
            3: PanelSize(56, 102, 28, 9, 9.6),
            4: PanelSize(43, 98, 28, 9, 9.6),
        },
        4,
        week_rows=True,
    ),
}


def more_around(
    context: HandoutContext,
    layout: Measures,
    total: str,
    captions: dict[str, str],
    size: PanelSize | None,
) -> float:
    """Count the millimetres that long words around map and places take of the front."""
    to = context.spoken
    signs = (*context.stop_signs.emergency, to.say("All stop signs: over the page."))
    frame = Frame(
        to.say("Home massage plan for {name}", name=context.patient.first_name),
        total,
        to.say("; ").join(signs),
        tuple(
            to.say("{caption}, {seen}", caption=caption, seen=to.say("from behind"))
            for caption in captions.values()
        ),
        size.width if size else 1.0,
    )
    return beyond_usual(frame, layout.sheet)


def more_head(context: HandoutContext, layout: Measures, heading: str = "") -> float:
    """Count the millimetres that long names add to the head; to its heading where that is told."""
    clinic, to = context.letterhead, context.spoken
    is_short = layout.sheet is LARGE
    return further_lines(
        layout.head,
        clinic=clinic.name,
        address=clinic.phone if is_short else f"{clinic.address} · {clinic.phone}",
        by=context.given_by if is_short else to.say("given by {name}", name=context.given_by),
        title=heading,
        whose=f"{context.patient.full_name}, born 23 Nov 2026. Now: {context.phase_words}",
    )


def lower(size: PanelSize, context: HandoutContext, layout: Measures) -> PanelSize | None:
    """Make a picture lower by what a long head takes; None where too little of it would be left."""
    heading = context.spoken.say("Home massage plan for {name}", name=context.patient.first_name)
    height = size.height - more_head(context, layout, heading)
    return replace(size, height=height) if height >= size.height / 2 else None


def tick_rows(grids: list[TickGrid], *, has_code: bool) -> str:
    """Name the rows in large print with which all tables share a page, or the lowest."""
    rows = sum(len(grid.rows) + _HEAD_AND_PAIN for grid in grids)
    free = _TICKS - _GAP * len(grids) - (_CODE if has_code else 0.0)
    heights = _ROW_HEIGHTS | ({"": _TWO_ROWS_OF_BOXES} if grids[0].weekly else {})
    return next((name for name, high in heights.items() if rows * high <= free), "most")


def more_of_the_grid(grids: list[TickGrid], layout: Measures) -> float:
    """Count the millimetres that boxes in several rows add to the grid's rows."""
    if layout.week_rows or not grids[0].weekly:
        return 0.0
    grid = grids[0]
    row = weekly_row(len(grid.columns), _GRID_DAYS) - layout.sheet.tick_row
    return max(0.0, row) * len(grid.rows)


def further_grids(grids: list[TickGrid], layout: Measures) -> float:
    """Count the millimetres that tables beyond the first take."""
    rows = sum(len(grid.rows) + _HEAD_AND_PAIN for grid in grids[1:])
    return rows * layout.sheet.tick_row


def note_under_ticks(
    context: HandoutContext, layout: Measures, fit: Fit, grids: list[TickGrid], *, crowded: bool
) -> bool:
    """Tell whether a short note stands with what is done each day."""
    if not layout.week_rows:
        return not crowded and fit.holds(context.note, layout.sheet)
    is_low = len(grids) * len(context.places) <= _FEW_ROWS and not grids[0].weekly
    return is_low and width(context.note) <= _SHORT_NOTE


def fit_layout(
    texts: list[PlaceText], cautions: list[str], layout: Measures, views: int, grid: float
) -> Fit:
    """Judge whether map and places fit one page together."""
    size = layout.few.get(views)
    if size is None:
        left = 0.0
    elif views == 1:
        left = (
            size.height
            + layout.sheet.captions
            + size.whole_height
            - (_BESIDE_FIGURE if cautions else 0)
        )
    else:
        left = views * (size.height + layout.sheet.captions)
    return fit_front(texts, cautions, left, replace(layout.sheet, top=layout.sheet.top - grid))


def room_to_write(context: HandoutContext) -> int:
    """Count the lines for the patient's own words on the back of a standard sheet."""
    if context.note or context.other_ways:
        return 0
    to, signs = context.spoken, context.stop_signs
    call_today = to.say("Stop and call us or your GP today")
    advice = (*context.advice, *context.further)
    claims = context.statements + context.limits
    back = Back(
        letters=sum(width(item.title + item.text) for item in advice)
        + sum(width(claim.text) for claim in claims),
        sources=sum(map(len, context.sources)),
        steps=tuple(to.say(step) for step in STEPS["standard"]),
        today=tuple(" ".join(line) for line in packed(signs.today, SIGNS_TODAY)),
        now=tuple(" ".join(line) for line in packed(signs.emergency, SIGNS_NOW)),
        massager=signs.massager,
        call=f"{call_today} {context.letterhead.phone}",
    )
    return lines_to_write_on(back)
