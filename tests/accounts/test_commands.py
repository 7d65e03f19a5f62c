"""The command line of accounts and of the audit trail: what it makes, prints, and refuses."""

import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from clinic.accounts.models import AccessToken, Membership, User
from clinic.accounts.passwords import is_password
from clinic.app import create_app
from clinic.config import ROOT, Config
from clinic.store.database import db
from clinic.work.journal import SYSTEM_CHAIN, JournalEntry, JournalHead
from tests.conftest import SECRET, Cast, Client, Clock, new_database, on_postgresql

PASSWORD = "correct horse battery staple"
_numbers = count(1)


class Line:
    """A terminal at which commands are typed."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def run(self, *words: str, typed: str | None = None) -> Result:
        return self.app.test_cli_runner().invoke(args=[str(w) for w in words], input=typed)

    def ok(self, *words: str, typed: str | None = None) -> str:
        done = self.run(*words, typed=typed)
        assert done.exit_code == 0, done.output
        return str(done.stdout)

    def refused(self, *words: str, typed: str | None = None) -> str:
        """Answer the one clear line of a command that failed."""
        done = self.run(*words, typed=typed)
        assert done.exit_code not in (0, None), done.output
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        assert done.stdout == ""
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        assert len(lines) == 1, done.stderr
        assert lines[0].startswith("Error: ")
        assert "Traceback" not in lines[0]
        return lines[0]

    def user(self, clinic: str, *roles: str, email: str = "", name: str = "Uma") -> str:
        """Make a user and answer their e-mail address."""
        address = email or f"user{next(_numbers)}@{clinic}.example"
        words = [word for role in roles or ("clinician",) for word in ("--role", role)]
        self.ok(
            *("user", "create", "--email", address, "--name", name, "--clinic", clinic, *words),
            "--password-stdin",
            typed=PASSWORD + "\n",
        )
        return address


@pytest.fixture
def line(app: Flask, clock: Clock) -> Line:
    return Line(app)


@pytest.fixture
def slug(line: Line) -> str:
    slug = f"made-{next(_numbers)}-by-hand"
    line.ok("clinic", "create", "--name", "Made by hand", "--slug", slug)
    return slug


def token_of(line: Line, email: str, slug: str, *more: str) -> str:
    return line.ok("token", "create", "--email", email, "--clinic", slug, *more).strip()


def row_of(app: Flask, question: Any) -> Any:
    with app.app_context():
        return db.session.execute(question).scalars().one_or_none()


# -- clinic create -----------------------------------------------------------
def test_a_clinic_has_our_defaults(line: Line, slug: str) -> None:
    client = Client(line.app, token_of(line, line.user(slug, "owner"), slug))
    made = client.read("/clinic")
    assert made["slug"] == slug
    assert (made["country"], made["time_zone"], made["locale"]) == (
        "AU", "Australia/Melbourne", "en-AU",
    )  # fmt: skip
    assert made["settings"]["screen_days"] == 90
    assert made["retention_years"] == 7


def test_a_clinic_may_be_anywhere(line: Line) -> None:
    line.ok(
        *("clinic", "create", "--name", "Te Awa", "--slug", "te-awa"),
        *("--country", "nz", "--time-zone", "Pacific/Auckland", "--locale", "mi-NZ"),
    )
    client = Client(line.app, token_of(line, line.user("te-awa", "owner"), "te-awa"))
    made = client.read("/clinic")
    assert (made["country"], made["time_zone"], made["locale"]) == (
        "NZ", "Pacific/Auckland", "mi-NZ",
    )  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        ("--slug", "x1"),
        ("--name", "x"),
        ("--name", " ", "--slug", "x1"),
        ("--name", "a\nb", "--slug", "x1"),
        ("--name", "x" * 201, "--slug", "x1"),
        *[("--name", "x", "--slug", s) for s in ("", "A", "a b", "-a", "a-", "a--b", "ä", "a/b")],
        ("--name", "x", "--slug", "x" * 61),
        ("--name", "x", "--slug", "x1", "--country", "AUS"),
        ("--name", "x", "--slug", "x1", "--country", "1"),
        ("--name", "x", "--slug", "x1", "--time-zone", "Melbourne"),
        ("--name", "x", "--slug", "x1", "--time-zone", "../../etc/passwd"),
        ("--name", "x", "--slug", "x1", "--locale", "Australian English please"),
        ("--name", "x", "--slug", "x1", "--planet", "earth"),
        ("--name", "x", "--slug", "x1", "surplus"),
    ],
)
def test_a_clinic_that_cannot_be_is_refused_in_one_line(line: Line, words: tuple[str, ...]) -> None:
    line.refused("clinic", "create", *words)
    line.refused("token", "create", "--email", "a@x.example", "--clinic", "x1")


def test_a_slug_is_taken_once(line: Line, slug: str) -> None:
    assert slug in line.refused("clinic", "create", "--name", "Another", "--slug", slug)


# -- user create -------------------------------------------------------------
def test_a_user_has_the_roles_given_and_a_hashed_password(line: Line, slug: str) -> None:
    email = line.user(slug, "clinician", "owner")
    me = Client(line.app, token_of(line, email, slug)).read("/me")
    assert me["roles"] == ["clinician", "owner"]
    user = row_of(line.app, select(User).where(User.email == email))
    assert user.password_hash.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert is_password(user.password_hash, PASSWORD)
    assert not is_password(user.password_hash, PASSWORD + " ")


def test_a_known_address_gets_further_roles_and_clinics_and_keeps_name_and_password(
    line: Line, slug: str
) -> None:
    line.ok("clinic", "create", "--name", "Second", "--slug", f"{slug}-2")
    email = line.user(slug, "clinician", name="Uma")
    before = row_of(line.app, select(User).where(User.email == email))
    create = ("user", "create", "--email", email.upper(), "--name", "Impostor", "--role", "owner")
    told = line.ok(*create, "--clinic", slug)
    assert "was known" in told
    line.ok(*create, "--clinic", slug)
    line.ok(*create, "--clinic", f"{slug}-2", "--password-stdin", typed="another password\n")
    after = row_of(line.app, select(User).where(User.email == email))
    assert (after.id, after.name, after.password_hash) == (
        before.id, "Uma", before.password_hash,
    )  # fmt: skip
    first = Client(line.app, token_of(line, email, slug)).read("/me")
    second = Client(line.app, token_of(line, email, f"{slug}-2")).read("/me")
    assert first["roles"] == ["clinician", "owner"]
    assert second["roles"] == ["owner"]
    assert first["user_id"] == second["user_id"]
    with line.app.app_context():
        held = select(func.count()).where(Membership.user_id == before.id)
        assert db.session.scalar(held.select_from(Membership)) == 3


def test_a_password_is_asked_for_twice_and_never_shown(line: Line, slug: str) -> None:
    create = ("user", "create", "--name", "A", "--clinic", slug, "--role", "owner", "--email")
    done = line.run(*create, f"a@{slug}.example", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 0
    assert PASSWORD not in done.output
    user = row_of(line.app, select(User).where(User.email == f"a@{slug}.example"))
    assert is_password(user.password_hash, PASSWORD)
    assert line.run(*create, f"b@{slug}.example", typed="").exit_code != 0


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "x" * 14,
        "x" * 257,
        "a" * 20,
        "passwordpassword",
        "password12345678",
        "Uma.Someone@long.example",
    ],
)
def test_a_password_that_is_guessed_first_is_refused(line: Line, slug: str, password: str) -> None:
    line.refused(
        *("user", "create", "--email", "uma.someone@long.example", "--name", "Uma Someone"),
        *("--clinic", slug, "--role", "owner", "--password-stdin"),
        typed=password + "\n",
    )
    asked = select(User).where(User.email == "uma.someone@long.example")
    assert row_of(line.app, asked) is None


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--email", "nobody"),
        ("--email", "a b@x.example"),
        ("--email", ""),
        ("--name", ""),
        ("--name", "x" * 201),
        ("--clinic", "no-such-clinic"),
        ("--role", "boss"),
        ("--role", "Owner"),
    ],
)
def test_a_user_that_cannot_be_is_refused_in_one_line(
    line: Line, slug: str, option: str, value: str
) -> None:
    words = {"--email": f"x@{slug}.example", "--name": "x", "--clinic": slug, "--role": "owner"}
    said = words | {option: value}
    line.refused(
        *("user", "create", *(w for pair in said.items() for w in pair), "--password-stdin"),
        typed=PASSWORD + "\n",
    )
    left = {k: v for k, v in words.items() if k != option}
    line.refused("user", "create", *(w for pair in left.items() for w in pair))
    assert row_of(line.app, select(User).where(User.email == f"x@{slug}.example")) is None


# -- token create ------------------------------------------------------------
def test_a_token_alone_is_printed_and_only_its_hash_is_kept(line: Line, slug: str) -> None:
    done = line.run("token", "create", "--email", line.user(slug, "owner"), "--clinic", slug)
    assert done.exit_code == 0
    assert done.stderr == ""
    token = done.stdout.removesuffix("\n")
    assert token.isascii()
    assert len(token) >= 43
    assert not set(token) & set(" \n\t")
    client = Client(line.app, token)
    assert client.get("/me").status_code == 200
    with line.app.app_context():
        for row in db.session.execute(select(AccessToken.__table__)):
            assert token not in str(tuple(row))
            assert len(row.hash) == 64
    (shown,) = client.read("/tokens")["items"]
    assert token not in str(shown)
    assert "hash" not in shown


@pytest.mark.parametrize(
    "words",
    [
        ("--email", "nobody@x.example"),
        ("--email", "no address"),
        ("--clinic", "nowhere"),
        ("--days", "0"),
        ("--days", "x"),
        ("--label", "x" * 201),
        ("--label", "a\nb"),
        ("--colour", "red"),
    ],
)
def test_a_token_that_cannot_be_is_refused_in_one_line(
    line: Line, slug: str, words: tuple[str, ...]
) -> None:
    said = {"--email": line.user(slug), "--clinic": slug} | dict([words])
    line.refused("token", "create", *(word for pair in said.items() for word in pair))


def test_a_user_without_a_role_in_the_clinic_gets_no_token(line: Line, slug: str) -> None:
    line.ok("clinic", "create", "--name", "Second", "--slug", f"{slug}-2")
    email = line.user(slug)
    line.refused("token", "create", "--email", email, "--clinic", f"{slug}-2")


def test_a_token_with_an_end_lets_in_until_then(line: Line, slug: str, clock: Clock) -> None:
    email = line.user(slug, "owner")
    client = Client(line.app, token_of(line, email, slug, "--days", "2", "--label", "till"))
    endless = Client(line.app, token_of(line, email, slug))
    clock.forward(days=2, seconds=-1)
    assert client.get("/me").status_code == 200
    clock.forward(seconds=1)
    assert client.get("/me").status_code == 401
    clock.forward(days=3650)
    assert endless.get("/me").status_code == 200


# -- what commands leave behind -----------------------------------------------
def test_each_command_leaves_one_entry_also_when_it_is_refused(line: Line, slug: str) -> None:
    def entries() -> set[str]:
        with line.app.app_context():
            by_commands = JournalEntry.actor_kind == "command"
            return set(db.session.scalars(select(JournalEntry.id).where(by_commands)))

    email = line.user(slug, "owner")
    for words, event in (
        (("token", "create", "--email", email, "--clinic", slug), "token.created"),
        (("token", "create", "--email", email, "--clinic", "nowhere"), "command.refused"),
        (("clinic", "create", "--name", "x", "--slug", slug), "command.refused"),
        (("clinic", "create", "--name", "x", "--slug", f"{slug}-9"), "clinic.created"),
        (("audit", "verify"), "audit.verified"),
    ):
        before = entries()
        line.run(*words)
        (new,) = entries() - before
        entry = row_of(line.app, select(JournalEntry).where(JournalEntry.id == new))
        assert entry.event == event
        assert entry.outcome == ("refused" if event == "command.refused" else "done")


def test_the_trail_of_the_whole_run_holds(line: Line) -> None:
    assert "holds" in line.ok("audit", "verify")


def test_a_trail_that_was_cut_is_told(line: Line, slug: str) -> None:
    anchors = line.app.extensions["palpate"].workshop.anchors
    kept = anchors.file.read_text("ascii")
    with line.app.app_context():
        head = db.session.get(JournalHead, SYSTEM_CHAIN)
    try:
        anchors.file.write_text(f"{kept}{SYSTEM_CHAIN} {head.seq + 10_000} {'0' * 64}\n", "ascii")
        done = line.run("audit", "verify")
    finally:
        anchors.file.write_text(kept, "ascii")
    assert done.exit_code == 1
    assert "tail was cut" in done.stderr
    assert "does not hold" in done.stderr


@pytest.fixture
def fresh(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Line]:
    """A terminal at an installation where nothing was ever done."""
    environ = {"SECRET_KEY": SECRET}
    if on_postgresql():
        server = request.getfixturevalue("postgres")
        environ["DATABASE_URL"] = new_database(server, "palpate_test_fresh")
    app = create_app(Config.from_env(environ, instance=tmp_path / "not" / "made"))
    yield Line(app)
    app.extensions["palpate"].press.close()
    with app.app_context():
        db.engine.dispose()


def test_the_first_command_sets_a_fresh_installation_up(fresh: Line) -> None:
    fresh.ok("clinic", "create", "--name", "First", "--slug", "first")
    email = fresh.user("first", "owner")
    assert Client(fresh.app, token_of(fresh, email, "first")).get("/me").status_code == 200


def test_a_database_that_cannot_be_reached_is_told_in_one_line(tmp_path: Path) -> None:
    url = (
        f"postgresql+psycopg://x@/x?host={tmp_path}"
        if on_postgresql()
        else f"sqlite:///{tmp_path / 'no' / 'folder' / 'x.db'}"
    )
    environ = {"SECRET_KEY": SECRET, "DATABASE_URL": url}
    line = Line(create_app(Config.from_env(environ, instance=tmp_path)))
    line.refused("clinic", "create", "--name", "x", "--slug", "x")
    line.refused("audit", "verify")


def test_commands_and_doors_show_the_same_clinic(line: Line, clinic: Cast) -> None:
    email = line.user(clinic.slug, "owner")
    client = Client(line.app, token_of(line, email, clinic.slug))
    assert client.read("/me")["clinic_id"] == clinic.id


def test_a_wrong_setting_ends_a_command_with_its_words(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "audit", "verify"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "PORT": "abc", "SECRET_KEY": "x" * 40},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "PORT: a number from 1 to 65535, not 'abc'." in run.stderr
    assert "Traceback" not in run.stderr
