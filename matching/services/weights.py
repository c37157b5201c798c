"""Proposing, activating and taking back weights.  Nothing here is active before a person says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.policy import Action
from matching import weighing
from matching.engine.changes import Changes
from matching.engine.weights import DEFAULT
from matching.models import WeightsVersion
from matching.services import rematching
from registry.lib.errors import Conflict, Forbidden, NotFound


class NoBetter(Conflict):
    code = "weights_no_better"
    template = _(
        "These weights did not pass: on the judged pairs they cost more, or some group is found less often. "
        "They cannot be activated."
    )


class DoNotFit(Conflict):
    code = "weights_do_not_fit"
    template = _("These weights were made for another release and do not fit this one. Calibrate anew.")


class NothingBefore(Conflict):
    code = "weights_nothing_before"
    template = _("The released weights score now: there is nothing to go back to.")


@transaction.atomic
def propose(
    *, actor: Actor, changes: Changes, judged: int = 0, passed: bool | None = None,
    parameters: Mapping[str, Any] | None = None, report: Mapping[str, Any] | None = None,
) -> WeightsVersion:  # fmt: skip
    """Keep a version that a person may activate; one of the same rates is found again.  Raises BadWeights, NotFound."""
    rates = changes.applied()
    held = WeightsVersion.objects.filter(version=rates.version).first()
    if held is not None:
        return held
    row = WeightsVersion.objects.create(
        changes=changes.to_json(), version=rates.version, digest=rates.digest, release=DEFAULT.version, judged=judged,
        passed=passed, parameters=dict(parameters or {}), report=dict(report or {}),
    )  # fmt: skip
    if not door.can(actor, Action.CREATE, row):
        raise NotFound()
    journal.record(actor, "matching.weights_proposed", row.ref, weights=row.version, judged=judged)
    return row


@transaction.atomic
def activate(*, actor: Actor, ref: str) -> WeightsVersion:
    """Score by a version from now on and begin to compare everything anew.

    Raises NotFound, Forbidden, NoBetter, DoNotFit.
    """
    if actor.account is None:
        raise Forbidden()
    held = _lock()
    row = door.fetch(actor, WeightsVersion, Action.CHANGE, ref=ref, lock=True)
    if row.passed is False:
        raise NoBetter()
    if not fits(row):
        raise DoNotFit()
    if held != row:
        row.follows = held
        _turn(actor, held, row)
        journal.record(actor, "matching.weights_activated", row.ref, weights=row.version, was=_named(held))
        rematching.start(actor=actor, anew=False)
    return row


@transaction.atomic
def roll_back(*, actor: Actor) -> WeightsVersion | None:
    """Score by the weights from before again, None being the released ones, and begin to compare everything anew.

    Raises NotFound, Forbidden, NothingBefore, DoNotFit.
    """
    if actor.account is None:
        raise Forbidden()
    held = _lock()
    if held is None:
        raise NothingBefore()
    if not door.can(actor, Action.CHANGE, held):
        raise NotFound()
    before = held.follows
    if before is not None and not fits(before):
        raise DoNotFit()
    _turn(actor, held, before)
    journal.record(actor, "matching.weights_rolled_back", held.ref, weights=_named(before), was=_named(held))
    rematching.start(actor=actor, anew=False)
    return before


def fits(row: WeightsVersion) -> bool:
    """Whether its changes can be applied to the released table of now."""
    return not weighing.faults_of(row.changes)


def _lock() -> WeightsVersion | None:
    """The active version.  Every version is locked, so that of two people one turns after the other."""
    rows = list(WeightsVersion.objects.select_for_update(of=("self",)).order_by("pk"))
    return next((row for row in rows if row.is_active), None)


def _turn(actor: Actor, off: WeightsVersion | None, on: WeightsVersion | None) -> None:
    if off is not None:
        off.is_active = False
        off.save(update_fields=["is_active"])
    if on is not None:
        on.is_active, on.activated_at, on.activated_by = True, timezone.now(), actor.account
        on.save(update_fields=["is_active", "activated_at", "activated_by", "follows"])


def _named(row: WeightsVersion | None) -> str:
    return DEFAULT.version if row is None else row.version
