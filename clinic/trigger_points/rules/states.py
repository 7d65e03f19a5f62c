"""The life of a trigger point as one table (CONTRACT 3, "Trigger points and outcomes")."""

from collections.abc import Mapping
from enum import Enum, StrEnum

from clinic.examinations.rules import FindingClass


class TriggerPointState(StrEnum):
    """What is known of one place, from examinations alone (CLINICAL 2.2)."""

    ACTIVE = "active"
    LATENT = "latent"
    DEACTIVATED = "deactivated"
    SUSPECTED = "suspected"
    PROVISIONALLY_CLEARED = "provisionally_cleared"
    ELIMINATED = "eliminated"


class Evidence(StrEnum):
    """What a finding means to a place: its class, and the condition that matters beside it."""

    ACTIVE = "active"
    LATENT = "latent"
    LATENT_HURTING = "latent, with spontaneous pain"
    DOUBTFUL = "a sign, but no trigger point"
    CLEAR = "clear"
    CLEAR_AGAIN = "clear for the second time, long enough after the first"
    CLEAR_UNTESTABLE = "clear, band not testable"
    UNDECIDED = "incomplete or inconsistent"
    UNDECIDED_POSITIVE = "incomplete or inconsistent, with a positive sign"


class ByPast(Enum):
    """A cell of the table that the place's past decides."""

    QUIET = "deactivated if it was ever active, else latent"


After = TriggerPointState | ByPast | None  # None: nothing is followed

EVIDENCE_OF: Mapping[FindingClass, Evidence] = {
    FindingClass.ACTIVE: Evidence.ACTIVE,
    FindingClass.ACTIVE_PROBABLE: Evidence.ACTIVE,
    FindingClass.LATENT: Evidence.LATENT,
    FindingClass.LATENT_PROBABLE: Evidence.LATENT,
    FindingClass.INDETERMINATE: Evidence.DOUBTFUL,
    FindingClass.TENDER_SPOT: Evidence.DOUBTFUL,
    FindingClass.TAUT_BAND: Evidence.DOUBTFUL,
    FindingClass.CLEAR: Evidence.CLEAR,
    FindingClass.CLEAR_BAND_UNTESTABLE: Evidence.CLEAR_UNTESTABLE,
    FindingClass.INCOMPLETE: Evidence.UNDECIDED,
    FindingClass.INCONSISTENT: Evidence.UNDECIDED,
}

# A point counted among these and found active again has come back.
RETURNING = frozenset(
    {
        TriggerPointState.DEACTIVATED,
        TriggerPointState.PROVISIONALLY_CLEARED,
        TriggerPointState.ELIMINATED,
    }
)

# Evidence of any other kind ends a run of clear findings.
KEEPS_RUN = frozenset(
    {
        Evidence.CLEAR,
        Evidence.CLEAR_AGAIN,
        Evidence.CLEAR_UNTESTABLE,
        Evidence.UNDECIDED,
        Evidence.UNDECIDED_POSITIVE,
    }
)

_BEFORE = (
    None,  # not followed yet
    TriggerPointState.SUSPECTED,
    TriggerPointState.LATENT,
    TriggerPointState.ACTIVE,
    TriggerPointState.DEACTIVATED,
    TriggerPointState.PROVISIONALLY_CLEARED,
    TriggerPointState.ELIMINATED,
)
_s, _l, _a, _d, _c, _e = (state for state in _BEFORE if state is not None)
_quiet = ByPast.QUIET

# From each state (columns, in the order of _BEFORE) by each evidence. Without a state nothing is
# followed. Only a place already cleared can be clear again, so that row's other cells are idle.
# fmt: off
_ROWS: Mapping[Evidence, tuple[After, ...]] = {
    #                            not    susp.   latent  active  deact.  prov.cl. elim.
    Evidence.ACTIVE:             (_a,   _a,     _a,     _a,     _a,     _a,      _a),
    Evidence.LATENT:             (_l,   _quiet, _l,     _d,     _d,     _quiet,  _quiet),
    Evidence.LATENT_HURTING:     (_l,   _quiet, _l,     _a,     _d,     _quiet,  _quiet),
    Evidence.DOUBTFUL:           (_s,   _s,     _l,     _a,     _d,     _s,      _s),
    Evidence.CLEAR:              (None, _c,     _c,     _c,     _c,     _c,      _e),
    Evidence.CLEAR_AGAIN:        (None, _e,     _e,     _e,     _e,     _e,      _e),
    Evidence.CLEAR_UNTESTABLE:   (None, _c,     _c,     _c,     _c,     _c,      _e),
    Evidence.UNDECIDED:          (None, _s,     _l,     _a,     _d,     _c,      _e),
    Evidence.UNDECIDED_POSITIVE: (_s,   _s,     _l,     _a,     _d,     _c,      _e),
}
# fmt: on

TRANSITIONS: Mapping[tuple[TriggerPointState | None, Evidence], After] = {
    (before, evidence): after
    for evidence, row in _ROWS.items()
    for before, after in zip(_BEFORE, row, strict=True)
}


def state_after(
    before: TriggerPointState | None, evidence: Evidence, *, ever_active: bool
) -> TriggerPointState | None:
    """Answer the state a place is in after the evidence; None where nothing is followed."""
    after = TRANSITIONS[before, evidence]
    if after is ByPast.QUIET:
        return TriggerPointState.DEACTIVATED if ever_active else TriggerPointState.LATENT
    return after
