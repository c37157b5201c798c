"""Reads of the own organisation's partner systems."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from accessctl import door
from accessctl.actor import Actor
from accessctl.models import ApiClient, Delivery, Webhook
from accessctl.policies import ANSWERABLE, STAFFING
from accessctl.systems import tokens
from registry.lib.errors import Forbidden

SHOWN = 50


@dataclass(frozen=True)
class System:
    """A system as its page shows it.  scopes: operation, layer, purposes."""

    row: ApiClient
    scopes: list[tuple[str, int, list[str]]]

    @property
    def is_live(self) -> bool:
        return self.row.is_live

    @property
    def has_run_out(self) -> bool:
        return self.row.expires_at <= timezone.now()


def ensure_answers(actor: Actor) -> None:
    """Raises Forbidden unless the actor answers for an organisation."""
    if actor.organisation is None or not ANSWERABLE & actor.roles:
        raise Forbidden()


def may_make(actor: Actor) -> bool:
    return actor.organisation is not None and bool(STAFFING & actor.roles)


def systems(actor: Actor) -> list[System]:
    """Those of the own organisation, live ones first.  Raises Forbidden."""
    ensure_answers(actor)
    rows = [_shown(row) for row in door.visible(actor, ApiClient).order_by("name", "pk")]
    return sorted(rows, key=lambda one: not one.is_live)


def system(actor: Actor, ref: str) -> System:
    """One of them.  Raises NotFound."""
    return _shown(door.fetch(actor, ApiClient, ref=ref))


def webhooks(actor: Actor, client: ApiClient) -> list[Webhook]:
    """The addresses of a system, live ones first."""
    rows = door.visible(actor, Webhook).filter(client=client).order_by("created_at")
    return sorted(rows, key=lambda hook: hook.ended_at is not None)


def own_webhooks(actor: Actor) -> list[Webhook]:
    """The addresses of the calling system for its purpose, live ones first."""
    rows = door.visible(actor, Webhook).order_by("created_at") if actor.client else []
    return sorted(rows, key=lambda hook: hook.ended_at is not None)


def webhook(actor: Actor, ref: str) -> tuple[Webhook, list[Delivery]]:
    """One address with the newest messages to it.  Raises NotFound."""
    row = door.fetch(actor, Webhook, ref=ref)
    return row, list(Delivery.objects.filter(webhook=row).order_by("-created_at", "-pk")[:SHOWN])


def _shown(row: ApiClient) -> System:
    return System(row, tokens.scope_words(row.scopes))
