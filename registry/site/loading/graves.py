"""Graves of the demonstration: a row of a cemetery, so that one is found again among its neighbours.

One holds two people, one was written down without its corners, and the lease of one ends within the year.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accessctl.actor import Actor
from cases.vocabulary.place import Place
from remains.models import BodyPart, CustodyEvent, Remains, RemainsIncident
from remains.services import BurialEntry, StepEntry, add_step, bury, custody

CEMETERY = "New cemetery on the hill"
LAT, LON = 35.5012, 12.6034
LONG, WIDE, APART = 0.00002, 0.00001, 0.000017  # degrees: some two metres by one, a path of half a metre between
DAYS_AGO, LEASE_ENDS = 40, 150
OUTLINED, SHARED, BY_POINT = 3, 1, 1  # graves with corners; who lies in the last of them too; known by its point
BURIED = OUTLINED + SHARED + BY_POINT


def lay_out(examiner: Actor) -> None:
    """Bury some of the institute's remains, the newest first, after all that the stop rule asks for."""
    held = Remains.objects.filter(owner=examiner.organisation_id).exclude(status__in=custody.IDENTIFIED)
    busy: Any  # three tables
    for busy in (CustodyEvent, RemainsIncident, BodyPart):
        held = held.exclude(pk__in=busy.objects.values("remains"))
    lying = list(held.order_by("-created_at", "-pk")[:BURIED])
    for number, remains in enumerate(lying):
        step = StepEntry(kind="buried", at=_make_ready(examiner, remains, number))
        beside = lying[OUTLINED - 1].ref if number == OUTLINED else ""
        bury(actor=examiner, ref=remains.ref, step=step, burial=_grave(number - (number >= OUTLINED), beside))


def _make_ready(examiner: Actor, remains: Remains, number: int) -> datetime:
    """Received, tagged, sampled and photographed.  Returns when the burial can be."""
    at = timezone.now() - timedelta(days=DAYS_AGO - number)
    steps: tuple[tuple[str, dict[str, Any]], ...] = (
        ("admitted", {"tag_no": f"T-{310 + number}"}), ("sampled", {"seal_no": f"S-{310 + number}"}),
        ("examined", {"step": "photography"}),
    )  # fmt: skip
    for kind, said in steps:
        add_step(actor=examiner, ref=remains.ref, entry=StepEntry(kind=kind, at=at, **said))
        at += timedelta(hours=2)
    return at


def _grave(plot: int, beside: str) -> BurialEntry:
    west = LON + plot * APART
    corners = ((LAT, west), (LAT, west + WIDE), (LAT + LONG, west + WIDE), (LAT + LONG, west))
    is_outlined = plot < OUTLINED
    return BurialEntry(
        cemetery=CEMETERY, section="C", row="2", plot=str(plot + 1), depth_cm=180, marker=f"No. {plot + 1}, stone",
        wrap="coffin", beside=beside, outline=corners if is_outlined else (), rite="Prayer of the harbour’s imam",
        place=Place(country="ITA", lat=LAT + LONG / 2, lon=west + WIDE / 2, radius_m=5, geo_method="gps"),
        lease_expires_at=timezone.localdate() + timedelta(days=LEASE_ENDS) if plot == 0 else None,
    )  # fmt: skip
