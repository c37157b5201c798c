"""Who reaches an identification that was issued: the two sides of it, by way of the remains.

What two people signed is answered for as long as it stands, also when its pair has gone out of sight because a consent
to compare ended.  Nothing of the case opens by it, nor does the pair: of the case there is the reference that stands in
the report.

SECURITY: who holds neither record is answered alike whether anything was issued or not (FW-NOTIFY).  A firewall that
bars the institution from the case bars its people too, but for the two who signed: somebody has to answer for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.policy import NOBODY, RecordPolicy, policy_of
from accessctl.reach import Reach
from accessctl.rings import Ring
from cases.models import Case
from matching.identification.codes import Conclusion
from matching.models import CandidatePair, Identification, Signature
from matching.seen import unsuspected
from registry.lib.errors import Conflict, Forbidden
from registry.lib.ids import normalise_ref
from remains.models import Remains

CASE = "pair__case__"


class NothingIssued(Conflict):
    code = "nothing_issued"
    template = gettext_lazy("No identification stands here. Look at the page again.")


@dataclass(frozen=True)
class Held:
    """An issued identification.  reads: ring 3f of the remains is open to the reader; serves: they serve the family."""

    row: Identification
    remains: Remains
    reads: bool
    serves: bool

    @property
    def pair(self) -> CandidatePair:
        return self.row.pair

    @property
    def case_ref(self) -> str:
        return str(self.row.pair.left.ref)

    @property
    def is_established(self) -> bool:
        return self.row.stands and self.row.conclusion == Conclusion.ESTABLISHED


@dataclass(frozen=True)
class Reached:
    """What was issued of one set of remains, as far as the reader holds a side of it, newest first."""

    remains: Remains
    reads: bool
    rows: Sequence[Held]

    def chosen(self, of: str = "") -> Held | None:
        """The newest that stands, before what was taken back.  of: its digest, or the reference of its pair."""
        wanted = [one for one in self.rows if not of or of == one.row.digest or one.pair.ref == normalise_ref(of)]
        wanted.sort(key=lambda one: (one.is_established, one.row.stands), reverse=True)  # stable: newest first
        return wanted[0] if wanted else None


def reached(actor: Actor, ref: str) -> Reached:
    """What was issued of remains.  ref: of the remains.  Raises NotFound, Forbidden."""
    remains = door.fetch(actor, Remains, ref=ref)
    own = remains.owner_id == actor.organisation_id
    reviews = actor.reviews or actor.client is not None
    reads = reviews and Ring.FORENSIC in door.rings(actor, remains)
    served = _served(actor)
    mine = served | _known(actor) if reads else served
    if own and reads:
        mine |= _signed(actor) | _unbarred(actor)
    issued = Identification.objects.filter(remains=remains).exclude(issued_at=None).select_related("pair__case")
    rows = list(issued.filter(mine).order_by("-issued_at", "-pk"))
    serving = set(_keys(issued.filter(served)))
    if not rows and not (own and reads):
        journal.record_denial(actor, remains.ref, rule="identification")
        raise Forbidden()
    return Reached(remains, reads, [Held(row, remains, reads, row.pk in serving) for row in rows])


def standing(actor: Actor, ref: str, of: str) -> Held:
    """The identification that is meant, if it stands; its pair, its case and its row are locked.

    ref: of the remains; of: its digest, or the reference of its pair.  Raises NotFound, Forbidden, NothingIssued.
    """
    meant = _meant(actor, ref, of)
    CandidatePair.objects.select_for_update().get(pk=meant.pair.pk)
    Case.objects.select_for_update().get(pk=meant.pair.left.pk)  # before the row, as who tells the family locks
    Identification.objects.select_for_update().get(pk=meant.row.pk)
    # Judged anew: while this waited, the case may have changed hands, or a firewall may have been set.
    held = _meant(actor, ref, meant.row.digest)
    if not held.row.stands:
        raise NothingIssued()
    return held


def _meant(actor: Actor, ref: str, of: str) -> Held:
    found = reached(actor, ref)
    held = found.chosen(of) if of else None
    if held is None:
        raise NothingIssued()
    return held


def _served(actor: Actor) -> Q:
    """Of cases whose family the actor serves: they may change the case and read its family file."""
    changed, kin = door.visible(actor, Case, door.Action.CHANGE), door.visible(actor, Case, ring=Ring.KIN)
    return Q(pair__case__in=changed.values("pk")) & Q(pair__case__in=kin.values("pk")) & _unsuspected(actor)


def _known(actor: Actor) -> Q:
    """Of cases that the actor's organisation holds and the door shows them."""
    own = door.visible(actor, Case).filter(owner=actor.organisation_id)
    return Q(pair__case__in=own.values("pk")) & _unsuspected(actor)


def _signed(actor: Actor) -> Q:
    """Those that the actor's person signed."""
    return (
        Q(pk__in=Signature.objects.filter(signer=actor.account).values("identification")) if actor.account else NOBODY
    )


def _unbarred(actor: Actor) -> Q:
    """Of cases that no firewall and no sanction keeps from the actor's organisation; consent is not asked."""
    policy = policy_of(Case)
    assert isinstance(policy, RecordPolicy)
    open_to = Case.objects.filter(policy.within_safeguards(Reach(actor), Ring.COMMON))
    return Q(pair__case__in=open_to.values("pk")) & _unsuspected(actor)


def _unsuspected(actor: Actor) -> Q:
    return unsuspected(Reach(actor), CASE)


def _keys(rows: QuerySet[Identification, Any]) -> QuerySet[Identification, UUID]:
    return rows.values_list("pk", flat=True)
