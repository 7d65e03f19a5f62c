"""Questions asked of safety screens."""

from sqlalchemy import select

from clinic.safety.models import SafetyScreen
from clinic.work.paging import Page, Paging, page
from clinic.work.unit import Work


def screens(work: Work, patient_id: str, paging: Paging) -> Page[SafetyScreen]:
    """Answer a patient's screens, newest first."""
    question = select(SafetyScreen).where(SafetyScreen.patient_id == patient_id)
    return page(work, question, SafetyScreen.id, paging)


def newest_screen(work: Work, patient_id: str) -> SafetyScreen | None:
    """Answer the screen that counts."""
    return work.session.scalar(
        select(SafetyScreen)
        .where(SafetyScreen.patient_id == patient_id)
        .order_by(SafetyScreen.created_at.desc(), SafetyScreen.id.desc())
        .limit(1)
    )
