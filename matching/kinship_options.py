"""What the kinship commands assume of a population: options of the command line, and what they come to."""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from matching.engine.kinship.likelihood import Genetics
from matching.engine.kinship.mutation import Model, Mutation
from matching.kinship_files import panels_of

AGAIN = "given again, the least ratio counts"


def add_to(parser: CommandParser) -> None:
    """Options of panels, θ, mutation and drop-out."""
    parser.add_argument("--panel", type=Path, action="append", default=[], dest="panels",
                        help=f"CSV file of allele frequencies; {AGAIN}")  # fmt: skip
    parser.add_argument("--loaded", action="append", default=[],
                        help="a panel by the name that load_allele_panel gave it")  # fmt: skip
    parser.add_argument("--pop", action="append", default=[], dest="pops",
                        help=f"population, where a panel holds several; {AGAIN}")  # fmt: skip
    parser.add_argument("--theta", type=share, default=0.0, help="correction for a subdivided population")
    parser.add_argument("--min-freq", type=share, default=0.0, help="least frequency of an allele")
    parser.add_argument("--mutation", choices=[str(one) for one in Model], help="model; none unless given")
    parser.add_argument("--male", type=share, default=0.002, help="rate of mutation of a man")
    parser.add_argument("--female", type=share, default=0.0005, help="rate of mutation of a woman")
    parser.add_argument("--dropout", type=share, default=0.0, help="probability that an allele fails to show")


def share(text: str) -> float:
    """A number from 0 up to 1."""
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not 0 <= found < 1:
        raise argparse.ArgumentTypeError(_("%(text)s is no number from 0 up to 1.") % {"text": text})
    return found


def genetics_of(options: dict[str, Any]) -> list[Genetics]:
    """What is assumed under each panel.  Raises: CommandError."""
    panels = panels_of(options["panels"], options["loaded"], options["pops"])
    if not panels:
        raise CommandError(_("Name a panel of allele frequencies."))
    try:
        mutation = None
        if options["mutation"]:
            mutation = Mutation(Model(options["mutation"]), options["male"], options["female"])
    except ValueError as problem:
        raise CommandError(str(problem)) from problem
    return [Genetics(panel.with_floor(options["min_freq"]), options["theta"], mutation) for panel in panels]


def finite(value: float) -> float | None:
    """JSON knows neither inf nor -inf: what is none of its numbers is null."""
    return value if math.isfinite(value) else None
