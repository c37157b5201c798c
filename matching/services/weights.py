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
from matching.engine import trial
from matching.engine.changes import BadWeights, Changes, Fault, Rule
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
    """Keep a version that a person may activate; one of the same rates is found again.  Raises BadWeights, NotFound.

    What it was measured with is kept anew, unless it scores: then somebody decided on the report that is there.
    """
    rates = changes.applied()
    if found := list(trial.failures(rates)):
        names = ", ".join([*changes.rates, *changes.weights])
        raise BadWeights([Fault(names[:60], failure[:60], Rule.UNREADABLE) for failure in found])
    row = WeightsVersion.objects.select_for_update(of=("self",)).filter(version=rates.version).first()
    figures = {"judged": judged, "passed": passed, "parameters": dict(parameters or {}), "report": dict(report or {})}
    if row is not None and (row.is_active or all(getattr(row, name) == value for name, value in figures.items())):
        return row
    if row is None:
        row = WeightsVersion(
            changes=changes.to_json(), version=rates.version, digest=rates.digest, release=DEFAULT.version
        )
    for name, value in figures.items():
        setattr(row, name, value)
    row.save()
    if not door.can(actor, Action.CREATE, row):
        raise NotFound()
    journal.record(actor, "matching.weights_proposed", row.ref, weights=row.version, judged=judged)
    return row


@transaction.atomic
def activate(*, actor: Actor, ref: str, seen: str | None = None) -> WeightsVersion:
    """Score by a version from now on and begin to compare everything anew.

    seen: the version that scored when the person decided, "" the released one.  What was active before is a stack
    without duplicates, so that going back ends at the released weights.
    Raises NotFound, Forbidden, NoBetter, DoNotFit, Conflict.
    """
    if actor.account is None:
        raise Forbidden()
    held = _lock(seen)
    row = door.fetch(actor, WeightsVersion, Action.CHANGE, ref=ref, lock=True)
    if row.passed is False:
        raise NoBetter()
    if not fits(row):
        raise DoNotFit()
    if held != row:
        WeightsVersion.objects.filter(follows=row).update(follows=row.follows)
        row.follows = held
        _turn(actor, held, row)
        journal.record(actor, "matching.weights_activated", row.ref, weights=row.version, was=_named(held))
        rematching.start(actor=actor, anew=False)
    return row


@transaction.atomic
def roll_back(*, actor: Actor, seen: str | None = None) -> WeightsVersion | None:
    """Score by the weights from before again, None being the released ones, and begin to compare everything anew.

    seen: as when activating.  Raises NotFound, Forbidden, NothingBefore, Conflict.
    """
    if actor.account is None:
        raise Forbidden()
    held = _lock(seen)
    if held is None:
        raise NothingBefore()
    if not door.can(actor, Action.CHANGE, held):
        raise NotFound()
    before = weighing.before(held)
    _turn(actor, held, before)
    journal.record(actor, "matching.weights_rolled_back", held.ref, weights=_named(before), was=_named(held))
    rematching.start(actor=actor, anew=False)
    return before


def fits(row: WeightsVersion) -> bool:
    """Whether its changes can be applied to the released table of now."""
    return not weighing.faults_of(row.changes)


def _lock(seen: str | None) -> WeightsVersion | None:
    """The active version.  Every version is locked, so that of two people one turns after the other.

    Raises Conflict if another one was seen to be active.
    """
    rows = list(WeightsVersion.objects.select_for_update(of=("self",)).order_by("pk"))
    held = next((row for row in rows if row.is_active), None)
    if seen is not None and seen != (held.ref if held else ""):
        raise Conflict()
    return held


def _turn(actor: Actor, off: WeightsVersion | None, on: WeightsVersion | None) -> None:
    if off is not None:
        off.is_active = False
        off.save(update_fields=["is_active"])
    if on is not None:
        on.is_active, on.activated_at, on.activated_by = True, timezone.now(), actor.account
        on.save(update_fields=["is_active", "activated_at", "activated_by", "follows"])


def _named(row: WeightsVersion | None) -> str:
    return DEFAULT.version if row is None else row.version
