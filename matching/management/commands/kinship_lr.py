"""`manage.py kinship_lr`: likelihood ratios of pairs of genetic profiles.  Needs no registry and identifies nobody."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.engine.kinship.families import lowest
from matching.engine.kinship.genotypes import Profiles, all_pairs, read_pairs, read_profiles
from matching.engine.kinship.likelihood import Genetics
from matching.engine.kinship.pairwise import PairWeights, Relation, Weight
from matching.engine.kinship.relations import PedigreeWeights
from matching.kinship_files import as_json, keep, refusals_of, text_of
from matching.kinship_options import add_to, finite, genetics_of

ALL = "all"


class Found(NamedTuple):
    """The ratio of a pair, and the panel that gave it."""

    a: str
    b: str
    weight: Weight
    panel: str


class Command(BaseCommand):
    help = "Likelihood ratios of pairs of genetic profiles for a stated relationship against none."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("genotypes", type=Path, help="CSV file: sample,marker,allele1,allele2")
        parser.add_argument("--relation", required=True, choices=[str(one) for one in Relation])
        add_to(parser)
        parser.add_argument("--pairs", default=ALL, help="all, or a CSV file a,b with the elder first")
        parser.add_argument("--json", type=Path, dest="out", help="file to write the ratios to")

    def handle(self, *args: Any, **options: Any) -> None:
        genetics = genetics_of(options)
        with refusals_of(options["genotypes"]):
            profiles = read_profiles(text_of(options["genotypes"]), single=options["dropout"] > 0)
            for one in genetics:
                profiles.check(one.panel)
        pairs = _pairs(options["pairs"], profiles)
        relation = Relation(options["relation"])
        by_panel = {one.panel.name: _weights(one, relation, options["dropout"]) for one in genetics}
        found = [_found(a, b, profiles, by_panel) for a, b in pairs]
        if options["out"] is None:
            self._print(found)
            return
        keep(options["out"], as_json(_row(each, several=len(genetics) > 1) for each in found))
        self.stdout.write(
            ngettext("%(n)s pair is written to %(file)s.", "%(n)s pairs are written to %(file)s.", len(found))
            % {"n": len(found), "file": options["out"]}
        )

    def _print(self, found: list[Found]) -> None:
        self.stdout.write("a,b,loci,lr,log10_lr,panel")
        for a, b, weight, panel in found:
            self.stdout.write(f"{a},{b},{weight.loci},{weight.lr:.10g},{weight.log10_lr:.6f},{panel}")


def _pairs(given: str, profiles: Profiles) -> list[tuple[str, str]]:
    if given == ALL:
        if len(profiles.samples) < 2:
            raise CommandError(_("There is only one sample: a pair takes two."))
        return list(all_pairs(profiles))
    with refusals_of(Path(given)):
        return read_pairs(text_of(Path(given)), profiles)


def _weights(genetics: Genetics, relation: Relation, dropout: float) -> PairWeights | PedigreeWeights:
    """The closed form, and the pedigree where there is mutation or drop-out."""
    if genetics.mutation or dropout:
        return PedigreeWeights(genetics, relation, dropout)
    return PairWeights(genetics.panel, relation, genetics.theta)


def _found(a: str, b: str, profiles: Profiles, by_panel: dict[str, PairWeights | PedigreeWeights]) -> Found:
    elder, younger = profiles.samples[a], profiles.samples[b]
    try:
        least = lowest({name: weights.weigh(elder, younger) for name, weights in by_panel.items()})
    except ValueError as problem:
        raise CommandError(str(problem)) from problem
    return Found(a, b, least.weight, least.panel)


def _row(found: Found, *, several: bool) -> dict[str, object]:
    a, b, weight, panel = found
    row = {"a": a, "b": b, "loci": weight.loci, "lr": finite(weight.lr), "log10_lr": finite(weight.log10_lr)}
    return {**row, "panel": panel} if several else row
