"""Questions asked of issued handouts."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import select

from clinic.handouts.models import Handout
from clinic.rulebook.refusals import Unavailable
from clinic.work.paging import Page, Paging, page
from clinic.work.unit import Work


def handouts(work: Work, patient_id: str, paging: Paging) -> Page[Handout]:
    """Answer a patient's handouts, newest first, without their bytes."""
    return page(work, select(Handout).where(Handout.patient_id == patient_id), Handout.id, paging)


def handouts_with_code(work: Work, short_code: str, paging: Paging) -> Page[Handout]:
    """Answer the sheet with a code at its foot, without its bytes: one, or none."""
    return page(work, select(Handout).where(Handout.short_code == short_code), Handout.id, paging)


def handouts_of_plan(work: Work, plan_id: str) -> Sequence[Handout]:
    """Answer the sheets of one plan, newest first, without their bytes."""
    return work.session.scalars(
        select(Handout).where(Handout.plan_id == plan_id).order_by(Handout.id.desc())
    ).all()


def newest_handout(work: Work, patient_id: str) -> Handout | None:
    """Answer the sheet that was given to a patient last."""
    return work.session.scalar(
        select(Handout).where(Handout.patient_id == patient_id).order_by(Handout.id.desc()).limit(1)
    )


def archived_bytes(work: Work, handout: Handout) -> bytes:
    """Answer a handout's bytes as issued.

    Raises:
        Unavailable: they are not the bytes that were issued; nothing wrong is ever handed out.

    """
    pdf = work.session.scalar(select(Handout.pdf).where(Handout.id == handout.id))
    return as_issued(handout, pdf or b"")


def as_issued(handout: Handout, pdf: bytes) -> bytes:
    """Answer the bytes that were read, if they are those that were issued.

    Raises:
        Unavailable: as above.

    """
    if hashlib.sha256(pdf).hexdigest() != handout.sha256:
        raise Unavailable("The archived sheet is damaged and is not given out.")
    return pdf
