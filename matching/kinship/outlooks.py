"""How much each further relative's sample would say, by the shape of a family: who gave one, and who could.

Of a family nothing enters but what relatives are to the missing person, so families of one shape share the figures and
no profile shows in them.  Worked out in the background, once for each shape and panel; a figure for planning.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from accessctl import door, doorbell, effects
from accessctl.models import Effect
from matching import genetics
from matching.engine.kinship.kin import MISSING, SIDED, Kin, Relation, placed, readings
from matching.engine.kinship.panels import Panel
from matching.engine.kinship.power import expected
from matching.engine.kinship.tables import marker_key
from matching.kinship.family import job
from matching.models import FamilyOutlook
from matching.services.owing import done

OUTLOOK = "family.outlook"
CORE = tuple(marker_key(name) for name in genetics.LOCI[:20])
NEXT = "next"  # the code of who would give a sample in a pedigree of shapes
AS_IT_IS = ""
SEED = 1


@dataclass(frozen=True)
class Outlook:
    """Expected log10 of the ratio that remains of the missing person would have.

    as_it_is: with those who gave a sample; None while it is worked out.  with_one: with one relative more, by what they
    are; nothing for one who has no place beside the others.
    """

    panel: str = ""
    as_it_is: float | None = None
    with_one: Mapping[str, float] | None = None

    @property
    def is_ready(self) -> bool:
        return self.with_one is not None

    def of(self, kin: Kin, side: str = "") -> float | None:
        """With a relative more; where nobody knows through which parent, the lesser of both."""
        known = self.with_one or {}
        sides = [side] if side or kin not in SIDED else ["mother", "father"]
        found = [known[key] for one in sides if (key := _key(kin, one)) in known]
        return min(found, default=None)


def outlook(given: Iterable[Relation], could: Iterable[tuple[Kin, str]]) -> Outlook | None:
    """The figures for a family; asks for them where nobody did.  None where no panel is loaded.

    could: what those who gave no sample are, and through which parent ("" where nobody knows).
    """
    panel = planning_panel()
    if panel is None:
        return None
    shape = _shape(given, could)
    said = [shape, panel.name, {marker: dict(panel.markers[marker]) for marker in CORE if marker in panel}]
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    row = door.visible(job(), FamilyOutlook).filter(digest=digest).first()
    if row is None:
        _ask(shape, digest, panel)
        return Outlook(panel.name)
    figures: Any = row.figures
    return Outlook(row.panel, figures[AS_IT_IS], figures) if figures is not None else Outlook(row.panel)


def planning_panel() -> Panel | None:
    """The first of the loaded populations by name: a plan needs one, and which it is stands beside it."""
    return min(genetics.newest(job()), key=lambda panel: panel.name, default=None)


def work_out(effect: Effect) -> None:
    """Work out the figures of one shape.  A panel that was exchanged meanwhile is another shape's business."""
    row = FamilyOutlook._default_manager.filter(digest=effect.payload["digest"], figures__isnull=True).first()
    panel = next((one for one in genetics.newest(job()) if row and one.name == row.panel), None)
    figures = figures_of(row.shape, panel) if row is not None and panel is not None else None
    with transaction.atomic():
        if row is not None and figures is not None:
            row.figures, row.made_at = figures, timezone.now()
            row.save(update_fields=["figures", "made_at"])
        elif row is not None:
            row.delete()
        done([effect])


def figures_of(shape: Mapping[str, list[list[str]]], panel: Panel) -> dict[str, float]:
    """The expected log10 for those who gave a sample, and with each of the others more."""
    given = [Relation(f"g{number}", Kin(kin), side) for number, (kin, side) in enumerate(shape["given"])]
    loci = [marker for marker in CORE if marker in panel]
    found = {AS_IT_IS: _expected(given, "", panel, loci)}
    for kin, side in shape["could"]:
        one = placed([*given, Relation(NEXT, Kin(kin), side)])
        if {NEXT, *(held.code for held in given)} <= {held.code for held in one}:
            found[_key(kin, side)] = _expected(one, NEXT, panel, loci)
    return found


def _expected(relations: list[Relation], who: str, panel: Panel, loci: list[str]) -> float:
    pedigree = readings(relations)[0].pedigree  # those who may share more do: the lesser figure
    given = [one.code for one in relations if one.code != who]
    return expected(pedigree, MISSING, given, [who] if who else [], panel, loci=loci, seed=SEED)[who]


def _shape(given: Iterable[Relation], could: Iterable[tuple[Kin, str]]) -> dict[str, list[list[str]]]:
    further = {(kin, one) for kin, side in could for one in (
        [side if kin in SIDED else ""] if side or kin not in SIDED else ["mother", "father"])}  # fmt: skip
    return {
        "given": sorted([str(one.kin), one.side if one.kin in SIDED else ""] for one in given),
        "could": sorted([str(kin), side] for kin, side in further),
    }


def _key(kin: str, side: str) -> str:
    return f"{kin}:{side}" if kin in SIDED else str(kin)


@transaction.atomic
def _ask(shape: Mapping[str, Any], digest: str, panel: Panel) -> None:
    FamilyOutlook._default_manager.get_or_create(digest=digest, defaults={"shape": shape, "panel": panel.name})
    effects.owe(OUTLOOK, f"{OUTLOOK}:{digest}", digest=digest)
    transaction.on_commit(partial(doorbell.ring, "matching.tasks.weigh_kinship", queue="default"))
