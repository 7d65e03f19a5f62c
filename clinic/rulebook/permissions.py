"""Who may do what: one enum and one table (CONTRACT 2). Every refusal of a role comes from here."""

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    OWNER = "owner"
    CLINICIAN = "clinician"
    RECEPTION = "reception"
    SAMPLE_MANAGER = "sample_manager"


class Permission(StrEnum):
    SIGNED_IN = "signed_in"
    PATIENTS = "patients"
    CARE = "care"
    PLANS_AT_THE_DESK = "plans_at_the_desk"
    MODELS_READ = "models_read"
    SAMPLES = "samples"
    INCIDENTS = "incidents"
    CLINIC = "clinic"


_O, _C, _R, _S = Role.OWNER, Role.CLINICIAN, Role.RECEPTION, Role.SAMPLE_MANAGER

TABLE: dict[Permission, frozenset[Role]] = {
    # anything a valid token opens: who am I, the catalogues
    Permission.SIGNED_IN: frozenset({_O, _C, _R, _S}),
    # patients: find, make, change, archive
    Permission.PATIENTS: frozenset({_O, _C, _R}),
    # episodes, screens, examinations, register, outcomes, plans, consents; issue, export
    Permission.CARE: frozenset({_O, _C}),
    # reprint a handout, see that a plan exists and its review day, move that day
    Permission.PLANS_AT_THE_DESK: frozenset({_O, _C, _R}),
    # massager models: read
    Permission.MODELS_READ: frozenset({_O, _C, _R, _S}),
    # practitioners, models, units, requests, loans
    Permission.SAMPLES: frozenset({_O, _S}),
    # incidents; what a role sees of them is a rule of that room
    Permission.INCIDENTS: frozenset({_O, _C, _S}),
    # clinic settings, users, tokens, audit trail
    Permission.CLINIC: frozenset({_O}),
}


def may(roles: Iterable[Role], permission: Permission) -> bool:
    """Tell whether any of `roles` carries `permission`."""
    return not TABLE[permission].isdisjoint(roles)
