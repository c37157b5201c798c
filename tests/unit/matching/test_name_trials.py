"""Evaluating names on anybody's file: what is read, what is refused and why, and the figures."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from matching.name_trials import Pairs, Unreadable, agreement, auc, best_f1, read, retrieval, sample

ROOT = Path(__file__).resolve().parents[3]


def file(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "pairs.csv"
    path.write_bytes(text.encode(encoding))
    return path


def reasons(pairs: Pairs) -> dict[int, str]:
    return {p.row: p.template % p.parts for p in pairs.problems}


def test_bad_rows_are_left_out_with_their_number_and_reason(tmp_path: Path) -> None:
    pairs = read(
        file(
            tmp_path,
            "a,b,same\n"
            "Amina,Aminah,1\n"
            "Ami\x00na,Amina,1\n"
            ",Amina,0\n"
            "Omar,Umar,perhaps\n"
            "123,Omar,no\n"
            "only one\n"
            "\n"
            "Nu\u0301n\u0303ez,Núñez,match\n"
            f"{'x' * 2000},Omar,0\n",
        ),
        "a", "b", "same",
    )  # fmt: skip
    assert pairs.left == ("Amina", "Núñez")
    assert pairs.labels == (True, True)
    why = reasons(pairs)
    assert sorted(why) == [3, 4, 5, 6, 7, 10]
    assert "control character" in why[3]
    assert "empty" in why[4]
    assert "perhaps" in why[5]
    assert "1 cells" in why[7]
    assert "1000" in why[10]


def test_a_quote_that_is_never_closed_costs_one_row(tmp_path: Path) -> None:
    pairs = read(file(tmp_path, 'a,b,same\nOmar,Umar,1.0\n"Jose,José,1\n"Ali, Sara",Sara Ali,0.0\nAmina,Aminah,1\n'),
                 "a", "b", "same")  # fmt: skip
    assert pairs.left == ("Omar", "Ali, Sara", "Amina")
    assert pairs.labels == (True, False, True)
    assert list(reasons(pairs)) == [3]
    assert list(reasons(read(file(tmp_path, 'a,b,c\nOmar,Umar,"x\ny"\nAli,Aly,z\n'), "a", "b"))) == [2]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_marks_of_byte_order_and_other_delimiters_are_read(tmp_path: Path, delimiter: str, mark: str) -> None:
    pairs = read(file(tmp_path, mark + delimiter.join(("a", "b")) + "\n" + delimiter.join(("Omar", "عمر"))), "a", "b")
    assert (pairs.left, pairs.right) == (("Omar",), ("عمر",))


def test_a_missing_column_is_named_beside_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as caught:
        read(file(tmp_path, "name1,name2\nA,B\n"), "left", "name2")
    assert caught.value.template % caught.value.parts == "There is no column left. The columns are: name1, name2."
    with pytest.raises(Unreadable):
        read(tmp_path / "nowhere.csv", "a", "b")


@pytest.mark.parametrize(
    "name",
    ["Haji", "bin", "Mгed Aли", "Ali " * 40, "م",
     "贝拉克·奥巴马", "ប៉ុល ពត", "N.N.", "o", "a\u0301" * 30, "U Ko Daw", "𞤀𞤣𞤤𞤢𞤥"],
)  # fmt: skip
def test_strange_names_are_compared_and_never_fail(name: str) -> None:
    found = retrieval(Pairs((name, "Omar"), (name, "Umar"), (True, True), ()))
    assert found.n == 2
    assert np.isfinite(found.mrr)
    assert np.isfinite(agreement(Pairs((name, "Omar"), (name, "Berta"), (True, False), ())).auc)


def test_figures_of_labelled_pairs() -> None:
    truth = np.array([True, True, False, False])
    assert auc(np.array([4.0, 3.0, 2.0, 1.0]), truth) == best_f1(np.array([4.0, 3.0, 2.0, 1.0]), truth) == 1
    assert auc(np.ones(4), truth) == 0.5
    assert best_f1(np.ones(4), truth) == pytest.approx(2 / 3)
    assert auc(np.array([4.0, 1.0, 3.0, 0.0]), truth) == 0.75
    with pytest.raises(Unreadable):
        agreement(Pairs(("A",), ("B",), (True,), ()))


def test_a_sample_is_repeatable_and_keeps_rows_together() -> None:
    names = tuple(f"Name{i}" for i in range(100))
    pairs = Pairs(names, names, (True,) * 100, ())
    one, again = sample(pairs, 10, 7), sample(pairs, 10, 7)
    assert one == again
    assert len(one.left) == 10
    assert one.left == one.right
    assert sample(pairs, 10, 8) != one
    assert sample(pairs, 1000, 7) is pairs


def test_the_command_runs_with_nothing_set_up(tmp_path: Path) -> None:
    """No server, no key, no variable: whoever has the code can check it on pairs of their own."""
    path, out = file(tmp_path, "a,b,y\nMohamed Ali,محمد علي,1\nMohamed Ali,Jose Garcia,0\n"), tmp_path / "out.json"
    bare = {"PATH": os.environ["PATH"], "REGISTRY_LOCAL": str(tmp_path / "nowhere")}
    command = [sys.executable, str(ROOT / "manage.py"), "evaluate_names", str(path), "--left", "a", "--right", "b"]
    command += ["--labelled", "y", "--json", str(out)]
    done = subprocess.run(command, env=bare, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(out.read_text()) == {"n": 2, "f1": 1.0, "auc": 1.0}
    assert not (tmp_path / "nowhere").exists()
