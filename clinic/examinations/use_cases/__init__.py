"""Deeds on examinations: draft, save entry by entry, sign, amend, void."""

from clinic.examinations.use_cases.drafts import (
    begin_examination,
    change_draft,
    delete_draft,
)
from clinic.examinations.use_cases.entries import Refused, Saved, save_entries
from clinic.examinations.use_cases.reading import print_examination, read_examination
from clinic.examinations.use_cases.signing import (
    amend_examination,
    sign_examination,
    void_examination,
)

__all__ = [
    "Refused",
    "Saved",
    "amend_examination",
    "begin_examination",
    "change_draft",
    "delete_draft",
    "print_examination",
    "read_examination",
    "save_entries",
    "sign_examination",
    "void_examination",
]
