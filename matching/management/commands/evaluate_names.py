"""`manage.py evaluate_names`: how well names are told apart on anybody's list of pairs.  Needs no registry."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching import name_trials
from matching.name_trials import Agreement, Pairs, Unreadable
from registry.lib.names import equivalents

SHOWN = 20


class Command(BaseCommand):
    help = "Compare the names of a CSV file of pairs and say how often the right one is found."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("pairs", type=Path, help="CSV file in UTF-8 with a first row of column names")
        parser.add_argument("--left", required=True, help="column of the one name")
        parser.add_argument("--right", required=True, help="column of the other name")
        parser.add_argument("--labelled", help="column that says whether the two are one person: 1 or 0")
        parser.add_argument("--sample", type=int, help="so many pairs at random instead of all")
        parser.add_argument("--seed", type=int, default=1, help="of the sample")
        parser.add_argument("--without-lists", action="store_true", help="by sounds alone, to see what lists add")
        parser.add_argument("--json", type=Path, dest="out", help="file to write the figures to")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["sample"] is not None and options["sample"] < 1:
            raise CommandError(_("The sample must hold at least one pair."))
        if options["without_lists"]:
            equivalents.set_aside()
        try:
            pairs = name_trials.read(options["pairs"], options["left"], options["right"], options["labelled"])
            self._report(pairs)
            pairs = name_trials.sample(pairs, options["sample"], options["seed"])
            if not pairs.left:
                raise CommandError(_("There is no pair to compare."))
            found = name_trials.agreement(pairs) if options["labelled"] else name_trials.retrieval(pairs)
        except Unreadable as problem:
            raise CommandError(_(problem.template) % problem.parts) from problem
        self.stdout.write(self._sentence(found))
        if options["out"]:
            self._write(options["out"], found._asdict())

    def _report(self, pairs: Pairs) -> None:
        for problem in pairs.problems[:SHOWN]:
            why = _(problem.template) % problem.parts
            self.stderr.write(_("Row %(row)s is left out. %(why)s") % {"row": problem.row, "why": why})
        rest = len(pairs.problems) - SHOWN
        if rest > 0:
            self.stderr.write(
                ngettext("%(n)s more row is left out.", "%(n)s more rows are left out.", rest) % {"n": rest}
            )

    @staticmethod
    def _sentence(found: Agreement | name_trials.Retrieval) -> str:
        if isinstance(found, Agreement):
            return _("%(n)s pairs: best F1 %(f1).3f, AUC %(auc).3f") % found._asdict()
        return _("%(n)s names: R@1 %(r1).3f, R@10 %(r10).3f, MRR %(mrr).3f") % found._asdict()

    @staticmethod
    def _write(path: Path, figures: dict[str, float]) -> None:
        try:
            path.write_text(json.dumps(figures) + "\n", encoding="utf-8")
        except OSError as problem:
            raise CommandError(
                _("%(file)s cannot be written: %(why)s.") % {"file": path, "why": problem.strerror}
            ) from problem
