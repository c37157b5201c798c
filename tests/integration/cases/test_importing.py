"""Importing incidents: receive, check, save; twice is once; nothing half-saved; the real table whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from accessctl.actor import Actor
from accessctl.models import JournalEntry
from cases import selectors, services, tasks
from cases.codes import CauseCategory, ImportState
from cases.imports.files import EmptyFile, WrongColumns
from cases.models import ImportBatch, Incident, IncidentSearchFile, StagedRow
from registry.lib.errors import Conflict, Forbidden, NotFound
from tests.cast import Cast
from tests.factories.incident_tables import current, old, table
from tests.plugins.site import ROOT

REAL = ROOT.parent / "shared" / "data" / "mmp_incidents_2014_2020.csv"


def check(actor: Actor, *rows: dict[str, str], layout: str = "iom_2020", extra: str = "") -> ImportBatch:
    return services.check_file(actor=actor, data=table(layout, rows, extra=extra), name="table.csv")


def counts(batch: ImportBatch) -> tuple[int, int, int, int, int]:
    return batch.n_new, batch.n_changed, batch.n_same, batch.n_repeated, batch.n_refused


@pytest.fixture
def actor(cast: Cast) -> Actor:
    return cast.caseworker.actor


def test_nothing_is_saved_before_it_is_asked_for(actor: Actor) -> None:
    batch = check(actor, old(), old(external_id="90002"), old(), old(external_id="90003", date="soon"))
    assert counts(batch) == (2, 0, 0, 1, 1)
    assert batch.state == ImportState.CHECKED
    assert not Incident.objects.exists()
    services.apply_batch(actor=actor, ref=batch.ref)
    assert set(Incident.objects.values_list("external_id", flat=True)) == {"90001", "90002"}
    with pytest.raises(Conflict):
        services.apply_batch(actor=actor, ref=batch.ref)


def test_the_same_file_twice_changes_nothing_and_a_changed_row_is_told_and_followed(actor: Actor, cast: Cast) -> None:
    services.apply_batch(actor=actor, ref=check(actor, old(), old(external_id="90002")).ref)
    assert counts(check(actor, old(), old(external_id="90002"))) == (0, 0, 2, 0, 0)
    other = cast.second_caseworker.actor
    batch = check(other, old(n_dead_recovered="5"), old(external_id="90002", place="Another invented bay"))
    assert counts(batch) == (0, 2, 0, 0, 0)
    version = Incident.objects.get(external_id="90001").version
    services.apply_batch(actor=other, ref=batch.ref)
    changed = Incident.objects.get(external_id="90001")
    assert (changed.n_dead_recovered, changed.version) == (5, version + 1)
    assert changed.owner == cast.organisations.ngo
    entry = JournalEntry.objects.get(action="incident.changed", refs__contains=[changed.ref])
    assert entry.detail["changed"] == ["n_dead_recovered"]
    place = selectors.incident_file(actor, Incident.objects.get(external_id="90002").ref).exact
    assert place is not None
    assert place.place.as_said == "Another invented bay"
    assert counts(check(actor, old(n_dead_recovered="5")))[2] == 1


def test_what_another_import_saved_since_the_check_is_not_written_twice(actor: Actor, cast: Cast) -> None:
    early, late = check(actor, old()), check(cast.second_caseworker.actor, old(n_dead_recovered="6"))
    services.apply_batch(actor=actor, ref=early.ref)
    services.apply_batch(actor=cast.second_caseworker.actor, ref=late.ref)
    assert Incident.objects.get().n_dead_recovered == 6


def test_small_subgroups_are_not_public_and_the_exact_counts_lie_in_ring_2(actor: Actor) -> None:
    services.apply_batch(actor=actor, ref=check(actor, current(), layout="iom_current").ref)
    public = Incident.objects.get()
    assert (public.n_females, public.n_children, public.n_dead_recovered) == (7, None, 0)
    assert (float(public.cell_lat or 0), float(public.cell_lon or 0)) == (20.75, -17.25)
    exact = selectors.incident_file(actor, public.ref).exact
    assert exact is not None
    assert (exact.n_children, exact.place.lat) == (3, 20.81)
    assert "invented cape" not in str(IncidentSearchFile.objects.values_list().get())


def test_refused_rows_name_row_column_text_and_reason_and_come_as_a_file(actor: Actor) -> None:
    batch = check(actor, old(), old(external_id="90002", n_dead_recovered="many"), old(external_id="=90003"))
    rows = selectors.refused_rows(actor, batch)
    assert [(cell.row, cell.column, cell.found) for cell in rows] == [
        (3, "Number Dead", "many"), (4, "Web ID", "=90003"),
    ]  # fmt: skip
    lines = selectors.refused_file(actor, batch).splitlines()
    assert lines[0] == "row,column,found,reason"
    assert lines[2].startswith("4,Web ID,'=90003,")


def test_wrong_columns_and_a_table_without_rows_leave_nothing(actor: Actor) -> None:
    with pytest.raises(WrongColumns):
        services.receive_file(actor=actor, data=b"a,b\n1,2\n", name="x.csv")
    with pytest.raises(EmptyFile):
        services.receive_file(actor=actor, data=table("iom_2020", []), name="x.csv")
    assert not ImportBatch.objects.exists()


def test_the_job_checks_and_saves_what_the_page_left_to_it_exactly_once(actor: Actor) -> None:
    batch = services.receive_file(actor=actor, data=table("iom_2020", [old()]), name="x.csv")
    assert batch.state == ImportState.RECEIVED
    assert tasks.check_import(ref=batch.ref) is True
    assert tasks.check_import(ref=batch.ref) is False
    assert tasks.apply_import(ref=batch.ref) is False, "nobody asked for it yet"
    services.start_applying(actor=actor, ref=batch.ref)
    assert tasks.sweep_imports() == 1, "a lost message is made good by the clock"
    assert tasks.apply_import(ref=batch.ref) is False
    incident = Incident.objects.get()
    assert (incident.owner_id, incident.created_by) == (actor.organisation_id, actor.account)
    assert not StagedRow.objects.exists()


def test_reasons_speak_the_language_of_who_handed_the_file_in(actor: Actor) -> None:
    from django.utils import translation

    with translation.override("fr"):
        batch = services.receive_file(actor=actor, data=table("iom_2020", [old(region="Atlantis")]), name="x.csv")
    tasks.check_import(ref=batch.ref)
    batch.refresh_from_db()
    (cell,) = selectors.refused_rows(actor, batch)
    with translation.override("fr"):
        assert cell.reason == translation.gettext("This is not a region that IOM uses.")


def test_a_discarded_file_is_gone_and_other_organisations_never_see_one(actor: Actor, cast: Cast) -> None:
    batch = check(actor, old())
    with pytest.raises(NotFound):
        services.apply_batch(actor=cast.second_caseworker.actor, ref=batch.ref)
    services.discard_batch(actor=actor, ref=batch.ref)
    assert not ImportBatch.objects.exists()
    with pytest.raises(NotFound):
        selectors.fetch_batch(actor, batch.ref)


def test_the_data_protection_officer_imports_nothing(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        check(cast.officer.actor, old())


@pytest.mark.skipif(not REAL.exists(), reason="the shared folder with IOM's public table is not on this machine")
def test_the_real_table_is_digested_whole(actor: Actor) -> None:
    data = Path(REAL).read_bytes()
    batch = services.check_file(actor=actor, data=data, name=REAL.name)
    assert counts(batch) == (6249, 0, 0, 0, 0)
    services.apply_batch(actor=actor, ref=batch.ref)
    rows = Incident.objects.all()
    assert rows.count() == 6249
    assert rows.filter(route_quoted=None).count() == 3222
    assert max(row.n_dead_and_missing or 0 for row in rows) == 1022
    presumed = rows.filter(cause_quoted__icontains="presumed")
    assert presumed.count() == 436
    assert set(presumed.values_list("cause_category", flat=True)) <= set(CauseCategory.values)
    assert len(selectors.cells_of_incidents(actor, {})) <= 250
    assert selectors.totals_of_incidents(actor, {}).incidents == 6249
