"""`manage.py evaluate_matching`: how well the true counterparts are found on anybody's labelled data.

Needs no registry: files in, figures out.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from matching.evaluation import report, tables
from matching.evaluation.baselines import NAMES
from matching.evaluation.trial import evaluate

if TYPE_CHECKING:
    from argparse import ArgumentParser

SHOWN = 20


class Command(BaseCommand):
    """Recall, cost and calibration by task; the truth file is only used to score."""

    help = "Rank the true counterparts of labelled CSV files and print how often they are found."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--am", type=Path, required=True, help="CSV of reports of missing persons")
        parser.add_argument("--pm", type=Path, required=True, help="CSV of remains")
        parser.add_argument("--alive", type=Path, help="CSV of people on lists of the living")
        parser.add_argument("--truth", type=Path, required=True, help="CSV of true pairs: kind,left,right")
        parser.add_argument("--json", type=Path, dest="out", help="write the figures there")
        parser.add_argument("--baseline", default="", help=f"also measure {', '.join(NAMES)}; several with commas")

    def handle(self, *args: Any, **options: Any) -> None:
        baselines = [name for part in options["baseline"].split(",") if (name := part.strip())]
        if unknown := [name for name in baselines if name not in NAMES]:
            raise CommandError(f"There is no baseline {', '.join(unknown)}. Choose of {', '.join(NAMES)}.")
        try:
            data = tables.load(options["am"], options["pm"], options["alive"], options["truth"])
        except tables.NoTable as problem:
            raise CommandError(str(problem)) from problem
        if options["out"]:
            self._write(options["out"], "a", "")  # an evaluation takes minutes: find out first
        self._say(data)
        results = []
        for result in evaluate(data, baselines, say=self._progress if options["verbosity"] > 1 else lambda _: None):
            for line in report.lines(result):
                self.stdout.write(line)
            results.append(result)
        if options["out"]:
            self._write(options["out"], "w", json.dumps(report.as_json(results), indent=1))
        if not results:
            raise CommandError("The truth file names no pair of known records, so nothing was measured.")

    @staticmethod
    def _write(path: Path, mode: str, text: str) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open(mode, encoding="utf-8") as file:
                file.write(text)
        except OSError as problem:
            raise CommandError(f"{path} cannot be written: {problem.strerror}.") from problem

    def _progress(self, text: str) -> None:
        self.stderr.write(text)

    def _say(self, data: tables.Data) -> None:
        counts = {kind: len(records) for kind, records in data.profiles.items()}
        self.stdout.write(f"Read {counts['am']} reports, {counts['pm']} remains, {counts['alive']} people alive.")
        if not data.problems:
            return
        self.stdout.write(f"{len(data.problems)} cells or rows could not be read; each counts as absent:")
        for problem in data.problems[:SHOWN]:
            self.stdout.write(f"  {problem}")
        if len(data.problems) > SHOWN:
            self.stdout.write(f"  and {len(data.problems) - SHOWN} more, all on the error stream.")
        for problem in data.problems:
            self.stderr.write(str(problem))
