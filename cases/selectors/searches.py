"""Reads of searches: one's own searches, and the own organisation's cases that fit one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from accessctl import door
from accessctl.actor import Actor
from accessctl.clear import Clear
from accessctl.rings import Ring
from cases.models import Case, StoredSearch
from registry.lib.ids import normalise_ref

SHOWN = 12


@dataclass(frozen=True)
class Search:
    """One search of the reader's own.  `refs`: what the matcher found, best first; None where no name was asked."""

    stored: StoredSearch
    name: str
    criteria: dict[str, str]
    refs: list[str] | None

    @property
    def ref(self) -> str:
        return str(self.stored.ref)

    @property
    def is_answered(self) -> bool:
        return self.stored.answered_at is not None


def own_searches(actor: Actor) -> tuple[list[Search], list[Search]]:
    """The reader's kept searches and their latest others."""
    stored = list(door.visible(actor, StoredSearch).order_by("-created_at")[: 4 * SHOWN])
    opened = door.open(actor, stored, Ring.SEARCH)
    searches = [_search(row, clear) for row in stored if (clear := opened.one(row, StoredSearch))]
    return [one for one in searches if one.name], [one for one in searches if not one.name][:SHOWN]


def fetch_search(actor: Actor, ref: str) -> Search:
    """One search of the reader's own.  Raises NotFound."""
    stored = door.fetch(actor, StoredSearch, ref=ref)
    (clear,) = door.open(actor, stored, Ring.SEARCH).rows(stored, StoredSearch)
    return _search(stored, clear)


def is_answered(actor: Actor, ref: str) -> bool:
    """Whether the matcher has answered; nothing is opened.  Raises NotFound."""
    return door.fetch(actor, StoredSearch, ref=ref).answered_at is not None


def _search(stored: StoredSearch, clear: Clear) -> Search:
    found = clear.result["refs"] if clear.result else []
    return Search(stored, clear.name or "", dict(clear.payload), found if "name" in clear.payload else None)


def page_of_results(actor: Actor, search: Search, *, after: str | None = None) -> door.Page[Case]:
    """The own organisation's cases that fit: by likeness of the name, else the newest first."""
    where = Q(owner=actor.organisation_id) & _where(search.criteria)
    if search.refs is None:
        return door.page(actor, Case, where=where, after=after)
    fitting = door.visible(actor, Case, ring=Ring.SEARCH).filter(where, ref__in=search.refs)
    held = set(fitting.values_list("ref", flat=True))
    ordered = [ref for ref in search.refs if ref in held]
    last = normalise_ref(after or "")
    start = ordered.index(last) + 1 if last in ordered else 0
    shown = ordered[start : start + door.PAGE_SIZE]
    rows = {case.ref: case for case in fitting.filter(ref__in=shown).select_related("owner")}
    more = shown[-1] if len(ordered) > start + door.PAGE_SIZE else None
    return door.Page([rows[ref] for ref in shown], len(ordered), len(ordered) > door.COUNT_CAP, more)


def _where(criteria: dict[str, Any]) -> Q:
    """The conditions on layer 1.  Days are compared by their months: exact days are sealed."""
    where = Q()
    if route := criteria.get("route"):
        where &= Q(route_code=route)
    if status := criteria.get("status"):
        where &= Q(status=status)
    if since := criteria.get("since"):
        where &= Q(last_contact_month_max__gte=date.fromisoformat(since).replace(day=1))
    if until := criteria.get("until"):
        where &= Q(last_contact_month__lte=date.fromisoformat(until))
    return where
