"""What happened, in words: the history of one record, and the journal as a data-protection officer reads it.

The journal holds codes; here they get the words that the apps gave them.  An organisation is named to whoever may read
the entry; a person only to the officer of that person's own organisation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accessctl import door
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.models import Account, ApiClient, JournalEntry, Organisation, Record
from accessctl.rings import Ring

LENGTH = 30
FEW = 3  # references that a line of the journal names at once; the rest is a click away
Words = str | Promise

# Who is neither a person of an organisation nor a partner system.
_OTHERS: dict[str, Words] = {"system:": _("The registry itself"), "person:": _("The family")}

_titles: dict[str, Words] = {}
# First word of actions -> references of what they are about, of one record, that a reader may know of.
_known: dict[str, Callable[[Actor, Record], Iterable[str]]] = {}


def entitle(titles: Mapping[str, Words]) -> None:
    """Say what events are called; each app does so for its own, in its module `events`."""
    _titles.update(titles)


def known_only(subject: str, refs: Callable[[Actor, Record], Iterable[str]]) -> None:
    """Events of this subject join a record with others: a history tells of those alone that its reader may know of."""
    _known[subject] = refs


def title(action: str) -> Words:
    """An event in words; one that nobody named stays readable."""
    return _titles.get(action, _("The record was worked on."))


def purpose_words(purpose: str) -> Words:
    """A purpose as the journal writes it, in words."""
    return Purpose(purpose).label if purpose in Purpose.values else purpose


@dataclass(frozen=True)
class Event:
    """One line: action and changed fields as codes, never names of people."""

    at: datetime
    action: str
    organisation: str
    changed: tuple[str, ...] = ()


def of(actor: Actor, record: Record, *, length: int = LENGTH) -> list[Event]:
    """The newest events of a record of the reader's own organisation; nobody else sees any of its history.

    SECURITY: what was done in a ring is told to who may open that ring.  Who was given one is told to all of them.
    """
    if record.owner_id != actor.organisation_id:
        return []
    entries = JournalEntry.objects.filter(refs__contains=[record.ref], decision="allowed").exclude(action="ring.read")
    entries = entries.filter(Q(ring__in=["", *door.rings(actor, record)]) | Q(action__startswith="grant."))
    for subject, refs in _known.items():
        joined = Q(action__startswith=f"{subject}.")
        entries = entries.filter(~joined | Q(refs__overlap=list(refs(actor, record))))
    rows = list(entries.order_by("-id")[:length])
    names = _organisations(rows)
    return [
        Event(
            row.at,
            row.action,
            names.get(row.organisation, "") if row.organisation else "",
            tuple(row.detail.get("changed", ())),
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Line:
    """One entry of the journal.  refs: the first few references; more: the others; by: a person, system or job."""

    at: datetime
    what: Words
    is_refused: bool
    refs: list[str]
    more: list[str]
    ring: Words
    purpose: Words
    by: Words
    organisation: str


def lines(actor: Actor, entries: Iterable[JournalEntry]) -> list[Line]:
    """Entries that the reader may see, in words."""
    rows = list(entries)
    organisations, people = _organisations(rows), _people(actor, rows)
    return [
        Line(
            at=row.at,
            what=title(row.action),
            is_refused=row.decision == "denied",
            refs=row.refs[:FEW],
            more=row.refs[FEW:],
            ring=Ring(row.ring).label if row.ring else "",
            purpose=purpose_words(row.purpose),
            by=people.get(row.actor)
            or next((words for kind, words in _OTHERS.items() if row.actor.startswith(kind)), ""),
            organisation=organisations.get(row.organisation, "") if row.organisation else "",
        )
        for row in rows
    ]


def _organisations(rows: Iterable[JournalEntry]) -> dict[UUID, str]:
    return dict(Organisation.objects.filter(pk__in={row.organisation for row in rows}).values_list("pk", "name"))


def _people(actor: Actor, rows: Iterable[JournalEntry]) -> dict[str, str]:
    """Pseudonym of the journal -> name, of the people and partner systems of the reader's own organisation."""
    own = {row.actor.partition(":") for row in rows if row.organisation and row.organisation == actor.organisation_id}
    accounts = Account.objects.filter(pk__in=[key for kind, _colon, key in own if kind == "account"])
    clients = ApiClient.objects.filter(pk__in=[key for kind, _colon, key in own if kind == "client"])
    return {f"account:{row.pk}": row.full_name for row in accounts} | {f"client:{row.pk}": row.name for row in clients}
