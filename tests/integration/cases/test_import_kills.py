"""Imports whose jobs are killed at any moment: every row is saved once, and nothing of a file is left half."""

from __future__ import annotations

from random import Random

import pytest

from accessctl.models import JournalEntry
from cases import services, tasks
from cases.codes import ImportState
from cases.models import ImportBatch, Incident, StagedRow
from tests.cast import Cast
from tests.factories.incident_tables import old, table
from tests.plugins.campaign import examples
from tests.plugins.mortal import mortals

pytestmark = pytest.mark.journal
RUNS, ROWS = examples(3, 30), 40


def test_rows_of_killed_imports_are_saved_once(cast: Cast) -> None:
    actor, chance, deaths = cast.caseworker.actor, Random(7), 0
    with mortals() as workers:
        for run in range(RUNS):
            rows = [old(external_id=f"{run}-{number}") for number in range(ROWS)]
            ref = services.receive_file(actor=actor, data=table("iom_2020", rows), name="table.csv").ref
            deaths += workers.killed("cases.tasks.sweep_imports", chance.uniform(0.01, 0.4))
            tasks.sweep_imports()
            assert ImportBatch.objects.get(ref=ref).state == ImportState.CHECKED
            assert StagedRow.objects.filter(batch__ref=ref).count() == ROWS
            services.start_applying(actor=actor, ref=ref)
            deaths += workers.killed("cases.tasks.sweep_imports", chance.uniform(0.01, 0.8))
            assert Incident.objects.filter(external_id__startswith=f"{run}-").count() in (0, ROWS)
            tasks.sweep_imports()
            assert ImportBatch.objects.get(ref=ref).state == ImportState.APPLIED
            assert Incident.objects.filter(external_id__startswith=f"{run}-").count() == ROWS
    assert deaths == 2 * RUNS
    assert Incident.objects.count() == RUNS * ROWS
    assert JournalEntry.objects.filter(action="import.applied").count() == RUNS
    print(f"imports: {deaths} killed in {RUNS} imports, {RUNS * ROWS} rows, each once")  # noqa: T201 - the figure of the campaign
