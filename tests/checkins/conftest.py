"""A plan that was prescribed, and the page behind its sheet's code, without printing one."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from clinic.checkins.rules import new_token
from clinic.checkins.use_cases import begin_page
from clinic.handouts.models import Handout
from clinic.handouts.rules import Layout
from clinic.paper.short_codes import new_short_code
from clinic.plans.models import HomePlan
from tests.browsing import Visitor
from tests.builders import (
    ACTIVE,
    LATENT,
    a_clear_screen,
    a_finding,
    a_patient,
    a_signed_examination,
)
from tests.conftest import Cast, work_in


def prescribed(cast: Cast, **over: Any) -> dict[str, Any]:
    """Prescribe a plan of two places: infraspinatus twice a day, deltoid once."""
    patient = a_patient(cast.reception, preferred_name="Hà", file_number="20417")
    examination = a_signed_examination(
        cast.clinician,
        patient["id"],
        a_finding(site=1, chart={"view": "back", "x": 0.61, "y": 0.24}, **ACTIVE),
        a_finding("deltoid", **LATENT),
    )
    a_clear_screen(cast.clinician, patient["id"])
    targets = [
        {"muscle": "infraspinatus", "side": "right", "site": 1, "sessions_per_day": 2},
        {"muscle": "deltoid", "side": "right"},
    ]
    body = {
        "examination_id": examination["id"],
        "phase": "treat",
        "starts_on": "2026-11-20",
        "review_on": "2026-12-04",
        "targets": targets,
        **over,
    }
    plan = cast.clinician.make(f"/patients/{patient['id']}/home-plans", body)
    done: dict[str, Any] = cast.clinician.do(f"/home-plans/{plan['id']}/prescribe", {})
    return done


def a_sheet(cast: Cast, plan: dict[str, Any]) -> tuple[str, str]:
    """Archive a sheet that is no real PDF, and answer its id and its page's secret."""
    token = new_token()
    with work_in(cast) as work:
        row = work.find(HomePlan, plan["id"])
        handout = work.new(
            Handout,
            patient_id=row.patient_id,
            plan_id=row.id,
            plan_version=row.version,
            language="en-AU",
            layout=Layout.STANDARD,
            issued_by=work.actor.user_id,
            short_code=new_short_code(),
            pages=1,
            sha256=hashlib.sha256(b"%PDF-").hexdigest(),
            input_sha256="0" * 64,
            made_with={},
            pdf=b"%PDF-",
        )
        work.record("handout.issued", handout, patient_id=row.patient_id)
        begin_page(work, row, handout.id, token=token, language="en-AU")
    return handout.id, token


@dataclass
class Phone:
    """A patient's telephone: no account, no cookie, and the address from the sheet."""

    visitor: Visitor
    address: str
    handout_id: str

    def see(self) -> str:
        return self.visitor.see(self.address)

    def words(self) -> str:
        return self.visitor.words(self.address)


@pytest.fixture
def plan(clinic: Cast) -> dict[str, Any]:
    return prescribed(clinic)


@pytest.fixture
def phone_of(app: Flask, clinic: Cast) -> Callable[[dict[str, Any]], Phone]:
    """Answer the phone that scanned the sheet of a plan."""

    def scan(plan: dict[str, Any]) -> Phone:
        handout_id, token = a_sheet(clinic, plan)
        return Phone(Visitor(app, app.test_client()), f"/h/{token}", handout_id)

    return scan


@pytest.fixture
def phone(phone_of: Callable[[dict[str, Any]], Phone], plan: dict[str, Any]) -> Phone:
    return phone_of(plan)
