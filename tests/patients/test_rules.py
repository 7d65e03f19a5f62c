"""How a search understands what was typed, and what a patient can be found by."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clinic.patients.rules import (
    LONGEST_KEY,
    PATIENT,
    KeyKind,
    PatientAction,
    PatientState,
    folded,
    name_words,
    phone_digits,
    search_keys,
    slips,
    understood,
)
from clinic.rulebook.refusals import WrongState

BORN = date(1980, 3, 14)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Nguyễn", "nguyen"),
        ("ĐẶNG", "dang"),
        ("O\u2019Brien", "obrien"),
        ("O'Brien", "obrien"),
        ("Jean-Luc", "jeanluc"),
        ("Müller", "muller"),
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("Søren", "soren"),
        ("Łukasz", "lukasz"),
        ("Æsa", "aesa"),
        ("İbrahim", "ibrahim"),
        ("\uff37\uff49\uff44\uff45", "wide"),
        ("\U0001d409an", "jan"),
        ("Ζωή", "ζωη"),
        ("李", "李"),
        ("  ", ""),
        ("-'.", ""),
    ],
)
def test_a_name_is_folded_to_what_anybody_would_type(typed: str, kept: str) -> None:
    assert folded(typed) == kept


@given(text=st.text(max_size=30))
def test_folding_is_done_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_a_double_name_is_found_by_each_part_and_as_one() -> None:
    assert set(name_words("Anna-Maria van der Berg")) == {
        "annamaria", "anna", "maria", "van", "der", "berg",
    }  # fmt: skip


def test_words_one_slip_apart_share_a_slip_and_others_do_not() -> None:
    for word, typed in [
        ("nguyen", "ngyuen"),  # two letters swapped
        ("nguyen", "nguyn"),  # one left out
        ("nguyen", "nguyyen"),  # one too many
        ("nguyen", "ngujen"),  # one wrong
        ("nguyen", "guyen"),  # the first left out
        ("nguyen", "nguye"),  # the last left out
    ]:
        assert slips(word) & slips(typed), typed
    for word, typed in [("nguyen", "wright"), ("anna", "otto"), ("smith", "jones")]:
        assert not slips(word) & slips(typed), typed


@given(word=st.text("abcdefgh", min_size=3, max_size=16), data=st.data())
def test_every_single_slip_is_forgiven(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcdefgh"))
    typed = data.draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
            ]
        )
    )
    if len(typed) >= 3:
        assert slips(word) & slips(typed) or typed.startswith(word[:16])


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("0491 570 156", "0491570156"),
        ("(03) 5550-1420", "0355501420"),
        ("+61 491 570 156", "0491570156"),
        ("+61491570156", "0491570156"),
        ("+49 89 1234", "49891234"),
        ("", ""),
        ("ask at the desk", ""),
        ("٠٤٩١", ""),
    ],
)
def test_a_phone_number_is_kept_as_it_is_dialled_at_home(written: str, digits: str) -> None:
    assert phone_digits(written) == digits


@pytest.mark.parametrize(
    "typed",
    [
        "1980-03-14", "1980/03/14", "1980-3-14", "14/03/1980", "14/3/1980", "14.3.1980",
        "14.03.1980", "14-03-1980", "14-3-1980", "14 3 1980", "14 March 1980", "14 mar 1980",
        "14Mar1980", "14 Mar. 1980", "19800314", "14031980",
    ],
)  # fmt: skip
def test_a_birth_date_is_understood_however_it_is_written(typed: str) -> None:
    keys = {k.key for k in keys_of() if k.kind is KeyKind.BIRTH}
    (word,) = understood(typed)
    assert KeyKind.BIRTH in word.kinds
    assert any(key.startswith(word.start) for key in keys)


@pytest.mark.parametrize("typed", ["31/02/1980", "14/13/1980", "0/0/1980", "99-99-9999", "1/2/03"])
def test_what_is_no_day_is_no_birth_date(typed: str) -> None:
    assert all(word.kinds != {KeyKind.BIRTH} for word in understood(typed))


def keys_of(**over: str) -> frozenset:  # type: ignore[type-arg]  # of SearchKey
    known = {"given_name": "Thu Hà", "family_name": "Nguyễn", "preferred_name": "", "phone": ""}
    return search_keys(**(known | {"file": ""} | over), birth=BORN)  # type: ignore[arg-type]  # text all


@given(
    given_name=st.text(min_size=1, max_size=100),
    phone=st.text(max_size=40),
    file=st.text(max_size=40),
)
@example(given_name="x" * 100, phone="1" * 40, file="a" * 40)
@example(given_name="\ufdfa" * 100, phone="1" * 40, file="\ufdfa" * 40)
def test_every_key_fits_where_it_is_kept(given_name: str, phone: str, file: str) -> None:
    for key in keys_of(given_name=given_name, phone=phone, file=file):
        assert 1 <= len(key.key) <= LONGEST_KEY


@given(typed=st.text(max_size=100))
@example(typed="1" * 100)
@example(typed="+(((((((")
@example(typed="²³¹")
@example(typed="٣/٣/١٩٨٠")
def test_whatever_is_typed_is_understood_somehow(typed: str) -> None:
    for word in understood(typed):
        assert word.start
        assert len(word.start) <= LONGEST_KEY
        assert word.kinds


def test_a_search_is_a_handful_of_words_at_most() -> None:
    assert len(understood("a b c d e f g h i j k l m n")) <= 6


def test_a_record_is_put_aside_and_taken_back() -> None:
    archived = PATIENT.after(PatientState.ACTIVE, PatientAction.ARCHIVE)
    assert archived is PatientState.ARCHIVED
    assert PATIENT.after(archived, PatientAction.UNARCHIVE) is PatientState.ACTIVE
    with pytest.raises(WrongState) as refused:
        PATIENT.after(archived, PatientAction.ARCHIVE)
    assert refused.value.allowed == ("unarchive",)
