"""`manage.py kinship_lr`: likelihood ratios of pairs of genetic profiles.  Needs no registry and identifies nobody."""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.engine.kinship.families import lowest
from matching.engine.kinship.genotypes import Profiles, all_pairs, read_pairs, read_profiles
from matching.engine.kinship.likelihood import Genetics
from matching.engine.kinship.mutation import Model, Mutation
from matching.engine.kinship.pairwise import PairWeights, Relation, Weight
from matching.engine.kinship.panels import Panel
from matching.engine.kinship.relations import PedigreeWeights
from matching.kinship_files import as_json, keep, panels_of, refusals_of, text_of

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
        again = "given again, the least ratio counts"
        parser.add_argument("--panel", type=Path, action="append", default=[], dest="panels",
                            help=f"CSV file of allele frequencies; {again}")  # fmt: skip
        parser.add_argument("--loaded", action="append", default=[],
                            help="a panel by the name that load_allele_panel gave it")  # fmt: skip
        parser.add_argument("--pop", action="append", default=[], dest="pops",
                            help=f"population, where a panel holds several; {again}")  # fmt: skip
        parser.add_argument("--theta", type=_share, default=0.0, help="correction for a subdivided population")
        parser.add_argument("--min-freq", type=_share, default=0.0, help="least frequency of an allele")
        parser.add_argument("--mutation", choices=[str(one) for one in Model], help="model; none unless given")
        parser.add_argument("--male", type=_share, default=0.002, help="rate of mutation of a man")
        parser.add_argument("--female", type=_share, default=0.0005, help="rate of mutation of a woman")
        parser.add_argument("--dropout", type=_share, default=0.0, help="probability that an allele fails to show")
        parser.add_argument("--pairs", default=ALL, help="all, or a CSV file a,b with the elder first")
        parser.add_argument("--json", type=Path, dest="out", help="file to write the ratios to")

    def handle(self, *args: Any, **options: Any) -> None:
        panels = [panel.with_floor(options["min_freq"]) for panel in _panels(options)]
        with refusals_of(options["genotypes"]):
            profiles = read_profiles(text_of(options["genotypes"]), single=options["dropout"] > 0)
            for panel in panels:
                profiles.check(panel)
        pairs = _pairs(options["pairs"], profiles)
        by_panel = {panel.name: _weights(panel, options) for panel in panels}
        found = [_found(a, b, profiles, by_panel) for a, b in pairs]
        if options["out"] is None:
            self._print(found)
            return
        keep(options["out"], as_json(_row(each, several=len(panels) > 1) for each in found))
        self.stdout.write(
            ngettext("%(n)s pair is written to %(file)s.", "%(n)s pairs are written to %(file)s.", len(found))
            % {"n": len(found), "file": options["out"]}
        )

    def _print(self, found: list[Found]) -> None:
        self.stdout.write("a,b,loci,lr,log10_lr,panel")
        for a, b, weight, panel in found:
            self.stdout.write(f"{a},{b},{weight.loci},{weight.lr:.10g},{weight.log10_lr:.6f},{panel}")


def _panels(options: dict[str, Any]) -> list[Panel]:
    found = panels_of(options["panels"], options["loaded"], options["pops"])
    if not found:
        raise CommandError(_("Name a panel of allele frequencies."))
    return found


def _pairs(given: str, profiles: Profiles) -> list[tuple[str, str]]:
    if given == ALL:
        if len(profiles.samples) < 2:
            raise CommandError(_("There is only one sample: a pair takes two."))
        return list(all_pairs(profiles))
    with refusals_of(Path(given)):
        return read_pairs(text_of(Path(given)), profiles)


def _weights(panel: Panel, options: dict[str, Any]) -> PairWeights | PedigreeWeights:
    """The closed form, and the pedigree where there is mutation or drop-out."""
    relation, theta = Relation(options["relation"]), options["theta"]
    if not (options["mutation"] or options["dropout"]):
        return PairWeights(panel, relation, theta)
    try:
        mutation = None
        if options["mutation"]:
            mutation = Mutation(Model(options["mutation"]), options["male"], options["female"])
        return PedigreeWeights(Genetics(panel, theta, mutation), relation, options["dropout"])
    except ValueError as problem:
        raise CommandError(str(problem)) from problem


def _found(a: str, b: str, profiles: Profiles, by_panel: dict[str, PairWeights | PedigreeWeights]) -> Found:
    elder, younger = profiles.samples[a], profiles.samples[b]
    try:
        least = lowest({name: weights.weigh(elder, younger) for name, weights in by_panel.items()})
    except ValueError as problem:
        raise CommandError(str(problem)) from problem
    return Found(a, b, least.weight, least.panel)


def _share(text: str) -> float:
    """A number from 0 up to 1."""
    try:
        share = float(text)
    except ValueError:
        share = math.nan
    if not 0 <= share < 1:
        raise argparse.ArgumentTypeError(_("%(text)s is no number from 0 up to 1.") % {"text": text})
    return share


def _row(found: Found, *, several: bool) -> dict[str, object]:
    """JSON knows neither inf nor -inf: what is none of its numbers is null."""
    a, b, weight, panel = found
    lr, log = (value if math.isfinite(value) else None for value in (weight.lr, weight.log10_lr))
    row = {"a": a, "b": b, "loci": weight.loci, "lr": lr, "log10_lr": log}
    return {**row, "panel": panel} if several else row
