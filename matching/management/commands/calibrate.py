"""`manage.py calibrate`: propose other weights from judged pairs, or measure those of a file.  It activates nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from matching import extract, weighing
from matching.engine.changes import BadWeights, Changes
from matching.learning.calibrate import Proposal
from matching.models import WeightsVersion
from matching.services import calibrating


class Command(BaseCommand):
    help = "Propose other weights from the pairs that reviewers judged; a person activates them on the page of weights."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--weights", metavar="FILE", help="measure and propose these instead of learning")
        parser.add_argument("--out", metavar="DIR", help="write weights.json, report.json, report.html and tippett.svg")

    def handle(self, *args: Any, **options: Any) -> None:
        changes = _read(options["weights"]) if options["weights"] else None
        try:
            made, row = calibrating.propose(actor=extract.matcher(), changes=changes)
        except BadWeights as error:
            raise CommandError("\n".join(map(weighing.in_words, error.faults))) from error
        self._say(made)
        if row is None:
            self.stdout.write(_("Nothing was learnt that the weights of now do not hold. Nothing is proposed."))
            return
        said = _("Proposed: %(version)s (%(ref)s). It scores only after somebody activates it on the page of weights.")
        self.stdout.write(said % {"version": row.version, "ref": row.ref})
        if options["out"]:
            _write(Path(options["out"]), row)

    def _say(self, made: Proposal) -> None:
        counts = made.report["counts"]
        said = _("Judged pairs: %(same)s of one person (%(primary)s established), %(different)s of different persons.")
        self.stdout.write(said % counts)
        if cost := made.report.get("cllr"):
            self.stdout.write(_("Cost (Cllr): %(before).3f before, %(after).3f after.") % cost)
        for sentence in weighing.why(made.report):
            self.stdout.write(sentence)


def _read(name: str) -> Changes:
    try:
        return Changes.from_text(Path(name).read_text(encoding="utf-8"))
    except BadWeights as error:
        raise CommandError("\n".join(map(weighing.in_words, error.faults))) from error
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(_("%(name)s cannot be read: %(error)s") % {"name": name, "error": error}) from error


def _write(folder: Path, row: WeightsVersion) -> None:
    """The changes, the figures, and the report as people read it."""
    view = weighing.version(extract.matcher(), row.ref)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (("weights.json", row.changes), ("report.json", row.report)):
        (folder / name).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    page = render_to_string("matching/weights_file.html", {"view": view, "language": get_language()})
    (folder / "report.html").write_text(page, encoding="utf-8")
    if view.curves:
        (folder / "tippett.svg").write_text(render_to_string("matching/_tippett.svg", {"view": view}), encoding="utf-8")
