"""The clinic's pages: settings, people, tokens; and one's own."""

import re

import pytest
from sqlalchemy import select

from clinic.accounts import use_cases
from clinic.accounts.models import AccessToken, User
from clinic.accounts.rules import BOUNDS, SETTING_WORDS, ClinicSettings, browser_words
from clinic.rulebook.actor import command
from clinic.rulebook.permissions import Role
from clinic.web.models import KeptAnswer
from clinic.work.door import begin_work
from tests.accounts.passwords import PASSWORD, give_password, hashed, signed_in, somebody
from tests.browsing import Visitor, form_in, words_of
from tests.conftest import Cast, Client, Clock, house_of, work_in

OTHER = "some other words to remember"


def owner_of(clinic: Cast) -> Visitor:
    return clinic.browse(Role.OWNER)


def page_of(clinic: Cast, role: Role) -> str:
    return f"/clinic/users/{clinic.as_(role).user_id}"


def is_in(visitor: Visitor) -> bool:
    return bool(visitor.get("/session").get_json()["signed_in"])


def also_in(cast: Cast, other: Cast, role: Role = Role.CLINICIAN) -> None:
    """Give one of a clinic's people a role in another clinic, too."""
    with cast.app.app_context():
        with begin_work(house_of(cast.app).workshop, command(cast.id)) as work:
            user = work.session.get(User, cast.as_(role).user_id)
            assert user is not None
            email = user.email
            work.needs_no_entry()
        with begin_work(house_of(cast.app).workshop, command(other.id)) as work:
            use_cases.create_user(work, email=email, name="X", roles=[role], password_hash=None)


# -- settings -----------------------------------------------------------------------
def test_the_letterhead_is_changed_and_told(clinic: Cast) -> None:
    visitor = owner_of(clinic)
    at = visitor.press("/clinic", "/clinic", name="Wattle Physio", phone="1", time_zone="UTC")
    assert "The settings are saved." in visitor.words(at)
    now = clinic.owner.read("/clinic")
    assert (now["name"], now["phone"], now["time_zone"]) == ("Wattle Physio", "1", "UTC")
    visitor.press("/clinic", "/clinic", phone="")
    assert clinic.owner.read("/clinic")["phone"] == ""


def test_what_is_wrong_with_the_settings_stands_at_its_field(clinic: Cast) -> None:
    visitor = owner_of(clinic)
    before = clinic.owner.read("/clinic")
    answer = visitor.submit("/clinic", name="Typed", time_zone="Mars", retention_years="3")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'id="f-retention_years-err"' in page
    assert 'value="Typed"' in page
    assert clinic.owner.read("/clinic") == before


def test_a_change_over_a_newer_one_is_asked_again(clinic: Cast) -> None:
    visitor = owner_of(clinic)
    form = visitor.form("/clinic", "/clinic")
    clinic.owner.patch("/clinic", {"phone": "2"})
    answer = visitor.send_form(form, name="Over it")
    assert answer.status_code == 412
    assert "Somebody changed this" in words_of(answer)
    assert clinic.owner.read("/clinic")["name"] != "Over it"
    # what stands there now has the newer version: saving again is a decision
    again = form_in(answer.get_data(as_text=True), "/clinic")
    assert visitor.send_form(again).status_code == 303


def test_a_limit_of_the_clinics_own_is_marked_beside_ours(clinic: Cast) -> None:
    visitor = owner_of(clinic)
    assert "yours:" not in visitor.words("/clinic")
    visitor.press("/clinic", "/clinic/limits", settings__screen_days="30")
    assert clinic.owner.read("/clinic")["settings"]["screen_days"] == 30
    words = visitor.words("/clinic")
    assert "Ours: 90, may be 1 to 90 yours: 30" in words
    assert words.count("yours:") == 1
    # left empty: ours again
    visitor.press("/clinic", "/clinic/limits", settings__screen_days="")
    assert clinic.owner.read("/clinic")["settings"]["screen_days"] == 90


def test_limits_that_contradict_each_other_are_told_in_words(clinic: Cast) -> None:
    answer = owner_of(clinic).submit(
        "/clinic", "/clinic/limits", settings__targets_most="3", settings__screen_days="45"
    )
    assert answer.status_code == 422
    assert "Must not be less than “Places proposed at most”" in words_of(answer)
    assert 'value="45"' in answer.get_data(as_text=True)


def test_a_yes_or_no_among_the_limits_is_taken_back(clinic: Cast) -> None:
    visitor = owner_of(clinic)
    name = "settings__two_of_three_is_latent"
    visitor.press("/clinic", "/clinic/limits", **{name: ["false"]})
    assert clinic.owner.read("/clinic")["settings"]["two_of_three_is_latent"] is False
    assert "Ours: yes yours: no" in visitor.words("/clinic")
    visitor.press("/clinic", "/clinic/limits", **{name: ["false", "true"]})
    assert clinic.owner.read("/clinic")["settings"]["two_of_three_is_latent"] is True


def test_every_limit_is_on_the_page_in_words(clinic: Cast) -> None:
    page = owner_of(clinic).see("/clinic")
    for name in ClinicSettings.__slots__:
        assert f'name="settings.{name}"' in page, name
        assert SETTING_WORDS[name] in page, name
    assert set(BOUNDS) < set(SETTING_WORDS)


# -- people ---------------------------------------------------------------------------
def test_somebody_new_gets_a_password_that_is_shown_once(clinic: Cast) -> None:
    visitor = owner_of(clinic)
    email = f"new@{clinic.slug}.example"
    form = visitor.form("/clinic/users/new", "/clinic/users/new")
    typed = {"name": "Nora New", "email": email, "roles": ["reception", "sample_manager"]}
    answer = visitor.send_form(form, **typed)
    assert answer.status_code == 200, words_of(answer)
    shown = re.search(r"<code>([a-z-]{29})</code>", answer.get_data(as_text=True))
    assert shown is not None
    password = shown[1]
    # sent twice: the same person, and the password is not shown again
    again = visitor.send_form(form, **typed)
    assert again.status_code == 303
    assert password not in visitor.see(again.headers["Location"])
    with work_in(clinic) as work:
        kept = [row.body for row in work.session.scalars(select(KeptAnswer))]
        assert kept
        assert not any(password in body for body in kept)
    newcomer = signed_in(clinic, email, password)
    assert "Nora New" in newcomer.words("/account")
    assert newcomer.get("/patients").status_code == 200
    assert newcomer.get("/clinic").status_code == 403
    assert f"reception sample manager {email}" in visitor.words("/clinic/users")


def test_a_first_password_may_be_given(clinic: Cast) -> None:
    visitor = owner_of(clinic)
    email = f"given@{clinic.slug}.example"
    typed = {"name": "Gil", "email": email, "roles": "reception"}
    answer = visitor.submit("/clinic/users/new", **typed, password="too short")
    assert answer.status_code == 422
    assert "too short" not in answer.get_data(as_text=True)
    assert 'value="Gil"' in answer.get_data(as_text=True)
    assert visitor.press("/clinic/users/new", "/clinic/users/new", **typed, password=OTHER)
    assert is_in(signed_in(clinic, email, OTHER))


def test_somebody_needs_a_role_and_is_added_once(clinic: Cast) -> None:
    visitor = owner_of(clinic)
    typed = {"name": "No", "email": f"no@{clinic.slug}.example", "password": OTHER}
    assert "at least one role" in words_of(visitor.submit("/clinic/users/new", **typed))
    with work_in(clinic) as work:
        mine = work.session.get_one(User, clinic.clinician.user_id).email
    answer = visitor.submit("/clinic/users/new", **{**typed, "email": mine}, roles="reception")
    assert answer.status_code == 422
    assert "works here already" in words_of(answer)


def test_a_known_person_of_another_clinic_keeps_name_and_password(
    clinic: Cast, other_clinic: Cast
) -> None:
    email = give_password(other_clinic)
    visitor = owner_of(clinic)
    typed = {"name": "Mallory", "email": email, "roles": "reception", "password": OTHER}
    at = visitor.press("/clinic/users/new", "/clinic/users/new", **typed)
    assert "name and password stay as they are" in visitor.words(at)
    assert "Mallory" not in visitor.words(at)
    assert somebody(clinic).submit("/sign-in", email=email, password=OTHER).status_code == 422
    assert is_in(signed_in(clinic, email))


def test_an_owner_cannot_open_another_clinic_by_setting_a_password(
    clinic: Cast, other_clinic: Cast
) -> None:
    """Else: add somebody of another clinic, set their password, and read what they may there."""
    email = give_password(clinic)
    also_in(clinic, other_clinic)
    at = f"/clinic/users/{clinic.clinician.user_id}"
    visitor = owner_of(other_clinic)
    assert "signs in at another clinic too" in visitor.words(at)
    answer = visitor.send(
        "POST", f"{at}/password", data={"csrf": visitor.csrf(), "password": OTHER}
    )
    assert answer.status_code == 409
    assert is_in(signed_in(clinic, email))


def test_a_new_password_signs_its_user_out(clinic: Cast) -> None:
    email = give_password(clinic)
    clinician, visitor = clinic.browse(), owner_of(clinic)
    at = page_of(clinic, Role.CLINICIAN)
    visitor.press(at, f"{at}/password", password=OTHER)
    assert not is_in(clinician)
    assert somebody(clinic).submit("/sign-in", email=email, password=PASSWORD).status_code == 422
    assert is_in(signed_in(clinic, email, OTHER))
    # the program's key is another matter
    assert clinic.clinician.get("/me").status_code == 200


def test_ones_own_password_is_not_set_without_the_old_one(clinic: Cast) -> None:
    visitor = owner_of(clinic)
    at = page_of(clinic, Role.OWNER)
    answer = visitor.send(
        "POST", f"{at}/password", data={"csrf": visitor.csrf(), "password": OTHER}
    )
    assert answer.status_code == 409
    assert "asks for the old one" in words_of(answer)


def test_roles_are_exactly_what_is_ticked(clinic: Cast) -> None:
    visitor, at = owner_of(clinic), page_of(clinic, Role.RECEPTION)
    visitor.press(at, f"{at}/roles", roles=["clinician", "sample_manager"])
    assert clinic.reception.read("/me")["roles"] == ["clinician", "sample_manager"]
    answer = visitor.submit(at, f"{at}/roles", roles=[""])
    assert answer.status_code == 422
    assert "at least one role" in words_of(answer)
    form = visitor.form(at, f"{at}/roles")
    visitor.press(at, f"{at}/roles", roles=["reception"])
    assert visitor.send_form(form, roles=["owner"]).status_code == 412
    assert clinic.reception.read("/me")["roles"] == ["reception"]


def test_the_last_owner_stays_one(clinic: Cast) -> None:
    visitor, at = owner_of(clinic), page_of(clinic, Role.OWNER)
    for answer in (
        visitor.submit(at, f"{at}/remove"),
        visitor.submit(at, f"{at}/roles", roles=["clinician"]),
    ):
        assert answer.status_code == 409
        assert "is the only owner" in words_of(answer)
    assert clinic.owner.read("/me")["roles"] == ["owner"]
    # with a second one, the first may go
    other = page_of(clinic, Role.CLINICIAN)
    visitor.press(other, f"{other}/roles", roles=["owner"])
    assert visitor.press(at, f"{at}/remove") == "/"
    assert not is_in(visitor)
    assert clinic.owner.get("/me").status_code == 401


def test_who_is_removed_is_out_at_once(clinic: Cast, other_clinic: Cast) -> None:
    also_in(clinic, other_clinic)
    clinician, visitor = clinic.browse(), owner_of(clinic)
    at = page_of(clinic, Role.CLINICIAN)
    visitor.press(at, f"{at}/remove")
    assert not is_in(clinician)
    assert clinic.clinician.get("/me").status_code == 401
    assert visitor.get(at).status_code == 404
    with work_in(clinic) as work:
        mine = select(AccessToken).where(AccessToken.user_id == clinic.clinician.user_id)
        assert all(row.revoked_at is not None for row in work.session.scalars(mine))
    # and still at work in the other clinic
    roles = {one["id"]: one["roles"] for one in other_clinic.owner.read("/users")["items"]}
    assert roles[clinic.clinician.user_id] == ["clinician"]


def test_people_of_another_clinic_are_not_there(clinic: Cast, other_clinic: Cast) -> None:
    visitor, at = owner_of(clinic), page_of(other_clinic, Role.CLINICIAN)
    assert visitor.get(at).status_code == 404
    for deed in ("roles", "password", "remove"):
        answer = visitor.send(
            "POST",
            f"{at}/{deed}",
            data={"csrf": visitor.csrf(), "roles": "owner", "password": OTHER},
        )
        assert answer.status_code == 404, deed


# -- tokens ---------------------------------------------------------------------------
def test_a_token_is_shown_once_and_works(clinic: Cast) -> None:
    visitor = owner_of(clinic)
    form = visitor.form("/clinic/tokens", "/clinic/tokens")
    typed = {"label": "the booking program", "user_id": clinic.reception.user_id, "days": "30"}
    answer = visitor.send_form(form, **typed)
    assert answer.status_code == 200
    shown = re.search(r"palpate_[\w-]{43}", answer.get_data(as_text=True))
    assert shown is not None
    assert answer.headers["Cache-Control"] == "no-store"
    assert Client(clinic.app, shown[0]).read("/me")["user_id"] == clinic.reception.user_id
    # sent again (the page was loaded anew): no second token, and the first is not shown
    again = visitor.send_form(form, **typed)
    assert again.status_code == 303
    page = visitor.see(again.headers["Location"])
    assert "was made already, and shown once" in page
    assert shown[0] not in page
    assert page.count("the booking program</span>") == 1
    with work_in(clinic) as work:
        kept = [row.body for row in work.session.scalars(select(KeptAnswer))]
        assert not any(shown[0] in body for body in kept)
    with visitor.browser.session_transaction() as session:
        assert shown[0] not in str(dict(session))


def test_a_token_ends_when_it_expires_or_is_revoked(clinic: Cast, clock: Clock) -> None:
    visitor = owner_of(clinic)
    made = []
    for days in ("30", ""):
        answer = visitor.submit("/clinic/tokens", label=f"for {days}", days=days)
        found = re.search(r"palpate_[\w-]{43}", answer.get_data(as_text=True))
        assert found is not None
        made.append(Client(clinic.app, found[0]))
    clock.forward(days=31)
    assert [one.get("/me").status_code for one in made] == [401, 200]
    visitor = owner_of(clinic)
    page = visitor.see("/clinic/tokens")
    assert "expired" in page
    assert 'aria-label="Revoke for"' in page
    token = next(t for t in clinic.owner.read("/tokens")["items"] if t["label"] == "for")
    visitor.press("/clinic/tokens", f"/clinic/tokens/{token['id']}/revoke")
    assert made[1].get("/me").status_code == 401


def test_a_token_needs_somebody_of_this_clinic_and_a_label(
    clinic: Cast, other_clinic: Cast
) -> None:
    visitor = owner_of(clinic)
    answer = visitor.submit("/clinic/tokens", label="x", user_id=other_clinic.owner.user_id)
    assert answer.status_code == 422
    assert "Nobody with this id works here." in words_of(answer)
    assert visitor.submit("/clinic/tokens", label="").status_code == 422
    assert visitor.submit("/clinic/tokens", label="x", days="-1").status_code == 422


def test_long_lists_of_tokens_are_walked(clinic: Cast) -> None:
    with work_in(clinic, Role.OWNER) as work:
        user = work.session.get_one(User, clinic.owner.user_id)
        work.needs_no_entry()
        for number in range(55):
            work.is_recorded = False
            use_cases.create_token(work, user, label=f"number {number:02}")
    visitor = owner_of(clinic)
    first = visitor.see("/clinic/tokens")
    older = re.search(r'href="(/clinic/tokens\?cursor=[^"]+)"', first)
    assert older is not None
    second = visitor.see(older[1])
    assert "number 54" in first
    assert "number 54" not in second
    assert "number 00" in second
    assert visitor.get("/clinic/tokens?cursor=nonsense").status_code == 422


# -- oneself ------------------------------------------------------------------------------
def test_ones_own_name_is_changed(clinic: Cast) -> None:
    visitor = clinic.browse(Role.RECEPTION)
    visitor.press("/account", "/account/name", name="Rita Renamed")
    assert "Rita Renamed" in visitor.words("/account")
    assert visitor.submit("/account", "/account/name", name=" ").status_code == 422


def test_the_email_is_changed_by_who_knows_the_password(clinic: Cast) -> None:
    email = give_password(clinic)
    visitor = clinic.browse()
    new = f"renamed@{clinic.slug}.example"
    answer = visitor.submit("/account", "/account/email", email=new, email_password="wrong")
    assert answer.status_code == 422
    assert "This is not your password now. 4 tries left" in words_of(answer)
    visitor.press("/account", "/account/email", email=new, email_password=PASSWORD)
    assert somebody(clinic).submit("/sign-in", email=email, password=PASSWORD).status_code == 422
    assert is_in(signed_in(clinic, new))


def test_an_email_that_somebody_else_has_is_refused(clinic: Cast, other_clinic: Cast) -> None:
    give_password(clinic)
    taken = give_password(other_clinic)
    answer = clinic.browse().submit(
        "/account", "/account/email", email=taken, email_password=PASSWORD
    )
    assert answer.status_code == 422
    assert "cannot be used here" in words_of(answer)


def test_a_new_password_ends_the_other_sessions_and_renews_this_one(clinic: Cast) -> None:
    email = give_password(clinic)
    here, there = clinic.browse(), clinic.browse()
    with here.browser.session_transaction() as session:
        before = session["key"]
    here.press(
        "/account",
        "/account/password",
        old_password=PASSWORD,
        new_password=OTHER,
        again_password=OTHER,
    )
    assert [is_in(here), is_in(there)] == [True, False]
    with here.browser.session_transaction() as session:
        assert session["key"] != before
    stolen = somebody(clinic)
    with stolen.browser.session_transaction() as session:
        session["key"] = before
    assert not is_in(stolen)
    assert is_in(signed_in(clinic, email, OTHER))


def test_a_new_password_is_checked(clinic: Cast) -> None:
    give_password(clinic)
    visitor = clinic.browse()
    typed = {"old_password": PASSWORD, "new_password": OTHER, "again_password": OTHER}
    for over, told in (
        ({"again_password": "a slip"}, "not the same"),
        ({"new_password": "short", "again_password": "short"}, "at least 15 characters"),
        ({"old_password": ""}, "Please fill this in."),
        ({"old_password": "wrong"}, "This is not your password now."),
    ):
        answer = visitor.submit("/account", "/account/password", **{**typed, **over})
        assert answer.status_code == 422, over
        assert told in words_of(answer), over
        assert OTHER not in answer.get_data(as_text=True)


def test_guessing_at_an_open_session_is_counted_as_at_the_door(clinic: Cast) -> None:
    email = give_password(clinic)
    visitor = clinic.browse()
    for _ in range(5):
        visitor.submit("/account", "/account/email", email="x@y.example", email_password="guess")
    answer = visitor.submit(
        "/account", "/account/email", email="x@y.example", email_password=PASSWORD
    )
    assert "Too many tries" in words_of(answer)
    assert somebody(clinic).submit("/sign-in", email=email, password=PASSWORD).status_code == 429


def test_one_of_ones_sessions_is_ended(clinic: Cast) -> None:
    here, there = clinic.browse(), clinic.browse()
    page = here.see("/account")
    ends = re.findall(r'action="(/account/sessions/[^"]+/end)"', page)
    assert len(ends) == 1
    assert "this one" in page
    here.press("/account", ends[0])
    assert [is_in(here), is_in(there)] == [True, False]


def test_a_session_that_idled_away_is_no_longer_told_as_open(clinic: Cast, clock: Clock) -> None:
    clinic.browse(Role.OWNER)
    clock.forward(minutes=61)
    page = clinic.browse(Role.OWNER).see("/account")
    # this one alone, and no other to end
    assert re.findall(r'action="(/account/sessions/[^"]+/end)"', page) == []


def test_nobody_ends_anothers_session(clinic: Cast) -> None:
    clinic.browse()
    mine = clinic.browse()
    ends = re.findall(r'action="(/account/sessions/[^"]+/end)"', mine.see("/account"))
    other = clinic.browse(Role.OWNER)
    assert other.send("POST", ends[0], data={"csrf": other.csrf()}).status_code == 404


def test_who_belongs_to_two_clinics_goes_from_one_to_the_other(
    clinic: Cast, other_clinic: Cast, clock: Clock
) -> None:
    also_in(clinic, other_clinic)
    visitor = clinic.browse()
    assert "Your clinics" in visitor.words("/account")
    clock.forward(minutes=30)
    assert visitor.press("/account", "/account/clinic", clinic_id=other_clinic.id) == "/"
    assert visitor.get("/session").get_json()["user_id"] == clinic.clinician.user_id
    assert other_clinic.owner.read("/clinic")["name"] in visitor.see("/account").split("</h1>")[1]
    page = visitor.words("/account")
    # going to and fro makes no session last longer
    assert "since 20 Nov 2026, 12:00" in page
    answer = visitor.submit("/account", "/account/clinic", clinic_id=clinic.owner.user_id)
    assert answer.status_code == 404


def test_who_belongs_to_one_clinic_is_offered_no_other(clinic: Cast) -> None:
    assert "Your clinics" not in clinic.browse().words("/account")


def test_a_user_may_not_go_where_they_have_no_role(clinic: Cast, other_clinic: Cast) -> None:
    visitor = clinic.browse()
    answer = visitor.send(
        "POST", "/account/clinic", data={"csrf": visitor.csrf(), "clinic_id": other_clinic.id}
    )
    assert answer.status_code == 404
    assert is_in(visitor)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140", "Edge on Windows"),
        ("Mozilla/5.0 (iPad; CPU OS 18) Version/18 Safari/605", "Safari on iPad"),
        ("Mozilla/5.0 (Macintosh) Gecko Firefox/140.0", "Firefox on Mac"),
        ("curl/8", "an unknown browser"),
        ("", "an unknown browser"),
    ],
)
def test_a_browser_is_named_in_two_words(agent: str, words: str) -> None:
    assert browser_words(agent) == words


def test_the_hash_of_a_password_is_not_the_password() -> None:
    assert PASSWORD not in hashed()


def test_the_clinics_figures_for_other_ways_are_kept_and_an_empty_row_is_none(
    clinic: Cast,
) -> None:
    typed = {"visits": "10", "minutes": "30", "price_cents": "65.50"}
    owner_of(clinic).press(
        "/clinic",
        "/clinic/other-ways",
        **{f"other_ways__0__{name}": value for name, value in typed.items()},
    )
    (way,) = clinic.owner.read("/clinic")["other_ways"]
    assert (way["visits"], way["minutes"], way["price_cents"]) == (10, 30, 6550)
    assert 'value="65.50"' in owner_of(clinic).see("/clinic")


def test_a_row_of_figures_is_filled_in_whole(clinic: Cast) -> None:
    answer = owner_of(clinic).submit("/clinic", "/clinic/other-ways", other_ways__1__visits="10")
    assert answer.status_code == 422
    assert "Fill in all three, or none." in words_of(answer)
    assert clinic.owner.read("/clinic")["other_ways"] == []


def test_a_therapy_has_one_row_of_figures(clinic: Cast) -> None:
    way = {"therapy": "laser", "price_cents": 5000, "minutes": 60, "visits": 30}
    answer = clinic.owner.patch("/clinic", {"other_ways": [way, way]})
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["pointer"] == "/other_ways/1/therapy"
