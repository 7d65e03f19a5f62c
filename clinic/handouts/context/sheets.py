"""Sheets made ready for the press: of a plan as it is, or as it would be once prescribed."""

from collections.abc import Callable, Iterator

from clinic.accounts.queries import users_named
from clinic.checkins.rules import new_token, page_address
from clinic.handouts import use_cases
from clinic.handouts.context.filled import handout_context
from clinic.handouts.context.values import HandoutContext
from clinic.handouts.html import handout_pages
from clinic.handouts.rules import Layout, Sheet
from clinic.paper.printed import TypedText
from clinic.paper.short_codes import new_short_code
from clinic.patients.models import Patient
from clinic.plans.models import HomePlan
from clinic.translations.context import Approved, approved_language, draft_language
from clinic.work.unit import Work

NOT_ISSUED = "DRAFT, NOT ISSUED"
OUR_LANGUAGE = "en-AU"


def sheet_to_issue(
    work: Work, plan_id: str, layout: Layout | None, language: str, base_url: str
) -> Sheet:
    """Make the sheet of an active plan ready, if it may be issued now.

    It carries the code of a page of the patient's own, at `base_url`.
    """
    plan = use_cases.plan_to_issue(work, plan_id)
    speech = approved_language(work, language)
    return _sheet(work, plan, layout, speech, new_short_code(), base_url=base_url)


def sheet_to_look_at(work: Work, plan_id: str, layout: Layout | None, language: str) -> Sheet:
    """Make a sheet ready that says of itself that it is not issued; drafts of a language too."""
    speech = draft_language(work, language)
    return _sheet(work, work.find(HomePlan, plan_id), layout, speech, "", NOT_ISSUED)


def sheet_rehearsed(
    work: Work,
    prescribe: Callable[[Work], HomePlan],
    layout: Layout | None,
    language: str,
    base_url: str,
) -> Sheet:
    """Make the sheet ready that a plan will have once it is prescribed; nothing of it stays.

    Printing takes longer than a transaction may. So the deed is done once to see what it prints
    and taken back, and done in earnest when the paper is there: the version tells a change between.
    """
    speech = approved_language(work, language)
    attempt = work.session.begin_nested()
    sheet = _sheet(work, prescribe(work), layout, speech, new_short_code(), base_url=base_url)
    attempt.rollback()
    work.entry = None
    work.needs_no_entry()
    return sheet


def own_layout(work: Work, patient_id: str) -> Layout:
    """Answer the layout that suits the patient."""
    is_large = work.find(Patient, patient_id).large_print
    return Layout.LARGE_PRINT if is_large else Layout.STANDARD


def _sheet(  # noqa: PLR0913, PLR0917 (what distinguishes one sheet from another)
    work: Work,
    plan: HomePlan,
    layout: Layout | None,
    speech: Approved,
    short_code: str,
    mark: str = "",
    base_url: str = "",
) -> Sheet:
    token = new_token() if base_url else ""
    chosen = layout or own_layout(work, plan.patient_id)
    by = plan.prescribed_by or work.actor.user_id or ""
    context = handout_context(
        work,
        plan,
        layout=chosen,
        speech=speech,
        short_code=short_code,
        given_by=users_named(work, [by]).get(by, ""),
        mark=mark,
        page_url=page_address(base_url, token) if token else "",
    )
    pages = handout_pages(context)
    return Sheet(
        pages.tight,
        work.now,
        plan.version,
        chosen,
        speech.spoken.language,
        short_code,
        token,
        typed=tuple(_typed(context)),
        tighter=pages.tighter,
        roomier=pages.roomier,
        translation=speech.approval_id,
    )


def _typed(context: HandoutContext) -> Iterator[TypedText]:
    """Name what was typed for this sheet, as the plan stores it."""
    yield TypedText("/note", "The line of your own on the sheet", context.note)
    for index, place in enumerate(context.places):
        at, whose = f"/targets/{index}", f"of place {place.number}"
        yield TypedText(f"{at}/note", f"The note {whose}", place.note)
        yield TypedText(f"{at}/position", f"The position {whose}", place.position)
