"""The JSON door of safety: screens and their catalogues."""

from clinic.patients.models import Patient
from clinic.rulebook.permissions import Permission
from clinic.safety import queries, use_cases
from clinic.safety.models import SafetyScreen
from clinic.safety.rules import QUESTIONS, RED_FLAGS, RedFlag, SafetyQuestion
from clinic.safety.schemas import NewScreenShape, QuestionShape, RedFlagShape, ScreenShape
from clinic.safety.use_cases import NewScreen
from clinic.web.endpoint import Door, endpoint
from clinic.web.shapes import PageQuery
from clinic.work.paging import Page, Paging, slice_of
from clinic.work.unit import Work

api = Door("safety", "Screens before home massage, red flags.")


@api.post("/patients/<id:patient_id>/safety-screens")
@endpoint(
    needs=Permission.CARE,
    accepts=NewScreenShape(),
    returns=ScreenShape(),
    creates="/safety-screens/{id}",
)
def screen_patient(work: Work, new: NewScreen, patient_id: str) -> SafetyScreen:
    """Answer the safety screen."""
    return use_cases.screen_patient(work, patient_id, new)


@api.get("/patients/<id:patient_id>/safety-screens")
@endpoint(needs=Permission.CARE, query=PageQuery(), returns=ScreenShape(), lists=True)
def list_screens(work: Work, paging: Paging, patient_id: str) -> Page[SafetyScreen]:
    """List a patient's screens, newest first; the newest counts."""
    patient = work.find(Patient, patient_id)
    work.record("screens.listed", patient, patient_id=patient.id)
    return queries.screens(work, patient.id, paging)


@api.get("/safety-screens/<id:screen_id>")
@endpoint(needs=Permission.CARE, returns=ScreenShape())
def read_screen(work: Work, screen_id: str) -> SafetyScreen:
    """Answer one screen."""
    found = work.find(SafetyScreen, screen_id)
    work.record("screen.read", found, patient_id=found.patient_id)
    return found


@api.get("/catalogue/safety-questions")
@endpoint(needs=Permission.SIGNED_IN, query=PageQuery(), returns=QuestionShape(), lists=True)
def list_safety_questions(_work: Work, paging: Paging) -> Page[SafetyQuestion]:
    """List the questions of the screen, in their order."""
    return slice_of(list(QUESTIONS.values()), lambda question: question.slug, paging)


@api.get("/catalogue/red-flags")
@endpoint(needs=Permission.SIGNED_IN, query=PageQuery(), returns=RedFlagShape(), lists=True)
def list_red_flags(_work: Work, paging: Paging) -> Page[RedFlag]:
    """List the red flags, in their order."""
    return slice_of(list(RED_FLAGS.values()), lambda flag: flag.slug, paging)
