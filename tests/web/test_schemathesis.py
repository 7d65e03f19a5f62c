"""Schemathesis reads the API document and tries to catch the API lying about itself (F15)."""

import re
from collections import Counter, defaultdict
from typing import Any

import pytest
import schemathesis
from flask import Flask
from schemathesis import Case
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Err
from schemathesis.pytest.lazy import get_all_tests

from clinic.accounts import use_cases as accounts
from clinic.rulebook.actor import command
from clinic.rulebook.permissions import Role
from clinic.work.door import begin_work
from tests.builders import a_patient
from tests.conftest import Client, Clock, found_clinic, house_of

SEED = 20261120
EXAMPLES = 4
ALL_OF_THE_FIRST, ONE_IN = 30, 11


@pytest.fixture
def prober(app: Flask, clock: Clock) -> Client:
    """A program with a token of somebody who owns and treats."""
    cast = found_clinic(app)
    workshop = house_of(app).workshop
    with app.app_context():
        with begin_work(workshop, command(cast.id)) as work:
            user = accounts.create_user(
                work,
                email=f"prober@{cast.slug}.example",
                name="Pro Ber",
                roles=[Role.OWNER, Role.CLINICIAN],
                password_hash=None,
            )
        with begin_work(workshop, command(cast.id)) as work:
            return Client(app, accounts.create_token(work, user), user.id)


def spare_token(prober: Client) -> str:
    """Answer the id of a token of one of the clinic's other people."""
    tokens = prober.read("/tokens")["items"]
    return str(next(t["id"] for t in tokens if t["user_id"] != prober.user_id))


def settings(prober: Client) -> dict[str, Any]:
    """Every check, in both directions, always the same."""
    patient = a_patient(prober)["id"]
    paths = prober.read("/api/openapi.json")["paths"]

    def made(path: str, **over: str) -> str:
        """Make what the document's own example describes, and answer its id."""
        (content,) = paths[f"/api/v1{path}"]["post"]["requestBody"]["content"].values()
        body = content["example"] | over
        return str(prober.make(path.replace("{patient_id}", patient), body)["id"])

    model = made("/massager-models")
    # ids of records that are there; all others are drawn, and so are absent
    ids = {
        "patient_id": patient,
        "episode_id": made("/patients/{patient_id}/episodes"),
        "consent_id": made("/patients/{patient_id}/consents"),
        "screen_id": made("/patients/{patient_id}/safety-screens"),
        "model_id": model,
        "unit_id": made("/sample-units", model_id=model),
        "practitioner_id": made("/practitioners"),
        "user_id": prober.user_id,
        # a token that may be revoked: ids are also taken from answers, our own among them
        "token_id": spare_token(prober),
    }
    return {
        "seed": SEED,
        "auth": {"openapi": {"token": {"bearer": prober.token}}},
        "parameters": {f"path.{name}": value for name, value in ids.items()},
        "generation": {
            "max-examples": EXAMPLES,
            "deterministic": True,
            "database": "none",
            # the token is ours; the check ignored_auth leaves it out by itself
            "with-security-parameters": False,
        },
        # each address hears two methods that it does not know; test_order_of_refusals the rest
        "phases": {"coverage": {"unexpected-methods": ["PUT", "TRACE"]}},
        "checks": {
            # CONTRACT 2: meaning against stored facts (422), an ETag that was drawn (412) and
            # one that was left out where a step does not need it are no faults of a document
            "positive_data_acceptance": {"expected-statuses": ["2xx", "404", "409", "412", "422"]},
            # CONTRACT 2: of two faults the earlier is answered, and 413 is one of them
            "negative_data_rejection": {
                "expected-statuses": [
                    "400",
                    "404",
                    "405",
                    "409",
                    "412",
                    "413",
                    "415",
                    "422",
                    "428",
                ]
            },
            # RFC 6585: a missing If-Match is 428; an absent record and a wrong shape go before
            "missing_required_header": {"expected-statuses": ["404", "422", "428"]},
        },
    }


def test_the_api_is_what_its_document_says(prober: Client, clock: Clock) -> None:
    answered: dict[str, Counter[int]] = defaultdict(Counter)
    drawn: Counter[str] = Counter()

    def try_out(case: Case) -> None:
        drawn[case.operation.label] += 1
        # large bodies have hundreds of cases much alike: after the first, a sample of them
        if drawn[case.operation.label] > ALL_OF_THE_FIRST and drawn.total() % ONE_IN:
            return
        # a token may ask 6,000 times a minute
        clock.forward(seconds=0.02)
        answer = case.call()
        answered[case.operation.label][answer.status_code] += 1
        case.validate_response(answer)

    configuration = settings(prober)
    api = schemathesis.openapi.from_wsgi(
        "/api/openapi.json", prober.app, config=SchemathesisConfig.from_dict(configuration)
    )
    found: list[str] = []
    for result in get_all_tests(schema=api, test_func=try_out, settings=None, given_kwargs={}):
        if isinstance(result, Err):
            found.append(repr(result.err()))
            continue
        operation, trial = result.ok()
        try:
            trial()
        except (Exception, FailureGroup) as error:  # noqa: BLE001 (the others are tried, too)
            seen = dict(answered[operation.label])
            found.append(f"{operation.label} {seen}\n{told(error)}")
    assert found == [], "\n\n".join(found)
    # a prober that is always refused proves little
    paths = prober.read("/api/openapi.json")["paths"]
    every = {f"{m.upper()} {p}" for p, item in paths.items() for m in item if m != "parameters"}
    assert set(answered) == every
    welcome = {label for label, seen in answered.items() if any(s < 300 for s in seen)}
    known = {f"{{{name.removeprefix('path.')}}}" for name in configuration["parameters"]}
    readable = {one for one in every if one.startswith("GET") and ids_in(one) <= known}
    assert readable - welcome == set()
    assert len(readable) > 30
    assert {"POST /api/v1/patients", "POST /api/v1/patients/{patient_id}/episodes"} <= welcome


def ids_in(label: str) -> set[str]:
    return set(re.findall(r"\{\w+\}", label))


def told(error: BaseException) -> str:
    """Answer every failure in a group of them, shortly."""
    inner = getattr(error, "exceptions", None)
    if inner:
        return "\n".join(told(one) for one in inner)
    return f"{type(error).__name__}: {str(error)[:700]} {getattr(error, '__notes__', '')}"
