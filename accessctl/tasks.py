"""Housekeeping: sealing the journal, lost leases, outlived staged records, orphaned keys."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.apps import apps
from django.utils import timezone

from accessctl import budgets, effects, replays, topology
from accessctl.actor import Actor
from accessctl.disclosure import services as disclosure
from accessctl.erasure import burial
from accessctl.keystore.models import RecordKey
from accessctl.models import OwnKey, Staged
from accessctl.organisations import invitations
from accessctl.services.records import discard
from accessctl.signin import sessions
from accessctl.systems import feed, tokens, webhooks
from accessctl.transparency import sealer

KEPT_EFFECTS = timedelta(days=30)
ORPHAN_AGE, ORPHAN_WINDOW = timedelta(hours=1), timedelta(days=2)  # older ones were swept before


@shared_task
def seal() -> int:
    """Seal what is settled in the journal."""
    return sealer.seal_all()


@shared_task
def publish() -> bool:
    """Write the newest head outside the database."""
    return sealer.publish()


@shared_task
def escalate() -> int:
    """Put requests that nobody answered in time before everybody who answers for their owner."""
    return disclosure.escalate(Actor.system_job("disclosure.clock"))


@shared_task
def settle_erasures() -> int:
    """Destroy and renew the keys that erasures owe, hand on those of records that changed hands, and write tombstones
    outside the database.
    """
    return burial.settle()


@shared_task
def tell_systems() -> int:
    """Tell partner systems what changed, at the addresses that they gave."""
    return webhooks.follow()


@shared_task
def send_invitations() -> int:
    """Send the invitations that no mail server took when they were made."""
    return invitations.send_waiting()


@shared_task
def sweep() -> int:
    """Give lost leases back."""
    return effects.sweep()


@shared_task
def purge() -> dict[str, int]:
    """Delete what outlived its purge date, and keys whose record was never written or is gone."""
    return {
        "staged": purge_staged(),
        "effects": effects.purge(KEPT_EFFECTS),
        "keys": sweep_orphan_keys(),
        "sessions": sessions.purge(),
        "replays": replays.purge(),
        "tokens": tokens.purge(),
        "gone": feed.forget_gone(),
        "deliveries": webhooks.forget_old(),
        "readings": budgets.forget(),
        "tombstones": burial.forget_old(),
    }


def purge_staged() -> int:
    count = 0
    for model in topology.roots():
        if issubclass(model, Staged):
            for row in model.outlived().iterator():
                discard(row)
                count += 1
    return count


def sweep_orphan_keys() -> int:
    """A key is committed before its record; one that still has none an hour later opens nothing."""
    now = timezone.now()
    aged = RecordKey.objects.filter(created_at__range=(now - ORPHAN_WINDOW, now - ORPHAN_AGE))
    candidates = set(aged.values_list("record", flat=True))
    for model in topology.roots():
        candidates -= set(model._default_manager.filter(pk__in=candidates).values_list("pk", flat=True))
    for table in apps.get_models():
        if issubclass(table, OwnKey):
            held = table._default_manager.filter(record__in=candidates)
            candidates -= set(held.values_list("record", flat=True))
    count, _ = RecordKey.objects.filter(record__in=candidates).delete()
    return count
