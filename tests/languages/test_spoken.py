"""How patients are spoken to: sentences, counts, days and numbers of a language."""

import re
from datetime import date

import pytest
from markupsafe import Markup

from clinic.languages import ENGLISH, NAMES, Spoken, catalogue, shipped, spoken
from clinic.paper import words
from translating.messages import template

TAGS = sorted(NAMES)


@pytest.mark.parametrize(
    ("wish", "served"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("vi-VN", "vi"),
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-hans-sg", "zh-Hans"),
        ("zh-TW", None),
        ("zh-Hant", None),
        ("ar-EG", "ar"),
        ("de", None),
        ("xx-yy", None),
    ],
)
def test_a_wish_is_served_by_what_its_reader_can_read(wish: str, served: str | None) -> None:
    assert shipped(wish) == served


@pytest.mark.parametrize("tag", TAGS)
def test_every_sentence_that_patients_may_read_is_translated(tag: str) -> None:
    """Whoever writes a new sentence meets this test: `bin/translations`, then translate it."""
    kept = {str(message.id): message.string for message in catalogue(tag) if message.id}
    wanted = {str(message.id) for message in template() if message.id}
    assert wanted == kept.keys()
    empty = [key for key, string in kept.items() if not string or not all(string)]
    assert empty == []


@pytest.mark.parametrize("tag", TAGS)
def test_a_translation_fills_in_the_same_values(tag: str) -> None:
    """A plural form may leave its number out; nothing else is lost and nothing is invented."""
    for message in catalogue(tag):
        if not message.id:
            continue
        is_count = isinstance(message.id, tuple)
        wanted = set(re.findall(r"\{\w+\}", message.id[1] if is_count else message.id))
        for string in message.string if is_count else (message.string,):
            found = set(re.findall(r"\{\w+\}", string))
            assert found <= wanted, message.id
            assert found == wanted or is_count, message.id


@pytest.mark.parametrize("tag", TAGS)
def test_a_translation_is_written_in_its_own_letters(tag: str) -> None:
    """Sentences of three and more words: none was left in English."""
    own = {"vi": r"[à-ỹđ]", "zh-Hans": r"[\u4e00-\u9fff]", "ar": r"[\u0600-\u06ff]"}[tag]
    left = [
        message.id
        for message in catalogue(tag)
        if isinstance(message.id, str)
        and message.id.count(" ") > 2
        and not re.search(own, message.string, re.IGNORECASE)
    ]
    assert left == []


def test_counts_follow_the_languages_own_rule() -> None:
    assert ENGLISH.count(1, "{n} place", "{n} places") == "1 place"
    arabic = spoken("ar")
    forms = {arabic.count(number, "{n} place", "{n} places") for number in (0, 1, 2, 5, 11, 100)}
    assert len(forms) >= 5


def test_days_and_numbers_stand_as_the_language_writes_them() -> None:
    day = date(2026, 12, 7)
    assert words.week_day(day, "en-AU") == "Mon 7 Dec 2026"
    assert words.week_day(day, "en-US") == "Mon, Dec 7, 2026"
    assert words.week_day(day, "zh-Hans") == "2026年12月7日周一"
    assert words.long_day(day, "vi") == "Th 2, 7 thg 12, 2026"
    assert words.day_and_month(day, "vi") == "7/12"
    assert words.two_letters(day, "vi") == "T2"
    assert "ديسمبر" in words.long_day(day, "ar")
    assert "7" in words.long_day(day, "ar")
    assert spoken("vi").number(32.5) == "32,5"
    assert ENGLISH.number(32.5) == "32.5"
    assert spoken("ar").number(45) == "45"
    assert words.money(18900) == "$189.00"


def test_what_is_filled_in_keeps_its_own_direction() -> None:
    """A telephone number with brackets would fall apart in a line that runs right to left."""
    arabic = spoken("ar")
    assert arabic.direction == "rtl"
    assert "\u2068(03) 5550 1420\u2069" in arabic.say("Ring {number}", number="(03) 5550 1420")
    assert ENGLISH.say("Ring {number}", number="000") == "Ring 000"


def test_nothing_that_was_typed_becomes_html_or_a_placeholder() -> None:
    typed = "<b>{number}</b>"
    assert ENGLISH.say_html("Ring {number}", number=typed) == Markup(
        "Ring &lt;b&gt;{number}&lt;/b&gt;"
    )
    assert ENGLISH.say(typed) == typed
    assert ENGLISH.say_html("Ring {number}", number=Markup("<b>000</b>")) == "Ring <b>000</b>"


def test_a_catalogue_has_a_version_and_a_hash_of_its_sentences() -> None:
    told = {tag: spoken(tag) for tag in TAGS}
    assert all(re.fullmatch(r"\d+\.\d+", one.version) for one in told.values())
    assert len({one.sha256 for one in told.values()}) == len(TAGS)
    with pytest.raises(LookupError):
        spoken("de")
    assert Spoken("en-GB").say("Stop signs") == "Stop signs"
