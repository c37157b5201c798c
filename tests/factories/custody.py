"""Chains of custody, made through the services.

`write(actor, remains, kind)` writes the next step, an hour after the last one unless `at` says otherwise; `ready` walks
a record to the point where a burial is allowed; `GRAVE` is a grave with every word.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from accessctl.actor import Actor
from cases.vocabulary.place import Place
from remains.models import BelongingStep, BurialPlace, CustodyEvent, KeptBelonging, Remains, StoragePlace
from remains.services import BelongingStepEntry, BurialEntry, StepEntry, add_place, add_step, belongings, bury, custody

DAYS_AGO = 20
GRAVE: dict[str, Any] = {
    "cemetery": "New cemetery",
    "place": Place(country="ITA", lat=35.5012, lon=12.6034, radius_m=5, geo_method="gps"),
    "outline": ((35.5012, 12.6034), (35.5012, 12.6035), (35.5013, 12.6035), (35.5013, 12.6034)),
    "section": "B", "row": "4", "plot": "12", "depth_cm": 180, "marker": "No. 12", "wrap": "coffin",
    "neighbours": "left 11, right the wall", "permit_no": "2021/77", "rite": "by the imam",
    "lease_expires_at": date(2031, 6, 30),
}  # fmt: skip


def begun() -> datetime:
    return timezone.now() - timedelta(days=DAYS_AGO)


def write(actor: Actor, remains: Remains, kind: str, **said: Any) -> CustodyEvent:
    """The next step of the chain."""
    last = CustodyEvent.objects.filter(remains=remains).order_by("number").last()
    said.setdefault("at", last.at + timedelta(hours=1) if last else begun())
    return add_step(actor=actor, ref=remains.ref, entry=StepEntry(kind=kind, **said))


def written(actor: Actor, remains: Remains, kind: str, **said: Any) -> CustodyEvent:
    """The next step as it stands once somebody who may has written it, whoever `actor` is."""
    steps = list(CustodyEvent.objects.filter(remains=remains).order_by("number"))
    entry = StepEntry(kind=kind, **{"at": steps[-1].at + timedelta(hours=1) if steps else begun(), **said})
    return custody.write(custody.Writing(actor, remains, steps, entry))


def storage(actor: Actor, **said: Any) -> StoragePlace:
    return add_place(actor=actor, **{"facility": "North wing", "room": "Cold room 2", "shelf": "7", **said})


def ready(actor: Actor, remains: Remains) -> None:
    """Recovered, received, sampled, photographed and tagged."""
    write(actor, remains, "recovered", to_person="The coastguard")
    write(actor, remains, "admitted", tag_no="T-17")
    write(actor, remains, "sampled", seal_no="S-17")
    write(actor, remains, "examined", step="photography")


def laid(actor: Actor, remains: Remains, *, step: StepEntry | None = None, **grave: Any) -> BurialPlace:
    """Buried, once everything is written."""
    if step is None:
        last = CustodyEvent.objects.filter(remains=remains).latest("number")
        step = StepEntry(kind="buried", at=last.at + timedelta(hours=1))
    return bury(actor=actor, ref=remains.ref, step=step, burial=BurialEntry(**GRAVE | grave))


def bagged(actor: Actor, remains: Remains, *, item: str, what: str, **said: Any) -> BelongingStep:
    """A belonging in care, whatever the list says, with its first step as somebody who may has written it."""
    kept = KeptBelonging.objects.create(remains=remains, number=1, item=item, what=what)
    entry = BelongingStepEntry(kind="taken", **{"at": begun(), **said})
    return belongings.write(belongings.Writing(actor, remains, entry), kept, [])
