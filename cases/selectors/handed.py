"""Reads of lists that were handed over: to whom, how many people, what became of a recall."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from accessctl.actor import Actor
from accessctl.codes import Role
from accessctl.models import ShareEvent

SHOWN = 400  # people on the latest lists


@dataclass(frozen=True)
class Handed:
    """One list.  recall: (label, number of people) by what became of a recall."""

    reference: str
    receiver: str
    made_at: datetime
    people: int
    recall: list[tuple[str, int]]
    may_recall: bool


def handed_over(actor: Actor, roles: frozenset[Role], prefix: str) -> list[Handed]:
    """The lists of the own organisation, newest first, to those who hand over.  prefix: of what stands on them."""
    if actor.organisation_id is None or not actor.roles & roles:
        return []
    rows = ShareEvent._default_manager.filter(owner=actor.organisation_id, record_ref__startswith=prefix).exclude(
        bundle=""
    )
    lists: dict[str, list[ShareEvent]] = {}
    for row in rows.select_related("receiver").order_by("-at")[:SHOWN]:
        lists.setdefault(row.bundle, []).append(row)
    out = ShareEvent.Recall.NONE
    answers = any(rule.approves for rule in actor.rules)
    return [
        Handed(
            reference, of[0].receiver.name, of[0].at, len(of),
            list(Counter(str(row.get_recall_display()) for row in of).items()),
            may_recall=any(row.recall == out and (answers or row.by == actor.pseudonym) for row in of),
        )
        for reference, of in lists.items()
    ]  # fmt: skip
