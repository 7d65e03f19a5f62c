"""A shoulder through six examinations: what the pages of one patient are tried on."""

from typing import Any

from tests.builders import ACTIVE, CLEAR, LATENT, a_finding, a_patient, a_signed_examination
from tests.conftest import Cast

DAYS = ("2026-08-10", "2026-08-24", "2026-09-07", "2026-09-28", "2026-10-19", "2026-11-09")
PAIN = (7, 6, 4, 2, 1, 3)
# A active, Q latent, q latent but only probable, C clear, - not examined, . not found yet
COURSES = {
    ("trapezius-upper", "right", 1): "A4 A3 A3 A2 A2 A2",
    ("infraspinatus", "right", 1): "A4 A3 A3 A2 A2 A2",
    ("levator-scapulae", "right", 1): "A3 A2 Q1 Q1 Q1 A2",
    ("infraspinatus", "right", 2): "A3 A2 Q2 Q1 Q1 Q1",
    ("supraspinatus", "right", 1): "A3 A2 A2 Q1 Q1 Q1",
    ("rhomboids", "right", 1): "A2 Q1 Q1 - Q1 Q1",
    ("trapezius-upper", "left", 1): "Q2 Q2 Q1 Q1 Q1 Q1",
    ("teres-minor", "right", 1): ". Q2 Q1 Q1 Q1 -",
    ("subscapularis", "right", 1): ". q1 q1 q1 q1 -",
    ("deltoid", "right", 1): "A2 Q1 C C C C",
    ("trapezius-middle", "right", 1): "Q2 Q1 C C C C",
    ("splenius-capitis", "right", 1): "A2 A1 Q1 C C C",
    ("levator-scapulae", "left", 1): "Q1 Q1 Q1 C C C",
    ("pectoralis-minor", "right", 1): ". Q1 Q1 C C -",
}
LINE = "14 found · 5 eliminated · 9 left (3 active, 6 latent) · 2 muscles not re-examined"
_KINDS = {"A": ACTIVE, "Q": LATENT, "q": {**LATENT, "referral": {"sensation": "absent"}}}


def signs(word: str) -> dict[str, Any]:
    """Answer the signs that a word of a course stands for."""
    return CLEAR if word == "C" else {**_KINDS[word[0]], "tenderness_grade": int(word[1:])}


def examined(clinic: Cast, patient_id: str, day: str, found: dict[Any, str], **over: Any) -> Any:
    """Sign an examination of a day, at a quarter past ten in the clinic."""
    findings = [
        a_finding(muscle, side, site=site, **signs(word))
        for (muscle, side, site), word in found.items()
        if word not in {".", "-"}
    ]
    at = f"{day}T10:15:00+11:00"
    return a_signed_examination(clinic.clinician, patient_id, *findings, examined_at=at, **over)


def a_shoulder(clinic: Cast, *, visits: int = len(DAYS), **person: Any) -> tuple[str, list[str]]:
    """Make the patient of the story; answer their id and the examinations'."""
    patient_id = a_patient(clinic.reception, **person)["id"]
    signed = []
    for number in range(visits):
        found = {place: course.split()[number] for place, course in COURSES.items()}
        made = examined(clinic, patient_id, DAYS[number], found, pain_now=PAIN[number])
        signed.append(made["id"])
    return patient_id, signed


def a_plan(clinic: Cast, patient_id: str, examination_id: str, **over: Any) -> Any:
    """Prescribe a plan of one place."""
    body = {
        "examination_id": examination_id,
        "phase": "treat",
        "starts_on": "2026-11-20",
        "review_on": "2026-12-04",
        "targets": [{"muscle": "infraspinatus", "side": "right", "site": 1, "seconds": 90}],
        **over,
    }
    made = clinic.clinician.make(f"/patients/{patient_id}/home-plans", body)
    return clinic.clinician.do(f"/home-plans/{made['id']}/prescribe", {})
