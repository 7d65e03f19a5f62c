"""The life of an examination: a draft changes nothing, a signed one never changes."""

from clinic.examinations.rules.vocabulary import ExaminationAction, ExaminationState
from clinic.rulebook.machines import Machine, move

EXAMINATION = Machine(
    "examination",
    initial=ExaminationState.DRAFT,
    moves={
        ExaminationAction.CHANGE: move({ExaminationState.DRAFT}),
        ExaminationAction.DELETE: move({ExaminationState.DRAFT}),
        ExaminationAction.SIGN: move({ExaminationState.DRAFT}, ExaminationState.SIGNED),
        ExaminationAction.AMEND: move({ExaminationState.SIGNED}),
        ExaminationAction.VOID: move({ExaminationState.SIGNED}, ExaminationState.VOIDED),
    },
)
