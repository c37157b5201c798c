"""The command: what it writes, what it refuses and where, and that a refusal writes nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parents[3]
PANEL = "pop,marker,allele,count,n_alleles,freq\n"
PANEL += "N,TH01,9,5,100,0.05\nN,TH01,8,95,100,0.95\nN,vWA,14,1,10,0.1\nS,TH01,9,1,1,1\n"
GENOTYPES = "sample,marker,allele1,allele2\n"
GENOTYPES += "elder,TH01,9,9\nelder,vWA,14,14\nyounger,TH01,9,9\nyounger,vWA,14,14\nother,TH01,8,8\n"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    found = {name: tmp_path / f"{name}.csv" for name in ("panel", "genotypes", "pairs")}
    found["panel"].write_text(PANEL)
    found["genotypes"].write_text(GENOTYPES)
    found["pairs"].write_text("a,b\nyounger,elder\n")
    return {**found, "out": tmp_path / "out.json"}


def command(files: dict[str, Path], *more: str, relation: str = "parent_child") -> None:
    call_command("kinship_lr", str(files["genotypes"]), "--relation", relation, "--panel", str(files["panel"]),
                 "--json", str(files["out"]), *more)  # fmt: skip


def test_every_pair_is_written_in_the_order_of_the_table(files: dict[str, Path]) -> None:
    command(files, "--pop", "N")
    assert json.loads(files["out"].read_text()) == [
        {"a": "elder", "b": "younger", "loci": 2, "lr": pytest.approx(200), "log10_lr": pytest.approx(2.30103)},
        {"a": "elder", "b": "other", "loci": 1, "lr": 0.0, "log10_lr": None},
        {"a": "younger", "b": "other", "loci": 1, "lr": 0.0, "log10_lr": None},
    ]


def test_pairs_of_a_file_theta_and_least_frequency(files: dict[str, Path]) -> None:
    command(files, "--pop", "N", "--pairs", str(files["pairs"]), "--theta", "0.01", "--min-freq", "0.1")
    [row] = json.loads(files["out"].read_text())
    assert (row["a"], row["b"], row["loci"]) == ("younger", "elder", 2)
    assert row["lr"] == pytest.approx((1.02 / 0.129) ** 2)


@pytest.mark.parametrize(("more", "words"), [
    ((), "several populations"),
    (("--pop", "X"), "no population X"),
    (("--pop", "S"), r"genotypes.csv, row 3, column marker: The panel panel: S has no frequencies of vWA"),
    (("--pop", "N", "--theta", "1"), "no number from 0 up to 1"),
    (("--pop", "N", "--theta", "-0.1"), "no number from 0 up to 1"),
    (("--pop", "N", "--min-freq", "nan"), "no number from 0 up to 1"),
    (("--pop", "N", "--pairs", "nowhere.csv"), "nowhere.csv cannot be read"),
])  # fmt: skip
def test_what_is_refused_writes_nothing(files: dict[str, Path], more: tuple[str, ...], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        command(files, *more)
    assert not files["out"].exists()


@pytest.mark.parametrize(("line", "words"), [
    ("other,TH01,9,9", r"row 7, column marker: TH01 of other stands in row 6"),
    ("fourth,TH01,99,9", r"row 7, column allele1: TH01 has no allele 99"),
    ("fourth,TH01,8,9,10", r"row 7: The row has 5 cells"),
    ("fourth,D3S1358,15,15", r"row 7, column marker: The panel panel: N has no frequencies of D3S1358"),
])  # fmt: skip
def test_a_bad_row_is_named(files: dict[str, Path], line: str, words: str) -> None:
    files["genotypes"].write_text(GENOTYPES + line + "\n")
    files["out"].write_text("what was there")
    with pytest.raises(CommandError, match=words):
        command(files, "--pop", "N")
    assert files["out"].read_text() == "what was there"


def test_the_least_ratio_of_several_panels_counts(files: dict[str, Path], tmp_path: Path) -> None:
    common = tmp_path / "common.csv"
    common.write_text("marker,allele,freq\nTH01,9,0.5\nTH01,8,0.5\nvWA,14,0.5\n")
    command(files, "--pop", "N", "--panel", str(common), "--pairs", str(files["pairs"]))
    [row] = json.loads(files["out"].read_text())
    assert (row["panel"], row["lr"]) == ("common", pytest.approx(4))
    with pytest.raises(CommandError, match="No panel holds a population X"):
        command(files, "--pop", "N", "--pop", "X", "--panel", str(common))


def test_mutation_and_drop_out_explain_what_else_would_exclude(files: dict[str, Path]) -> None:
    rows = ["a,TH01,9,9", "b,TH01,8,8"]
    files["genotypes"].write_text("sample,marker,allele1,allele2\n" + "\n".join(rows) + "\n")
    found = {}
    changing = ("--mutation", "equal", "--male", "0.004", "--female", "0")
    for name, more in {"plain": (), "changed": changing, "lost": ("--dropout", "0.2")}.items():
        command(files, "--pop", "N", *more)
        found[name] = json.loads(files["out"].read_text())[0]["lr"]
    assert found["plain"] == 0
    assert found["changed"] == pytest.approx(0.002 / 0.95)  # the mean of both rates, over the share of the allele
    assert 0 < found["lost"] < 1


def test_a_relation_that_is_none_and_files_that_are_no_text(files: dict[str, Path]) -> None:
    with pytest.raises(CommandError, match="invalid choice: 'cousin'"):
        command(files, relation="cousin")
    files["genotypes"].write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CommandError, match="no text in UTF-8"):
        command(files, "--pop", "N")


def test_it_runs_with_nothing_set_up(files: dict[str, Path], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "kinship_lr", str(files["genotypes"]), "--relation", "self",
         "--panel", str(files["panel"]), "--pop", "N"],
        env={"PATH": os.environ["PATH"], "REGISTRY_LOCAL": str(tmp_path / "nowhere")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[:2] == ["a,b,loci,lr,log10_lr,panel", "elder,younger,2,40000,4.602060,panel: N"]
    assert not (tmp_path / "nowhere").exists()
