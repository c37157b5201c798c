"""Procedures of papers: a country is believed with its source and whoever reviewed it, and not without."""

from __future__ import annotations

import pytest
from django.utils import translation

from families import papers
from families.codes import PaperKind
from families.papers import BadProcedure

FILE = """
source = "Law 1 of an invented country, article 2"
reviewed_by = "Invented Bar"
reviewed_on = 2026-01-31
[papers.certificate_of_absence]
office = {en = "The registry of absence", ar = "سجل الغياب"}
letter = [{en = "%(applicant)s encloses the family book."}]
[[papers.certificate_of_absence.steps]]
key = "ask"
days = 20
text = {en = "Ask for it."}
"""


def test_a_country_s_steps_deadlines_and_source_are_read():
    found = papers.read("XXX.toml", FILE)["certificate_of_absence"]
    assert (found.steps[0].key, found.steps[0].days, str(found.steps[0].text)) == ("ask", 20, "Ask for it.")
    assert (found.reviewed_by, found.source, found.is_general) == ("Invented Bar", found.source, False)
    assert found.next_step([]) == found.steps[0]
    assert found.next_step(["ask"]) is None
    with translation.override("ar"):
        assert str(found.office) == "سجل الغياب"
        assert str(found.steps[0].text) == "Ask for it."


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('reviewed_by = "Invented Bar"', ""),
        ('reviewed_by = "Invented Bar"', 'reviewed_by = ""'),
        ('source = "Law 1 of an invented country, article 2"', 'source = ""'),
        ("reviewed_on = 2026-01-31", 'reviewed_on = "lately"'),
        ("certificate_of_absence]", "no_such_paper]"),
        ('{en = "Ask for it."}', '{fr = "Demandez-le."}'),
        ('key = "ask"', ""),
        ("encloses", "%(bank_account)s"),
        ("[papers", "[papers["),
    ],
)
def test_a_file_that_nobody_stands_for_is_refused(was, becomes):
    with pytest.raises(BadProcedure, match=r"XXX\.toml"):
        papers.read("XXX.toml", FILE.replace(was, becomes))


def test_what_is_not_known_is_general_and_says_so():
    for kind in PaperKind:
        found = papers.procedure("ZZZ", kind)
        assert found.is_general
        assert [step.key for step in found.steps] == ["advice", "effects", "gather", "file", "answer"]


def test_a_country_goes_by_its_file_and_by_the_general_steps_where_that_says_nothing(settings, tmp_path):
    (tmp_path / "XXX.toml").write_text(FILE, encoding="utf-8")
    settings.PAPERS_FOLDER = str(tmp_path)
    assert papers.check() == []
    assert papers.procedure("XXX", PaperKind.CERTIFICATE_OF_ABSENCE).reviewed_by == "Invented Bar"
    assert papers.procedure("XXX", PaperKind.PENSION_CLAIM).is_general
    (tmp_path / "YYY.toml").write_text("papers = 1", encoding="utf-8")
    assert [found.id for found in papers.check()] == ["families.E001"], "the start fails, not a family's page"
