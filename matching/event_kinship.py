"""The kinship lines among the pairs of an event, as one reader may have them: beside the evidence, never in its sum.

The rules are those of the line of one pair (`matching.kinship.line`): who may open the forensic file of the remains has
the figure, who may open that of the case the words, and for everybody else there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accessctl import door
from accessctl.actor import Actor
from accessctl.rings import Ring
from cases.models import Case
from matching.codes import Band
from matching.models import CandidatePair, KinshipLine
from remains.models import Remains
from remains.policies import disagreed


@dataclass(frozen=True)
class Kin:
    """What relatives' profiles say of a pair.

    band: None where they do not fit one another in the family as it is recorded: that speaks neither for nor against
    any remains.  log10: the least ratio, None for who reads its words alone, and where there is no band.
    together: how many missing of the family were weighed together, 0 where the pair stands alone; bounded: not all
    ways to place their remains were.
    """

    band: Band | None
    log10: float | None = None
    together: int = 0
    bounded: bool = False

    @property
    def words(self) -> str | Promise:
        return self.band.label if self.band else _("the relatives’ profiles do not fit the family as recorded")


Kinships = dict[tuple[UUID, UUID], Kin]


def lines(actor: Actor, pairs: dict[tuple[UUID, UUID], CandidatePair]) -> Kinships:
    """The lines of these pairs of a case and remains, by the keys of both.  Opening figures is journalled.

    SECURITY: rings are asked for before lines, so that who has neither file cannot tell whether there is one.
    """
    told, read = _open(actor, Case, {case for case, _r in pairs}), _open(actor, Remains, {found for _c, found in pairs})
    wanted = {pair.pk: ends for ends, pair in pairs.items() if ends[0] in told or ends[1] in read}
    rows = list(KinshipLine._default_manager.filter(pair__in=wanted).defer("found"))
    samples = {one for row in rows for one in row.samples}
    stopped = set(disagreed().filter(sample__in=samples).values_list("sample", flat=True))
    rows = [row for row in rows if not stopped.intersection(row.samples)]
    figures = _figures(actor, [row for row in rows if row.remains_id in read])
    return {
        wanted[row.pair_id]: Kin(Band(row.band) if row.band else None, figures.get(row.pair_id))
        for row in rows if row.pair_id in figures or wanted[row.pair_id][0] in told
    }  # fmt: skip


def _open(actor: Actor, model: type[Case] | type[Remains], keys: set[UUID]) -> set[UUID]:
    """Those of the records whose forensic file is open to the actor."""
    return set(door.visible(actor, model, ring=Ring.FORENSIC).filter(pk__in=keys).values_list("pk", flat=True))


def _figures(actor: Actor, rows: list[KinshipLine]) -> dict[UUID, float | None]:
    """log10 by pair, less what an agreement keeps closed."""
    keys, pairs = {row.remains_id for row in rows}, Q(pair__in=[row.pair_id for row in rows])
    of = list(door.visible(actor, Remains, ring=Ring.FORENSIC).filter(pk__in=keys))
    opened = door.open(actor, of, Ring.FORENSIC, tables=[KinshipLine], where=pairs, within_reach=True)
    found: list[Any] = [clear for remains in of for clear in opened.rows(remains, KinshipLine)]
    return {clear.pair_id: clear.found["log10"] for clear in found}
