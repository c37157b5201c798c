"""Reads of what follows a hit: its state as a reader's organisation may know it, and what waits for an answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from accessctl import door
from accessctl.actor import Actor
from accessctl.policies import ANSWERABLE
from cases import handing
from cases.models import Case
from cases.policies import REGISTRANTS
from matching.models import PeerDecision, PeerDisclosure, PeerHit
from matching.models.peer_disclosures import LASTS
from matching.peers import records
from matching.peers.services import disclosing, hits
from matching.peers.services.hits import State
from registry.lib.ids import normalise_ref

SHOWN = 100


@dataclass(frozen=True)
class OfRecord:
    """A record of the reader's organisation that a hit is of, and what was decided about it."""

    record: records.Asked
    decision: PeerDecision | None

    @property
    def is_case(self) -> bool:
        return isinstance(self.record, Case)

    @property
    def parts(self) -> list[str]:
        """Labels of what was chosen to be told."""
        return [str(handing.LABELS[part]) for part in handing.PARTS if self.decision and part in self.decision.parts]


@dataclass(frozen=True)
class Shown:
    """A hit as its page and REST show it.

    SECURITY: that both said yes is told to those whose own yes stands, and to nobody else of the same side: neither by
    the state nor by the days that come with it.
    """

    row: PeerDisclosure
    of: list[OfRecord]

    @property
    def state(self) -> State:
        if self.row.state in hits.STANDING and self.is_over:
            return State.LAPSED
        if self.has_yes or self.row.state not in (State.BOTH, State.CLOSED):
            return State(self.row.state)
        if self.row.state == State.BOTH:
            return State.OPEN
        return State.LAPSED if self.row.lapses_at > self.row.opened_at + LASTS else State.CLOSED

    @property
    def has_yes(self) -> bool:
        return any(one.decision is not None and one.decision.discloses for one in self.of)

    @property
    def is_over(self) -> bool:
        return self.until <= timezone.now()

    @property
    def until(self) -> datetime:
        return hits.until(self.row, has_yes=self.has_yes)

    @property
    def is_open(self) -> bool:
        return self.state in hits.STANDING

    @property
    def waits(self) -> bool:
        """For an answer of the reader's organisation, or for the file that may be made now."""
        unanswered = any(one.decision is None for one in self.of)
        return self.state == State.BOTH or (self.state == State.OPEN and unanswered)

    @property
    def days(self) -> int:
        """Left to decide, or to make the file."""
        return max((self.until - timezone.now()).days, 0)


def page(actor: Actor, after: str = "") -> tuple[list[Shown], str | None]:
    """A page of the hits of records that the reader may know of, the newest first, and what the next comes after."""
    rows = _rows(actor).order_by("-opened_at", "-pk")
    if after and (last := rows.filter(ref=normalise_ref(after) or "").first()) is not None:
        rows = rows.filter(Q(opened_at__lt=last.opened_at) | Q(opened_at=last.opened_at, pk__lt=last.pk))
    found = list(rows[: SHOWN + 1])
    return _shown(actor, found[:SHOWN]), found[SHOWN - 1].ref if len(found) > SHOWN else None


def waiting(actor: Actor) -> list[Shown]:
    """Those that wait for this organisation, the soonest to lapse first.  All are looked at: none lapses unseen."""
    if not actor.roles & ANSWERABLE:
        return []
    rows = _rows(actor).filter(state__in=hits.STANDING, lapses_at__gt=timezone.now())
    waits = (one for one in _shown(actor, rows) if one.waits)
    return sorted(waits, key=lambda one: one.until)[:SHOWN]


def one(actor: Actor, ref: str) -> Shown:
    """One hit.  Raises NotFound."""
    return _shown(actor, [door.fetch(actor, PeerDisclosure, ref=ref)])[0]


def open_parts(shown: Shown, record: records.Asked) -> list[tuple[str, str]]:
    """(code, label) of what of a record may be told to the other registry now."""
    return [(code, str(handing.LABELS[code])) for code in disclosing.open_parts(shown.row, record)]


def makes_files(actor: Actor) -> bool:
    return bool(actor.roles & REGISTRANTS) and actor.account is not None


def _rows(actor: Actor) -> QuerySet[PeerDisclosure]:
    names = ("question__peer__organisation", "inquiry__peer__organisation", "question__case", "question__remains")
    return door.visible(actor, PeerDisclosure).select_related(*names)


def _shown(actor: Actor, rows: Iterable[PeerDisclosure]) -> list[Shown]:
    held = list(rows)
    met: dict[object, list[records.Asked]] = {}
    inquiries = [row.inquiry_id for row in held if row.inquiry_id]
    found = door.visible(actor, PeerHit).filter(inquiry__in=inquiries).select_related("case", "remains").order_by("pk")
    for hit in found:
        met.setdefault(hit.inquiry_id, []).append(hit.record)
    decided = door.visible(actor, PeerDecision).filter(disclosure__in=[row.pk for row in held], ended_at=None)
    answers = {(row.disclosure_id, row.about): row for row in decided.select_related("account")}
    return [
        Shown(row, [OfRecord(one, answers.get((row.pk, one.pk))) for one in _records(row, met)]) for row in held
    ]  # fmt: skip


def _records(row: PeerDisclosure, met: dict[object, list[records.Asked]]) -> list[records.Asked]:
    return [row.question.record] if row.question is not None else met.get(row.inquiry_id, [])
