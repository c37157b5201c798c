"""Genetic profiles, invented: a laboratory that keeps alleles, two populations, a mother and her child.

`typed(by, lab, source, loci)` is a sample of a donor or of remains with what a kit showed of it.
"""

from __future__ import annotations

import random

from accessctl.actor import Actor
from accessctl.approvals import services as approvals
from accessctl.codes import Role
from cases.models import Donor
from matching.engine.kinship.panels import Panel
from matching.extract import matcher
from matching.genetics import LOCI
from matching.services import genetics, panels
from matching.services.panels import Edition
from remains.models import Remains, Sample
from tests.factories import samples
from tests.factories.accessctl import Member, member

MARKERS = LOCI[:20]
ALLELES = [str(number) for number in range(8, 18)]
Loci = dict[str, tuple[str, str]]


def frequencies(slope: int) -> dict[str, dict[str, float]]:
    """A panel in which further alleles are rarer, or more frequent."""
    weights = [10 + slope * number for number in range(len(ALLELES))]
    shares = {allele: weight / sum(weights) for allele, weight in zip(ALLELES, weights, strict=True)}
    return {marker.casefold(): shares for marker in MARKERS}


PANELS = {"north": Panel("Invented: north", frequencies(1)), "south": Panel("Invented: south", frequencies(-1))}


def some_profile(seed: int) -> Loci:
    draw = random.Random(seed)
    return {marker: (draw.choice(ALLELES), draw.choice(ALLELES)) for marker in MARKERS}


def child_of(one: Loci, seed: int) -> Loci:
    draw = random.Random(seed)
    return {marker: (draw.choice(one[marker]), draw.choice(ALLELES)) for marker in MARKERS}


def load_panels() -> None:
    """Both populations, as an operator loads them."""
    panels.load(actor=matcher(), edition=Edition("Invented", "the test", "1", "0" * 64), panels=PANELS)


def keeping_laboratory() -> Member:
    """A laboratory that keeps alleles here, and two populations to weigh with."""
    lab = samples.laboratory()
    asked = genetics.ask_to_open(actor=lab.actor)
    approvals.approve(member(lab.organisation, Role.GENETIC_LAB).actor, asked.ref)
    load_panels()
    return lab


def typed(by: Actor, lab: Member, source: Donor | Remains, loci: Loci, **said: str) -> Sample:
    """A sample at a laboratory, reported, with its alleles."""
    taken = samples.tested(by, samples.sample(by, source), lab)
    samples.reported(lab, taken, **said)
    genetics.keep(actor=lab.actor, kit="Kit", loci={taken.ref: loci})
    return taken


MOTHER = some_profile(1)
CHILD = child_of(MOTHER, 2)
