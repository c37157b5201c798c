"""Random histories of custody against an oracle that knows where somebody lies, and no table of what may follow.

Whatever is tried, by whom and in whatever order: nobody is in two places, no time that nobody answers for goes unseen,
and nobody is buried past the stop rule; the database refuses by itself what the services refuse.
`make campaign-custody` walks 1,000 histories of 40 steps.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accessctl.approvals import services as approvals
from accessctl.codes import Role
from registry.lib.errors import RegistryError
from remains import services
from remains.custody import selectors
from remains.custody.codes import CustodyKind
from remains.custody.standing import last_moves
from remains.models import CustodyEvent, Remains, StoragePlace
from remains.services import StepEntry
from remains.services.burying import NothingMissing
from tests.cast import Cast
from tests.factories.accessctl import Member, member
from tests.factories.custody import laid, storage, write, written
from tests.factories.remains import some_remains
from tests.plugins.campaign import examples

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HISTORIES, STEPS = examples(5, 1000), examples(25, 40)
LEAST = {"unknown": "recovered", "way": "admitted", "care": "examined"}


@dataclass(frozen=True)
class Try:
    """Somebody writes a step so many hours after the last one."""

    who: str
    kind: str
    hours: float
    shelf: str
    has_tag: bool
    allowed_hours: int | None


TRIES = st.builds(
    Try,
    who=st.sampled_from(["analyst", "colleague", "analyst", "colleague", "outsider"]),
    kind=st.sampled_from([*CustodyKind.values, "admitted", "stored", "moved", "sampled", "buried", "agree", "likely"]),
    hours=st.sampled_from([0.5, 2, 20, 30, 60]),
    shelf=st.sampled_from(["A", "B"]),
    has_tag=st.booleans(),
    allowed_hours=st.sampled_from([None, 1, 48]),
)


@dataclass
class Oracle:
    """What is true of somebody: `spot` is unknown, way, care, shelf A, shelf B, released, grave, gone or lost.

    giver: who handed over, on a way that began so; way: its beginning and announced end; agreed: whose exceptions
    stand; known: what is known of them that a burial asks for.
    """

    spot: str = "unknown"
    giver: str = ""
    seen: datetime | None = None
    way: tuple[datetime, datetime] | None = None
    agreed: list[str] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    gaps: list[tuple[datetime | None, datetime | None]] = field(default_factory=list)

    @property
    def is_kept(self) -> bool:
        return self.spot == "care" or self.spot.startswith("shelf")

    def could_be(self, step: Try) -> bool:
        """Whether the world admits it, whoever may write it."""
        kind, found_again = step.kind, self.spot in ("unknown", "lost")
        if kind in ("recovered", "admitted"):
            arrives = kind == "admitted" and self.spot == "way" and step.who != self.giver
            return found_again or arrives
        if kind in ("sampled", "examined"):
            return self.is_kept or (self.spot == "way" and not self.giver)
        if kind in ("repatriated", "handed_to_family"):
            return self.spot == "released"
        if kind in ("buried", "cremated"):
            ready = kind == "cremated" or step.who in self.agreed or not self.lacks(step)
            return (self.is_kept or self.spot == "released") and ready
        return {
            "stored": self.is_kept and self.spot != f"shelf {step.shelf}", "moved": self.is_kept,
            "released": self.is_kept, "audited": self.is_kept or self.spot == "grave", "exhumed": self.spot == "grave",
            "lost": not found_again and self.spot != "gone",
        }[kind]  # fmt: skip

    def lacks(self, step: Try) -> bool:
        return not {"sampled", "photographs", "tag"} <= self.known | ({"tag"} if step.has_tag else set())

    def happened(self, step: Try, at: datetime) -> None:
        kind = step.kind
        if kind == "admitted" and self.spot == "unknown":
            self.gaps.append((None, at))
        if kind in ("admitted", "recovered") and self.spot == "lost":
            self.gaps[-1] = (self.gaps[-1][0], at)
        moves = kind not in ("sampled", "examined", "audited")
        if moves and self.way:
            if at > self.way[1]:
                self.gaps.append((self.way[0], at))
            self.way = None
        if kind == "lost":
            self.gaps.append((self.seen, None))
        else:
            self.seen = at
        if kind == "buried" and self.lacks(step):
            self.agreed.remove(step.who)
        if kind in ("moved", "recovered", "exhumed"):
            hours = step.allowed_hours if kind == "moved" else None
            self.way = (at, at + timedelta(hours=hours or 24))
        self.giver = step.who if kind == "moved" else ("" if moves else self.giver)
        self.known |= {"sampled"} if kind == "sampled" else set()
        self.known |= {"photographs"} if kind == "examined" else set()
        self.known |= {"tag"} if step.has_tag and kind not in ("sampled", "examined", "audited") else set()
        spots = {
            "recovered": "way", "admitted": "care", "stored": f"shelf {step.shelf}", "moved": "way", "lost": "lost",
            "released": "released", "buried": "grave", "exhumed": "way", "repatriated": "gone", "cremated": "gone",
            "handed_to_family": "gone",
        }  # fmt: skip
        self.spot = spots.get(kind, self.spot)

    def all_gaps(self) -> list[tuple[datetime | None, datetime | None]]:
        """Long after: a way that is still open has been too long."""
        return sorted([*self.gaps, *([(self.way[0], None)] if self.way else [])], key=str)


@dataclass
class History:
    """One record in the registry and in the oracle."""

    people: dict[str, Member]
    remains: Remains
    shelves: dict[str, StoragePlace]
    clock: datetime
    oracle: Oracle = field(default_factory=Oracle)

    def go(self, step: Try) -> None:
        if step.kind == "likely":  # what leads on, so that histories come far
            step = Try(**{**vars(step), "kind": LEAST.get(self.oracle.spot, "sampled")})
        if step.kind == "agree":
            return self._agree(step)
        self.clock += timedelta(hours=step.hours)
        possible = self.oracle.could_be(step)
        if not possible and step.kind != "stored":
            self._force(step)
        done = self._try(step)
        assert done is (possible and step.who != "outsider"), step
        if done:
            self.oracle.happened(step, self.clock)
        return self._compare()

    def _said(self, step: Try) -> dict[str, Any]:
        said: dict[str, Any] = {"at": self.clock}
        if step.has_tag and step.kind not in ("sampled", "examined", "audited"):
            said["tag_no"] = "T-1"
        if step.kind == "stored":
            said["place"] = self.shelves[step.shelf].ref
        elif step.kind == "examined":
            said["step"] = "photography"
        elif step.kind == "moved":
            due = self.clock + timedelta(hours=step.allowed_hours) if step.allowed_hours else None
            said |= {"to_person": "The driver", "due_at": due}
        elif step.kind in ("released", "repatriated", "cremated", "handed_to_family"):
            said["order_no"] = "Court, 7"
        return said

    def _try(self, step: Try) -> bool:
        """Through the services, as a page does."""
        actor = self.people[step.who].actor
        try:
            with transaction.atomic():
                if step.kind == "buried":
                    self._bury(step)
                else:
                    write(actor, self.remains, step.kind, **self._said(step))
        except RegistryError:
            return False
        return True

    def _bury(self, step: Try) -> None:
        actor, ref = self.people[step.who].actor, ""
        with suppress(RegistryError):
            ref = selectors.custody_of(actor, self.remains.ref).exception
        entry = StepEntry(kind="buried", **self._said(step))
        laid(actor, self.remains, step=entry, exception=ref)

    def _force(self, step: Try) -> None:
        """Past every rule of the services: the database refuses."""
        if step.who == "outsider":
            return
        with pytest.raises(DatabaseError):
            self._past_the_services(step)

    def _past_the_services(self, step: Try) -> None:
        with transaction.atomic():
            written(self.people[step.who].actor, self.remains, step.kind, **self._said(step))
            connection.check_constraints()

    def _agree(self, step: Try) -> None:
        """One asks for an exception, the other approves."""
        if step.who == "outsider" or not (self.oracle.is_kept or self.oracle.spot == "released"):
            return
        second = "colleague" if step.who == "analyst" else "analyst"
        try:
            with transaction.atomic():
                asked = services.ask_exception(
                    actor=self.people[step.who].actor, ref=self.remains.ref, reason="An epidemic"
                )
                approvals.approve(self.people[second].actor, asked.ref)
        except NothingMissing:
            return
        self.oracle.agreed.append(step.who)

    def _compare(self) -> None:
        held = selectors.custody_of(self.people["analyst"].actor, self.remains.ref)
        spot = self.oracle.spot
        states = {"unknown": "none", "way": "under_way", "care": "kept", "grave": "buried"}
        assert held.state == ("kept" if spot.startswith("shelf") else states.get(spot, spot))
        assert held.is_whole
        assert sorted(((gap.since, gap.until) for gap in held.gaps), key=str) == self.oracle.all_gaps()
        standing = list(last_moves().filter(remains=self.remains))
        assert len(standing) == (spot != "unknown")
        here = {name for name, place in self.shelves.items() if any(row.place_id == place.pk for row in standing)}
        assert here == ({spot[-1]} if spot.startswith("shelf") else set())
        buried = CustodyEvent.objects.filter(remains=self.remains, kind="buried")
        if any(row.exception_id is None for row in buried):
            assert self.oracle.known >= {"sampled", "photographs", "tag"}


class _Undone(Exception):
    """Takes one history back."""


def test_nobody_is_in_two_places_unaccounted_for_unseen_or_buried_past_the_rule(cast: Cast) -> None:
    institute = cast.organisations.institute
    people = {
        "analyst": member(institute, Role.FORENSIC_COORDINATOR),
        "colleague": member(institute, Role.FORENSIC_COORDINATOR),
        "outsider": cast.caseworker,
    }
    remains = some_remains(cast)
    shelves = {name: storage(cast.analyst.actor, shelf=name) for name in ("A", "B")}

    @settings(
        max_examples=HISTORIES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=(Phase.generate,),
    )
    @given(tries=st.lists(TRIES, min_size=STEPS // 2, max_size=STEPS))
    def walk(tries: list[Try]) -> None:
        with suppress(_Undone), transaction.atomic():
            history = History(people, remains, shelves, timezone.now() - timedelta(days=300))
            for step in tries:
                history.go(step)
            raise _Undone

    walk()
