"""What the journal's events say in words, and which of them belong together."""

from collections.abc import Mapping
from enum import StrEnum

# what is not said well by its own two words
_WORDS: Mapping[str, str] = {
    "audit.opened": "Journal opened",
    "audit.verified": "Journal verified",
    "clinic.founded": "Clinic founded at the first run",
    "clinic.created": "Clinic made",
    "clinic.logo_set": "Logo set",
    "clinic.logo_removed": "Logo removed",
    "wording.approved": "Wording of the sheets approved",
    "translation.withdrawn": "Approval of a translation withdrawn",
    "clinic_outcomes.read": "Outcomes of the clinic read",
    "command.refused": "Command refused",
    "examination.draft_saved": "Draft of an examination saved",
    "examination.draft_deleted": "Draft of an examination deleted",
    "home_plan.proposed": "Home plan proposed",
    "home_plan.written": "Home plan written",
    "patient.record_opened": "Patient's record opened",
    "patient.screened": "Safety screen answered",
    "patients.searched": "Patients searched",
    "print_run.considered": "Plans of a day looked at, to be printed",
    "print_run.begun": "Handouts queued to be printed",
    "print_run.handed_out": "Handouts of a print run handed out",
    "print_run_item.printed": "Handout printed again in a print run",
    "print_run_item.failed": "Handout of a print run not printed",
    "request.refused": "Refused",
    "request.replayed": "Sent twice, done once",
    "today.read": "Today's page read",
    "token.created": "Token made",
    "user.enrolled": "Person added",
    "user.removed": "Person removed from the clinic",
    "user.roles_changed": "Roles changed",
    "user.password_set": "Password set by an owner",
    "user.password_changed": "Own password changed",
    "user.changed": "Own name or e-mail changed",
    "user.sign_in_tried": "Password tried",
    "user.signed_in": "Signed in",
    "user.signed_out": "Signed out",
    "user.signed_out_everywhere": "Signed out everywhere",
    "user.session_ended": "Signed out at another browser",
    "user.switched_clinic": "Went to another clinic",
}
_NOUNS = {
    "home_plans": "home plans",
    "screen": "safety screen",
    "screens": "safety screens",
    "sample_unit": "massager",
    "sample_units": "massagers",
    "service": "service of a massager",
}


def event_words(event: str) -> str:
    """Say in words what happened: home_plan.prescribed is "Home plan prescribed"."""
    if event in _WORDS:
        return _WORDS[event]
    noun, _, verb = event.partition(".")
    words = f"{_NOUNS.get(noun, noun)} {verb}".replace("_", " ").strip()
    return words[:1].upper() + words[1:]


class About(StrEnum):
    """What entries are about, to look for them by."""

    PATIENTS = "patients"
    EXAMINATIONS = "examinations"
    PLANS = "plans"
    SAMPLES = "samples"
    PEOPLE = "people"
    CLINIC = "clinic"
    REFUSALS = "refusals"


ABOUT_WORDS: Mapping[About, str] = {
    About.PATIENTS: "patients, screens, consents",
    About.EXAMINATIONS: "examinations, points, outcomes",
    About.PLANS: "plans, handouts and check-ins",
    About.SAMPLES: "samples and incidents",
    About.PEOPLE: "sign-in, people, tokens",
    About.CLINIC: "settings and this journal",
    About.REFUSALS: "what was refused",
}

# each by what its events begin with
BEGINNINGS: Mapping[About, tuple[str, ...]] = {
    About.PATIENTS: ("patient.", "patients.", "episode", "screen", "consent", "today."),
    About.EXAMINATIONS: (
        "examination",
        "trigger_point",
        "register.",
        "outcomes.",
        "clinic_outcomes.",
    ),
    About.PLANS: (
        "home_plan",
        "handout",
        "check_in",
        "patient_page",
        "print_run",
        "wording",
        "letter",
        "translation.",
    ),
    About.SAMPLES: ("sample_", "loan", "practitioner", "massager_model", "service.", "incident"),
    About.PEOPLE: ("user.", "token."),
    About.CLINIC: ("clinic.", "audit."),
    About.REFUSALS: ("request.refused", "command.refused"),
}
