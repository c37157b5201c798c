"""Telling partner systems that something changed: who is told, what is due, what became of it.

A message is a stretch of the client's feed, drawn when it is sent, so it never names what is out of reach by then.  An
address has one message on its way at a time, in the feed's order; a receiver that hangs holds up itself alone.  Each
attempt is an effect with a key of its own: a killed worker's is made again by another, with the same id, by which the
receiver knows it has it already.
"""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import door, effects, journal, outward, vault
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.models import ApiClient, Delivery, Effect, Webhook
from accessctl.permits import Operation, Permit, permits_of
from accessctl.policies import STAFFING
from accessctl.policy import Action
from accessctl.services.clients import fresh_secret
from accessctl.signin import stepup
from accessctl.systems import feed, sending
from registry.lib import faults
from registry.lib.errors import Conflict, Forbidden, Invalid

logger = logging.getLogger(__name__)
KIND = "webhook.delivered"
FIRST_PAUSE = timedelta(seconds=10)  # each later pause is four times the one before: eight attempts take 15 hours
MOST_ATTEMPTS = 8
AT_ONCE = 8  # receivers that one worker waits for at a time
MOST = 10  # addresses of one client, and as many that it adds by itself within a day
KEPT = timedelta(days=90)
effects.entitle({KIND: _("A partner system is told of changes")})


class NotReading(Invalid):
    code = "not_reading"
    template = _("The system may not read for this purpose, so it would be told nothing.")


class Ended(Conflict):
    code = "webhook_ended"
    template = _("Nothing is sent to this address any more. Add it again.")


class TooManyToday(Conflict):
    code = "too_many_today"
    template = _("The system added ten addresses within a day. Its organisation can add more on its page.")


class TooManyAddresses(Conflict):
    code = "too_many_addresses"
    template = _("The system has ten addresses already. End one that is no longer needed.")


@transaction.atomic
def subscribe(actor: Actor, *, ref: str, url: str, purpose: Purpose) -> tuple[Webhook, str]:
    """Have a system of the own organisation told at an address; the secret that signs is shown this once.

    Raises NotFound, Forbidden, ProofNeeded, NoAddress, NotReading, TooManyAddresses.
    """
    client = door.fetch(actor, ApiClient, ref=ref, lock=True)
    if not STAFFING & actor.roles:
        raise Forbidden()
    stepup.demand(actor)
    return _add(actor, client, url, purpose)


@transaction.atomic
def subscribe_itself(actor: Actor, *, url: str) -> tuple[Webhook, str]:
    """A system has itself told at an address, for the purpose of its call.

    Raises Forbidden, NoAddress, NotReading, TooManyAddresses, TooManyToday.
    """
    if actor.client is None or actor.purpose is None:
        raise Forbidden()
    client = ApiClient.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=actor.client.pk)
    # SECURITY: one that was ended counts too: what becomes of a message tells what our network reaches.
    since = timezone.now() - timedelta(days=1)
    if Webhook.objects.filter(client=client, created_by=None, created_at__gt=since).count() >= MOST:
        raise TooManyToday()
    hook, secret = _add(actor, client, url, actor.purpose)
    if not door.can(actor, Action.CHANGE, hook):  # its token is to read alone
        raise Forbidden()
    return hook, secret


def _add(actor: Actor, client: ApiClient, url: str, purpose: Purpose) -> tuple[Webhook, str]:
    if client.revoked_at or Webhook.objects.filter(client=client, ended_at=None).count() >= MOST:
        raise TooManyAddresses()
    least = Permit(Operation.READ, 1, purpose)
    if not any(held.purpose is least.purpose for held in permits_of(client.scopes)):
        raise NotReading(fields={"purpose": [str(NotReading.template)]})
    secret = fresh_secret("mmw")
    told = feed.newest(Actor.of_client(client, purpose=purpose))
    hook = Webhook.objects.create(
        client=client, purpose=purpose, url=sending.checked(url), created_by=actor.account,
        secret=vault.seal_for_deployment(vault.WEBHOOK, secret), told=told,
    )  # fmt: skip
    journal.record(actor, "client.webhook_added", client.ref, hook.ref, purpose=purpose)
    return hook, secret


@transaction.atomic
def end(actor: Actor, *, ref: str) -> Webhook:
    """Tell nothing more at an address.  Raises NotFound, Forbidden."""
    hook = door.fetch(actor, Webhook, Action.CHANGE, ref=ref, lock=True)
    if hook.ended_at is None:
        _end(actor, hook)
    return hook


def added_by(client: ApiClient) -> QuerySet[Webhook]:
    """The live addresses that a system added by itself."""
    return Webhook.objects.filter(client=client, created_by=None, ended_at=None).select_related("client")


def end_added_by(actor: Actor, client: ApiClient) -> None:
    """End what a system added by itself; call in the transaction in which its secret ends.

    SECURITY: whoever had the secret may have added them, and would be told for as long as the system lives.
    """
    for hook in added_by(client).select_for_update(of=("self",)):
        _end(actor, hook)


def _end(actor: Actor, hook: Webhook) -> None:
    hook.ended_at = timezone.now()
    hook.save(update_fields=["ended_at"])
    Delivery.objects.filter(webhook=hook).update(due_at=None)
    journal.record(actor, "client.webhook_ended", hook.client.ref, hook.ref)


@transaction.atomic
def send_again(actor: Actor, *, ref: str, key: UUID) -> Delivery:
    """Send a message once more, with all its attempts before it and the id that it had.  Raises NotFound, Forbidden."""
    hook = door.fetch(actor, Webhook, Action.CHANGE, ref=ref, lock=True)
    delivery = Delivery.objects.filter(webhook=hook, pk=key).first()
    if delivery is None or hook.ended_at or not hook.client.is_live:
        raise Forbidden()
    again: dict[str, Any] = {"outcome": Delivery.Outcome.WAITING, "attempts": 0, "replays": F("replays") + 1}
    Delivery.objects.filter(pk=key).update(due_at=Now(), **again)
    journal.record(actor, "client.webhook_repeated", hook.client.ref, hook.ref)
    delivery.refresh_from_db()
    return delivery


@transaction.atomic
def another_secret(actor: Actor, *, ref: str) -> tuple[Webhook, str]:
    """Sign with another secret from now on, shown this once; what waits is signed with it too.

    Raises NotFound, Forbidden, ProofNeeded, Ended.
    """
    hook = door.fetch(actor, Webhook, Action.CHANGE, ref=ref, lock=True)
    stepup.demand(actor)
    if hook.ended_at is not None:
        raise Ended()
    secret = fresh_secret("mmw")
    hook.secret = vault.seal_for_deployment(vault.WEBHOOK, secret)
    hook.save(update_fields=["secret"])
    journal.record(actor, "client.webhook_secret", hook.client.ref, hook.ref)
    return hook, secret


# --- what is due ------------------------------------------------------------------------------------------------------
def follow() -> int:
    """Write what is new into messages and send what is due; returns how many were tried.  Called every few seconds.

    An address of which nothing can be written now holds up no other.
    """
    for hook in _live():
        with faults.contained(logger, "writing what a partner system is told"):
            _write_message(hook)
    _owe_attempts()
    tried = 0
    while taken := effects.lease(KIND, limit=AT_ONCE):
        effects.at_once(taken, attempt)
        tried += len(taken)
    return tried


def _live() -> QuerySet[Webhook]:
    """The addresses of systems that are neither shut out nor have a secret that ran out, as far as served."""
    rows = Webhook.objects.filter(ended_at=None, client__revoked_at=None, client__expires_at__gt=Now())
    return rows.filter(purpose__in=outward.purposes()).select_related("client__organisation")


@transaction.atomic
def _write_message(hook: Webhook) -> None:
    """One message for what came into the client's feed, unless one of this address is on its way."""
    hook = Webhook.objects.select_for_update().get(pk=hook.pk)
    if Delivery.objects.filter(webhook=hook, due_at__isnull=False).exists():
        return
    newest = feed.newest(_reader(hook))
    if newest > hook.told:
        upto = min(newest, hook.told + feed.SIZE)
        Delivery.objects.create(webhook=hook, after=hook.told, upto=upto, due_at=timezone.now())
        hook.told = upto
        hook.save(update_fields=["told"])


def _reader(hook: Webhook) -> Actor:
    client = ApiClient.objects.select_related("organisation").get(pk=hook.client_id)
    return Actor.of_client(client, purpose=Purpose(hook.purpose))


def _owe_attempts() -> None:
    due = Delivery.objects.filter(due_at__lte=Now(), webhook__in=_live())
    effects.owe_all(
        KIND,
        {
            f"webhook:{row.pk}:{row.replays}:{row.attempts}": {"delivery": str(row.pk)}
            for row in due.only("pk", "attempts", "replays")
        },
    )


def attempt(effect: Effect) -> None:
    """Send one message, and note what became of it together with the end of the effect."""
    delivery = Delivery.objects.select_related("webhook").get(pk=effect.payload["delivery"])
    answer = _sent(delivery)
    with transaction.atomic():
        _note(delivery, answer)
        if not effects.done(effect):
            transaction.set_rollback(True)  # another worker has taken it over


def _sent(delivery: Delivery) -> sending.Answer:
    hook = delivery.webhook
    actor = _reader(hook)
    if hook.ended_at or actor.client is None or not outward.admits(hook.purpose):
        return sending.Answer(Delivery.Outcome.NOTHING)
    if not actor.client.is_live:  # since it was due; with another secret it is told after all
        return sending.Answer(Delivery.Outcome.WAITING)
    changes = feed.stretch(actor, after=delivery.after, upto=delivery.upto)
    if not changes.items:
        return sending.Answer(Delivery.Outcome.NOTHING)
    moment = int(timezone.now().timestamp())
    secret = vault.unseal_for_deployment(vault.WEBHOOK, hook.secret)
    return sending.send(
        hook.url, secret=secret, delivery=str(delivery.pk), moment=moment,
        body=_body(hook, delivery, changes),
    )  # fmt: skip


def _body(hook: Webhook, delivery: Delivery, changes: feed.Changes) -> bytes:
    said: dict[str, Any] = {
        "delivery": str(delivery.pk), "webhook": hook.ref, "purpose": hook.purpose, "next": changes.next,
        "results": [{"ref": item.ref, "record": item.record, "change": item.change} for item in changes.items],
    }  # fmt: skip
    return json.dumps(said, separators=(",", ":")).encode()


def _note(delivery: Delivery, answer: sending.Answer) -> None:
    attempts = delivery.attempts + 1
    is_over = answer.outcome in (Delivery.Outcome.ARRIVED, Delivery.Outcome.NOTHING) or attempts >= MOST_ATTEMPTS
    due = None if is_over else timezone.now() + FIRST_PAUSE * 4 ** (attempts - 1)
    Delivery.objects.filter(pk=delivery.pk).update(
        outcome=answer.outcome, status=answer.status, attempts=attempts, due_at=due, tried_at=Now()
    )


def forget_old() -> int:
    """Delete what became of messages long ago."""
    count, _models = Delivery.objects.filter(due_at=None, created_at__lt=Now() - KEPT).delete()
    return count
