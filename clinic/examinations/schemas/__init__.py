"""Shapes of examinations, findings and the entries of autosave."""

from clinic.examinations.schemas.entries import (
    FIELDS,
    EntriesShape,
    EntryShape,
    PlaceShape,
    SavedShape,
)
from clinic.examinations.schemas.examinations import (
    AmendmentShape,
    DraftChangeShape,
    DraftShape,
    ExaminationShape,
    ReasonShape,
    ScoresShape,
    VersionShape,
)
from clinic.examinations.schemas.findings import FindingShape, NewFindingShape
from clinic.examinations.schemas.forms import (
    Amend,
    AmendFindingShape,
    AmendVisitShape,
    BeginShape,
    ChosenPlace,
    ChosenPlaceShape,
    FoundShape,
    Next,
    Take,
    TakeShape,
    Visit,
    VisitShape,
)

__all__ = [
    "FIELDS",
    "Amend",
    "AmendFindingShape",
    "AmendVisitShape",
    "AmendmentShape",
    "BeginShape",
    "ChosenPlace",
    "ChosenPlaceShape",
    "DraftChangeShape",
    "DraftShape",
    "EntriesShape",
    "EntryShape",
    "ExaminationShape",
    "FindingShape",
    "FoundShape",
    "NewFindingShape",
    "Next",
    "PlaceShape",
    "ReasonShape",
    "SavedShape",
    "ScoresShape",
    "Take",
    "TakeShape",
    "VersionShape",
    "Visit",
    "VisitShape",
]
