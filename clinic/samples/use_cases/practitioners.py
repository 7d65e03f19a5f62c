"""Deeds on practitioners."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from clinic.accounts.queries import today_of
from clinic.rulebook.refusals import Invalid
from clinic.samples import queries
from clinic.samples.models import Practitioner
from clinic.samples.rules import IDENTITY, Profession, day_problem, registration_problem
from clinic.samples.use_cases.custody import lock_queue, serve_queue
from clinic.work.unit import Work


@dataclass(frozen=True, slots=True)
class NewPractitioner:
    """What is known of an outside professional."""

    name: str
    profession: Profession
    email: str
    registration_number: str = ""
    association: str = ""
    member_number: str = ""
    practice_name: str = ""
    phone: str = ""
    address: Mapping[str, str] = field(default_factory=dict)
    research_updates: bool = False


def create_practitioner(work: Work, new: NewPractitioner) -> Practitioner:
    """Make a practitioner's record; not verified yet.

    Raises:
        Invalid: a registered profession without its number.

    """
    _check_registration(new.profession, new.registration_number)
    practitioner = work.new(Practitioner, **asdict(new))
    work.record("practitioner.created", practitioner)
    return practitioner


def change_practitioner(
    work: Work, practitioner_id: str, changes: Mapping[str, Any]
) -> Practitioner:
    """Change what is known. Who changes identity, profession or number must be verified anew.

    Raises:
        Invalid: a registered profession without its number.

    """
    practitioner = work.claim(Practitioner, practitioner_id)
    _check_registration(
        changes.get("profession", practitioner.profession),
        changes.get("registration_number", practitioner.registration_number),
    )
    changed = work.change(practitioner, changes)
    work.record("practitioner.changed", practitioner, fields=changed)
    if practitioner.verified_on is not None and set(IDENTITY).intersection(changed):
        practitioner.verified_on = None
        practitioner.verified_by = None
        practitioner.verified_source = ""
        work.also("practitioner.unverified", practitioner)
    return practitioner


def _check_registration(profession: Profession, registration_number: str) -> None:
    if problem := registration_problem(profession, registration_number):
        raise Invalid.at("/registration_number", problem)


@dataclass(frozen=True, slots=True)
class Verification:
    """When and where somebody checked who this is; today unless a day is given."""

    checked_on: date | None = None
    source: str = ""


def verify_practitioner(work: Work, practitioner_id: str, check: Verification) -> Practitioner:
    """Note that identity and registration were checked. Requests that waited for it are served.

    Raises:
        Invalid: checked on a day after today.

    """
    work.find(Practitioner, practitioner_id)
    models = queries.waited_for_by(work, practitioner_id)
    for model_id in models:
        lock_queue(work, model_id)
    practitioner = work.claim(Practitioner, practitioner_id)
    today = today_of(work)
    checked_on = check.checked_on or today
    if problem := day_problem(checked_on, today, None):
        raise Invalid.at("/checked_on", problem)
    practitioner.verified_on = checked_on
    practitioner.verified_source = check.source
    practitioner.verified_by = work.actor.user_id
    work.touch(practitioner)
    work.record("practitioner.verified", practitioner)
    for model_id in models:
        serve_queue(work, model_id)
    return practitioner
