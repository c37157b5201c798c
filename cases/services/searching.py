"""Searches for own cases: asked, answered by the matcher, kept under a name, deleted.

What was asked for is sealed like a draft: no name of anybody stands in an address, a message or a log.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accessctl import door, journal
from accessctl import services as access
from accessctl.actor import Actor
from cases.models import StoredSearch

JOB = "matching.search"
RECENT, KEPT = timedelta(days=30), timedelta(days=365)


def job() -> Actor:
    """The job that answers searches."""
    return Actor.system_job(JOB)


@transaction.atomic
def ask(*, actor: Actor, criteria: dict[str, str]) -> StoredSearch:
    """Store what is searched for.  A search by name waits for the matcher.  Raises Forbidden."""
    search = StoredSearch(payload=criteria, purge_at=timezone.now() + RECENT)
    if "name" not in criteria:
        search.answered_at = timezone.now()
    access.create_record(actor, search, action="search.asked")
    journal.record(actor, "search.asked", search, by=sorted(criteria))
    return search


@transaction.atomic
def ask_again(*, actor: Actor, ref: str) -> StoredSearch:
    """Forget the answer, so that the matcher gives a new one.  Raises NotFound, Forbidden."""
    search = door.fetch(actor, StoredSearch, door.Action.CHANGE, ref=ref, lock=True)
    search.result, search.answered_at = None, None
    access.touch(actor, search, action="search.asked", fields=["result", "answered_at"])
    return search


@transaction.atomic
def answer(*, ref: str, refs: Sequence[str], scores: Sequence[float]) -> None:
    """For the matcher: the references that fit a search by name, best first.  Nothing if it was deleted meanwhile."""
    search = door.visible(job(), StoredSearch, door.Action.CHANGE).filter(ref=ref).select_for_update().first()
    if search is None:
        return
    search.result = {"refs": list(refs), "scores": [round(score, 3) for score in scores]}
    search.answered_at = timezone.now()
    access.touch(job(), search, action="search.answered", fields=["result", "answered_at"])


@transaction.atomic
def keep(*, actor: Actor, ref: str, name: str) -> StoredSearch:
    """Keep a search under a name.  Raises NotFound, Forbidden, Invalid."""
    search = door.fetch(actor, StoredSearch, door.Action.CHANGE, ref=ref, lock=True)
    search.name, search.purge_at = name, timezone.now() + KEPT
    access.touch(actor, search, action="search.kept", fields=["name", "purge_at"])
    return search


@transaction.atomic
def delete(*, actor: Actor, ref: str) -> None:
    """Delete a search and its answer.  Raises NotFound, Forbidden."""
    search = door.fetch(actor, StoredSearch, door.Action.CHANGE, ref=ref, lock=True)
    journal.record(actor, "search.deleted", search)
    access.discard(search)
