"""Which records of others' tables an actor sees, as parts of the row filters of matching's policies."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from accessctl.codes import Role
from accessctl.policy import EVERYBODY, Action, policy_of
from accessctl.reach import Reach
from accessctl.rings import Ring


def seen(reach: Reach, model: type[models.Model], ring: Ring = Ring.COMMON) -> models.QuerySet[Any]:
    """The ids of a kind of record that the actor may see in a ring."""
    return model._default_manager.filter(policy_of(model).scope(reach, Action.VIEW, ring)).values("pk")


def unsuspected(reach: Reach, *cases: str) -> Q:
    """FW-SUSPECT: what is found for somebody who may mean harm is seen by the owner's supervisors alone.

    cases: how a row names its cases, with the double underscore that follows; "" where the row is the case.
    """
    if not reach.supervised:
        return EVERYBODY
    kept = EVERYBODY
    for case in cases:
        open_to = ~Q(**{f"{case}audience__in": reach.supervised})
        if Role.SUPERVISOR in reach.actor.roles:
            open_to |= Q(**{f"{case}owner": reach.actor.organisation_id})
        kept &= open_to
    return kept
