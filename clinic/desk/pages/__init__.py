"""The pages of the desk: today, one patient, the clinic's outcomes."""

from clinic.desk.pages import (  # noqa: F401 (they hang their addresses on the door)
    outcomes,
    patient,
    record,
    register,
    sheets,
    today,
)
from clinic.desk.pages.door import pages

__all__ = ["pages"]
