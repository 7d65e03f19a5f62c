"""What pages and paper show of an examination, as plain values."""

from clinic.examinations.context.boot import boot, open_episodes
from clinic.examinations.context.catalogue import (
    catalogue_address,
    catalogue_text,
    catalogue_version,
)
from clinic.examinations.context.known import LastVisit, known_places, known_points
from clinic.examinations.context.places import (
    FoundPlace,
    PlaceName,
    canonical,
    found_places,
)
from clinic.examinations.context.report import (
    Amendment,
    ExaminationReport,
    FindingLine,
    PatientName,
    ScoreLine,
    examination_report,
    prepare_report,
)
from clinic.examinations.context.review import review
from clinic.examinations.context.versions import versions_of
from clinic.examinations.context.visit import (
    Head,
    alerts,
    head,
    red_flag_words,
    symptom_words,
    visit_facts,
    visit_line,
    whom,
)

__all__ = [
    "Amendment",
    "ExaminationReport",
    "FindingLine",
    "FoundPlace",
    "Head",
    "LastVisit",
    "PatientName",
    "PlaceName",
    "ScoreLine",
    "alerts",
    "boot",
    "canonical",
    "catalogue_address",
    "catalogue_text",
    "catalogue_version",
    "examination_report",
    "found_places",
    "head",
    "known_places",
    "known_points",
    "open_episodes",
    "prepare_report",
    "red_flag_words",
    "review",
    "symptom_words",
    "versions_of",
    "visit_facts",
    "visit_line",
    "whom",
]
