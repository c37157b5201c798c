"""`manage.py kinship_lr`: likelihood ratios of pairs of genetic profiles.  Needs no registry and identifies nobody."""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.engine.kinship.genotypes import Profiles, all_pairs, read_pairs, read_profiles
from matching.engine.kinship.pairwise import PairWeights, Relation, Weight
from matching.kinship_files import as_json, keep, panel_of, refusals_of, text_of

ALL = "all"


class Command(BaseCommand):
    help = "Likelihood ratios of pairs of genetic profiles for a stated relationship against none."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("genotypes", type=Path, help="CSV file: sample,marker,allele1,allele2")
        parser.add_argument("--relation", required=True, choices=[str(one) for one in Relation])
        parser.add_argument("--panel", required=True, type=Path, help="CSV file of allele frequencies")
        parser.add_argument("--pop", help="population, where the panel holds several")
        parser.add_argument("--theta", type=_share, default=0.0, help="correction for a subdivided population")
        parser.add_argument("--min-freq", type=_share, default=0.0, help="least frequency of an allele")
        parser.add_argument("--pairs", default=ALL, help="all, or a CSV file a,b with the elder first")
        parser.add_argument("--json", type=Path, dest="out", help="file to write the ratios to")

    def handle(self, *args: Any, **options: Any) -> None:
        with refusals_of(options["panel"]):
            panel = panel_of(options["panel"], options["pop"]).with_floor(options["min_freq"])
        with refusals_of(options["genotypes"]):
            profiles = read_profiles(text_of(options["genotypes"]))
            profiles.check(panel)
        pairs = _pairs(options["pairs"], profiles)
        weights = PairWeights(panel, Relation(options["relation"]), options["theta"])
        found = [(a, b, weights.weigh(profiles.samples[a], profiles.samples[b])) for a, b in pairs]
        if options["out"] is None:
            self._print(found)
            return
        keep(options["out"], as_json(_row(a, b, weight) for a, b, weight in found))
        self.stdout.write(
            ngettext("%(n)s pair is written to %(file)s.", "%(n)s pairs are written to %(file)s.", len(found))
            % {"n": len(found), "file": options["out"]}
        )

    def _print(self, found: list[tuple[str, str, Weight]]) -> None:
        self.stdout.write("a,b,loci,lr,log10_lr")
        for a, b, weight in found:
            self.stdout.write(f"{a},{b},{weight.loci},{weight.lr:.10g},{weight.log10_lr:.6f}")


def _pairs(given: str, profiles: Profiles) -> list[tuple[str, str]]:
    if given == ALL:
        if len(profiles.samples) < 2:
            raise CommandError(_("There is only one sample: a pair takes two."))
        return list(all_pairs(profiles))
    with refusals_of(Path(given)):
        return read_pairs(text_of(Path(given)), profiles)


def _share(text: str) -> float:
    """A number from 0 up to 1."""
    try:
        share = float(text)
    except ValueError:
        share = math.nan
    if not 0 <= share < 1:
        raise argparse.ArgumentTypeError(_("%(text)s is no number from 0 up to 1.") % {"text": text})
    return share


def _row(a: str, b: str, weight: Weight) -> dict[str, object]:
    """JSON knows neither inf nor -inf: what is none of its numbers is null."""
    lr, log = (value if math.isfinite(value) else None for value in (weight.lr, weight.log10_lr))
    return {"a": a, "b": b, "loci": weight.loci, "lr": lr, "log10_lr": log}
