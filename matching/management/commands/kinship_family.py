"""`manage.py kinship_family`: remains against the missing members of a family, or whose sample would say most.

Needs no registry and identifies nobody: it says how much better each assignment explains all profiles than that the
remains are strangers.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from matching.engine.kinship.assignment import assign
from matching.engine.kinship.drawing import drawing
from matching.engine.kinship.familias import pedigree_from
from matching.engine.kinship.families import Family, Typed
from matching.engine.kinship.genotypes import Profiles, read_profiles
from matching.engine.kinship.likelihood import Genetics
from matching.engine.kinship.power import Plan
from matching.kinship_files import as_json, keep, refusals_of, text_of
from matching.kinship_options import add_to, finite, genetics_of

SHOWN = 20
Places = tuple[tuple[str, str], ...]


class Command(BaseCommand):
    help = "Weigh remains against missing members of a family, all together, or say whose sample would say most."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("pedigree", type=Path, help="table id,fid,mid,sex")
        parser.add_argument("genotypes", type=Path, help="CSV file: sample,marker,allele1,allele2")
        parser.add_argument("--missing", action="append", required=True, help="a member who is missing; several may be")
        parser.add_argument("--remains", action="append", default=[], help="a sample of remains; several may be given")
        parser.add_argument("--next", action="store_true", help="which relative to sample next, instead")
        parser.add_argument("--seed", type=int, default=1, help="of the draws of --next")
        parser.add_argument("--picture", type=Path, help="file for a drawing of the pedigree (SVG)")
        add_to(parser)
        parser.add_argument("--json", type=Path, dest="out", help="file to write the result to")

    def handle(self, *args: Any, **options: Any) -> None:
        genetics = genetics_of(options)
        with refusals_of(options["pedigree"]):
            pedigree, sexes = pedigree_from(text_of(options["pedigree"]))
        with refusals_of(options["genotypes"]):
            profiles = read_profiles(text_of(options["genotypes"]), single=options["dropout"] > 0)
            for one in genetics:
                profiles.check(one.panel)
        try:
            family, remains = _sorted(profiles, Family(pedigree, {}), options["remains"], options["dropout"])
            rows = (
                _outlooks(family, profiles, options["missing"], genetics, options["seed"])
                if options["next"]
                else _assignments(family, options["missing"], remains, genetics, sexes)
            )
        except ValueError as problem:
            raise CommandError(str(problem)) from problem
        if options["picture"] is not None:
            keep(options["picture"], drawing(pedigree, sexes, family.typed, options["missing"]))
        if options["out"] is not None:
            keep(options["out"], as_json(rows))
            self.stdout.write(_("Written to %(file)s.") % {"file": options["out"]})
            return
        for row in rows[:SHOWN]:
            self.stdout.write(", ".join(f"{name} {_shown(value)}" for name, value in row.items()))


def _sorted(profiles: Profiles, family: Family, remains: list[str], dropout: float) -> tuple[Family, dict[str, Typed]]:
    """The profiles of members and those of remains: drop-out is of remains.  Raises: CommandError, ValueError."""
    for sample in remains:
        if sample not in profiles.samples:
            raise CommandError(_("There is no sample %(sample)s in the table of genotypes.") % {"sample": sample})
    for sample in profiles.samples:
        if (sample in remains) == (sample in family.pedigree.by_code):
            raise CommandError(_("Sample %(sample)s should be either a member of the pedigree or remains.")
                               % {"sample": sample})  # fmt: skip
    of_family = {code: Typed(profile) for code, profile in profiles.samples.items() if code not in remains}
    return Family(family.pedigree, of_family), {code: Typed(profiles.samples[code], dropout) for code in remains}


def _assignments(
    family: Family, missing: list[str], remains: dict[str, Typed], genetics: list[Genetics], sexes: dict[str, str]
) -> list[dict[str, object]]:
    """Assignments with log10 of their ratio to remains of strangers, under the panel that gives the least."""
    if not remains:
        raise CommandError(_("Name the samples of remains."))
    least: dict[Places, tuple[float, str]] = {}
    for one in genetics:
        joint = assign(family, missing, remains, one, sexes)
        none = joint.log10_of({})
        if none == -math.inf:
            raise CommandError(_("The profiles of the family cannot be explained by its pedigree."))
        for assignment in joint.assignments:
            found = (assignment.log10 - none, one.panel.name)
            key = tuple(assignment.places.items())
            least[key] = min(least.get(key, found), found)
    ordered = sorted(least.items(), key=lambda item: (-item[1][0], len(item[0])))
    return [{"places": dict(key), "log10_lr": finite(log), "panel": panel} for key, (log, panel) in ordered]


def _outlooks(
    family: Family, profiles: Profiles, missing: list[str], genetics: list[Genetics], seed: int
) -> list[dict[str, object]]:
    """What remains of a missing person would weigh with one sample more, under the first panel."""
    if len(missing) != 1:
        raise CommandError(_("Whose sample says most is asked for one missing person at a time."))
    relatives = [one.code for one in family.pedigree.members if one.code not in (*family.typed, missing[0])]
    found = Plan(family, missing[0], genetics[0].panel, list(profiles.names), seed).outlooks(relatives)
    return [
        {"relative": one.relative, "mean": one.mean, "low": one.low, "median": one.median, "high": one.high,
         "strong": one.strong, "stranger": one.stranger}
        for one in found
    ]  # fmt: skip


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(f"{sample}={member}" for sample, member in value.items()) or "-"
    return f"{value:.4f}" if isinstance(value, float) else "-" if value in (None, "") else str(value)
