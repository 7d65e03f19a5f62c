"""The JSON door of accounts: who am I, the clinic, its users, its tokens."""

from dataclasses import asdict

import pytest
from sqlalchemy import select

from clinic.accounts import use_cases
from clinic.accounts.models import AccessToken, User
from clinic.accounts.rules import BOUNDS, ClinicSettings
from clinic.rulebook.actor import command
from clinic.rulebook.permissions import Permission, Role
from clinic.work.door import begin_work
from tests.conftest import NOON, Cast, Client, Clock, house_of, work_in


def test_a_token_says_who_it_stands_for_and_what_it_opens(clinic: Cast) -> None:
    for role in Role:
        me = clinic.as_(role).read("/me")
        assert me["user_id"] == clinic.as_(role).user_id
        assert me["clinic_id"] == clinic.id
        assert me["clinic_slug"] == clinic.slug
        assert me["roles"] == [role.value]
        assert set(me["permissions"]) <= {p.value for p in Permission}
        assert ("clinic" in me["permissions"]) is (role is Role.OWNER)


def test_the_roles_of_a_person_add_up(clinic: Cast) -> None:
    roles = [Role.RECEPTION, Role.SAMPLE_MANAGER]
    client = a_user(clinic, "both@x.example", roles)
    assert client.read("/me")["roles"] == ["reception", "sample_manager"]
    assert client.get("/patients").status_code == 200
    assert client.get("/clinic").status_code == 403


def a_user(cast: Cast, email: str, roles: list[Role]) -> Client:
    workshop = house_of(cast.app).workshop
    with cast.app.app_context():
        with begin_work(workshop, command(cast.id)) as work:
            user = use_cases.create_user(
                work, email=f"{cast.slug}.{email}", name="X", roles=roles, password_hash=None
            )
        with begin_work(workshop, command(cast.id)) as work:
            return Client(cast.app, use_cases.create_token(work, user), user.id)


# -- the clinic ---------------------------------------------------------------
def test_the_owner_changes_the_letterhead_and_the_limits(clinic: Cast) -> None:
    changes = {
        "name": "Wattle Street Physio",
        "address": "1 Wattle Street",
        "phone": "03 5550 1420",
        "email": "Desk@Example.org",
        "time_zone": "Australia/Perth",
        "locale": "en-NZ",
        "country": "NZ",
        "retention_years": 10,
        "settings": {"screen_days": 30, "two_of_three_is_latent": False},
    }
    changed = clinic.owner.patch("/clinic", changes).get_json()
    assert {k: changed[k] for k in changes if k not in {"settings", "email"}} == {
        k: v for k, v in changes.items() if k not in {"settings", "email"}
    }
    assert changed["email"].lower() == "desk@example.org"
    assert changed["settings"] == asdict(ClinicSettings()) | changes["settings"]
    assert clinic.owner.read("/clinic") == changed
    assert clinic.clinician.read("/me")["time_zone"] == "Australia/Perth"
    again = clinic.owner.patch("/clinic", {"settings": {"targets_most": 8}}).get_json()
    assert again["settings"]["screen_days"] == 30
    assert again["settings"]["targets_most"] == 8


def test_null_empties_the_letterhead_and_nothing_that_is_needed(clinic: Cast) -> None:
    clinic.owner.patch("/clinic", {"phone": "1", "email": "a@b.example", "address": "x"})
    emptied = clinic.owner.patch("/clinic", {"phone": None, "email": None, "address": None})
    assert emptied.status_code == 200
    assert [emptied.get_json()[k] for k in ("phone", "email", "address")] == ["", "", ""]
    for name in ("name", "country", "time_zone", "locale", "retention_years", "settings"):
        assert clinic.owner.patch("/clinic", {name: None}).status_code == 422, name


@pytest.mark.parametrize("name", BOUNDS)
def test_a_limit_stays_within_its_bounds(clinic: Cast, name: str) -> None:
    bounds = BOUNDS[name]
    for value in (bounds.least - 1, bounds.most + 1, bounds.least + 0.5, str(bounds.least), True):
        answer = clinic.owner.patch("/clinic", {"settings": {name: value}})
        assert answer.status_code == 422, (name, value)
        assert [e["pointer"] for e in answer.get_json()["errors"]] == [f"/settings/{name}"]


def test_limits_that_contradict_each_other_are_refused_and_nothing_is_kept(clinic: Cast) -> None:
    before = clinic.owner.read("/clinic")
    body = {"name": "Changed", "settings": {"targets_most": 3}}
    answer = clinic.owner.patch("/clinic", body)
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["pointer"] == "/settings/targets_most"
    assert clinic.owner.read("/clinic") == before


@pytest.mark.parametrize(
    "body",
    [
        {"time_zone": "Melbourne"},
        {"country": "Australia"},
        {"country": "au"},
        {"locale": "x"},
        {"locale": "Australian English"},
        {"name": ""},
        {"name": None},
        {"email": "nobody"},
        {"retention_years": 6},
        {"retention_years": 101},
        {"slug": "other"},
        {"id": "x"},
        {"settings": {"unknown": 1}},
        {"settings": []},
        {"colour": "red"},
    ],
)
def test_a_clinic_refuses_what_it_cannot_be(clinic: Cast, body: dict[str, object]) -> None:
    before = clinic.owner.read("/clinic")
    assert clinic.owner.patch("/clinic", body).status_code == 422
    assert clinic.owner.read("/clinic") == before


def test_one_clinics_change_is_not_anothers(clinic: Cast, other_clinic: Cast) -> None:
    before = other_clinic.owner.read("/clinic")
    clinic.owner.patch("/clinic", {"settings": {"screen_days": 1}, "phone": "1"})
    assert other_clinic.owner.read("/clinic") == before


# -- users ---------------------------------------------------------------------
def test_the_owner_sees_who_works_here_and_nobody_else(clinic: Cast, other_clinic: Cast) -> None:
    found = clinic.owner.read("/users")["items"]
    assert {u["id"] for u in found} == {clinic.as_(role).user_id for role in Role}
    assert {u["roles"][0] for u in found} == {role.value for role in Role}
    one = clinic.owner.read(f"/users/{clinic.reception.user_id}")
    assert one in found
    assert one.keys() == {"id", "email", "name", "roles", "created_at"}
    assert clinic.owner.get(f"/users/{other_clinic.owner.user_id}").status_code == 404


# -- tokens --------------------------------------------------------------------
def test_the_owner_ends_a_token_at_once_and_for_good(clinic: Cast) -> None:
    (held,) = [
        t for t in clinic.owner.read("/tokens")["items"] if t["user_id"] == clinic.reception.user_id
    ]
    assert clinic.reception.get("/me").status_code == 200
    ended = clinic.owner.do(f"/tokens/{held['id']}/revoke")
    assert ended["revoked_at"]
    assert clinic.reception.get("/me").status_code == 401
    assert clinic.owner.do(f"/tokens/{held['id']}/revoke")["revoked_at"] == ended["revoked_at"]
    assert clinic.owner.read(f"/tokens/{held['id']}") == ended


def test_another_clinics_token_cannot_be_seen_or_ended(clinic: Cast, other_clinic: Cast) -> None:
    theirs = other_clinic.owner.read("/tokens")["items"][0]["id"]
    assert clinic.owner.get(f"/tokens/{theirs}").status_code == 404
    assert clinic.owner.post(f"/tokens/{theirs}/revoke").status_code == 404
    assert theirs not in {t["id"] for t in clinic.owner.read("/tokens")["items"]}


def test_the_use_of_a_token_is_noted_to_the_minute(clinic: Cast, clock: Clock) -> None:
    def used() -> str | None:
        with work_in(clinic) as work:
            mine = select(AccessToken).where(AccessToken.user_id == clinic.reception.user_id)
            at = work.session.scalars(mine).one().last_used_at
            return at and at.isoformat()

    assert used() is None
    clinic.reception.get("/me")
    assert used() == NOON.isoformat()
    clock.forward(seconds=59)
    clinic.reception.get("/me")
    assert used() == NOON.isoformat()
    clock.forward(seconds=1)
    clinic.reception.get("/patients")
    assert used() == clock.now.isoformat()
    clock.forward(hours=1)
    clinic.reception.get("/nothing-here")
    assert used() == clock.now.isoformat()


def test_a_token_of_somebody_who_lost_every_role_opens_nothing(clinic: Cast) -> None:
    from clinic.accounts.models import Membership  # noqa: PLC0415 (only here)

    with work_in(clinic) as work:
        mine = select(Membership).where(Membership.user_id == clinic.reception.user_id)
        work.session.delete(work.session.scalars(mine).one())
        work.record("user.dismissed")
    assert clinic.reception.get("/me").status_code == 401


def test_no_answer_holds_a_password_or_a_token(clinic: Cast) -> None:
    with work_in(clinic) as work:
        user = work.session.get(User, clinic.owner.user_id)
        assert user is not None
        user.password_hash = "$argon2id$secret"
        work.record("user.changed")
    for path in ("/me", "/users", f"/users/{clinic.owner.user_id}", "/tokens", "/audit-entries"):
        text = clinic.owner.get(path).get_data(as_text=True)
        assert "argon2" not in text
        assert "palpate_" not in text
