"""What a laboratory keeps of the profiles that it made: all samples of a table, or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accessctl import door
from accessctl.actor import Actor
from accessctl.approvals import selectors as approvals
from accessctl.approvals.selectors import Asked
from accessctl.rings import Ring
from registry.lib.errors import Forbidden
from remains.models import Alleles, Sample
from remains.services import genetics
from remains.services.genetics import Loci, ask_to_open

__all__ = ["Held", "Mode", "alleles_of", "ask_to_open", "keep", "mode"]


@dataclass(frozen=True)
class Mode:
    """Whether a laboratory keeps alleles here, and the question to a second person that waits."""

    is_open: bool
    waits: Asked | None


@dataclass(frozen=True)
class Held:
    """A sample, and what is kept of it."""

    sample: Sample
    kit: str
    loci: Mapping[str, list[str]]


def mode(actor: Actor) -> Mode:
    """The mode of the actor's laboratory.  Raises Forbidden."""
    if actor.organisation is None or not actor.roles & genetics.LABORATORY:
        raise Forbidden()
    return Mode(genetics.is_open(actor), approvals.waits(actor, genetics.OPEN, actor.organisation.ref))


def alleles_of(actor: Actor, ref: str) -> Held:
    """What is kept of a sample (ring 4g).  Raises NotFound, Forbidden, ProofNeeded."""
    sample = door.fetch(actor, Sample, ref=ref)
    row: Any = door.open(actor, sample, Ring.GENETIC, tables=[Alleles]).one(sample, Alleles)
    return Held(sample, row.kit if row else "", row.loci if row else {})


@transaction.atomic
def keep(*, actor: Actor, kit: str, loci: Mapping[str, Loci]) -> int:
    """Keep the alleles of every sample, by its code.

    Raises NotFound, Forbidden, NoConsent, ModeClosed, NotReported.
    """
    for code, seen in loci.items():
        genetics.keep_alleles(actor=actor, ref=code, kit=kit, loci=seen)
    return len(loci)
