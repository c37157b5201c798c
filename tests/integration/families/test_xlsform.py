"""The form for phones: it compiles; what is told on it comes in by itself, is known again, and goes out the same."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from cases import selectors, services
from cases.codes import INTIMATE_SITES
from cases.imports import files, phones, recognising
from cases.models import Case
from cases.services import CaseEntry
from cases.services.origins import origins_of
from families import selectors as of_families
from families.exchange.catalogue import CASES as CATALOGUE
from families.exchange.catalogue import EXTERNAL_ID, ITEMS, SOURCED
from families.exchange.cells import Read, Values
from families.exchange.rows import About, cells_of, entry_of, registration_of
from families.exchange.templates import form
from families.models import CaseBatch, CaseOrigin
from families.services import registration
from families.services.case_import import CASES
from registry.lib.errors import BadInput, Invalid
from registry.lib.world import UI_LANGUAGES
from tests.cast import Cast
from tests.factories import phones as of_phones
from tests.factories.phones import STYLES, XF, Compiled, Style, Submission

ABOUT = About(system="Phones of the south", wording="What was read out.", explained=True, how="oral_witnessed")
TOLD = {
    "consent_search": "yes", "consent_comparison": "yes", "enquirer_name": "Awa Ceesay",
    "enquirer_relationship": "mot", "enquirer_phone": "+220 301 2345",
}  # fmt: skip
OF_A_CASE = [name for name, item in ITEMS.items() if item.section in ("who", "looks", "contact", "protection")]
NUMBERS = (f"0a1b2c3d-{number:04}" for number in count(1))


@cache
def the_form() -> Compiled:
    return of_phones.compiled(form(lambda language: f"What we tell you ({language})."))


@st.composite
def told(draw: st.DrawFn) -> dict[str, str]:
    """What a family tells and may be registered, as the cells in which the registry writes it."""
    fixed = TOLD | {"name": draw(of_phones.WORDS), "date_last_contact": draw(st.sampled_from(["2021-03", "2022", "?"]))}
    said = draw(of_phones.answers(ITEMS, the_form().options, fixed))
    for row in (1, 2, 3):  # the forensic file is not a registrar's to read
        assume(said.get(f"mark_{row}_site") not in INTIMATE_SITES)
    row = Read(said, {name: name for name in said}, today=timezone.localdate())
    assert not row.problems, (row.problems, said)
    try:
        registration.check(registration_of(row.values, row.absences, ABOUT))
    except (Invalid, BadInput):
        assume(False)
    return said


def read(data: bytes) -> list[Read]:
    header, lines = phones.flat(*files.rows(data), CATALOGUE)
    columns = recognising.guess(CATALOGUE, header, {})
    return [Read(line.cells, columns, today=timezone.localdate()) for line in lines]


def test_the_form_asks_every_column_in_every_language_and_nothing_else() -> None:
    found, bound = the_form(), set(the_form().paths)
    assert bound - {"statement", "instanceID", "end"} == set(ITEMS)
    assert found.required == set(CATALOGUE.needed)
    assert found.paths["mark_2_site"] == ["looks", "mark_2", "mark_2_site"]
    assert list(found.paths)[:2] == ["end", "statement"], "the words for consent come before every question"
    texts = {one.get("lang"): one for one in found.root.iter(f"{XF}translation")}
    assert {lang.rpartition("(")[2].rstrip(")") for lang in texts if lang} == set(UI_LANGUAGES)
    words = {lang: [value.text for value in one.iter(f"{XF}value")] for lang, one in texts.items()}
    assert len({len(found) for found in words.values()}) == 1
    assert all(text and text.strip() for found in words.values() for text in found)
    only = {one.get("nodeset", "").rpartition("/")[2]: one.get("relevant", "") for one in found.root.iter(f"{XF}bind")}
    assert all("consent_search" in only[section] for section in CATALOGUE.sections if section != "consent")


def test_a_heading_costs_as_much_as_it_is_long() -> None:
    """Of nothing but separators, or with one at its end; counted in calls: a clock says more of the machine."""
    for end in ("/", "a", "a/"):
        few, many = (_calls(("a" if end == "a/" else end) * length + end) for length in (48, 480))
        assert many < 11 * few


def _calls(heading: str) -> int:
    done = count()
    sys.setprofile(lambda _frame, event, _arg: next(done) if event == "call" else None)
    try:
        phones.flat(["KEY", heading], [], CATALOGUE)
        recognising.guess(CATALOGUE, [heading], {})
    finally:
        sys.setprofile(None)
    return next(done)


@settings(max_examples=50)
@given(told(), st.sampled_from(STYLES))
def test_an_export_says_what_was_told(said: dict[str, str], style: Style) -> None:
    data = of_phones.exported(the_form(), ITEMS, style, Submission(said, next(NUMBERS)))
    (row,) = read(data)
    plain = Read(said, {name: name for name in said}, today=timezone.localdate())
    assert not row.problems
    assert row.values.pop(SOURCED) == datetime(2026, 4, 3, 17, 30, tzinfo=UTC)
    assert unordered(row.values | {EXTERNAL_ID: ""}) == unordered(plain.values | {EXTERNAL_ID: ""})
    assert row.absences == plain.absences


@pytest.mark.django_db
@settings(max_examples=4, derandomize=True, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(st.sampled_from(STYLES), st.lists(told(), min_size=3, max_size=4))
def test_submissions_become_cases_which_edits_change_and_which_go_out_the_same(
    cast: Cast, style: Style, people: list[dict[str, str]]
) -> None:
    """The same export once more changes nothing; an edit, under a new number, changes its case alone."""
    sent = [Submission(said, next(NUMBERS)) for said in people]
    assert counts(cast, style, *sent) == (len(sent), 0, 0, 0, 0, 0)
    for one in sent:
        assert out(cast, one.number) == as_written(one.answers)
    assert counts(cast, style, *sent)[2] == len(sent)
    first = sent[0]
    now = dict(first.answers) | {"companions_text": "Two cousins from the same village"}
    edit = Submission(now, next(NUMBERS), replaced=first.number, root=first.number, day="2026-04-04")
    other = "heavy" if now.get("build") == "slim" else "slim"
    again = Submission(now | {"build": other}, next(NUMBERS), edit.number, first.number, "2026-04-05")
    held = Case.objects.count()
    assert counts(cast, style, edit, *sent[1:])[1:3] == (1, len(sent) - 1)
    assert out(cast, first.number) == as_written(now)
    assert counts(cast, style, *sent[1:], edit, again)[1:4] == (1, len(sent) - 1, 1)
    assert out(cast, first.number) == as_written(again.answers)
    assert counts(cast, style, *sent)[2] == len(sent), "an older export undoes no edit"
    assert out(cast, first.number) == as_written(again.answers)
    assert Case.objects.count() == held


@pytest.mark.parametrize("remembered", ["", "_uuid", "meta/instanceID"])
def test_an_edit_is_known_by_its_root_whichever_column_was_read_before(remembered: str) -> None:
    header = ["_uuid", "meta/instanceID", "meta/rootUuid", "end"]
    ahead = (timezone.now() + timedelta(days=2)).isoformat()
    cells = dict(zip(header, ["new2", "uuid:new2", "uuid:first", ahead], strict=True))
    headings, (line,) = phones.flat(header, [files.Line(2, cells)], CATALOGUE)
    columns = recognising.guess(CATALOGUE, headings, {EXTERNAL_ID: remembered} if remembered else {})
    assert {line.cells[name] for name in header[:3]} == {"first"}
    assert columns == {EXTERNAL_ID: "meta/rootUuid", SOURCED: SOURCED}
    assert line.cells[SOURCED] == "", "a clock that goes ahead would make every later edit an older one"


def unordered(values: Values) -> Values:
    return {name: sorted(value) if isinstance(value, tuple) else value for name, value in values.items()}


def counts(cast: Cast, style: Style, *sent: Submission) -> tuple[int, ...]:
    """Hand an export in, save what it holds; how many rows were new, changed, the same, repeated, alike, refused."""
    actor = cast.caseworker.actor
    data = of_phones.exported(the_form(), ITEMS, style, *sent)
    batch = services.check_file(actor=actor, data=data, name="phones.csv", kind=CASES, about=ABOUT)
    refused = selectors.refused_rows(actor, batch)
    assert not refused, refused
    services.apply_batch(actor=actor, ref=batch.ref)
    batch = CaseBatch.objects.get(pk=batch.pk)
    return batch.n_new, batch.n_changed, batch.n_same, batch.n_repeated, batch.n_alike, batch.n_refused


Comparable = tuple[dict[str, frozenset[str]], list[tuple[tuple[str, str], ...]], dict[str, str]]


def out(cast: Cast, number: str) -> Comparable:
    """What is held of the case of a submission."""
    known, _others = origins_of(CaseOrigin, cast.caseworker.actor, ABOUT.system, [number])
    return comparable(of_families.case_for_change(cast.caseworker.actor, known[number].case.ref).entry)


def as_written(said: Mapping[str, str]) -> Comparable:
    row = Read(said, {name: name for name in said}, today=timezone.localdate())
    return comparable(entry_of(row.values, row.absences))


def comparable(entry: CaseEntry) -> Comparable:
    """An entry as the cells that go out: answers, the rows of lists, and why others have none, in no order."""
    cells, lists = cells_of(entry), dict[str, dict[str, str]]()
    for name, cell in cells.items():
        if row := ITEMS[name].row:
            stem, part = name.split(f"_{row}_")
            lists.setdefault(f"{stem}_{row}", {})[f"{stem} {part}"] = str(sorted(cell.split("; ")))
    answers = {name: frozenset(cell.split("; ")) for name, cell in cells.items() if not ITEMS[name].row}
    return answers, sorted(tuple(sorted(row.items())) for row in lists.values()), dict(entry.absences)
