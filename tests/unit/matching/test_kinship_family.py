"""Families and tables of Familias from the command line: what is written, and what is refused and writes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

PEDIGREE = "id,fid,mid,sex\nM1,0,0,1\nR1,0,0,2\nM2,M1,R1,1\nR2,0,0,1\nM3,R2,0,2\n"
GENOTYPES = "sample,marker,allele1,allele2\nR1,l,2,2\nR2,l,3,3\nV1,l,1,1\nV2,l,1,2\nV3,l,3,4\n"
PANEL = "marker,allele,freq\n" + "".join(f"l,{a},0.1\n" for a in range(1, 11))
EVERYBODY = [word for i in (1, 2, 3) for word in ("--missing", f"M{i}", "--remains", f"V{i}")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("pedigree", PEDIGREE), ("genotypes", GENOTYPES), ("panel", PANEL)):
        (tmp_path / f"{name}.csv").write_text(text)
    return tmp_path


def command(folder: Path, *more: str) -> None:
    call_command("kinship_family", str(folder / "pedigree.csv"), str(folder / "genotypes.csv"),
                 "--panel", str(folder / "panel.csv"), "--json", str(folder / "out.json"), *more)  # fmt: skip


def test_the_published_family_from_tables(folder: Path) -> None:
    """dvir, example2: the best of the assignments against strangers."""
    command(folder, *EVERYBODY, "--picture", str(folder / "family.svg"))
    assert (folder / "family.svg").read_text().count("<text") == 5 + 3
    best, *others = json.loads((folder / "out.json").read_text())
    assert best["places"] == {"V1": "M1", "V2": "M2", "V3": "M3"}
    assert 10 ** best["log10_lr"] == pytest.approx(250)
    assert {"places": {}, "log10_lr": 0.0, "panel": "panel"} in others
    assert sum(row["log10_lr"] is None for row in others) > 4  # the sex of remains is not known here


def test_whose_sample_would_say_most(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "genotypes.csv").write_text(GENOTYPES.partition("R2")[0])
    call_command("kinship_family", str(folder / "pedigree.csv"), str(folder / "genotypes.csv"), "--missing", "M2",
                 "--panel", str(folder / "panel.csv"), "--next")  # fmt: skip
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("relative M1, mean ")
    assert {line.split(",")[0] for line in lines[1:]} == {"relative -", "relative R2", "relative M3"}


@pytest.mark.parametrize(("more", "words"), [
    (("--missing", "M1"), "either a member of the pedigree or remains"),
    ((*EVERYBODY, "--remains", "V9"), "no sample V9"),
    ((*EVERYBODY, "--missing", "R1"), "R1 has a profile"),
    ((*EVERYBODY, "--missing", "X"), "X is not in the pedigree"),
    ((*EVERYBODY, "--mutation", "stepwise", "--male", "0.9999999"), "rate of mutation"),
])  # fmt: skip
def test_what_is_refused_writes_nothing(folder: Path, more: tuple[str, ...], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        command(folder, *more)
    assert not (folder / "out.json").exists()


def test_a_bad_pedigree_and_a_family_that_contradicts_itself(folder: Path) -> None:
    (folder / "pedigree.csv").write_text(PEDIGREE + "M4,M9,0,1\n")
    with pytest.raises(CommandError, match=r"pedigree\.csv: M9, a parent of M4, is not in the pedigree"):
        command(folder, *EVERYBODY)
    (folder / "pedigree.csv").write_text(PEDIGREE + "R3,0,R1,1\n")
    (folder / "genotypes.csv").write_text(GENOTYPES + "R3,l,5,5\n")
    with pytest.raises(CommandError, match="cannot be explained by its pedigree"):
        command(folder, *EVERYBODY)


def test_tables_of_familias_there_and_back(folder: Path) -> None:
    there, back = folder / "there.txt", folder / "back.csv"
    for what in ("frequencies", "profiles"):
        own = folder / ("panel.csv" if what == "frequencies" else "genotypes.csv")
        call_command("familias_tables", what, "to", str(own), str(there))
        call_command("familias_tables", what, "from", str(there), str(back))
        assert back.read_text() == own.read_text()
    there.write_text("Name\tTH01\tTH01\na\t9/10\t9\n")
    back.unlink()
    with pytest.raises(CommandError, match=r"row 2, column allele1: “9/10” is no allele"):
        call_command("familias_tables", "profiles", "from", str(there), str(back))
    assert not back.exists()
