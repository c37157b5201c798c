"""The kinship line of a pair as one reader may have it: a figure, words alone, or nothing.

Who may open the forensic file of the remains reads the figure and all that it rests on; who may open that of the case
reads how strong it is, in words; for everybody else there is none, whether there is one or not.  It is asked again at
each reading whether every donor on whom it rests still agrees.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accessctl import door
from accessctl.actor import Actor
from accessctl.rings import Ring
from matching.codes import Band, PairKind
from matching.models import CandidatePair, KinshipLine
from remains.policies import disagreed


@dataclass(frozen=True)
class Line:
    """words: "" where the relatives' profiles do not fit the family as it is recorded.  found: for whom may read it."""

    words: str | Promise
    weighed_at: datetime
    found: Mapping[str, Any] | None = None

    @property
    def assumed(self) -> str:
        """The rules it was worked out by, as geneticists write them."""
        if self.found is None:
            return ""
        rules = self.found["assumed"]
        return _("θ %(theta)s; mutation %(mutation)s; drop-out %(dropout)s; least frequency %(least)s") % {
            "theta": rules["theta"], "mutation": rules["mutation"], "dropout": self.found["dropout"],
            "least": rules["least_frequency"],
        }  # fmt: skip

    @property
    def panels(self) -> int:
        return len(self.found["by_panel"]) if self.found else 0


def line_of(actor: Actor, pair: CandidatePair, reach: Mapping[UUID, frozenset[Ring]]) -> Line | None:
    """The line, if there is one for this reader.  reach: the rings of both records that are open to them."""
    if pair.kind != PairKind.AM_PM:
        return None
    of_case, of_remains = (Ring.FORENSIC in reach[record.pk] for record in (pair.left, pair.right))
    if not (of_case or of_remains):
        return None
    row = KinshipLine._default_manager.filter(pair=pair).defer("found").first()
    if row is None or disagreed().filter(sample__in=row.samples).exists():
        return None
    words = Band(row.band).label if row.band else ""
    if not of_remains or pair.remains is None:
        return Line(words, row.weighed_at)
    opened = door.open(actor, pair.remains, Ring.FORENSIC, tables=[KinshipLine], where=Q(pair=pair))
    clear: Any = opened.one(pair.remains, KinshipLine)
    return Line(words, row.weighed_at, clear.found) if clear is not None else None
