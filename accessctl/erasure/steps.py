"""What erasing does to each thing derived or copied from a record: the data dictionary's table (11.1), row by row.

`TABLE` says it in words, the pages show them; each app registers for its own roots how the row is carried out and how
much there is of it (`register`), or why a record may not be erased now (`forbid`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accessctl.actor import Actor
from accessctl.models import Record
from accessctl.models.erasure import ErasureReason

Words = str | Promise


class Derived(StrEnum):
    """A row of the table."""

    READING = "reading"
    PROFILES = "profiles"
    PAIRS = "pairs"
    HYPOTHESES = "hypotheses"
    REVIEWS = "reviews"
    IDENTIFICATION = "identification"
    SAMPLES = "samples"
    PHOTOS = "photos"
    COPIES = "copies"
    EXPORTS = "exports"
    QUEUED = "queued"
    INCIDENTS = "incidents"
    STATISTICS = "statistics"
    FEEDBACK = "feedback"
    PROOF = "proof"
    BACKUPS = "backups"
    KEYS = "keys"
    RECORD = "record"


@dataclass(frozen=True)
class Rule:
    """One row: what it is called, what happens to it, and whether any of it stays."""

    label: Words
    words: Words
    stays: bool = False


TABLE: dict[Derived, Rule] = {
    Derived.READING: Rule(
        _("Reading by others"),
        _("Ends at once, for everybody: agreements, personal grants and requests that wait for an answer."),
    ),
    Derived.PROFILES: Rule(
        _("What the matcher compares"),
        _("Profiles and lists are deleted at once; a matcher forgets what it holds in memory within seconds."),
    ),
    Derived.PAIRS: Rule(
        _("Candidate pairs"),
        _("Deleted with their evidence. Nothing is left that could be compared again."),
    ),
    Derived.HYPOTHESES: Rule(
        _("Pairs held to be a hypothesis, or before a laboratory"),
        _("Work on them stops. The other side reads that the pair is no longer available, without a reason."),
    ),
    Derived.REVIEWS: Rule(
        _("Decisions of reviewers"),
        _("Texts are deleted. That somebody in that role decided so in that month stays, without a link."),
        stays=True,
    ),
    Derived.IDENTIFICATION: Rule(
        _("An identification that stands"),
        _("Stays, as a duty to the person and the civil registry: such a record cannot be erased as a whole."),
        stays=True,
    ),
    Derived.SAMPLES: Rule(
        _("Samples and genetic profiles"),
        _("Deleted with their keys. A laboratory that was given any is asked to destroy them and to prove it."),
    ),
    Derived.PHOTOS: Rule(
        _("Photos and files"),
        _("Deleted, small versions too. Copies that strangers made cannot be recalled."),
    ),
    Derived.COPIES: Rule(
        _("Copies that others were given"),
        _("Each receiver is asked to delete them: to answer within 7 days, to confirm it within 30."),
    ),
    Derived.EXPORTS: Rule(
        _("Files and print-outs"),
        _("Each receiver is asked to delete or hand back what left as a file or on paper."),
    ),
    Derived.QUEUED: Rule(
        _("Work under way"),
        _("Dropped at once. A partner system that sends its old request again does not bring the record back."),
    ),
    Derived.INCIDENTS: Rule(
        _("Entries at incidents, and searches that found it"),
        _("Links to incidents are deleted; stored searches by name that found the record as well."),
    ),
    Derived.STATISTICS: Rule(
        _("Published figures"),
        _("Stay: they count nobody who could be recognised. The next ones are made without this record."),
        stays=True,
    ),
    Derived.FEEDBACK: Rule(
        _("Talks with the family and steps of the search"),
        _("Texts are deleted. That there was one, of which kind and when, stays in the journal."),
        stays=True,
    ),
    Derived.PROOF: Rule(
        _("Journal, history of consent, ledger of copies"),
        _("Stay for their own time as proof of who read and received what: references and codes, no name."),
        stays=True,
    ),
    Derived.BACKUPS: Rule(
        _("Backups"),
        _("Cannot be read any more without the keys; one that is restored is cleared of it before the registry opens."),
    ),
    Derived.KEYS: Rule(
        _("Encryption keys"),
        _("Destroyed. From then on nobody can read the record, neither we nor a thief, in any copy of the database."),
    ),
    Derived.RECORD: Rule(
        _("The record itself"),
        _("Deleted. Reference, dates and the reason stay for a year, so that a backup cannot bring it back."),
        stays=True,
    ),
}


@dataclass(frozen=True)
class Step:
    """How one row is carried out for some roots.  count: how much of it there is now that the actor may know of.

    carry_out: for several records of one root, of which most have nothing of it.
    """

    derived: Derived
    count: Callable[[Actor, Record], int]
    carry_out: Callable[[Actor, Sequence[Record]], None] | None = None


Obstacle = Callable[[Record, ErasureReason], Words | None]
Among = Callable[[Sequence[Record]], Iterable[Record]]

_events: dict[type[models.Model], str] = {}
_steps: dict[type[models.Model] | None, list[Step]] = defaultdict(list)
_obstacles: dict[type[models.Model] | None, list[tuple[Obstacle, Among | None]]] = defaultdict(list)


def erasable(root: type[Record], event: str) -> None:
    """Records of this root can be erased; the journal calls it so, and the matcher follows the journal."""
    _events[root] = event


def event_of(record: Record) -> str:
    return _events.get(type(record), "record.erased")


def register(root: type[Record] | None, step: Step) -> None:
    """Carry this out when a record of this root is erased; None: of any root."""
    _steps[root].append(step)


def forbid(root: type[Record] | None, obstacle: Obstacle, *, among: Among | None = None) -> None:
    """Ask this before a record of this root is erased; None: of any root.  It answers why not, or None.

    among: of several records those that it could be about, in one query.
    """
    _obstacles[root].append((obstacle, among))


def of(root: type[Record]) -> Iterator[Step]:
    """The steps of a root, its own first: the general ones delete what they would need."""
    yield from _steps[root]
    yield from _steps[None]


def obstacles(record: Record, reason: ErasureReason) -> list[str]:
    """Why the record may not be erased for this reason now, in sentences; empty when it may."""
    asked = [*_obstacles[type(record)], *_obstacles[None]]
    return [str(found) for one, _among in asked if (found := one(record, reason))]


def obstructed(records: Sequence[Record], reason: ErasureReason) -> set[UUID]:
    """The keys of those records of one root that may not be erased for this reason now."""
    found: set[UUID] = set()
    for obstacle, among in (*_obstacles[type(records[0])], *_obstacles[None]) if records else ():
        asked = records if among is None else among(records)
        found |= {one.pk for one in asked if one.pk not in found and obstacle(one, reason)}
    return found


@dataclass(frozen=True)
class Line:
    """A row of the table as the preview of one record shows it.  count: None where there is nothing to count."""

    label: Words
    words: Words
    stays: bool
    count: int | None


def preview(actor: Actor, record: Record) -> list[Line]:
    """The whole table for one record, as whoever erases it may know: what goes and what stays."""
    counts: dict[Derived, int] = {}
    for step in of(type(record)):
        counts[step.derived] = counts.get(step.derived, 0) + step.count(actor, record)
    return [Line(rule.label, rule.words, rule.stays, counts.get(derived)) for derived, rule in TABLE.items()]
