"""How a family is told of an identification: the plan, and the day itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from families.codes import NotificationKind, NotificationPlace, TeamRole, ToldPoint
from families.notification.services import Plan, Telling


def planned(**said: Any) -> Plan:
    """An identification that an authority established yesterday, to be told at home today."""
    today = timezone.localdate()
    prepared: dict[str, Any] = {
        "kind": NotificationKind.IDENTIFICATION, "planned_for": today, "team": "Marta Ruiz, Omar Sy",
        "team_roles": [TeamRole.PSYCHOSOCIAL, TeamRole.FORENSIC], "place_kind": NotificationPlace.HOME,
        "language": "wol", "support_person": "Her sister", "authority": "Court of first instance, two signatures",
        "established_on": today - timedelta(days=1),
    }  # fmt: skip
    return Plan(**prepared | said)


def telling(**said: Any) -> Telling:
    """Everything gone through today, a visit in a week."""
    today = timezone.localdate()
    done: dict[str, Any] = {
        "done_on": today, "who_present": "The mother and a brother", "told": list(ToldPoint),
        "followup_on": today + timedelta(days=7),
    }  # fmt: skip
    return Telling(**done | said)
