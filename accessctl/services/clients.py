"""Clients of partner systems: made and shut out, effective with the next request."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.models import AccessToken, ApiClient, Delivery, Organisation, Webhook
from accessctl.permits import asked_permits, every_scope
from accessctl.policies import ANSWERABLE
from accessctl.rings import Ring
from accessctl.services.accounts import ImmigrationBody
from accessctl.signin import stepup
from registry.lib.errors import Conflict, Forbidden, Invalid

SECRET_BYTES = 32
LASTING = timedelta(days=90)
THUMBPRINT = re.compile(r"[A-Za-z0-9_-]{43}")


class NoThumbprint(Invalid):
    code = "no_thumbprint"
    template = _("Give the SHA-256 thumbprint of the certificate in base64url: 43 letters, digits, - and _.")


class Revoked(Conflict):
    code = "client_revoked"
    template = _("This system was shut out for good. Make a new one if it may come back.")


@transaction.atomic
def create_client(
    actor: Actor,
    organisation: Organisation,
    *,
    name: str,
    scopes: Iterable[str] | None = None,
    certificate: str = "",
    closed: Iterable[Ring] = (),
    lasting: timedelta = LASTING,
) -> tuple[ApiClient, str]:
    """A partner system's client and its secret, which is shown this once; without scopes it may do all that systems do.

    closed: rings that it never opens.
    Raises ImmigrationBody, ProofNeeded, NoThumbprint; ValueError for a scope that is none.
    """
    stepup.demand(actor)
    if not organisation.may_take_part:
        raise ImmigrationBody()
    ensure_thumbprint(certificate)
    given = sorted(map(str, asked_permits(every_scope() if scopes is None else scopes)))
    secret = fresh_secret("mms")
    client = ApiClient.objects.create(
        organisation=organisation, name=name, secret_digest=digest(secret), scopes=given, certificate=certificate,
        closed=sorted(closed), expires_at=timezone.now() + lasting, created_by=actor.account,
    )  # fmt: skip
    journal.record(actor, "client.created", client.ref, scopes=len(given))
    return client, secret


@transaction.atomic
def revoke_client(actor: Actor, *, ref: str) -> ApiClient:
    """Shut a system out for good: its tokens end, and it is told of nothing.  Takes no fresh proof: it must not wait.

    Raises NotFound, Forbidden.
    """
    client = _of_own(actor, ref)
    if not ANSWERABLE & actor.roles:
        raise Forbidden()
    if client.revoked_at is None:
        client.revoked_at = timezone.now()
        client.save(update_fields=["revoked_at"])
        AccessToken.objects.filter(client=client).delete()
        Webhook.objects.filter(client=client, ended_at=None).update(ended_at=client.revoked_at)
        Delivery.objects.filter(webhook__client=client).update(due_at=None)
        journal.record(actor, "client.revoked", client.ref)
    return client


def _of_own(actor: Actor, ref: str) -> ApiClient:
    return door.fetch(actor, ApiClient, ref=ref, lock=True)


def ensure_thumbprint(certificate: str) -> None:
    """Raises NoThumbprint unless it is one, or ""."""
    if certificate and not THUMBPRINT.fullmatch(certificate):
        raise NoThumbprint(fields={"certificate": [str(NoThumbprint.template)]})


def fresh_secret(kind: str) -> str:
    """A secret nobody can guess; its beginning tells what was found, where one lies about."""
    return f"{kind}_{secrets.token_urlsafe(SECRET_BYTES)}"


def digest(secret: str) -> bytes:
    """What is stored of a secret or a token: 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).digest()
