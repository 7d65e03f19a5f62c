"""A text that ends in a full stop of its own gets no second one."""

from dataclasses import replace

import pytest

from clinic.examinations.context import Amendment, ExaminationReport
from clinic.paper.html import page_of
from tests.paper.test_golden import a_letter


@pytest.fixture
def stopped(report: ExaminationReport) -> ExaminationReport:
    return replace(report, symptoms=("Sleeps badly.",), red_flags=("Night pain.",))


def test_a_report_stops_once(stopped: ExaminationReport, amendment: Amendment) -> None:
    signed = replace(stopped, signed_by="Ann Okafor D.C.", state="voided", voided_by="Ann D.C.")
    html = page_of("examination.html", replace(signed, amendments=(amendment,), version=2))
    assert "Sleeps badly." in html
    assert ".." not in html


def test_a_letter_stops_once(stopped: ExaminationReport) -> None:
    letter = replace(a_letter(stopped), clear=("Deltoid, left.",), adherence="Most days.")
    html = page_of("letter.html", replace(letter, screen="clear.", plan=("once a day.",)))
    assert "Most days." in html
    assert ".." not in html
