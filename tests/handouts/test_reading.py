"""Our sentences on paper are easy to read: grade 6 or lower, under 15 words, on every sheet.

The grade is Flesch's and Kincaid's, syllables by textstat. Names of muscles, numbers, sources and
what a clinician typed are left out, and what is too short to be a sentence.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser

import pytest
import textstat

from clinic.anatomy.rules import MUSCLES
from clinic.evidence.rules import ADVICE, STATEMENTS, THERAPIES
from clinic.handouts.html import handout_html
from clinic.safety.rules import STOP_SIGNS
from tests.handouts.zoo import SHEETS

HARDEST_GRADE = 6.0
MOST_WORDS = 15.0
LONGEST = 26  # words of any one sentence
SHORTEST = 4  # fewer are a title or a sign, and would flatter the grade
# what stands on a sheet and is no sentence of ours, or has no words
LEFT_OUT = {
    "head",
    "muscle",
    "sources",
    "no",
    "qr",
    "qr-code",
    "dose",
    "how",
    "note",
    "text",
    "name",
    "side",
    "day",
}
LEFT_OUT_TAGS = {"head", "svg", "table", "sup", "bdi"}
NO_END = {"img", "meta", "link", "br"}
INLINE = {"b", "span", "i", "bdi", "sup"}


class _Reader(HTMLParser):
    """Take the words of a sheet block by block."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks = [""]
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in INLINE:
            self.blocks.append("")
        if tag in NO_END:
            return
        classes = set((dict(attrs).get("class") or "").split())
        if tag == "p" and "how" in classes:
            classes.add("typed")
        self._open.append((tag, tag in LEFT_OUT_TAGS or bool(classes & LEFT_OUT)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self.blocks.append("")
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(is_left_out for _tag, is_left_out in self._open):
            self.blocks[-1] += data


def sentences(blocks: Iterable[str]) -> Iterator[str]:
    for block in blocks:
        for sentence in re.split(r"(?<=[.?!:;])\s+", " ".join(block.split())):
            words = re.sub(r"\S*\d\S*", "", sentence).strip(" .,:;·()/\u2013")
            if len(words.split()) >= SHORTEST:
                yield words


def of_a_sheet(html: str) -> list[str]:
    reader = _Reader()
    reader.feed(html)
    return list(sentences(reader.blocks))


def grade(texts: Iterable[str]) -> float:
    """Answer Flesch's and Kincaid's grade: long sentences and long words make it high."""
    words = [re.findall(r"[a-z'\u2019]+", text.lower()) for text in texts]
    count = sum(map(len, words))
    parts = sum(syllables(word) for sentence in words for word in sentence)
    return 0.39 * count / len(words) + 11.8 * parts / count - 15.59


@cache
def syllables(word: str) -> int:
    """Count by textstat, and by its vowels a word that its dictionary lacks."""
    try:
        return int(textstat.syllable_count(word))
    except KeyError:
        return len(re.findall(r"[aeiouy]+", word)) or 1


def words_each(texts: list[str]) -> float:
    return sum(len(text.split()) for text in texts) / len(texts)


@pytest.mark.parametrize("case", SHEETS, ids="-".join)
def test_a_sheet_is_easy_to_read(case: tuple[str, str]) -> None:
    said = of_a_sheet(handout_html(replace(SHEETS[case], massager_name="")))
    assert len(said) > 20
    assert grade(said) <= HARDEST_GRADE
    assert words_each(said) < MOST_WORDS
    assert [text for text in said if len(text.split()) > LONGEST] == []


CATALOGUES = {
    "cautions": {text for muscle in MUSCLES.values() for text in muscle.patient_cautions},
    "stop signs": {sign.text for sign in STOP_SIGNS.values()},
    "advice": {advice.text for advice in ADVICE.values()},
    "claims": {statement.text for statement in STATEMENTS.values()},
    "therapies": {therapy.patient_text for therapy in THERAPIES.values()},
}


@pytest.mark.parametrize("name", CATALOGUES)
def test_each_catalogue_of_printed_words_is_easy_to_read(name: str) -> None:
    said = list(sentences(sorted(CATALOGUES[name])))
    assert grade(said) <= HARDEST_GRADE
    assert words_each(said) < MOST_WORDS
    assert [text for text in said if len(text.split()) > LONGEST] == []


def test_a_sheet_that_is_hard_to_read_would_be_found() -> None:
    hard = of_a_sheet(
        "<p>Contraindications notwithstanding, recommence contralateral vibration.</p>"
        "<p class=text>Typed by a clinician, and left out.</p><p>Residual discomfort diminishes "
        "subsequently.</p>"
    )
    assert len(hard) == 2
    assert grade(hard) > HARDEST_GRADE
