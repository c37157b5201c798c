"""Allele frequencies in the registry: loaded whole or not at all, once, by version, and weighed with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accessctl.models import JournalEntry
from matching.models import AllelePanel
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.journal]
PANEL = "pop,marker,allele,count,n_alleles,freq\nN,TH01,9,1,4,0.05\nN,TH01,8,3,4,0.95\nS,TH01,9,4,4,1\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "somewhere.csv"
    path.write_text(PANEL)
    return path


def test_a_panel_is_loaded_once_with_its_source_and_version(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_allele_panel", str(file), "--source", "A journal, 2020", "--panel-version", "1")
    call_command("load_allele_panel", str(file), "--source", "A journal, 2020", "--panel-version", "1")
    assert capsys.readouterr().out.splitlines() == ["somewhere 1 is loaded.", "somewhere 1 was loaded before."]
    rows = {row.population: row for row in AllelePanel.objects.filter(name="somewhere")}
    assert set(rows) == {"N", "S"}
    assert (rows["N"].source, rows["N"].version) == ("A journal, 2020", "1")
    assert rows["N"].frequencies == {"th01": {"9": 0.05, "8": 0.95}}
    assert JournalEntry.objects.filter(action="matching.panel_loaded").count() == 1


def test_a_changed_file_is_another_version_and_the_newest_counts(file: Path, tmp_path: Path) -> None:
    call_command("load_allele_panel", str(file), "--panel-version", "1")
    file.write_text(PANEL.replace("0.05", "0.1").replace("0.95", "0.9"))
    with pytest.raises(CommandError, match="was loaded from another file"):
        call_command("load_allele_panel", str(file), "--panel-version", "1")
    call_command("load_allele_panel", str(file))
    assert AllelePanel.objects.filter(name="somewhere").count() == 4
    genotypes, out = tmp_path / "genotypes.csv", tmp_path / "out.json"
    genotypes.write_text("sample,marker,allele1,allele2\na,TH01,9,9\nb,TH01,9,9\n")
    call_command("kinship_lr", str(genotypes), "--relation", "parent_child", "--loaded", "somewhere", "--pop", "N",
                 "--json", str(out))  # fmt: skip
    assert json.loads(out.read_text())[0]["lr"] == pytest.approx(10)
    with pytest.raises(CommandError, match="No panel elsewhere was loaded"):
        call_command("kinship_lr", str(genotypes), "--relation", "self", "--loaded", "elsewhere")


@pytest.mark.parametrize("text", [PANEL + "N,TH01,9,1,4,0.1\n", PANEL + "N,vWA,14,1,4,much\n", "a,b\n1,2\n"])
def test_a_bad_panel_loads_nothing(file: Path, text: str) -> None:
    file.write_text(text)
    with pytest.raises(CommandError, match=r"somewhere\.csv, row \d"):
        call_command("load_allele_panel", str(file))
    assert not AllelePanel.objects.filter(name="somewhere").exists()


def test_published_frequencies_are_for_those_who_review(cast: cast.Cast, file: Path) -> None:
    from accessctl import door

    call_command("load_allele_panel", str(file))
    assert door.visible(cast.analyst.actor, AllelePanel).count() == 2
    assert not door.can(cast.analyst.actor, door.Action.CREATE, AllelePanel.objects.first())
