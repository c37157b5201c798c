"""Reads of the registers, and the people a breach concerns, derived from the journal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, F, Func, Max, Q, QuerySet

from accessctl import door, topology
from accessctl.actor import Actor
from accessctl.clear import Clear
from accessctl.keystore.models import digest_of
from accessctl.models import (
    Account,
    Breach,
    BreachFile,
    Demand,
    DemandFile,
    JournalEntry,
    Membership,
    Organisation,
    Sanction,
)
from accessctl.rings import Ring

SHOWN = 200


def demands(actor: Actor) -> list[Demand]:
    """The demands of the reader's organisation: open ones first, then the newest."""
    rows = list(door.visible(actor, Demand).order_by("-received_on", "-id")[:SHOWN])
    return sorted(rows, key=lambda row: not (row.is_open or row.owes_telling))


def demand(actor: Actor, ref: str) -> tuple[Demand, Clear]:
    """One demand with its file in clear.  Raises NotFound, ProofNeeded."""
    row = door.fetch(actor, Demand, ref=ref)
    (file,) = door.open(actor, row, Ring.ACCOUNTABILITY, tables=[DemandFile]).rows(row, DemandFile)
    return row, file


def breaches(actor: Actor) -> list[Breach]:
    """The breaches of the reader's organisation: those whose clock runs first."""
    rows = list(door.visible(actor, Breach).order_by("-noticed_at")[:SHOWN])
    return sorted(rows, key=lambda row: row.authority_told_at is not None)


def breach(actor: Actor, ref: str) -> tuple[Breach, Clear]:
    """One breach with its file in clear.  Raises NotFound, ProofNeeded."""
    row = door.fetch(actor, Breach, ref=ref)
    (file,) = door.open(actor, row, Ring.ACCOUNTABILITY, tables=[BreachFile]).rows(row, BreachFile)
    return row, file


def sanctions(actor: Actor) -> list[Sanction]:
    """The sanctions of the reader's organisation: those that stand first."""
    rows = door.visible(actor, Sanction).select_related("organisation").order_by("-begun_at")[:SHOWN]
    return sorted(rows, key=lambda row: row.lifted_at is not None)


def bound_by(row: Sanction) -> list[Organisation]:
    """The organisations that a sanction keeps out."""
    if row.organisation is not None:
        return [row.organisation]
    return [one for one in Organisation.objects.exclude(pk=row.owner_id) if row.country in one.states]


@dataclass
class Affected:
    """A record that was read: which rings, how often, when last."""

    ref: str
    last_at: datetime
    rings: set[str] = field(default_factory=set)
    times: int = 0

    @property
    def labels(self) -> list[str]:
        return [str(Ring(ring).label) for ring in sorted(self.rings)]


def affected(
    entries: QuerySet[JournalEntry], *, since: datetime, until: datetime, readers: Iterable[str] = ()
) -> list[Affected]:
    """Whose records were opened within a time by these readers: by pseudonym, or by organisation; by all if none.

    A list of one's own cases opens nothing and is not in it; every ring that was shown is, since a reading is written
    down before it is answered.
    """
    rows = entries.filter(action="ring.read", decision="allowed", at__gte=since, at__lte=until)
    wanted = list(readers)
    if wanted:
        people = [one for one in wanted if ":" in one]
        rows = rows.filter(Q(actor__in=people) | Q(organisation__in=[one for one in wanted if ":" not in one]))
    each = Func(F("refs"), function="unnest", output_field=CharField())
    counted = rows.order_by().values("ring", ref=each).annotate(times=Count("pk"), last_at=Max("at"))
    found: dict[str, Affected] = {}
    for row in counted:
        one = found.setdefault(row["ref"], Affected(row["ref"], last_at=row["last_at"]))
        one.rings.add(row["ring"])
        one.times += row["times"]
        one.last_at = max(one.last_at, row["last_at"])
    return sorted(found.values(), key=lambda one: (-max(Ring(ring).layer for ring in one.rings), one.ref))


def affected_by(actor: Actor, row: Breach, file: Any) -> list[Affected]:
    """The affected of a breach, as far as the reader sees the journal: own records, and what the own people read."""
    entries = door.visible(actor, JournalEntry)
    return affected(entries, since=row.since, until=row.until, readers=file.readers)


@dataclass(frozen=True)
class Reader:
    """Somebody whose readings are in question.  token: how a page names them; pseudonym: how the journal does."""

    token: str
    pseudonym: str
    name: str


def readers_of(actor: Actor) -> list[Reader]:
    """Whose readings a breach can be about: people of the own organisation, then other organisations."""
    own = Account.objects.filter(pk__in=_members(actor)).order_by("full_name")
    people = [Reader(digest_of(one.pk)[:16], f"account:{one.pk}", one.full_name) for one in own]
    return people + [Reader(token_of(one), str(one.pk), one.name) for one in others(actor)]


def others(actor: Actor) -> list[Organisation]:
    """Every other organisation, by name."""
    return list(door.visible(actor, Organisation).filter(~Q(pk=actor.organisation_id)).order_by("name"))


def token_of(row: Organisation) -> str:
    """How a page names an organisation, whose id never leaves."""
    return digest_of(row.pk)[:16]


def _members(actor: Actor) -> list[Any]:
    return list(Membership.objects.filter(organisation=actor.organisation_id).values_list("account", flat=True))


def owned(actor: Actor, refs: Iterable[str]) -> set[str]:
    """Those of the references that are records of the actor's organisation, erased ones included."""
    wanted, found = list(refs), set[str]()
    for model in topology.roots():
        mine = [ref for ref in wanted if ref.partition("-")[0] == model.REF_PREFIX]
        if mine:
            rows = model._default_manager.filter(ref__in=mine, owner=actor.organisation_id)
            found |= set(rows.values_list("ref", flat=True))
    return found
