"""The pages of the safety screen: asked anew, and what was answered before."""

from collections.abc import Mapping
from typing import Any

from clinic.anatomy.rules import REGIONS
from clinic.patients.models import Patient
from clinic.rulebook.permissions import Permission
from clinic.safety import use_cases
from clinic.safety.context import OUTCOME_WORDS, asked, screens_seen
from clinic.safety.schemas import AnsweredScreenShape
from clinic.safety.use_cases import NewScreen
from clinic.web.page import Go, Pages, form, page
from clinic.work.unit import Work

pages = Pages("safety")


@pages.get("/patients/<id:patient_id>/safety-screen")
@page("safety/screen.html", needs=Permission.CARE)
def show_screen(work: Work, patient_id: str) -> Mapping[str, Any]:
    """Show the questions with nothing chosen, and the screens that were answered before."""
    patient = work.find(Patient, patient_id)
    work.record("screens.listed", patient, patient_id=patient.id)
    return {
        "patient": patient,
        "questions": asked(work, patient.id),
        "regions": REGIONS.values(),
        "screens": screens_seen(work, patient.id),
    }


@pages.post("/patients/<id:patient_id>/safety-screen")
@form(shows=show_screen, needs=Permission.CARE, accepts=AnsweredScreenShape())
def answer_screen(work: Work, new: NewScreen, patient_id: str) -> Go:
    """Answer the screen; every question is answered by somebody, none by itself."""
    screen = use_cases.screen_patient(work, patient_id, new)
    told = f"Safety screen stored: {screen.outcome.value}. {OUTCOME_WORDS[screen.outcome]}"
    return Go(f"/patients/{patient_id}", told=told)
