"""Lists of people found alive: read in any layout, told cell by cell, saved whole or not, known again, taken back."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from importlib import import_module
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accessctl import door
from accessctl.codes import Role
from accessctl.models import Account, JournalEntry, Tombstone
from cases import selectors, services, tasks
from cases.codes import ImportState
from cases.imports.files import UnreadableFile
from cases.imports.found_people import About
from cases.models import Batch, LivingBatch, LivingBatchRow, Whereabouts, WhereaboutsFile
from cases.services import FOUND_ALIVE, undoing
from cases.services.approach import record_wish
from cases.services.retention import LISTS_KEPT
from matching.codes import PairKind
from matching.models import CandidatePair
from registry.lib.errors import Conflict, NotFound
from tests.cast import Cast
from tests.factories import matching
from tests.factories.accessctl import Member, member
from tests.factories.families import a_case

HEAD = ("N°", "Nom", "Prénoms", "الاسم", "Sexe", "Date de naissance", "Âge", "Nationalité", "Bracelet rouge")
ROW = ("17", "Diallo", "Amina", "أمينة ديالو", "F", "03/04/2001", "", "Guinée", "yes")
ABOUT = About(kind="in_shelter", facility_kind="shelter", facility_name="House of the Lighthouse", country="ITA")
ClientFor = Callable[[Account], Client]


@pytest.fixture
def tracer(cast: Cast) -> Member:
    return member(cast.organisations.ngo, Role.TRACING_OFFICER)


@pytest.fixture
def shelter(cast: Cast) -> Member:
    return member(cast.organisations.ngo, Role.FIELD_STAFF)


def listed(*rows: Iterable[str], head: Iterable[str] = HEAD) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([list(head), *(list(row) for row in rows)])
    return out.getvalue().encode()


def workbook(*rows: Iterable[Any]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))
    book.save(out)
    return out.getvalue()


def check(who: Member, data: bytes, about: About = ABOUT) -> Batch:
    return services.check_file(actor=who.actor, data=data, name="list.csv", kind=FOUND_ALIVE, about=about)


def save(who: Member, data: bytes) -> Batch:
    return services.apply_batch(actor=who.actor, ref=check(who, data).ref)


def undo(who: Member, batch: Batch) -> None:
    services.start_undoing(actor=who.actor, ref=batch.ref)
    assert tasks.undo_import(ref=batch.ref)


def counts(batch: Batch) -> tuple[int, int, int, int, int]:
    return batch.n_new, batch.n_changed, batch.n_same, batch.n_repeated, batch.n_refused


def with_(**cells: str) -> tuple[str, ...]:
    names = ("n", "family", "given", "other", "sex", "born", "age", "nation", "bracelet")
    return tuple(cells.get(name, cell) for name, cell in zip(names, ROW, strict=True))


def test_a_list_is_read_by_its_headings_and_saved_when_it_is_said(shelter: Member) -> None:
    batch = check(shelter, listed(ROW, ROW))
    assert counts(batch) == (1, 0, 0, 1, 0)
    assert not Whereabouts.objects.exists()
    services.apply_batch(actor=shelter.actor, ref=batch.ref)
    held = selectors.living_file(shelter.actor, Whereabouts.objects.get().ref)
    assert [row.full_original for row in held.names] == ["Amina Diallo", "أمينة ديالو"]
    file = held.file
    assert (file.kind, file.sex, file.nationalities) == ("in_shelter", "2", ["GIN"])
    assert file.date_of_birth.edtf == "2001-04-03"
    assert file.facility == {"kind": "shelter", "name": "House of the Lighthouse", "reference": "17"}
    assert (file.person_decision, file.verification) == ("not_yet_asked", "unverified")
    with pytest.raises(Conflict):
        services.apply_batch(actor=shelter.actor, ref=batch.ref)


def test_a_workbook_reads_like_the_text(tracer: Member) -> None:
    save(tracer, listed(ROW))
    again = check(tracer, workbook((), HEAD, (17, *ROW[1:5], "2001-04-03", None, "GIN", None)))
    assert counts(again) == (0, 0, 1, 0, 0)
    with pytest.raises(UnreadableFile):
        check(tracer, b"PK\x03\x04 no workbook at all")


def test_the_same_list_twice_changes_nothing_and_a_new_one_only_adds(tracer: Member) -> None:
    save(tracer, listed(ROW, with_(n="18", given="Ali", sex="M")))
    assert counts(check(tracer, listed(ROW, with_(n="18", given="Ali", sex="M")))) == (0, 0, 2, 0, 0)
    batch = check(tracer, listed(with_(sex="", born="", age="25", family="Diallo Ba"), with_(n="19")))
    assert counts(batch) == (1, 1, 0, 0, 0)
    services.apply_batch(actor=tracer.actor, ref=batch.ref)
    first = selectors.living_file(tracer.actor, Whereabouts.objects.earliest("created_at").ref)
    assert [row.full_original for row in first.names] == ["Amina Diallo", "أمينة ديالو", "Amina Diallo Ba"]
    assert (first.file.sex, first.file.date_of_birth.edtf, first.file.age) == ("2", "2001-04-03", [25, 25])


def test_a_list_is_taken_back_but_for_whom_somebody_worked_on(tracer: Member, cast: Cast) -> None:
    save(tracer, listed(ROW))
    batch = save(tracer, listed(with_(age="25"), with_(n="18", given="Ali"), with_(n="19", given="Musa")))
    assert counts(batch) == (2, 1, 0, 0, 0)
    kept = LivingBatchRow.objects.filter(batch=batch).count()
    assert kept == 3
    worked_on = Whereabouts.objects.order_by("created_at")[1]
    record_wish(actor=tracer.actor, ref=worked_on.ref, wish="message_only")
    undo(tracer, batch)
    assert selectors.payload(tracer.actor, LivingBatch.objects.get(pk=batch.pk))["stayed"] == 1
    assert set(Whereabouts.objects.values_list("ref", flat=True)) == {
        Whereabouts.objects.earliest("created_at").ref, worked_on.ref
    }  # fmt: skip
    assert selectors.living_file(tracer.actor, Whereabouts.objects.earliest("created_at").ref).file.age is None
    with pytest.raises(Conflict):
        services.start_undoing(actor=tracer.actor, ref=batch.ref)


def test_what_cannot_be_read_is_told_by_row_column_and_reason(tracer: Member) -> None:
    bad = with_(family="1985-02-03", sex="Diallo", born="yesterday", age="Guinée", nation="25")
    batch = check(tracer, listed(ROW, bad, ("", "", "", "", "", "", "", "", "")))
    assert counts(batch) == (1, 0, 0, 0, 1)
    cells = selectors.refused_rows(tracer.actor, LivingBatch.objects.get(pk=batch.pk))
    assert {cell.row for cell in cells} == {3}
    assert [cell.column for cell in cells] == ["Nom", "Sexe", "Date de naissance", "Âge", "Nationalité"]
    assert "no digits" in cells[0].reason
    assert "25" in selectors.refused_file(tracer.actor, LivingBatch.objects.get(pk=batch.pk))


def test_five_thousand_rows_with_half_the_columns_wrong(tracer: Member, client_for: ClientFor) -> None:
    """Cells stand one column off from the sex on: nothing is saved, and the page names the columns, not 5,000 rows."""
    rows = [(str(n), "Diallo", "Amina", "", "Guinée", "F", "03/04/2001", "25", "") for n in range(5000)]
    began = time.process_time()
    batch = check(tracer, listed(*rows))
    spent = time.process_time() - began
    assert counts(batch) == (0, 0, 0, 0, 5000)
    assert spent < 20, spent
    page = client_for(tracer.account).get(reverse("cases:import-batch", args=[batch.ref])).content.decode()
    faults = selectors.faults(selectors.refused_rows(tracer.actor, LivingBatch.objects.get(pk=batch.pk)))
    assert {(fault.column, fault.cells, fault.row) for fault in faults} == {
        (name, 5000, 2) for name in ("Sexe", "Date de naissance", "Âge", "Nationalité")
    }
    for words in ("Check again with these columns", "There is nothing to save", "Bracelet rouge"):
        assert words in page, words
    assert not Whereabouts.objects.exists()
    columns = {"number": "N°", "family_name": "Nom", "given_name": "Prénoms", "sex": "Date de naissance",
               "date_of_birth": "Âge", "age": "Nationalité", "nationality": "Sexe"}  # fmt: skip
    answers = {f"columns-{name}": heading for name, heading in columns.items()}
    client_for(tracer.account).post(reverse("cases:import-columns", args=[batch.ref]), answers)
    assert tasks.check_import(ref=batch.ref)
    batch.refresh_from_db()
    assert counts(batch) == (5000, 0, 0, 0, 0)


def test_if_one_row_fails_none_is_saved(tracer: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = check(tracer, listed(ROW, with_(n="18")))
    row = LivingBatchRow.objects.filter(batch=batch).latest("line")
    row.payload = {"entry": {**services.importing.payload_of(batch)["about"]}}
    row.save(update_fields=["payload"])
    with pytest.raises(KeyError):
        services.apply_batch(actor=tracer.actor, ref=batch.ref)
    batch.refresh_from_db()
    assert (batch.state, Whereabouts.objects.count()) == (ImportState.CHECKED, 0)


def test_by_page_from_the_file_to_the_list(shelter: Member, client_for: ClientFor) -> None:
    client = client_for(shelter.account)
    file = SimpleUploadedFile("list.csv", listed(ROW), "text/csv")
    answers = {"file": file, "kind": "in_shelter", "facility_name": "House of the Lighthouse", "country": "ITA"}
    page = client.post(reverse("cases:living-import"), answers).headers["Location"]
    ref = LivingBatch.objects.get().ref
    assert tasks.check_import(ref=ref)
    client.post(reverse("cases:import-save", args=[ref]))
    assert tasks.apply_import(ref=ref)
    assert Whereabouts.objects.get().created_by == shelter.account
    assert "Take the list back" in client.get(page).content.decode()
    client.post(reverse("cases:import-undo", args=[ref]))
    tasks.sweep_imports()
    assert not Whereabouts.objects.exists()
    assert not WhereaboutsFile.objects.exists()
    assert "is taken back" in client.get(page).content.decode()


def test_nobody_else_learns_that_there_is_a_list(cast: Cast, tracer: Member, shelter: Member) -> None:
    batch = save(shelter, listed(ROW))
    assert door.fetch(tracer.actor, LivingBatch, ref=batch.ref) == batch
    others = [*cast.people.values(), member(cast.organisations.ngo, Role.FIELD_STAFF),
              member(cast.organisations.second_ngo, Role.TRACING_OFFICER)]  # fmt: skip
    for who in others:
        assert not door.visible(who.actor, LivingBatch).exists()
        with pytest.raises(NotFound):
            selectors.fetch_batch(who.actor, batch.ref)


def test_what_is_taken_back_goes_some_rows_at_a_time_and_another_worker_goes_on(
    tracer: Member, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = save(tracer, listed(*(with_(n=str(number), born=f"{number + 1:02}/04/2001") for number in range(5))))
    services.start_undoing(actor=tracer.actor, ref=batch.ref)
    monkeypatch.setattr(undoing, "ROWS_AT_ONCE", 2)
    assert undoing._undo_some(batch.ref)  # and then the worker died
    batch.refresh_from_db()
    assert (batch.state, Whereabouts.objects.count()) == (ImportState.UNDOING, 3)
    page = client_for(tracer.account).get(reverse("cases:import-batch", args=[batch.ref])).content.decode()
    assert "3 rows are left." in page
    assert tasks.undo_import(ref=batch.ref)
    batch.refresh_from_db()
    assert (batch.state, Whereabouts.objects.count(), LivingBatchRow.objects.count()) == (ImportState.UNDONE, 0, 0)
    written = JournalEntry.objects.values_list("action", flat=True)
    assert [list(written).count(name) for name in ("whereabouts.erased", "import.undone")] == [5, 1]
    assert Tombstone.objects.filter(reason="mistake").count() == 5


def test_who_is_on_a_list_and_sought_by_nobody_is_deleted_after_three_months(
    tracer: Member, cast: Cast, client_for: ClientFor
) -> None:
    save(tracer, listed(*(with_(n=str(number), born=f"{number + 1:02}/04/2001") for number in range(3))))
    own = matching.alive(tracer.actor, names=("Mariam Sow",))
    nobodys, met, paired = Whereabouts.objects.exclude(pk=own.pk).order_by("pk")
    WhereaboutsFile.objects.update(keep_until=None)  # as of a list that was saved before there was such a day
    with connection.cursor() as cursor:
        cursor.execute(import_module("cases.migrations.0020_lists_from_before").FROM_THE_LAST_LIST)
    days = WhereaboutsFile.objects.order_by("whereabouts").values_list("keep_until", flat=True)
    assert list(days) == [*[timezone.localdate() + LISTS_KEPT] * 3, None]
    record_wish(actor=tracer.actor, ref=met.ref, wish="contact_ok")
    pair = CandidatePair.objects.create(
        kind=PairKind.AM_ALIVE, case=a_case(cast), whereabouts=paired, evidence_at=timezone.now(), score=2.0,
        coverage=0.5, band="moderate",
    )  # fmt: skip
    last = timezone.now() + LISTS_KEPT
    told = date_format(timezone.localdate(last), "DATE_FORMAT")
    assert told in client_for(tracer.account).get(reverse("cases:living", args=[nobodys.ref])).content.decode()
    with time_machine.travel(last, tick=False):
        assert tasks.forget_lists() == 0
    with time_machine.travel(last + timedelta(days=1), tick=False):
        assert tasks.forget_lists() == 1
        assert set(Whereabouts.objects.all()) == {own, met, paired}
        entry = JournalEntry.objects.filter(action="whereabouts.erased").get()
        assert (entry.actor, entry.refs) == ("system:cases.retention", [nobodys.ref])
        assert entry.detail["reason"] == "time_over"
        CandidatePair.objects.filter(pk=pair.pk).update(state="excluded")
        assert tasks.forget_lists() == 1
        assert set(Whereabouts.objects.all()) == {own, met}
        assert tasks.forget_lists() == 0


def test_whom_a_later_list_names_again_is_kept_from_its_day_on(tracer: Member, client_for: ClientFor) -> None:
    first = listed(ROW, with_(n="18", born="04/04/2001"), with_(n="19", born="05/04/2001"))
    save(tracer, first)
    gone = Whereabouts.objects.latest("pk")
    matching.alive(tracer.actor, names=("Mariam Sow",))
    later = timezone.now() + timedelta(days=90)
    with time_machine.travel(later, tick=False):
        batch = check(tracer, listed(ROW, with_(n="18", born="04/04/2001")))
        assert counts(batch) == (0, 0, 2, 0, 0)
        page = client_for(tracer.account).get(reverse("cases:import-batch", args=[batch.ref])).content.decode()
        assert "There is nothing to save" not in page
        services.apply_batch(actor=tracer.actor, ref=batch.ref)
        undo(tracer, save(tracer, listed(with_(age="25"))))
    last = timezone.localdate(later) + LISTS_KEPT
    held = WhereaboutsFile.objects.order_by("whereabouts")
    assert list(held.values_list("keep_until", flat=True)) == [last, last, last - timedelta(days=90), None]
    with time_machine.travel(later + timedelta(days=2), tick=False):
        assert tasks.forget_lists() == 1
    assert Whereabouts.objects.count() == 3
    assert not Whereabouts.objects.filter(pk=gone.pk).exists()


def test_who_is_worked_on_while_the_clock_looks_stays(tracer: Member) -> None:
    save(tracer, listed(ROW))
    found, written = Whereabouts.objects.get(), []

    def and_then_a_wish(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        done = execute(sql, *rest)
        if not written and "FOR UPDATE" in sql and '"cases_whereabouts"' in sql:
            written.append(sql)
            record_wish(actor=tracer.actor, ref=found.ref, wish="contact_ok")
        return done

    late = timezone.now() + LISTS_KEPT + timedelta(days=1)
    with time_machine.travel(late, tick=False), connection.execute_wrapper(and_then_a_wish):
        assert tasks.forget_lists() == 0
    assert written
    assert Whereabouts.objects.filter(pk=found.pk).exists()
