"""Everything that is told, as one list of steps."""

from datetime import date

from clinic.example.care import Carer
from clinic.example.days import Appointments
from clinic.example.founding import founding_steps
from clinic.example.people import STORIES
from clinic.example.programme import programme_steps
from clinic.example.telling import AnyStep


def all_steps(today: date, base_url: str) -> list[AnyStep]:
    """Answer all steps, counted back from a day; sheets carry codes of pages at `base_url`."""
    carer = Carer(today, Appointments(), base_url)
    care = [step for story in STORIES for step in carer.steps(story)]
    return [*founding_steps(today), *programme_steps(today), *care]
