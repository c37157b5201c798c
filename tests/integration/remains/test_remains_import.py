"""Tables of remains: known again, changed, decided about, taken back, refused cell by cell; by page and by REST."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accessctl.models import JournalEntry
from cases import selectors, services, tasks
from cases.imports import sheets
from cases.imports.catalogue import Kind
from cases.models import Batch
from cases.services.origins import origins_of
from cases.services.tables import decide
from cases.services.undoing import SecondNeeded
from registry.lib.world import COUNTRIES, UI_LANGUAGES
from remains import selectors as of_remains
from remains.exchange import ITEMS, REMAINS, About, cells_of, entry_of
from remains.models import ForensicFile, Remains, RemainsBatch, RemainsBatchRow, RemainsColumns, RemainsOrigin
from remains.services import RemainsEntry, change_remains
from remains.services.imports import REMAINS as KIND
from remains.services.imports import TABLES
from tests.cast import Cast
from tests.factories import phones
from tests.factories.remains import entry as an_entry
from tests.factories.remains import some_remains

pytestmark = pytest.mark.django_db
ABOUT = About(system="Institute of Agrigento")
ROW = {
    "external_id": "AG-17", "found_at": "16/06/2021", "found_place": "Cala Croce", "found_place_country": "Italy",
    "found_place_lat": "35.5", "found_place_lon": "12.6", "setting": "open_sea", "condition": "d2",
    "sex_estimated": "m?", "age": "20-30", "stature_cm": "172-180", "hair_colour": "blk", "pmi_days": "3-10",
    "skin_examined": "hd, tr", "mark_1_type": "tattoo", "mark_1_site": "ul_forearm", "mark_1_side": "l",
    "mark_1_words": "MARTA", "thing_1_class": "tshirt", "thing_1_colours": "blk", "indicator_1_kind": "language",
    "indicator_1_country": "ERI",
}  # fmt: skip
OPTIONS = {name: [code for code, _label in item.choices] for name, item in ITEMS.items() if item.choices}
OPTIONS |= {name: [*COUNTRIES] for name, item in ITEMS.items() if item.kind is Kind.COUNTRY}
OPTIONS |= {name: ["yes", "no"] for name, item in ITEMS.items() if item.kind is Kind.YES_NO}


def table(*rows: dict[str, str]) -> bytes:
    heads = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    csv.writer(out).writerows([heads, *([row.get(name, "") for name in heads] for row in rows)])
    return out.getvalue().encode()


def with_(**cells: str) -> dict[str, str]:
    return {name: cell for name, cell in (ROW | cells).items() if cell}


def check(cast: Cast, *rows: dict[str, str]) -> Batch:
    return services.check_file(actor=cast.analyst.actor, data=table(*rows), name="remains.csv", kind=KIND, about=ABOUT)


def save(cast: Cast, *rows: dict[str, str]) -> RemainsBatch:
    services.apply_batch(actor=cast.analyst.actor, ref=check(cast, *rows).ref)
    return RemainsBatch.objects.latest("created_at")


def counts(batch: Batch) -> tuple[int, ...]:
    return batch.n_new, batch.n_changed, batch.n_same, batch.n_repeated, batch.n_alike, batch.n_refused


def held(cast: Cast, ref: str) -> RemainsEntry:
    found = of_remains.whole_file(cast.analyst.actor, ref).entry
    assert found is not None
    return found


def test_a_table_is_known_again_and_only_what_changed_is_written(cast: Cast) -> None:
    """What colleagues wrote beside it and in the forensic file stays, also when the table is taken back."""
    assert counts(save(cast, ROW)) == (1, 0, 0, 0, 0, 0)
    assert counts(check(cast, ROW)) == (0, 0, 1, 0, 0, 0)
    remains = Remains.objects.get()
    logged = JournalEntry.objects.filter(action="remains.logged", refs=[remains.ref])
    assert logged.get().actor == cast.analyst.actor.pseudonym
    forensic = an_entry()
    scar = forensic.marks[1]
    entry = replace(held(cast, remains.ref), eye_colour="bro", presumptive_identity="Yonas Tesfay",
                    presumptive_basis="paper", medical=forensic.medical)  # fmt: skip
    change_remains(actor=cast.analyst.actor, ref=remains.ref, entry=replace(entry, marks=(*entry.marks, scar)))
    before = held(cast, remains.ref)
    batch = save(cast, with_(age="25-30", mark_1_description="blue ink", thing_2_class="shoes"))
    assert counts(batch) == (0, 1, 0, 0, 0, 0)
    now = held(cast, remains.ref)
    assert (now.age, now.eye_colour, now.presumptive_identity) == ((25, 30), "bro", "Yonas Tesfay")
    assert scar in now.marks
    assert {mark.description for mark in now.marks} == {"blue ink", scar.description}
    assert len(now.belongings) == 2
    services.start_undoing(actor=cast.analyst.actor, ref=batch.ref)
    assert tasks.undo_import(ref=batch.ref)
    assert held(cast, remains.ref) == before
    assert RemainsColumns.objects.get().columns["found_at"] == "found_at"


def test_what_is_perhaps_here_waits_and_stops_nothing(cast: Cast) -> None:
    known = some_remains(cast)
    found = {"external_id": "", "found_place": "off Lampedusa", "found_place_country": "", "found_place_lat": "",
             "found_place_lon": "", "found_at": "2021-06"}  # fmt: skip
    batch = save(cast, with_(**found), with_(**found | {"sex_estimated": "f"}), with_(external_id="AG-18"))
    assert counts(batch) == (2, 0, 0, 0, 1, 0)
    (row,) = selectors.alike_rows(cast.analyst.actor, batch)
    assert (row.like, row.told) == ([known.ref], {"found_place": "off Lampedusa", "found_at": "2021-06"})
    assert decide(actor=cast.analyst.actor, ref=batch.ref, line=row.line, is_new=True) is not None
    assert Remains.objects.count() == 4
    with pytest.raises(SecondNeeded):
        services.start_undoing(actor=cast.analyst.actor, ref=batch.ref)
    assert services.ask_to_undo(actor=cast.analyst.actor, ref=batch.ref).refs == [batch.ref]


def test_taking_back_keeps_what_somebody_worked_on(cast: Cast) -> None:
    batch = save(cast, ROW)
    remains = Remains.objects.get()
    change_remains(actor=cast.analyst.actor, ref=remains.ref, entry=replace(held(cast, remains.ref), eye_colour="bro"))
    services.start_undoing(actor=cast.analyst.actor, ref=batch.ref)
    assert tasks.undo_import(ref=batch.ref)
    assert Remains.objects.get() == remains
    fresh = save(cast, with_(external_id="AG-19"))
    services.start_undoing(actor=cast.analyst.actor, ref=fresh.ref)
    assert tasks.undo_import(ref=fresh.ref)
    assert Remains.objects.get() == remains


def test_every_bad_cell_is_told_and_the_good_rows_are_saved(cast: Cast) -> None:
    bad = {
        "found_at": "31/02/2021", "found_place_country": "Atlantis", "sex_estimated": "perhaps", "age": "20-300",
        "mark_1_site": "tr_groin", "mark_1_motifs": "gang_or_group", "status": "identified", "stature_cm": "5",
        "found_place": "=cmd|' /C calc'!A0", "found_place_lat": "", "pmi_days": "99999",
    }  # fmt: skip
    batch = save(cast, ROW, *(with_(**{name: cell, "external_id": f"X-{name}"}) for name, cell in bad.items()))
    assert counts(batch) == (1, 0, 0, 0, 0, len(bad))
    cells = selectors.refused_rows(cast.analyst.actor, batch)
    by_row = {name: {cell.column for cell in cells if cell.row == line} for line, name in enumerate(bad, start=3)}
    assert all(name in columns for name, columns in by_row.items()), by_row
    assert "'=cmd" in selectors.refused_file(cast.analyst.actor, batch)


def test_headings_of_every_language_are_recognised_in_every_kind_of_file(cast: Cast) -> None:
    for number, language in enumerate(UI_LANGUAGES):
        kind = ("csv", "xlsx", "ods")[number % 3]
        with translation.override(language):
            heads = REMAINS.labels()
        assert len(set(heads.values())) == len(heads)
        cells = ROW | {"external_id": f"L-{language}"}
        data = sheets.table(kind, [[heads[name] for name in cells], list(cells.values())])
        batch = services.check_file(actor=cast.analyst.actor, data=data, name=f"r.{kind}", kind=KIND, about=ABOUT)
        assert counts(batch) == (1, 0, 0, 0, 0, 0), selectors.refused_rows(cast.analyst.actor, batch)


@st.composite
def rows_of_a_table(draw: st.DrawFn) -> dict[str, str]:
    row: dict[str, str] = draw(phones.answers(ITEMS, OPTIONS, {"found_at": "2019-05", "found_place": "a beach"}))
    if not {"found_place_lat", "found_place_lon"} <= set(row):  # a position is both halves or none
        row = {name: cell for name, cell in row.items() if ITEMS[name].kind is not Kind.NUMBER}
    # A sign points somewhere.
    signs = {f"indicator_{one}_" for one in (1, 2) if f"indicator_{one}_country" not in row}
    return {name: cell for name, cell in row.items() if not name.startswith(tuple(signs))}


@settings(max_examples=3, derandomize=True, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(st.lists(rows_of_a_table(), min_size=4, max_size=5))
def test_what_a_table_says_is_stored_and_goes_out_the_same(cast: Cast, rows: list[dict[str, str]]) -> None:
    run = Remains.objects.count()
    rows = [row | {"external_id": f"R{run}-{number}"} for number, row in enumerate(rows)]
    batch = save(cast, *rows)
    assert batch.n_new == len(rows), selectors.refused_rows(cast.analyst.actor, batch)
    for row in rows:
        found = TABLES.reader(row, {name: name for name in row}, ABOUT)
        known, _others = _origins(cast, row["external_id"])
        out = cells_of(held(cast, known.remains.ref))
        assert _unordered(out) == _unordered(cells_of(_entry(found)))
    assert check(cast, *rows).n_same == len(rows)


def _origins(cast: Cast, number: str) -> tuple[Any, Any]:
    known, others = origins_of(RemainsOrigin, cast.analyst.actor, ABOUT.system, [number])
    return known[number], others


def _entry(found: Any) -> RemainsEntry:
    return entry_of(found.values)


def _unordered(cells: dict[str, str]) -> dict[str, list[str]]:
    return {name: sorted(cell.split("; ")) for name, cell in cells.items()}


def test_the_pages_lead_from_the_template_to_the_logged_remains(
    cast: Cast, client_for: Any, static_files: None
) -> None:
    browser: Client = client_for(cast.analyst.account)
    page = reverse("remains:import")
    assert page in browser.get(reverse("remains:list")).content.decode()
    for kind in ("csv", "xlsx", "ods"):
        assert browser.get(reverse("remains:import-template"), {"kind": kind}).status_code == 200
    assert browser.get(reverse("remains:import-template"), {"kind": "exe"}).status_code == 404
    assert browser.post(page, {"system": ""}).status_code == 422
    known = some_remains(cast)
    waiting = with_(external_id="", found_place="off Lampedusa", found_place_lat="", found_place_lon="")
    data = table(ROW, waiting, with_(age="old", external_id="AG-20"))
    sent = {"system": ABOUT.system, "days": "dmy", "file": SimpleUploadedFile("remains.csv", data)}
    answer = browser.post(page, sent)
    assert answer.status_code == 302, answer.content.decode()
    ref = RemainsBatch.objects.get().ref
    tasks.check_import(ref=ref)
    shown = browser.get(f"/imports/{ref}/").content.decode()
    assert known.ref in shown
    assert "columns-found_at" in shown
    browser.post(f"/imports/{ref}/save/")
    tasks.apply_import(ref=ref)
    row = RemainsBatchRow.objects.get(outcome="alike")
    assert browser.post(reverse("cases:import-decide", args=[ref]), {"line": row.line, "is": "same"}).status_code == 302
    assert Remains.objects.count() == 2
    assert ForensicFile.objects.count() == 2
    assert client_for(cast.caseworker.account).get(page).status_code == 403


def test_a_system_hands_a_table_in_and_takes_a_change_back(cast: Cast, static_files: None) -> None:
    client, at = Client(headers=cast.system.headers), "/api/v1/imports/"
    assert client.get(f"{at}remains/template/").content[:2] == b"PK"

    def handed_in(*rows: dict[str, str]) -> dict[str, Any]:
        sent = {"system": "S", "file": SimpleUploadedFile("r.csv", table(*rows), "text/csv")}
        made = client.post(f"{at}remains/", sent)
        assert made.status_code == 201, made.json()
        tasks.sweep_imports()
        client.post(f"{at}{made.json()['ref']}/save/")
        tasks.sweep_imports()
        found: dict[str, Any] = client.get(f"{at}{made.json()['ref']}/").json()
        return found

    first = handed_in(ROW, with_(external_id="B", age="old"))
    assert (first["kind"], first["n_new"], first["n_refused"], first["left_to_people"]) == ("remains", 1, 1, True)
    assert first["coverage"]["columns"]["found_at"] == "found_at"
    changed = handed_in(with_(age="25-30"))
    assert (changed["n_changed"], changed["state"]) == (1, "applied")
    client.post(f"{at}{changed['ref']}/undo/")
    tasks.sweep_imports()
    assert client.get(f"{at}{changed['ref']}/").json()["state"] == "undone"
    assert client.post(f"{at}{first['ref']}/undo/").json()["code"] == "left_to_people"
