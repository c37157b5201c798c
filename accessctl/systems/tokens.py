"""Short tokens of partner systems (OAuth 2, client credentials): given for a client's secret, found, taken back.

What is stored is a digest.  A token that ran out is told apart from one that never was for as long as its row is kept,
which tells its holder that the clock is at fault, not the secret.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from hmac import compare_digest

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import journal
from accessctl.actor import Actor
from accessctl.models import AccessToken, ApiClient
from accessctl.permits import Permit, asked_permits, permits_of
from accessctl.services.clients import digest, fresh_secret
from registry.lib.errors import Invalid, RegistryError, TooMany
from registry.lib.ids import normalise_ref

MOST = 60  # tokens of one client in the lifetime of a token: a client that asks for more has lost count
KEPT = timedelta(hours=24)


class TokenError(RegistryError):
    """A refusal in OAuth's own words (RFC 6749, section 5.2; RFC 6750, section 3.1), beside ours."""

    oauth = "invalid_request"


class ClientUnknown(TokenError):
    code, status, oauth = "client_unknown", 401, "invalid_client"
    template = _("This client and secret are not known, were revoked or have run out. Ask your administrator.")


class CertificateNeeded(TokenError):
    code, status, oauth = "certificate_needed", 401, "invalid_client"
    template = _("This client comes with its own certificate, and this connection has another one, or none.")


class ScopeRefused(TokenError, Invalid):
    code, status, oauth = "invalid_scope", 400, "invalid_scope"
    template = _("This client was not given all of these scopes. Ask for those that its page names, or for none.")


class TokenUnknown(TokenError):
    code, status, oauth = "token_unknown", 401, "invalid_token"
    template = _("This token is not valid, or was taken back. Ask for a new one.")


class TokenExpired(TokenError):
    code, status, oauth = "token_expired", 401, "invalid_token"
    template = _("This token has run out. Ask for a new one with the client’s secret.")


class TooManyTokens(TooMany):
    code = "too_many_tokens"
    template = _("This client asked for too many tokens. Use each until it runs out.")


@dataclass(frozen=True)
class Issued:
    """A token, its lifetime in seconds and what it is for."""

    token: str
    seconds: int
    scopes: tuple[str, ...]


@transaction.atomic
def issue(client: ApiClient, *, wanted: str = "", request_id: str = "") -> Issued:
    """A token for all that a client was given, or for part of it (scopes separated by blanks).

    The client is one of `known_client`.  Raises ScopeRefused, TooManyTokens.
    """
    scopes = _granted(client, wanted)
    since = timezone.now() - timedelta(seconds=settings.API_TOKEN_SECONDS)
    if AccessToken.objects.filter(client=client, created_at__gt=since).count() >= MOST:
        raise TooManyTokens(retry_after=settings.API_TOKEN_SECONDS)
    token = fresh_secret("mmr")
    AccessToken.objects.create(
        client=client, digest=digest(token), scopes=scopes, certificate=client.certificate,
        expires_at=timezone.now() + timedelta(seconds=settings.API_TOKEN_SECONDS),
    )  # fmt: skip
    ApiClient.objects.filter(pk=client.pk).update(last_used_at=Now())
    journal.record(Actor.of_client(client, request_id=request_id), "client.token_given", client.ref)
    return Issued(token, settings.API_TOKEN_SECONDS, tuple(scopes))


def _granted(client: ApiClient, wanted: str) -> list[str]:
    held = permits_of(client.scopes)
    try:
        asked: frozenset[Permit] = asked_permits(wanted.split()) or held
    except ValueError:
        raise ScopeRefused() from None
    if not all(any(one.covers(permit) for one in held) for permit in asked):
        raise ScopeRefused()
    return sorted(map(str, asked))


def known_client(ref: str, secret: str, request: HttpRequest) -> ApiClient:
    """The client whose reference and secret these are.  Raises ClientUnknown, CertificateNeeded.

    SECURITY: one answer for every reason, so that nobody learns which references exist.
    """
    live = ApiClient.objects.select_related("organisation").filter(revoked_at=None, expires_at__gt=Now())
    client = live.filter(secret_digest=digest(secret)).first()
    if client is None or client.ref != normalise_ref(ref) or not client.organisation.may_take_part:
        raise ClientUnknown()
    if not _comes_with(client.certificate, request):
        raise CertificateNeeded()
    return client


def holder(token: str, request: HttpRequest) -> AccessToken:
    """The live token, its client and organisation with it.  Raises TokenUnknown, TokenExpired, CertificateNeeded."""
    rows = AccessToken.objects.select_related("client__organisation")
    found = rows.filter(digest=digest(token), client__revoked_at=None, client__expires_at__gt=Now()).first()
    if found is None or not found.client.organisation.may_take_part:
        raise TokenUnknown()
    if found.expires_at <= timezone.now():
        raise TokenExpired()
    if not _comes_with(found.certificate, request):
        raise CertificateNeeded()
    return found


def take_back(client: ApiClient, token: str) -> None:
    """End one token of a client; one that is none of its own is no error (RFC 7009)."""
    AccessToken.objects.filter(client=client, digest=digest(token)).delete()


def purge() -> int:
    """Delete what ran out long ago."""
    count, _models = AccessToken.objects.filter(expires_at__lt=Now() - KEPT).delete()
    return count


def _comes_with(thumbprint: str, request: HttpRequest) -> bool:
    """Whether the connection has the certificate that is asked for, as our own proxy says it has.

    SECURITY: the header is believed only where the settings name it, which says that our proxy sets or removes it.
    """
    if not thumbprint:
        return True
    name = settings.CERTIFICATE_HEADER if settings.TRUSTED_PROXIES else ""
    shown = request.headers.get(name, "") if name else ""
    return compare_digest(shown.strip().encode(), thumbprint.encode())


def scope_words(scopes: Iterable[str]) -> list[tuple[str, int, list[str]]]:
    """Scopes as a page lists them: operation, layer, purposes; deepest first."""
    grouped: dict[tuple[str, int], list[str]] = {}
    for permit in sorted(permits_of(scopes), key=lambda one: (-one.layer, one.operation, one.purpose)):
        grouped.setdefault((str(permit.operation.label), permit.layer), []).append(str(permit.purpose.label))
    return [(operation, layer, purposes) for (operation, layer), purposes in grouped.items()]
