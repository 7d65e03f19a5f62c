"""Rules of clinics and users: limits, zones, passwords, and the table of permissions."""

from dataclasses import fields, replace

import pytest

from clinic.accounts import passwords
from clinic.accounts.passwords import hash_password, is_password
from clinic.accounts.rules import (
    BOUNDS,
    COMMON_PASSWORDS,
    ClinicSettings,
    password_problem,
    settings_from,
    settings_problems,
    zone_problem,
)
from clinic.rulebook.permissions import TABLE, Permission, Role, may

# CONTRACT 2, row by row: owner, clinician, reception, sample_manager
CONTRACT = {
    Permission.PATIENTS: "yyy-",
    Permission.CARE: "yy--",
    Permission.PLANS_AT_THE_DESK: "yyy-",
    Permission.MODELS_READ: "yyyy",
    Permission.SAMPLES: "y--y",
    Permission.INCIDENTS: "yy-y",
    Permission.CLINIC: "y---",
    Permission.SIGNED_IN: "yyyy",
}


def test_the_table_of_permissions_is_the_contracts() -> None:
    found = {
        permission: "".join("y" if may([role], permission) else "-" for role in Role)
        for permission in Permission
    }
    assert found == CONTRACT


def test_every_permission_stands_in_the_table_and_roles_add_up() -> None:
    assert set(TABLE) == set(Permission)
    assert not any(may([], permission) for permission in Permission)
    assert may([Role.RECEPTION, Role.SAMPLE_MANAGER], Permission.SAMPLES)
    assert not may([Role.RECEPTION, Role.SAMPLE_MANAGER], Permission.CARE)


def test_every_number_of_the_settings_has_bounds_and_its_default_lies_within() -> None:
    ours = ClinicSettings()
    for field in fields(ClinicSettings):
        value = getattr(ours, field.name)
        if isinstance(value, bool):
            continue
        bounds = BOUNDS[field.name]
        assert bounds.least <= value <= bounds.most, field.name
    assert settings_problems(ours) == []


def test_the_hard_limits_of_home_treatment_can_only_be_made_stricter() -> None:
    ours = ClinicSettings()
    for name in ("seconds_most", "sessions_per_day_most", "frequency_most_hz", "targets_most"):
        assert BOUNDS[name].most == getattr(ours, name)
    for name in ("session_seconds_most", "review_days_most", "screen_days", "clot_screen_days"):
        assert BOUNDS[name].most == getattr(ours, name)
    for name in ("seconds_least", "frequency_least_hz", "elimination_days"):
        assert BOUNDS[name].least == getattr(ours, name)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"seconds_least": 61}, "default_seconds"),
        ({"seconds_most": 59}, "seconds_most"),
        ({"seconds_least": 200, "seconds_most": 100, "default_seconds": 150}, "seconds_most"),
        ({"frequency_most_hz": 40}, "frequency_most_hz"),
        ({"gentle_seconds": 60, "gentle_seconds_most": 30}, "gentle_seconds_most"),
        ({"targets_most": 3}, "targets_most"),
        ({"review_days_most": 7}, "review_days_most"),
    ],
)
def test_settings_that_contradict_each_other_are_named(changes: dict[str, int], field: str) -> None:
    found = settings_problems(replace(ClinicSettings(), **changes))  # type: ignore[arg-type]  # whole numbers all
    assert f"/settings/{field}" in {problem.pointer for problem in found}


def test_settings_that_a_later_version_wrote_do_no_harm() -> None:
    assert settings_from({"screen_days": 30, "unheard_of": 1}) == replace(
        ClinicSettings(), screen_days=30
    )


@pytest.mark.parametrize("name", ["Australia/Melbourne", "UTC", "Asia/Kolkata"])
def test_a_zone_of_the_world_is_one(name: str) -> None:
    assert zone_problem(name) is None


@pytest.mark.parametrize("name", ["", "Melbourne", "+10:00", "australia/melbourne", "../x", "\0"])
def test_what_is_no_zone_is_told(name: str) -> None:
    assert zone_problem(name)


@pytest.mark.parametrize(
    "password",
    ["correct horse battery staple", "Übung macht den Meister", "🦘" * 3 + "hop hop hop hop"],
)
def test_a_long_password_of_any_letters_is_good(password: str) -> None:
    assert password_problem(password, email="a@x.example", name="Ada") is None


def test_a_password_is_refused_in_words() -> None:
    for password in ("short", "x" * 257, "abababababababab", next(iter(COMMON_PASSWORDS))):
        told = password_problem(password, email="a@x.example", name="Ada")
        assert told
        assert told.endswith(".")
    assert password_problem("Ada Augusta Byron", email="a@x.example", name="Ada Augusta Byron")
    assert password_problem("ada.byron@x.example", email="ada.byron@x.example", name="Ada")


def test_two_ways_to_type_a_letter_are_one_password() -> None:
    kept = hash_password("na\u00efve und \u00fcppig")
    assert is_password(kept, "nai\u0308ve und u\u0308ppig")
    assert kept != hash_password("na\u00efve und \u00fcppig")


def test_a_user_who_is_not_there_costs_as_much_as_one_who_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    verify = passwords._HASHER.verify

    class Counting:
        hash = staticmethod(passwords._HASHER.hash)

        def verify(self, kept: str, password: str) -> bool:
            asked.append(kept)
            return verify(kept, password)

    monkeypatch.setattr(passwords, "_HASHER", Counting())
    assert not is_password(None, "nobody has this password")
    assert not is_password(None, "x")
    assert len(asked) == 2
    assert all("m=65536,t=3,p=4" in kept for kept in asked)


def test_a_damaged_hash_lets_nobody_in() -> None:
    for kept in ("", "x", "$argon2id$v=19$m=65536,t=3,p=4$x$y"):
        assert not is_password(kept, "x")
