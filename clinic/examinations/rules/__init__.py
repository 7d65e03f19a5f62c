"""The rules of an examination: its words, its classification table, its findings together."""

from clinic.examinations.rules.classification import (
    DEFAULT_SETTINGS,
    RULE_VERSION,
    Classification,
    ClassificationSettings,
    Signs,
    band_and_tenderness_tested,
    classify,
    has_positive_sign,
)
from clinic.examinations.rules.drafts import ChartPoint, NewFinding, Override, Referral
from clinic.examinations.rules.findings import (
    WHOLE_MUSCLE,
    ClassifiedFinding,
    FindingConflict,
    FindingWarning,
    conflicts,
    place_in_words,
    warnings,
)
from clinic.examinations.rules.machine import EXAMINATION
from clinic.examinations.rules.vocabulary import (
    ExaminationAction,
    ExaminationState,
    FindingClass,
    Quality,
    Recognised,
    Sensation,
    Symptom,
    TautBand,
    Twitch,
)

__all__ = [
    "DEFAULT_SETTINGS",
    "EXAMINATION",
    "RULE_VERSION",
    "WHOLE_MUSCLE",
    "ChartPoint",
    "Classification",
    "ClassificationSettings",
    "ClassifiedFinding",
    "ExaminationAction",
    "ExaminationState",
    "FindingClass",
    "FindingConflict",
    "FindingWarning",
    "NewFinding",
    "Override",
    "Quality",
    "Recognised",
    "Referral",
    "Sensation",
    "Signs",
    "Symptom",
    "TautBand",
    "Twitch",
    "band_and_tenderness_tested",
    "classify",
    "conflicts",
    "has_positive_sign",
    "place_in_words",
    "warnings",
]
