"""What an incident can be about, who may know of it, and when it is over."""

from collections.abc import Iterable
from enum import StrEnum

from clinic.rulebook.machines import Machine, move
from clinic.rulebook.permissions import Permission, Role, may


class Subject(StrEnum):
    """The field of `about` that is filled."""

    UNIT = "unit_id"
    PLAN = "home_plan_id"


# an incident of a plan tells of a patient: it needs what a patient's care needs (CONTRACT 2)
_NEEDS = {Subject.UNIT: Permission.INCIDENTS, Subject.PLAN: Permission.CARE}


def subjects_for(roles: Iterable[Role]) -> tuple[Subject, ...]:
    """Answer what these roles may report and read incidents about."""
    held = frozenset(roles)
    return tuple(subject for subject in Subject if may(held, _NEEDS[subject]))


class IncidentState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class IncidentAction(StrEnum):
    CLOSE = "close"


INCIDENT = Machine(
    "incident",
    initial=IncidentState.OPEN,
    moves={IncidentAction.CLOSE: move({IncidentState.OPEN}, IncidentState.CLOSED)},
)
