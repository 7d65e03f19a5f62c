"""Patients with plans to be printed, and a worker in this process."""

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

from tests.builders import ACTIVE, a_clear_screen, a_finding, a_patient, a_signed_examination
from tests.conftest import Cast


def a_draft_plan(clinic: Cast, **over: Any) -> Any:
    """Make a patient with a draft, proposed from one finding."""
    patient = a_patient(clinic.reception, **over)
    examination = a_signed_examination(
        clinic.clinician, patient["id"], a_finding("deltoid", **ACTIVE)
    )
    proposal = clinic.clinician.read(f"/examinations/{examination['id']}/home-plan-proposal")
    body = {k: v for k, v in proposal.items() if k not in {"session_seconds", "left_out"}}
    return clinic.clinician.make(f"/patients/{patient['id']}/home-plans", body)


def an_active_plan(clinic: Cast, **over: Any) -> Any:
    """Make a patient with a plan that runs."""
    plan = a_draft_plan(clinic, **over)
    a_clear_screen(clinic.clinician, plan["patient_id"])
    return clinic.clinician.do(f"/home-plans/{plan['id']}/prescribe")


@pytest.fixture
def drain(clinic: Cast) -> Callable[[], Result]:
    """Let a worker print everything that is queued."""

    def run() -> Result:
        result = clinic.app.test_cli_runner().invoke(args=["worker", "--once"])
        assert result.exit_code == 0, result.output
        return result

    return run


def sheets_of(clinic: Cast, plan: Any) -> list[Any]:
    """Answer the sheets that were issued of a plan's patient, newest first."""
    items: list[Any] = clinic.reception.read(f"/patients/{plan['patient_id']}/handouts")["items"]
    return items


def by_plan(run: Any) -> dict[str, Any]:
    """Answer a run's items by their plan."""
    return {item["home_plan_id"]: item for item in run["items"]}
