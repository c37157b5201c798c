"""The command that imports incidents: the same check and the same outcome as the page."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cases.imports.iom import LAYOUTS
from cases.models import ImportBatch, Incident
from tests.cast import Cast

COLUMNS = list(LAYOUTS["iom_2020"].values())
GOOD = {
    "Web ID": "90001",
    "Region of Incident": "Mediterranean",
    "Reported Date": "2020-01-05",
    "Reported Year": "2020",
}
BAD = GOOD | {"Web ID": "90002", "Reported Date": "30 February 2020"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(tmp_path: Path) -> Path:
    lines = [",".join(COLUMNS), *(",".join(row.get(name, "") for name in COLUMNS) for row in (GOOD, BAD))]
    path = tmp_path / "incidents.csv"
    path.write_text("\n".join(lines))
    return path


def run(*arguments: object) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("import_incidents", *map(str, arguments), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_good_rows_are_saved_and_refused_ones_named(table: Path, cast: Cast) -> None:
    out, err = run(table, "--account", cast.caseworker.account.email)
    assert "2 rows: 1 new" in out
    assert "Saved: 1 new" in out
    assert "Reported Date" in err
    assert "30 February 2020" in err
    assert Incident.objects.get().external_id == "90001"


def test_a_dry_run_saves_nothing(table: Path, cast: Cast) -> None:
    out, _err = run(table, "--account", cast.caseworker.account.email, "--dry-run")
    assert "Nothing was saved." in out
    assert not Incident.objects.exists()
    assert not ImportBatch.objects.exists()


def test_an_unknown_account_and_a_missing_file_are_told(table: Path, cast: Cast) -> None:
    with pytest.raises(CommandError, match=r"nobody@cast\.invalid"):
        run(table, "--account", "nobody@cast.invalid")
    with pytest.raises(CommandError, match="cannot be read"):
        run(table.with_name("absent.csv"), "--account", cast.caseworker.account.email)
