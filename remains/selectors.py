"""Reads of remains for pages and API: the actor first, everything through the door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from accessctl import door
from accessctl.actor import Actor
from accessctl.clear import Clear
from accessctl.policy import Action
from accessctl.rings import Ring
from cases.codes import LinkBasis
from cases.models import Incident
from cases.selectors import LinkedIncident
from remains import held
from remains.models import (
    ForensicFile,
    OriginIndicator,
    PostMortemProfile,
    Remains,
    RemainsBelonging,
    RemainsDentalChart,
    RemainsDocument,
    RemainsDraft,
    RemainsIncident,
    RemainsIntimateMark,
    RemainsMark,
    RemainsMedical,
)
from remains.policies import RemainsDraftPolicy
from remains.services import RemainsEntry, reserved_ref

LISTED_TABLES = (PostMortemProfile, RemainsMark, RemainsBelonging, OriginIndicator)
PROFILE_TABLES = (*LISTED_TABLES, RemainsIncident)
FORENSIC_TABLES = (ForensicFile, RemainsDocument, RemainsIntimateMark, RemainsMedical, RemainsDentalChart)
FILTERS = ("status", "sex", "age_class", "found_country")
MOST_DRAFTS = 20
MOST_LINKED = 50


@dataclass
class RemainsFile:
    """What one reader may see of a record of remains; `entry` is None where layer 2 is closed to them.

    The forensic parts of `entry` are empty unless `has_forensic`.
    """

    remains: Remains
    open_rings: frozenset[Ring]
    entry: RemainsEntry | None = None
    has_forensic: bool = False
    incidents: list[LinkedIncident] = field(default_factory=list)

    @property
    def held(self) -> list[Ring]:
        """Rings that exist and are closed to this reader."""
        return [ring for ring in (Ring.SEARCH, Ring.FORENSIC) if ring not in self.open_rings]


@dataclass(frozen=True)
class Draft:
    """A draft as lists show it: nothing of what was typed."""

    ref: str
    reserved_ref: str
    saved_at: datetime


def page_of_remains(
    actor: Actor, *, filters: dict[str, str], mine: bool = False, after: str | None = None
) -> door.Page[Remains]:
    """A page of remains, newest first: layer 1 only."""
    where = Q(**{name: value for name, value in filters.items() if name in FILTERS and value})
    if mine:
        where &= Q(owner=actor.organisation_id)
    return door.page(actor, Remains, where=where, after=after)


def may_log(actor: Actor) -> bool:
    """Whether to offer the form: a role of theirs begins drafts; the services decide all the same."""
    return actor.organisation is not None and bool(actor.roles & RemainsDraftPolicy.own[Action.CREATE])


def fetch_remains(actor: Actor, ref: str, action: Action = Action.VIEW) -> Remains:
    """The layer-1 row of remains.  Raises NotFound, Forbidden."""
    return door.fetch(actor, Remains, action, ref=ref)


def remains_file(actor: Actor, ref: str) -> RemainsFile:
    """One record as far as the reader's rings go, the forensic file left closed.  Raises NotFound."""
    remains = door.fetch(actor, Remains, ref=ref)
    found = RemainsFile(remains, door.rings(actor, remains))
    if Ring.SEARCH in found.open_rings:
        opened = door.open(actor, remains, Ring.SEARCH, tables=PROFILE_TABLES)
        profile = opened.one(remains, PostMortemProfile)
        lists = [opened.rows(remains, table) for table in (RemainsMark, RemainsBelonging, OriginIndicator)]
        if profile is not None:
            found.entry = held.entry_of(remains.status, held.profile_parts(profile, *lists))
        found.incidents = _linked(actor, opened.rows(remains, RemainsIncident))
    return found


def profiles(actor: Actor, records: Sequence[Remains]) -> dict[UUID, RemainsEntry]:
    """What layer 2 holds of each of many records that has a profile, opened at once.  Raises Forbidden."""
    opened = door.open(actor, records, Ring.SEARCH, tables=LISTED_TABLES)
    found = {}
    for one in records:
        profile = opened.one(one, PostMortemProfile)
        lists = [opened.rows(one, table) for table in (RemainsMark, RemainsBelonging, OriginIndicator)]
        if profile is not None:
            found[one.pk] = held.entry_of(one.status, held.profile_parts(profile, *lists))
    return found


def incidents_of_remains(actor: Actor, ref: str) -> tuple[Remains, list[LinkedIncident]]:
    """Remains and the incidents they are linked to, of those that the reader may see.  Raises NotFound, Forbidden."""
    remains = door.fetch(actor, Remains, ref=ref)
    opened = door.open(actor, remains, Ring.SEARCH, tables=[RemainsIncident])
    return remains, _linked(actor, opened.rows(remains, RemainsIncident))


def _linked(actor: Actor, links: list[Clear]) -> list[LinkedIncident]:
    basis = {link.incident_id: LinkBasis(link.basis) for link in links}
    seen = door.visible(actor, Incident).filter(pk__in=basis).order_by("-month", "pk")
    return [LinkedIncident(row, basis[row.pk]) for row in seen]


def remains_of_incident(actor: Actor, incident_ref: str) -> list[Remains]:
    """Remains linked to an incident whose search file the reader holds: the link itself lies there.  Raises NotFound.

    The newest first, at most MOST_LINKED; each opening of a link is journalled.
    """
    incident = door.fetch(actor, Incident, ref=incident_ref)
    links = RemainsIncident._default_manager.filter(incident=incident).values("remains")
    readable = door.visible(actor, Remains, ring=Ring.SEARCH).filter(pk__in=links).select_related("owner")
    found = list(readable.order_by("-created_at", "-pk")[:MOST_LINKED])
    door.open(actor, found, Ring.SEARCH, tables=[RemainsIncident])
    return found


def whole_file(actor: Actor, ref: str) -> RemainsFile:
    """One record for a change: with the forensic file if the reader may open it.  Raises NotFound, Forbidden."""
    fetch_remains(actor, ref, Action.CHANGE)
    found = remains_file(actor, ref)
    if found.entry is not None and Ring.FORENSIC in found.open_rings:
        found.entry, found.has_forensic = with_forensic(actor, found.remains, found.entry), True
    return found


def with_forensic(actor: Actor, remains: Remains, entry: RemainsEntry) -> RemainsEntry:
    """The entry with what the forensic file (ring 3f) holds.  Raises Forbidden."""
    opened = door.open(actor, remains, Ring.FORENSIC, tables=FORENSIC_TABLES)
    lists = [opened.rows(remains, table) for table in (RemainsDocument, RemainsMedical, RemainsDentalChart)]
    parts = held.forensic_parts(opened.one(remains, ForensicFile), *lists)
    marks = held.intimate_marks(opened.rows(remains, RemainsIntimateMark))
    return replace(entry, **parts, marks=(*entry.marks, *marks))


def forensic_entry(actor: Actor, remains: Remains) -> RemainsEntry:
    """The forensic file alone, as an entry that is empty elsewhere.  Raises Forbidden."""
    return with_forensic(actor, remains, RemainsEntry())


def fetch_draft(actor: Actor, ref: str) -> RemainsDraft:
    """A draft, closed.  Raises NotFound."""
    return door.fetch(actor, RemainsDraft, ref=ref)


def draft_form(actor: Actor, draft: RemainsDraft) -> dict[str, list[str]]:
    """What was typed into a draft (journalled).  Raises Forbidden."""
    opened = door.open(actor, draft, Ring.SEARCH).one(draft, RemainsDraft)
    form: dict[str, list[str]] = opened.payload.get("form", {}) if opened else {}
    return form


def drafts(actor: Actor) -> list[Draft]:
    """The drafts this person may go on with, the last saved first."""
    rows = door.visible(actor, RemainsDraft, Action.CHANGE).order_by("-updated_at")[:MOST_DRAFTS]
    return [Draft(row.ref, reserved_ref(row), row.updated_at) for row in rows]
