"""Lists: limits, cursors, and each row exactly once while others come and go."""

from base64 import urlsafe_b64encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.work.paging import Paging, cursor_after, slice_of
from tests.builders import a_patient
from tests.conftest import Cast, Client


def walk(client: Client, path: str, between: Any = lambda: None) -> list[str]:
    """Answer the ids of a whole list, page after page."""
    found: list[str] = []
    while path:
        page = client.read(path)
        found += [item["id"] for item in page["items"]]
        path = page["next"]
        between()
    return found


def test_a_list_is_newest_first_and_ends_with_null(clinic: Cast) -> None:
    made = [a_patient(clinic.reception)["id"] for _ in range(7)]
    assert walk(clinic.reception, "/patients?limit=3") == made[::-1]
    assert clinic.reception.read("/patients?limit=7")["next"] is None
    assert clinic.reception.read("/patients?limit=6")["next"].startswith("/api/v1/patients?limit=6")


def test_an_empty_list_is_a_list(clinic: Cast) -> None:
    assert clinic.reception.read("/patients") == {"items": [], "next": None}


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_rows_that_come_between_pages_hide_none_and_double_none(
    clinic: Cast, other_clinic: Cast, limit: int
) -> None:
    made = [a_patient(clinic.reception)["id"] for _ in range(9)]

    def between() -> None:
        a_patient(clinic.reception)
        a_patient(other_clinic.reception)

    found = walk(clinic.reception, f"/patients?limit={limit}", between)
    assert [i for i in found if i in made] == made[::-1]
    assert len(set(found)) == len(found)


def test_a_row_that_changes_between_pages_still_appears_once(clinic: Cast) -> None:
    made = [a_patient(clinic.reception)["id"] for _ in range(6)]
    changes = iter(made)

    def between() -> None:
        if (patient_id := next(changes, None)) is not None:
            clinic.reception.patch(f"/patients/{patient_id}", {"family_name": "Aaron"})

    assert walk(clinic.reception, "/patients?limit=2", between) == made[::-1]


def test_the_row_a_cursor_stands_on_may_vanish_from_the_list(clinic: Cast) -> None:
    made = [a_patient(clinic.reception)["id"] for _ in range(4)]
    page = clinic.reception.read("/patients?limit=2")
    clinic.reception.do(f"/patients/{made[2]}/archive")
    rest = clinic.reception.read(page["next"])
    assert [item["id"] for item in rest["items"]] == made[1::-1]


def test_the_next_page_keeps_what_was_asked_for(clinic: Cast) -> None:
    made = [a_patient(clinic.reception)["id"] for _ in range(4)]
    for patient_id in made[:3]:
        clinic.reception.do(f"/patients/{patient_id}/archive")
    assert walk(clinic.reception, "/patients?state=archived&limit=1") == made[2::-1]


def test_the_default_is_50_and_the_most_is_200(clinic: Cast) -> None:
    for _ in range(51):
        a_patient(clinic.reception)
    assert len(clinic.reception.read("/patients")["items"]) == 50
    assert len(clinic.reception.read("/patients?limit=200")["items"]) == 51


@pytest.mark.parametrize(
    "query",
    [
        *(f"limit={v}" for v in ("0", "-1", "201", "1.5", "1e2", "x", "%EF%BC%91", "true")),
        *(f"limit={v}" for v in ("9" * 30, "+5", "0x10", " 5", "null", "%00")),
        *(f"cursor={v}" for v in ("x", "!!!", "%00", "AAAA", "=", "%F0%9F%98%80", "A" * 300)),
        f"cursor={urlsafe_b64encode(b'a' * 65).decode()}",
        f"cursor={urlsafe_b64encode(bytes(range(9))).decode()}",
        "page=2",
        "Limit=5",
        "limit=5&offset=1",
        "state=dead",
        "q=%00",
        "q=" + "x" * 101,
    ],
)
def test_a_query_that_is_not_understood_is_refused_at_its_name(clinic: Cast, query: str) -> None:
    answer = clinic.reception.get(f"/patients?{query}")
    assert answer.status_code == 422, answer.get_data(as_text=True)
    assert answer.get_json()["errors"][0]["pointer"].startswith("/")


def test_a_parameter_that_is_empty_was_not_given(clinic: Cast) -> None:
    a_patient(clinic.reception)
    everybody = clinic.reception.read("/patients")
    for query in ("limit=", "cursor=", "state=", "q=", "limit=&cursor=&state=&q="):
        assert clinic.reception.read(f"/patients?{query}") == everybody, query


def test_an_address_without_parameters_refuses_every_one(clinic: Cast) -> None:
    assert clinic.owner.get("/me?x=1").get_json()["errors"][0]["pointer"] == "/x"
    at = f"/patients/{a_patient(clinic.reception)['id']}"
    assert clinic.reception.get(f"{at}?expand=all").status_code == 422
    assert clinic.reception.post(f"{at}/archive?force=1").status_code == 422
    assert clinic.reception.read(at)["state"] == "active"


def test_every_list_is_walked_alike(clinic: Cast) -> None:
    patient = a_patient(clinic.reception)["id"]
    for number in range(3):
        clinic.clinician.make(f"/patients/{patient}/episodes", {"title": str(number)})
        clinic.clinician.make(f"/patients/{patient}/consents", {"kind": "photos"})
    for path in (
        f"/patients/{patient}/episodes",
        f"/patients/{patient}/consents",
        "/users",
        "/tokens",
        "/patients",
    ):
        whole = clinic.owner.read(path)["items"]
        paged = walk(clinic.owner, f"{path}?limit=1")
        assert paged == [item["id"] for item in whole]
        assert paged == sorted(paged, reverse=True)


def test_the_audit_trail_can_be_walked_while_the_walk_itself_writes_to_it(clinic: Cast) -> None:
    for _ in range(5):
        a_patient(clinic.reception)
    before = [e["id"] for e in clinic.owner.read("/audit-entries?limit=200")["items"]]
    found = walk(clinic.owner, "/audit-entries?limit=2")
    assert [i for i in found if i in before] == before
    assert len(set(found)) == len(found)


@given(
    items=st.lists(st.text(min_size=1, max_size=5, alphabet="abc-z09"), unique=True),
    limit=st.integers(1, 7),
)
def test_a_list_in_memory_is_walked_whole_in_its_order(items: list[str], limit: int) -> None:
    found: list[str] = []
    page = slice_of(items, str, Paging(limit))
    found += page.items
    while page.next_cursor:
        page = slice_of(items, str, Paging(limit, page.next_cursor))
        assert page.items
        found += page.items
    assert found == items


def test_a_cursor_tells_nothing_it_need_not() -> None:
    assert "=" not in cursor_after("0193a5f0-3f00-7000-8000-000000000001")
