"""Names in many scripts print; a letter that no font of ours has is refused, with its field."""

import os
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from clinic.paper.letters import has_letter, letters_problem, missing_letters, refuse_unprintable
from clinic.paper.pdf import to_pdf
from clinic.paper.renderer import FONTS
from clinic.rulebook.refusals import Invalid

NAMES = {
    "Vietnamese": "Nguyễn Thị Ánh Đặng",
    "Polish": "Łukasz Wiśniewski",
    "Turkish": "Çağlayan İlkyaz",
    "Greek": "Παπαδοπούλου Ἀλέξανδρος",
    "Cyrillic": "Анна Ковальчук-Їжак",
    "simplified Chinese": "王小明，张伟",  # noqa: RUF001
    "traditional Chinese": "林淑芬 陳龍",
    "Japanese": "さとう ひなた サトウ",
    "Korean": "김서연 박준호",
    "Arabic": "ليلى منصور",
    "Persian": "پریسا گلچین",
    "Hebrew": "נועה לוי",
    "Thai": "สมชาย ใจดี",
    "Hindi": "प्रियंका नायर",
    "emoji": "Ana 😀",
}


@pytest.mark.parametrize("script", NAMES)
def test_a_name_prints_in_our_own_fonts_without_a_box(script: str, now: datetime) -> None:
    name = NAMES[script]
    assert missing_letters(name) == ""
    page = f"<!DOCTYPE html><html lang=en><title>t</title><p>{name}<p><b>{name}</b>"
    pdf = PdfReader(BytesIO(to_pdf(page, created=now).pdf))
    fonts = pdf.pages[0]["/Resources"]["/Font"]
    names = {str(font.get_object()["/BaseFont"]).partition("+")[2] for font in fonts.values()}
    assert names
    assert all(one.startswith(("Source-Sans-3", "Vazirmatn", "Noto-")) for one in names), names


def test_what_is_started_later_keeps_the_machines_own_fonts() -> None:
    """A browser without any font ends at once."""
    assert "FONTCONFIG_FILE" not in os.environ


def test_what_is_said_to_be_covered_is_what_the_fonts_hold() -> None:
    held = {code for file in FONTS.glob("*.[ot]tf") for code in TTFont(file).getBestCmap()}
    assert {code for code in held if not has_letter(chr(code))} == {0x20E3}
    asked = (*range(0x20, 0x3000), *range(0x4E00, 0xA000), *range(0xAC00, 0xD7A4))
    told = {code for code in asked if has_letter(chr(code))}
    shapeless = {code for code in told if not chr(code).isprintable() or chr(code).isspace()}
    assert told - held - shapeless == set()


def test_the_box_of_a_keycap_is_refused_by_its_name() -> None:
    """Our font has it, and draws it empty, behind its digit."""
    problem = letters_problem("/notes", "Step 1\ufe0f\u20e3, then 2\u20e3")
    assert problem is not None
    assert "for the box around a digit (a keycap emoji). Please" in problem.detail


@dataclass(frozen=True)
class _Name:
    full_name: str


@dataclass(frozen=True)
class _Paper:
    patient: _Name
    notes: tuple[str, ...] = ()


def test_a_letter_without_a_shape_is_refused_at_its_field() -> None:
    with pytest.raises(Invalid) as refused:
        refuse_unprintable(_Paper(_Name("Ana 𓀀"), ("plain", "ꦲꦏ 𓀀𓀁𓀂𓀃𓀄𓀅")))
    first, second = refused.value.problems
    assert first.pointer == "/patient/full_name"
    assert "“𓀀”" in first.detail
    assert second.pointer == "/notes/1"
    assert second.detail.count("“") == 5
    refuse_unprintable(_Paper(_Name("Thu Hà\u202c"), ()))


def test_a_letter_is_printed_from_its_parts_where_it_is_not_there_as_one() -> None:
    assert missing_letters("e\u0301") == ""
