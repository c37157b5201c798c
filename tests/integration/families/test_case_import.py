"""Tables of cases: the same person by three ways, known again, decided about, taken back, refused cell by cell."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from accessctl import door, topology
from accessctl.approvals import services as approvals
from accessctl.clear import reveal
from accessctl.codes import Purpose
from accessctl.models import Approval, JournalEntry, Tombstone
from accessctl.signin.stepup import ProofNeeded
from cases import selectors, services, tasks
from cases.codes import ImportState, SearchStep
from cases.imports import sheets
from cases.imports.merging import changed_rows
from cases.models import Batch, Case
from cases.services import MarkEntry, NameEntry, change_case
from cases.services.actions import ActionEntry, note_action
from cases.services.origins import NotYours
from cases.services.tables import decide
from cases.services.undoing import SecondNeeded
from families import selectors as of_families
from families.api.serializers import RegistrationSerializer
from families.codes import ChannelKind, FeedbackKind
from families.exchange.catalogue import CASES as CATALOGUE
from families.exchange.catalogue import ITEMS
from families.exchange.cells import Read
from families.exchange.rows import About, cells_of, entry_of
from families.feedback.services import TalkEntry, note_talk, set_rhythm
from families.models import CaseBatch, CaseBatchRow, CaseOrigin, ColumnMapping, Consent
from families.services import open_case, withdraw_consent
from families.services.case_import import CASES
from registry.lib.dates import PartialDate, parse_edtf
from registry.lib.errors import NotFound
from registry.lib.world import UI_LANGUAGES
from tests.cast import Cast
from tests.factories.families import a_case
from tests.factories.family_file import a_relative
from tests.integration.families.steps import CALL, CONSENT, PERSON, consented

pytestmark = pytest.mark.django_db
ABOUT = About(system="Casa del Mar", wording="What was read out.", explained=True, how="oral_witnessed")
ROW = {
    "external_id": "CM-17", "name": "Lamin Ceesay", "mother_name": "Awa Ceesay", "sex": "male",
    "date_of_birth": "03/05/1999", "nationalities": "Gambia", "paper_1_type": "pass", "paper_1_number": "PC-204417",
    "paper_1_country": "GMB", "height_cm": "178", "mark_1_type": "burn", "mark_1_site": "ul_forearm",
    "mark_1_side": "l", "date_last_contact": "2021-03", "place_last_contact": "beach of Nouadhibou",
    "place_last_contact_lat": "20.94", "place_last_contact_lon": "-17.04", "place_last_contact_radius_m": "5000",
    "route_code": "watl", "enquirer_name": "Awa Ceesay", "enquirer_relationship": "Mother",
    "enquirer_phone": "+220 301 2345", "enquirer_language": "Wolof", "consent_search": "yes",
    "consent_comparison": "yes",
}  # fmt: skip


def table(*rows: dict[str, str]) -> bytes:
    heads = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    csv.writer(out).writerows([heads, *([row.get(name, "") for name in heads] for row in rows)])
    return out.getvalue().encode()


def with_(**cells: str) -> dict[str, str]:
    return {name: cell for name, cell in (ROW | cells).items() if cell}


def check(cast: Cast, *rows: dict[str, str], about: About = ABOUT) -> CaseBatch:
    actor = cast.caseworker.actor
    batch = services.check_file(actor=actor, data=table(*rows), name="cases.csv", kind=CASES, about=about)
    return CaseBatch.objects.get(pk=batch.pk)


def save(cast: Cast, *rows: dict[str, str]) -> CaseBatch:
    services.apply_batch(actor=cast.caseworker.actor, ref=check(cast, *rows).ref)
    return CaseBatch.objects.latest("created_at")


def counts(batch: Batch) -> tuple[int, ...]:
    return batch.n_new, batch.n_changed, batch.n_same, batch.n_repeated, batch.n_alike, batch.n_refused


def stored(case: Case, *, without: Iterable[str] = ()) -> dict[str, Any]:
    """Every ring row of a case, in clear, without what differs from case to case by nature."""
    found: dict[str, Any] = {}
    for tbl in [one for ring in topology.rings_of(Case) for one in topology.tables_of(Case, ring)]:
        rows = list(reveal(list(tbl._default_manager.filter(**{tbl.RECORD: case}).order_by("pk"))))
        if tbl.__name__ not in {"CaseOrigin", *without}:
            for number, row in enumerate(sorted((_plain(tbl, row) for row in rows), key=str)):
                found |= {f"{tbl.__name__} {number} {name}": value for name, value in row.items()}
    root = {f.name: getattr(case, f.attname) for f in Case._meta.concrete_fields if not f.is_relation}
    return found | {f"Case {name}": str(value) for name, value in root.items() if name not in VARYING}


def differing(one: dict[str, Any], other: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    names = {*one, *other}
    return {name: (one.get(name), other.get(name)) for name in names if one.get(name) != other.get(name)}


VARYING = {
    "id", "ref", "created_at", "updated_at", "opened_on", "valid_from", "valid_until", "consent_until",
}  # fmt: skip


def _plain(tbl: Any, row: Any) -> dict[str, str]:
    values = {f.name: getattr(row, f.name) for f in tbl._meta.concrete_fields if not f.is_relation}
    return {name: _said(value) for name, value in values.items() if name not in VARYING}


def _said(value: Any) -> str:
    if isinstance(value, PartialDate):  # each way writes its own words of the same days
        return f"{value.edtf} {value.calendar} {value.earliest} {value.latest}"
    return str(value.to_json() if hasattr(value, "to_json") else value)


def test_the_same_case_by_page_api_and_table_is_the_same_record(
    cast: Cast, client_for: Any, static_files: None
) -> None:
    """Written in three ways by one organisation: what is stored of the person and the family is equal."""
    browser = client_for(cast.caseworker.account)
    typed = {
        name: value for name, value in PERSON.items() if not name.startswith(("other_names", "companions", "place_of"))
    } | {"name": "Lamin Ceesay", "documents-0-issuing_country": "GMB"}
    for absent in (
        "name_latn",
        "father_name",
        "hair_colour",
        "distinguishing_features",
        "circumstances_text",
        "destination_country",
        "place_last_contact_country",
    ):
        typed.pop(absent, None)
    answers = {name: value for name, value in CONSENT.items() if "__" not in name and name != "depth"}
    ref = consented(browser, **{name: "" for name in CONSENT if name not in answers})
    assert browser.post(f"/cases/new/{ref}/person/", typed).status_code == 302
    page = Case.objects.get()
    call = json.loads(json.dumps(CALL))
    call["case"].pop("absences")
    call["case"]["purposes"].sort()
    call["case"]["place_last_contact"]["geo_method"] = "map_pick"
    for consent in call["consents"]:
        consent["max_layer"] = 3
    sent = RegistrationSerializer(data=call)
    sent.is_valid(raise_exception=True)
    api = open_case(actor=cast.caseworker.actor, registration=sent.registration())
    save(cast, ROW)
    (origin,) = CaseOrigin.objects.all()
    imported = Case.objects.get(pk=origin.case_id)
    assert not differing(stored(api), stored(imported))
    # The page says the words of its own briefing, in which consent is a talk of its own.
    talks = ("Consent", "ConsentTaking")
    assert not differing(stored(page, without=talks), stored(imported, without=talks))


def test_a_table_is_known_again_and_only_what_changed_is_written(cast: Cast) -> None:
    assert counts(save(cast, ROW, with_(external_id="CM-18", name="Modou Jallow"))) == (2, 0, 0, 0, 0, 0)
    again = check(cast, ROW, with_(external_id="CM-18", name="Modou Jallow"))
    assert counts(again) == (0, 0, 2, 0, 0, 0)
    case = next(
        o.case for o in reveal(list(CaseOrigin.objects.select_related("case")), "number") if o.number == "CM-17"
    )
    entry = of_families.case_for_change(cast.caseworker.actor, case.ref).entry
    change_case(actor=cast.caseworker.actor, ref=case.ref, entry=replace(entry, companions_text="Three from Brikama."))
    changed = save(cast, with_(height_cm="180", external_id="CM-17"))
    assert counts(changed) == (0, 1, 0, 0, 0, 0)
    now = of_families.case_for_change(cast.caseworker.actor, case.ref).entry
    assert (now.height_cm, now.companions_text) == ((180, 180), "Three from Brikama.")
    assert [name.full_original for name in now.names] == ["Lamin Ceesay"]
    services.start_undoing(actor=cast.caseworker.actor, ref=changed.ref)
    assert tasks.undo_import(ref=changed.ref)
    now = of_families.case_for_change(cast.caseworker.actor, case.ref).entry
    assert (now.height_cm, now.companions_text) == ((178, 178), "Three from Brikama.")
    assert ColumnMapping.objects.get().columns["name"] == "name"


def test_a_submission_is_known_as_it_was_written_in_earlier_days(cast: Cast) -> None:
    number = "0a1b2c3d-1111-4222-8333-944445555666"
    save(cast, with_(external_id=f"uuid:{number}"))
    assert counts(check(cast, with_(external_id=number))) == (0, 0, 1, 0, 0, 0)


def test_whoever_is_perhaps_here_waits_and_stops_nobody(cast: Cast) -> None:
    known = a_case(cast)
    name = selectors.case_file(cast.caseworker.actor, known.ref).main_name
    waiting, other = with_(external_id="", name=name, date_of_birth="", sex=""), with_(external_id="9", name="Modou")
    readings = JournalEntry.objects.filter(action="ring.read", refs=[known.ref], detail__tables=["CaseName"])
    before = readings.count()
    check(cast, other)
    assert readings.count() == before
    batch = save(cast, waiting, other, waiting)
    assert readings.count() == before + 1
    assert counts(batch) == (1, 0, 0, 1, 1, 0)
    assert Case.objects.count() == 2
    (row,) = selectors.alike_rows(cast.caseworker.actor, batch)
    assert row.like == [known.ref]
    opened = decide(actor=cast.caseworker.actor, ref=batch.ref, line=row.line, is_new=True)
    assert opened is not None
    assert Case.objects.count() == 3
    with pytest.raises(NotFound):
        decide(actor=cast.caseworker.actor, ref=batch.ref, line=row.line, is_new=True)
    asked = services.ask_to_undo(actor=cast.caseworker.actor, ref=batch.ref)
    approvals.approve(cast.supervisor.actor, asked.ref)
    assert tasks.undo_import(ref=batch.ref)
    assert list(Case.objects.all()) == [known]


def test_what_colleagues_wrote_stays_when_a_table_comes_again_and_comes_back_when_it_is_taken_back(cast: Cast) -> None:
    """Beside the partner's rows and in them: a spelling, a name of the father, a mark, a colour; a corrected height."""
    first = with_(
        other_name_1_name="Lamin Sey", thing_1_class="phone", thing_1_brand="Tecno", hair_colour="unknown",
        observed_at="2020", mark_1_since="05/2014",
    )  # fmt: skip
    save(cast, first)
    case, actor = Case.objects.get(), cast.caseworker.actor
    entry = of_families.case_for_change(actor, case.ref).entry
    main, other = entry.names
    (thing,), (mark,) = entry.belongings or (), entry.marks
    scar = replace(mark, mark_type="scar_surg", description="above the knee", acquired=parse_edtf("2015"))
    spelled, worn = NameEntry(full_original="Laminn Ceesay", kind="spelling"), replace(thing, colours=("blk",))
    change_case(actor=actor, ref=case.ref, entry=replace(
        entry, names=(replace(main, father_name="Ebrima Ceesay"), other, spelled), marks=(scar, mark),
        belongings=(worn,), height_cm=(181, 181),
    ))  # fmt: skip
    held = stored(Case.objects.get(), without=["CaseSource"])
    batch = save(cast, first | {
        "name": "Lamin K. Ceesay", "other_name_2_name": "Lamin Cissé", "mark_1_description": "from a stove",
        "thing_1_words": "L. C.", "thing_1_serial": "490154203237518",
        "height_cm": "180", "hair_colour": "black", "mother_name": "", "observed_at": "2021", "mark_1_since": "2016",
    })  # fmt: skip
    assert counts(batch) == (0, 1, 0, 0, 0, 0)
    now = of_families.case_for_change(actor, case.ref).entry
    assert [(one.full_original, one.father_name, one.mother_name) for one in now.names] == [
        ("Lamin K. Ceesay", "Ebrima Ceesay", "Awa Ceesay"), ("Lamin Sey", "", ""), ("Laminn Ceesay", "", ""),
        ("Lamin Cissé", "", ""),
    ]  # fmt: skip
    burn = next(one for one in now.marks if one.mark_type == "burn")
    assert (len(now.marks), burn.description, str(burn.acquired)) == (2, "from a stove", "2016")
    assert scar in now.marks
    assert now.belongings == (replace(worn, inscription="L. C.", serial="490154203237518"),)
    assert (now.height_cm, now.hair_colour, "hair_colour" in now.absences) == ((180, 180), "blk", False)
    services.start_undoing(actor=actor, ref=batch.ref)
    assert tasks.undo_import(ref=batch.ref)
    back = stored(Case.objects.get(), without=["CaseSource"])
    assert {*differing(held, back)} == {"Case version"}
    assert counts(check(cast, first)) == (0, 0, 1, 0, 0, 0)


def test_what_cannot_be_saved_is_given_back_with_the_reason_and_stops_no_other(
    cast: Cast, client_for: Any, static_files: None
) -> None:
    actor = cast.caseworker.actor
    save(cast, ROW)
    late = check(cast, with_(height_cm="180"), with_(external_id="CM-18", name="Modou Jallow"))
    broken = check(cast, with_(external_id="CM-19"))
    fine = check(cast, with_(external_id="CM-20", name="Isatou Njie"))
    row = CaseBatchRow.objects.get(batch=broken)
    row.payload = {}
    row.save(update_fields=["payload"])
    Case.objects.update(owner=cast.organisations.second_ngo)  # handed on, while the table waited
    for batch in (late, broken, fine):
        services.start_applying(actor=actor, ref=batch.ref)
    assert tasks.sweep_imports() == 3
    states = [CaseBatch.objects.get(pk=batch.pk).state for batch in (late, broken, fine)]
    assert states == [ImportState.CHECKED, ImportState.APPLYING, ImportState.APPLIED]
    assert Case.objects.count() == 2
    shown = client_for(cast.caseworker.account).get(f"/imports/{late.ref}/").content.decode()
    assert str(NotYours.template) in shown
    again = check(cast, with_(height_cm="180"))
    assert counts(again) == (0, 0, 0, 0, 0, 1)
    assert selectors.refused_rows(actor, again)[0].reason == NotYours.template
    services.discard_batch(actor=actor, ref=late.ref)


def test_a_row_is_judged_together_with_what_is_held(cast: Cast) -> None:
    save(cast, ROW)
    case, actor = Case.objects.get(), cast.caseworker.actor
    entry = of_families.case_for_change(actor, case.ref).entry
    change_case(actor=actor, ref=case.ref, entry=replace(entry, date_of_birth=parse_edtf("2005-05-03")))
    batch = check(cast, with_(date_last_contact="2003-07"))
    assert counts(batch) == (0, 0, 0, 0, 0, 1)
    (cell,) = selectors.refused_rows(actor, batch)
    assert case.ref in cell.reason
    assert "birth date" in cell.reason


def test_what_a_family_takes_back_is_never_passed_over(cast: Cast) -> None:
    """A no, or protection that was not asked for: told with the case at its cell, until it is written on the page."""
    actor = cast.caseworker.actor
    save(cast, ROW | {"protection_flag": "none"})
    ref = Case.objects.get().ref

    def told(**cells: str) -> dict[str, str]:
        batch = check(cast, ROW | {"protection_flag": "none", "height_cm": "180"} | cells)
        assert counts(batch) == (0, 0, 0, 0, 0, 1)
        return {cell.column: cell.reason for cell in selectors.refused_rows(actor, batch)}

    flagged = {"protection_flag": "possible", "protection_states": "GMB"}
    empty = dict.fromkeys(set(ROW) - {"external_id", "consent_search"}, "") | {"height_cm": "", "protection_flag": ""}
    for column, cells in (
        ("consent_comparison", {"consent_comparison": "no"}), ("protection_flag", flagged),
        ("consent_search", empty | {"consent_search": "no"}),
    ):  # fmt: skip
        assert [*(reasons := told(**cells))] == [column]
        assert reasons[column].startswith(f"{ref}: ")
    withdraw_consent(actor=actor, case_ref=ref, purpose=Purpose.FORENSIC_COMPARISON)
    assert counts(check(cast, ROW | {"protection_flag": "none", "consent_comparison": "no"})) == (0, 0, 1, 0, 0, 0)
    entry = of_families.case_for_change(cast.supervisor.actor, ref).entry
    guarded = replace(entry, protection_flag="confirmed", protection_states=("GMB", "SEN"))
    change_case(actor=cast.supervisor.actor, ref=ref, entry=guarded)
    assert counts(check(cast, ROW | {"protection_flag": "none"})) == (0, 0, 1, 0, 0, 0), (
        "people wrote more than it says"
    )
    withdraw_consent(actor=actor, case_ref=ref)
    assert counts(check(cast, ROW | empty | {"consent_search": "no"})) == (0, 0, 1, 0, 0, 0)


def test_an_empty_answer_is_no_yes_of_everybody(cast: Cast) -> None:
    """What all of a table agreed to fills a column that is not there, never a cell that was left empty."""
    everyone = replace(ABOUT, agreed=True, compared=True)
    asked = [with_(external_id="A"), ROW | {"external_id": "B", "name": "Modou Jallow", "consent_comparison": ""}]
    services.apply_batch(actor=cast.caseworker.actor, ref=check(cast, *asked, about=everyone).ref)
    assert counts(check(cast, ROW | {"external_id": "C", "consent_search": ""}, about=everyone))[-1] == 1
    unasked = with_(external_id="D", name="Isatou Njie", consent_search="", consent_comparison="")
    services.apply_batch(actor=cast.caseworker.actor, ref=check(cast, unasked, about=everyone).ref)
    numbers = {one.case_id: one.number for one in reveal(list(CaseOrigin.objects.all()), "number")}
    given = Consent.objects.filter(purpose=Purpose.FORENSIC_COMPARISON, decision="given")
    assert {numbers[one.case_id] for one in given} == {"A", "D"}


MARKED = st.builds(MarkEntry, mark_type=st.sampled_from("abc"), description=st.sampled_from(["", "x", "y"]))
ROWS_OF = st.dictionaries(st.integers(1, 3), MARKED)


@given(ROWS_OF, ROWS_OF, st.lists(st.builds(MarkEntry, mark_type=st.sampled_from("de"))))
def test_rows_of_others_are_never_lost_and_a_partners_are_written_once(
    before: dict[int, MarkEntry], more: dict[int, MarkEntry], others: list[MarkEntry]
) -> None:
    now = before | more
    held = (*others, *changed_rows((), {}, before))
    rows = changed_rows(held, before, now)
    assert [row for row in rows if row in others] == others
    assert changed_rows(held, before, before) == held
    assert changed_rows(rows, now, now) == rows
    for new in (row for number, row in more.items() if number not in before):
        assert any(row.mark_type == new.mark_type and new.description in ("", row.description) for row in rows)


WORK: dict[str, Callable[[Cast, Case], object]] = {
    "a relative": lambda cast, case: a_relative(cast, case, "Isatou Ceesay", "sib_f"),
    "a talk": lambda cast, case: note_talk(
        actor=cast.caseworker.actor, case_ref=case.ref,
        entry=TalkEntry(said_on=timezone.localdate(), kind=FeedbackKind.NO_NEWS, channel=ChannelKind.PHONE),
    ),
    "a step": lambda cast, case: note_action(
        actor=cast.supervisor.actor, case_ref=case.ref,
        entry=ActionEntry(action=SearchStep.HOSPITAL_CHECK, asked_on=timezone.localdate()),
    ),
    "a rhythm": lambda cast, case: set_rhythm(
        actor=cast.caseworker.actor, case_ref=case.ref, every_days=60
    ),
}  # fmt: skip
READ = "only read"


def test_whom_people_worked_on_stays_and_the_others_take_two(cast: Cast, client_for: Any, static_files: None) -> None:
    """Whatever people did for a family keeps the case; reading does not, nor what the registry does by itself."""
    numbers = [*WORK, READ]
    batch = save(cast, *(with_(external_id=number, name=f"Modou {len(number) * 'a'}") for number in numbers))
    origins = reveal(list(CaseOrigin.objects.select_related("case")), "number")
    cases = {row.number: row.case for row in origins}
    assert len(cases) == len(numbers)
    for number, work in WORK.items():
        work(cast, cases[number])
    of_families.case_for_change(cast.supervisor.actor, cases[READ].ref)
    with pytest.raises(ProofNeeded):
        services.start_undoing(actor=replace(cast.caseworker.actor, proved_at=None), ref=batch.ref)
    with pytest.raises(SecondNeeded):
        services.start_undoing(actor=cast.caseworker.actor, ref=batch.ref)
    browser: Client = client_for(cast.caseworker.account)
    asked = browser.post(reverse("cases:import-undo", args=[batch.ref]))
    assert browser.get(asked.headers["Location"]).status_code == 200
    assert "A colleague was asked" in browser.get(f"/imports/{batch.ref}/").content.decode()
    assert not tasks.undo_import(ref=batch.ref)
    approvals.approve(cast.supervisor.actor, Approval.objects.get().ref)
    assert tasks.undo_import(ref=batch.ref)
    left = {number for number, case in cases.items() if Case.objects.filter(pk=case.pk).exists()}
    assert left == {*WORK}
    assert selectors.payload(cast.caseworker.actor, CaseBatch.objects.get())["stayed"] == len(WORK)
    stone = Tombstone.objects.get()
    assert (stone.record_ref, stone.second) == (cases[READ].ref, cast.supervisor.actor.pseudonym)


def test_every_bad_cell_is_told_and_the_good_rows_are_saved(cast: Cast) -> None:
    bad = {
        "date_of_birth": "31/02/1999", "sex": "perhaps", "nationalities": "Atlantis", "height_cm": "12",
        "enquirer_phone": "123", "mark_1_type": "wart", "name": "=cmd|' /C calc'!A0", "consent_search": "no",
        "date_last_contact": "2099-01", "place_last_contact_lat": "", "enquirer_relationship": "stranger",
        "thing_2_serial": "490154203237519",
    }  # fmt: skip
    rows = [with_(**{name: cell, "external_id": f"X-{name}", "thing_2_class": "phone"}) for name, cell in bad.items()]
    batch = save(cast, ROW, *rows)
    assert counts(batch) == (1, 0, 0, 0, 0, len(bad))
    cells = selectors.refused_rows(cast.caseworker.actor, batch)
    by_row = {name: {cell.column for cell in cells if cell.row == line} for line, name in enumerate(bad, start=3)}
    for name, columns in by_row.items():
        assert name in columns, (name, columns)
    assert "'=cmd" in selectors.refused_file(cast.caseworker.actor, batch)


def test_headings_of_every_language_are_recognised_in_every_kind_of_file(cast: Cast) -> None:
    for number, language in enumerate(UI_LANGUAGES):
        kind = ("csv", "xlsx", "ods")[number % 3]
        with translation.override(language):
            heads = CATALOGUE.labels()
        assert len(set(heads.values())) == len(heads)
        cells = ROW | {"external_id": f"L-{language}", "sex": "1"}
        data = sheets.table(kind, [[heads[name] for name in cells], list(cells.values())])
        batch = services.check_file(
            actor=cast.caseworker.actor, data=data, name=f"cases.{kind}", kind=CASES, about=ABOUT
        )
        assert counts(batch) == (1, 0, 0, 0, 0, 0), (language, selectors.refused_rows(cast.caseworker.actor, batch))


def test_what_a_case_says_comes_back_from_its_cells(cast: Cast) -> None:
    case = a_case(cast)
    entry = of_families.case_for_change(cast.caseworker.actor, case.ref).entry
    cells = cells_of(entry)
    assert {"name", "date_last_contact", "place_last_contact_lat"} <= set(cells)
    read = Read(cells, {name: name for name in cells}, today=timezone.localdate())
    assert not read.problems
    assert cells_of(entry_of(read.values, read.absences)) == cells


def test_a_table_is_its_makers_and_nobody_elses(cast: Cast) -> None:
    batch = check(cast, ROW)
    for who in (cast.second_caseworker, cast.analyst):
        assert not door.visible(who.actor, CaseBatch).exists()
    assert door.visible(cast.supervisor.actor, CaseBatch).get() == batch


def test_the_pages_lead_from_the_template_to_the_saved_cases(cast: Cast, client_for: Any, static_files: None) -> None:
    browser: Client = client_for(cast.caseworker.account)
    page = reverse("families:import")
    for kind in ("csv", "xlsx", "ods", "xlsform"):
        assert browser.get(reverse("families:import-template"), {"kind": kind}).status_code == 200
    known = a_case(cast)
    name = selectors.case_file(cast.caseworker.actor, known.ref).main_name
    data = table(ROW, with_(external_id="", name=name, date_of_birth="", sex=""))
    told = {
        "system": "Casa del Mar", "days": "dmy", "wording": "What was read out.", "wording_language": "en",
        "how": "written", "explained": "on",
    }  # fmt: skip
    unsaid = browser.post(page, told | {"explained": "", "file": SimpleUploadedFile("cases.csv", data)})
    assert unsaid.status_code == 422
    answer = browser.post(page, told | {"file": SimpleUploadedFile("cases.csv", data)})
    assert answer.status_code == 302, answer.content.decode()
    ref = CaseBatch.objects.get().ref
    tasks.check_import(ref=ref)
    shown = browser.get(f"/imports/{ref}/").content.decode()
    assert known.ref in shown
    assert 'name="columns-name"' in shown or "columns-name" in shown
    browser.post(f"/imports/{ref}/save/")
    tasks.apply_import(ref=ref)
    row = CaseBatchRow.objects.get(outcome="alike")
    decided = reverse("cases:import-decide", args=[ref])
    assert browser.post(decided, {"line": "9" * 5000, "is": "same"}).status_code == 404
    answer = browser.post(decided, {"line": row.line, "is": "same"})
    assert answer.status_code == 302
    batch = CaseBatch.objects.get()
    assert (batch.state, batch.n_alike, Case.objects.count()) == (ImportState.APPLIED, 0, 2)


def test_every_column_has_a_field_that_is_declared() -> None:
    for item in ITEMS.values():
        assert item.label
        item.table._meta.get_field(item.field)
