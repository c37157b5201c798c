"""The measurement of access control measures something and leaves nothing behind."""

from __future__ import annotations

from accessctl.keystore.models import RecordKey
from accessctl.models import Organisation
from cases.models import Case
from registry.site.bench.access import access
from registry.site.bench.registry import Setting
from tests.cast import Cast


def test_it_reads_five_figures_and_leaves_no_row(cast: Cast) -> None:
    before = (Organisation.objects.count(), RecordKey.objects.count())
    readings = list(access(Setting(quick=True)))
    assert len(readings) == 5
    assert all(reading.value > 0 and reading.bar for reading in readings)
    assert (Organisation.objects.count(), RecordKey.objects.count()) == before
    assert not Case.objects.exists()
