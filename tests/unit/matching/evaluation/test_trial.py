"""The whole command on a small hand-made registry of people who do not exist, and on bad files."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from matching.engine.profile import Name, Profile
from matching.evaluation.baselines import Filter, TokenSort
from matching.evaluation.learning import believe, share_here, weigh
from matching.evaluation.tables import load
from matching.evaluation.trial import Persons

DATA = Path(__file__).parent / "data"
ROOT = Path(__file__).resolve().parents[4]
ARGUMENTS = [f"--{name}={DATA / name}.csv" for name in ("am", "pm", "alive", "truth")]


def run(*arguments: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("evaluate_matching", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_the_small_registry_is_found(tmp_path: Path) -> None:
    printed, errors = run(*ARGUMENTS, f"--json={tmp_path / 'out.json'}", "--baseline=filter,token_sort")
    found = json.loads((tmp_path / "out.json").read_text())
    assert {task: figures["n"] for task, figures in found.items()} == {
        "AM-PM": 5, "AM-AM": 4, "PM-PM": 2, "AM-ALIVE": 2
    }  # fmt: skip
    for task, figures in found.items():
        assert set(figures["recall"]) == {"1", "5", "10", "20", "50", "100"}
        assert figures["recall"]["5"] == 1.0, task
        assert {"mrr", "expected_reviews", "cllr", "cllr_min"} <= set(figures)
        assert set(figures["baselines"]) == {"filter", "token_sort"}
    assert found["AM-AM"]["review"]["pairs"] > 0
    assert found["AM-AM"]["review"]["precision"] == 1.0
    assert found["AM-PM"]["recall"]["1"] >= 0.8
    assert found["AM-PM"]["mrr"] > found["AM-PM"]["baselines"]["filter"]["mrr"]
    assert "shoe_size" in errors
    for words in ("AM-PM: 5 probes", "filter", "fleshed", "Cllr", "Arab" if "Arab" in printed else "Latn"):
        assert words in printed


def test_the_order_of_rows_and_the_truth_change_no_score(tmp_path: Path) -> None:
    """Truth only scores: with half of it, the other probes rank as before."""
    shuffled = {}
    for name in ("am", "pm", "alive"):
        header, *rows = (DATA / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        shuffled[name] = tmp_path / f"{name}.csv"
        shuffled[name].write_text("\n".join([header, *reversed(rows)]) + "\n", encoding="utf-8")
    (tmp_path / "truth.csv").write_text("kind,left,right\nAM-PM,A3,P2\nAM-PM,A9,P6\n")
    run(*ARGUMENTS, f"--json={tmp_path / 'all.json'}")
    run(*(f"--{name}={path}" for name, path in shuffled.items()), f"--truth={tmp_path / 'truth.csv'}",
        f"--json={tmp_path / 'half.json'}")  # fmt: skip
    whole, half = (json.loads((tmp_path / f"{name}.json").read_text()) for name in ("all", "half"))
    assert set(half) == {"AM-PM"}
    assert half["AM-PM"]["registered"] == pytest.approx(whole["AM-PM"]["registered"], abs=1e-3)


def test_bad_arguments_and_files_end_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no baseline wishes"):
        run(*ARGUMENTS, "--baseline=wishes")
    with pytest.raises(CommandError, match="cannot be read"):
        run(*ARGUMENTS[:3], f"--truth={tmp_path / 'none.csv'}")
    (tmp_path / "empty.csv").write_text("kind,left,right\n")
    with pytest.raises(CommandError, match="nothing was measured"):
        run(*ARGUMENTS[:3], f"--truth={tmp_path / 'empty.csv'}")


def test_a_place_that_cannot_be_written_is_found_before_the_evaluation(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    for place in (tmp_path, tmp_path / "taken" / "out.json"):
        out = io.StringIO()
        with pytest.raises(CommandError, match="cannot be written"):
            call_command("evaluate_matching", *ARGUMENTS, f"--json={place}", stdout=out)
        assert out.getvalue() == ""


def test_sixty_reports_of_one_name_and_nothing_else(tmp_path: Path) -> None:
    rows = [f"A{i},Mohamed Ahmed Ali" for i in range(60)]
    (tmp_path / "am.csv").write_text("\n".join(["am_id,name", *rows]))
    (tmp_path / "pm.csv").write_text("pm_id,name_clue,part\nP1,MOHAMED AHMED ALI,femur@l\nP2,,femur@l\n")
    (tmp_path / "truth.csv").write_text("kind,left,right\nAM-PM,A7,P1\nAM-AM,A1,A2\nPM-PM,P1,P2\nAM-PM,A8,P2\n")
    run(*(f"--{name}={tmp_path / name}.csv" for name in ("am", "pm", "truth")), f"--json={tmp_path / 'out.json'}")
    found = json.loads((tmp_path / "out.json").read_text())
    assert found["AM-PM"]["mrr"] == pytest.approx(1 / 30.5, abs=1e-3)  # all alike: the mean rank of sixty
    assert found["AM-AM"]["mrr"] == pytest.approx(1 / 30, abs=1e-3)
    assert found["PM-PM"]["n"] == 2  # two left femora: excluded, ranked after the others


ODD = ("Haji", "bin", "Абдуl علي", "Ali " * 40, "Jose\u0301 \u0000", "...", "X", "محمد")


@pytest.mark.parametrize("task", ["AM-PM", "AM-AM", "AM-ALIVE"])
def test_odd_names_are_neutral_at_worst(tmp_path: Path, task: str) -> None:
    rows = [f'A{i},"{name}",{"FM"[i % 2]},seventeen,17' for i, name in enumerate(ODD)]
    (tmp_path / "am.csv").write_text("\n".join(["am_id,name,sex,age,height_cm", *rows]), encoding="utf-8")
    (tmp_path / "pm.csv").write_text('pm_id,name_clue,sex\nP1,"Haji",F\n', encoding="utf-8")
    (tmp_path / "alive.csv").write_text('alive_id,name,sex\nL1,"Haji 17",M\n', encoding="utf-8")
    right = {"AM-PM": "P1", "AM-AM": "A5", "AM-ALIVE": "L1"}[task]
    (tmp_path / "truth.csv").write_text(f"kind,left,right\n{task},A0,{right}\n")
    arguments = [f"--{name}={tmp_path / name}.csv" for name in ("am", "pm", "alive", "truth")]
    printed, errors = run(*arguments, "--baseline=token_sort,filter")
    assert f"{task}: {2 if task == 'AM-AM' else 1} probes" in printed
    assert errors.count("'seventeen' is not a number") == len(ODD)


def test_it_runs_where_nothing_is_set_up(tmp_path: Path) -> None:
    """Neither a registry nor a server nor a key: an environment with nothing of ours in it."""
    bare = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    command = [sys.executable, str(ROOT / "manage.py"), "evaluate_matching", *ARGUMENTS]
    done = subprocess.run(command, env=bare, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "AM-ALIVE: 2 probes" in done.stdout


def test_all_records_of_a_person_count() -> None:
    data = load(DATA / "am.csv", DATA / "pm.csv", DATA / "alive.csv", DATA / "truth.csv")
    persons = Persons(data)
    assert persons.others("pm", "P3", "am") == ["A3", "A4"]  # a part, a body, two reports
    assert persons.others("am", "A2", "am") == ["A1"]
    assert persons.others("pm", "P7", "am") == []


def test_a_filter_loses_what_it_was_told_wrongly() -> None:
    reports = [
        Profile("A1", "am", sex="m", age_low=30, age_high=30, last_contact_earliest=100, last_contact_latest=100),
        Profile("A2", "am", sex="f", age_low=30, age_high=30, last_contact_earliest=110, last_contact_latest=110),
        Profile("A3", "am", stature_low=190, stature_high=190, last_contact_earliest=90, last_contact_latest=90),
        Profile("A4", "am", last_contact_earliest=140, last_contact_latest=140),
        Profile("A5", "am"),
    ]
    probe = Profile("P", "pm", sex="m", age_low=25, age_high=29, stature_low=180, stature_high=180, found_earliest=120,
                    found_latest=120)  # fmt: skip
    assert Filter(reports)(probe).tolist() == [-20, -np.inf, -np.inf, -np.inf, -1e9]
    named = [Profile("A", "am", names=(Name("Ali Omar"),)), Profile("B", "am")]
    assert TokenSort(named)(Profile("P", "pm", names=(Name("OMAR ALI"),))).tolist() == [100, 0]


def test_likelihood_ratios_average_one_over_others_and_rarity_is_not_claimed() -> None:
    dependent = weigh(np.array([3.0] + [1.0] * 99, dtype=np.float32))
    assert dependent.log_lrs[0] == pytest.approx(2.0)
    assert dependent.log_lrs[1] == pytest.approx(0.0)
    rare = weigh(np.array([3.0] + [-4.0] * 99, dtype=np.float32))
    assert rare.log_lrs[0] == pytest.approx(3.0)
    gone = weigh(np.array([-np.inf, -np.inf], dtype=np.float32))
    assert believe(gone, 0.5).none == 1.0


def test_t6_belief_over_a_list() -> None:
    scores = np.log10(np.array([1e5, 1e3, 10.0] + [0.02] * 9997)).astype(np.float32)
    belief = believe(weigh(scores), 0.5)
    assert belief.shares[:3].round(4).tolist() == [0.8992, 0.0090, 0.0001]
    assert round(belief.none, 4) == 0.0899


def test_the_share_of_counterparts_is_learnt() -> None:
    here, elsewhere = np.full(800, 1000.0), np.full(200, 0.001)
    assert share_here(np.concatenate([here, elsewhere]), 0.3) == pytest.approx(0.8, abs=0.02)
    assert share_here(np.zeros(0), 0.3) == pytest.approx(0.3)
