"""Records to measure on: patients by the thousand, examinations through the API."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bench.driver import Driver, inserting, moment
from bench.stage import Client, Stage
from clinic.anatomy.rules import MUSCLES
from clinic.examinations.schemas import NewFindingShape
from clinic.patients.models import Patient
from clinic.patients.rules import PatientState, Sex, search_keys
from clinic.store.base import new_id

API = "/api/v1"
_FIRST_BIRTH = date(1930, 1, 1)

_FIRST = ("mar", "jo", "el", "an", "ka", "lu", "so", "pe", "ri", "ta", "vi", "no", "ha", "be")
_MIDDLE = ("li", "ra", "mi", "sse", "do", "ne", "ve", "ti", "la", "gri", "sha", "bo")
_LAST = ("na", "s", "ton", "ella", "ng", "rd", "mann", "vic", "ham", "rez", "is", "ley", "sen")
_PAIRED = tuple(slug for slug, muscle in MUSCLES.items() if muscle.paired)

LATENT = {"tenderness_grade": 2, "recognised": "no", "spontaneous_pain": False}
CLEAR = {
    "taut_band": "absent",
    "tenderness_grade": 0,
    "spot_in_band": None,
    "referral": {"sensation": "absent", "zones": [], "qualities": []},
    "recognised": "no",
    "spontaneous_pain": False,
    "local_twitch": "not_tested",
    "movement_limited": False,
    "pressure_pain_threshold_kpa": [],
}
_MIX: Sequence[dict[str, Any]] = ({}, LATENT, CLEAR)


def findings(
    count: int, *, muscles: Sequence[str] = _PAIRED, mix: Sequence[dict[str, Any]] = _MIX
) -> list[dict[str, Any]]:
    """Answer findings in as many muscles, fully told: active, latent and clear in turn."""
    return [
        {
            **NewFindingShape.example,
            **mix[number % len(mix)],
            "muscle": muscle,
            "chart": {"view": "back", "x": 0.3 + number / 100, "y": 0.24},
        }
        for number, muscle in enumerate(muscles[:count])
    ]


def a_draft(count: int, **over: Any) -> dict[str, Any]:
    """Answer the body of a draft with `count` findings."""
    return {
        "complaint": "Right shoulder, worse at the desk",
        "pain_now": 4,
        "pain_worst_week": 7,
        "symptoms": ["pain", "fatigue"],
        "findings": findings(count),
        **over,
    }


def a_patient(client: Client, family_name: str) -> str:
    """Make a patient through the API; answers the id."""
    body = {"given_name": "Zoe", "family_name": family_name, "date_of_birth": "1980-03-14"}
    made = client.made(f"{API}/patients", body)
    return str(made["id"])


def an_examined_patient(client: Client, family_name: str, examinations: int, count: int) -> str:
    """Make a patient with signed examinations of `count` findings each; answers the id."""
    patient_id = a_patient(client, family_name)
    for _ in range(examinations):
        draft = client.made(f"{API}/patients/{patient_id}/examinations", a_draft(count))
        client.made(f"{API}/examinations/{draft['id']}/sign")
    return patient_id


@dataclass(frozen=True, slots=True)
class Crowd:
    """The patients that were put in, oldest first."""

    ids: Sequence[str]
    # a family name that is there, and its start
    name: str
    start: str


def crowd(stage: Stage, count: int) -> Crowd:
    """Put patients in by SQL, each with all its search keys."""
    chance = random.Random(7)  # noqa: S311 (names, not secrets)
    people = list(_people(stage.clinic_id, count, chance))
    keys = (
        (stage.clinic_id, p["id"], k.kind.value, k.key)
        for p in people
        for k in search_keys(
            given_name=p["given_name"],
            family_name=p["family_name"],
            preferred_name="",
            phone=p["phone"],
            birth=date.fromisoformat(p["date_of_birth"]),
            file=p["file_number"],
        )
    )
    driver = Driver(stage)
    fill = driver.connection
    # for this connection only: what is put in is sound, and the index grows in memory
    for setting in ("foreign_keys=OFF", "cache_size=-200000"):
        fill.execute(f"PRAGMA {setting}")
    fill.execute("BEGIN IMMEDIATE")
    fill.executemany(inserting(Patient), people)
    fill.executemany(
        "INSERT INTO patient_keys (clinic_id, patient_id, kind, key) VALUES (?, ?, ?, ?)", keys
    )
    fill.execute("ANALYZE")
    fill.execute("COMMIT")
    driver.close()
    name = people[count // 2]["family_name"].casefold()
    return Crowd([p["id"] for p in people], name, name[:5])


def _people(clinic_id: str, count: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    at = datetime(2025, 1, 1, tzinfo=UTC)
    for number in range(count):
        made = at + timedelta(minutes=number)
        yield {
            "id": new_id(made),
            "clinic_id": clinic_id,
            "created_at": moment(made),
            "version": 1,
            "given_name": _name(chance),
            "family_name": _name(chance) + chance.choice(_LAST),
            "preferred_name": "",
            "date_of_birth": (_FIRST_BIRTH + timedelta(chance.randrange(30_000))).isoformat(),
            "sex": Sex.UNKNOWN.value,
            "phone": f"04{chance.randrange(10**8):08d}",
            "email": "",
            "address": "{}",
            "language": "en-AU",
            "large_print": False,
            "file_number": f"F{number}",
            "note": "",
            "state": PatientState.ACTIVE.value,
        }


def _name(chance: random.Random) -> str:
    parts = (chance.choice(_FIRST), chance.choice(_MIDDLE), chance.choice(_LAST))
    return "".join(parts).capitalize()
