"""Deeds of safety: answering the screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from clinic.patients.models import Patient
from clinic.rulebook.refusals import Invalid, Problem
from clinic.safety.models import SafetyScreen
from clinic.safety.rules import Answer, misplaced_sites, missing_sites, screen
from clinic.work.unit import Work


@dataclass(frozen=True, slots=True)
class NewScreen:
    """The clinician's answers; a question left out is unknown."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    sites: Mapping[str, Sequence[str]] = field(default_factory=dict)
    note: str = ""


def screen_patient(work: Work, patient_id: str, new: NewScreen) -> SafetyScreen:
    """Answer the screen: what is barred or cautioned follows, and an active plan may pause.

    Raises:
        Invalid: a yes to a site question without its sites, or sites where none belong.

    """
    patient = work.find(Patient, patient_id)
    problems = [
        Problem(f"/sites/{slug}", "Say which regions: the answer is yes.")
        for slug in missing_sites(new.answers, new.sites)
    ] + [
        Problem(f"/sites/{slug}", "Regions belong to a site question that is answered yes.")
        for slug in misplaced_sites(new.answers, new.sites)
    ]
    if problems:
        raise Invalid(problems)
    outcome = screen(new.answers, new.sites)
    row = work.new(
        SafetyScreen,
        patient_id=patient.id,
        answers={slug: answer.value for slug, answer in new.answers.items()},
        sites={slug: list(regions) for slug, regions in new.sites.items()},
        note=new.note,
        screened_by=work.actor.user_id,
        outcome=outcome.outcome,
        reasons=[
            {"slug": r.slug, "answer": r.answer.value, "regions": list(r.regions)}
            for r in outcome.reasons
        ],
        barred_regions=list(outcome.barred_regions),
        cautioned_regions=list(outcome.cautioned_regions),
    )
    work.session.flush()
    work.record("patient.screened", row, patient_id=patient.id)
    work.tell("patient.screened", screen=row)
    return row
