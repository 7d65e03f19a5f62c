"""Questions asked of issued handouts."""

import hashlib

from sqlalchemy import select

from clinic.handouts.models import Handout
from clinic.rulebook.refusals import Unavailable
from clinic.work.paging import Page, Paging, page
from clinic.work.unit import Work


def handouts(work: Work, patient_id: str, paging: Paging) -> Page[Handout]:
    """Answer a patient's handouts, newest first, without their bytes."""
    return page(work, select(Handout).where(Handout.patient_id == patient_id), Handout.id, paging)


def archived_bytes(work: Work, handout: Handout) -> bytes:
    """Answer a handout's bytes as issued.

    Raises:
        Unavailable: they are not the bytes that were issued; nothing wrong is ever handed out.

    """
    pdf = work.session.scalar(select(Handout.pdf).where(Handout.id == handout.id)) or b""
    if hashlib.sha256(pdf).hexdigest() != handout.sha256:
        raise Unavailable("The archived sheet is damaged and is not given out.")
    return pdf
