"""What every answer carries, who may be called, and what needs no sign-in."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from clinic.app import create_app
from clinic.config import Config
from clinic.web.ready import migrate
from clinic.web.visit import LARGEST_BODY
from tests.builders import a_patient
from tests.conftest import SECRET, Cast, Client, new_database, on_postgresql

WITHOUT_SIGN_IN = ("/healthz", "/api/openapi.json", "/api/docs")


def every_kind_of_answer(clinic: Cast) -> dict[str, TestResponse]:
    patient = a_patient(clinic.reception)
    nobody = Client(clinic.app, None)
    return {
        "200": clinic.reception.get(f"/patients/{patient['id']}"),
        "list": clinic.reception.get("/patients"),
        "401": nobody.get("/me"),
        "403": clinic.sample_manager.get("/patients"),
        "404": clinic.owner.get("/nothing"),
        "404 outside": nobody.get("/api/nothing"),
        "405": clinic.owner.send("PUT", "/me"),
        "413": clinic.reception.post("/patients", b" " * (LARGEST_BODY + 1)),
        "415": clinic.reception.post("/patients", b"x", content_type="text/plain"),
        "422": clinic.reception.post("/patients", {}),
        "428": clinic.reception.send("PATCH", f"/patients/{patient['id']}", {}),
        "OPTIONS": clinic.reception.send("OPTIONS", "/patients"),
        "HEAD": clinic.reception.send("HEAD", "/patients"),
        **{path: nobody.get(path) for path in WITHOUT_SIGN_IN},
    }


def test_every_answer_is_private_and_inert(clinic: Cast) -> None:
    seen: set[str] = set()
    for kind, answer in every_kind_of_answer(clinic).items():
        headers = answer.headers
        assert headers["X-Content-Type-Options"] == "nosniff", kind
        assert headers["Referrer-Policy"] == "same-origin", kind
        assert headers["X-Frame-Options"] == "DENY", kind
        assert headers["Cache-Control"] == "no-store", kind
        assert "default-src 'none'" in headers["Content-Security-Policy"], kind
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], kind
        assert "unsafe" not in headers["Content-Security-Policy"], kind
        assert not any(name.startswith("Access-Control-") for name, _ in headers), kind
        assert "Set-Cookie" not in headers, kind
        seen.add(headers["X-Request-Id"])
    assert len(seen) == len(every_kind_of_answer(clinic))


def test_every_refusal_is_a_problem_document(clinic: Cast) -> None:
    for kind, answer in every_kind_of_answer(clinic).items():
        if answer.status_code < 400:
            continue
        assert answer.mimetype == "application/problem+json", kind
        body = answer.get_json()
        assert body["status"] == answer.status_code, kind
        assert re.fullmatch(r"urn:palpate:problem:[a-z-]+", body["type"]), kind


def test_no_answer_tells_what_it_is_made_with(clinic: Cast) -> None:
    for kind, answer in every_kind_of_answer(clinic).items():
        if kind in {"/api/openapi.json", "/api/docs"}:
            continue
        text = answer.get_data(as_text=True).lower() + str(answer.headers).lower()
        for word in ("werkzeug", "flask", "sqlalchemy", "traceback", "python", "select "):
            assert word not in text, kind


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "evil.example:8000", "127.0.0.2", "[::1", "a b"],
)
def test_a_host_that_is_not_ours_is_refused(clinic: Cast, host: str) -> None:
    for path in ("/healthz", "/api/v1/me", "/api/openapi.json", "/nothing"):
        answer = clinic.owner.get(path, headers={"Host": host})
        assert answer.status_code == 400, path
        assert host not in answer.get_data(as_text=True)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "localhost:8000", "127.0.0.1:9"])
def test_this_machine_may_be_called_by_its_own_names(clinic: Cast, host: str) -> None:
    assert clinic.owner.get("/me", headers={"Host": host}).status_code == 200


def test_the_host_of_base_url_is_trusted_and_no_other(tmp_path: Path, clinic: Cast) -> None:
    url = clinic.app.config["SQLALCHEMY_DATABASE_URI"]
    environ = {"SECRET_KEY": SECRET, "DATABASE_URL": url, "BASE_URL": "https://palpate.example"}
    app = create_app(Config.from_env(environ, instance=tmp_path))
    ask = Client(app, clinic.owner.token)
    assert ask.get("/me", headers={"Host": "palpate.example"}).status_code == 200
    assert ask.get("/me", headers={"Host": "other.example"}).status_code == 400
    close(app)


def test_head_is_get_without_a_body(clinic: Cast) -> None:
    at = f"/patients/{a_patient(clinic.reception)['id']}"
    head, get = clinic.reception.send("HEAD", at), clinic.reception.get(at)
    assert head.status_code == 200
    assert head.get_data() == b""
    assert head.headers["ETag"] == get.headers["ETag"]
    assert clinic.sample_manager.send("HEAD", at).status_code == 403


def test_options_names_the_methods_to_who_is_signed_in(clinic: Cast, anonymous: Client) -> None:
    answer = clinic.reception.send("OPTIONS", "/patients")
    assert answer.status_code == 200
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
    assert anonymous.send("OPTIONS", "/patients").status_code == 401


@pytest.mark.parametrize("path", WITHOUT_SIGN_IN)
def test_what_needs_no_sign_in_answers_when_everything_is_ready(
    anonymous: Client, path: str
) -> None:
    assert anonymous.get(path).status_code == 200
    assert anonymous.get(path, headers={"Authorization": "Bearer wrong"}).status_code == 200


def empty_app(tmp_path: Path, request: pytest.FixtureRequest) -> Flask:
    """An app on a database in which nothing is yet."""
    environ = {"SECRET_KEY": SECRET}
    if on_postgresql():
        server = request.getfixturevalue("postgres")
        environ["DATABASE_URL"] = new_database(server, "palpate_test_empty")
    return create_app(Config.from_env(environ, instance=tmp_path))


def close(app: Flask) -> None:
    from clinic.store.database import db  # noqa: PLC0415 (only to close its connections)

    app.extensions["palpate"].press.close()
    with app.app_context():
        db.engine.dispose()


def test_nothing_answers_before_the_database_is_migrated(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    app = empty_app(tmp_path, request)
    nobody, somebody = Client(app, None), Client(app, "palpate_token")
    asked = [(nobody, path) for path in WITHOUT_SIGN_IN]
    for client, path in [*asked, (somebody, "/me"), (somebody, "/patients")]:
        answer = client.get(path)
        assert answer.status_code == 503, path
        assert answer.mimetype == "application/problem+json"
        assert int(answer.headers["Retry-After"]) > 0
    assert nobody.get("/me").status_code in {401, 503}
    with app.app_context():
        migrate()
    assert nobody.get("/healthz").get_json() == {"status": "ready"}
    assert nobody.get("/me").status_code == 401
    close(app)


def test_a_database_that_is_gone_is_told_as_such(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    app = empty_app(tmp_path, request)
    with app.app_context():
        migrate()
    close(app)
    if on_postgresql():
        new_database(request.getfixturevalue("postgres"), "palpate_test_empty")
    else:
        (tmp_path / "palpate.db").unlink()
    for path in (*WITHOUT_SIGN_IN, "/me"):
        assert Client(app, "palpate_token").get(path).status_code == 503, path
    close(app)


# -- the document -----------------------------------------------------------
def document(client: Client) -> Any:
    return client.read("/api/openapi.json")


def test_the_document_is_openapi_3_1_and_names_every_address(
    clinic: Cast, anonymous: Client
) -> None:
    api = document(anonymous)
    assert api["openapi"].startswith("3.1")
    documented = {
        (path, method.upper())
        for path, item in api["paths"].items()
        for method in item
        if method in {"get", "post", "patch", "put", "delete"}
    }
    served = {
        (re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule), method)
        for rule in clinic.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/v1/")
    }
    assert documented == served


def test_every_reference_in_the_document_leads_somewhere(anonymous: Client) -> None:
    api = document(anonymous)
    for reference in set(re.findall(r'"\$ref": ?"#/([^"]+)"', json.dumps(api))):
        found = api
        for step in reference.split("/"):
            found = found[step]
        assert found


def test_every_operation_tells_its_refusals_and_its_example(anonymous: Client) -> None:
    for path, item in document(anonymous)["paths"].items():
        for method, operation in item.items():
            if method == "parameters":
                continue
            where = f"{method} {path}"
            answers = operation["responses"]
            assert {"401", "403"} <= answers.keys(), where
            assert ("404" in answers) or "{" not in path, where
            assert ("428" in answers) is (method in {"patch", "put"}), where
            success = answers.get("200") or answers["201"]
            (content,) = success["content"].items()
            assert content[0] in {"application/json", "application/pdf", "application/zip"}, where
            if content[0] == "application/json":
                assert content[1]["example"], where
            if "201" in answers:
                assert {"ETag", "Location"} <= success["headers"].keys(), where


def test_the_readable_pages_load_nothing_from_outside(anonymous: Client) -> None:
    page = anonymous.get("/api/docs")
    assert page.mimetype == "text/html"
    text = page.get_data(as_text=True)
    assert not re.search(r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//", text)
    assert "<script" not in text
    assert " style=" not in text
    for path in re.findall(r'(?:src|href)="(/[^"#]+)"', text):
        with anonymous.app.test_client().get(path) as file:
            assert file.status_code == 200, path
    for path in document(anonymous)["paths"]:
        assert path in text
