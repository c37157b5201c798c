"""The second step at sign-in: who has proved it in this session, and who must set one up before anything else.

A session knows what was proved in it, so nobody looks that up for each page.  Outside the demo a session without a
second step opens the pages where one is set up, and nothing else.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest

from accessctl.models import Account

SECOND = "mfa"
DEMO = "demo"
KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# Where a second step is set up, what every page needs, and the way out.
OPEN = frozenset(
    {
        "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
        "account_reauthenticate", "account_logout", "account_inactive", "accessctl:go-on", "site:language",
        "site:session-extend", "site:service-worker", "site:manifest", "site:offline", "site:health-live",
        "site:health-ready",
    }
)  # fmt: skip


def factors(account: Account) -> QuerySet[Authenticator]:
    """The second steps of an account; recovery codes only stand in for one."""
    found: QuerySet[Authenticator] = Authenticator.objects.filter(user=account, type__in=KINDS)
    return found


def proved(request: HttpRequest) -> bool:
    """Whether a second step was shown in this session."""
    return any(record["method"] == SECOND for record in get_authentication_records(request, request.user))


def proved_at(request: HttpRequest) -> datetime | None:
    """When the person of this session last proved who they are."""
    moments = [record["at"] for record in get_authentication_records(request, request.user)]
    return datetime.fromtimestamp(max(moments), UTC) if moments else None


def is_missing(request: HttpRequest) -> bool:
    """Whether this session must show or set up a second step before it opens anything."""
    user = request.user  # the REST framework sets None for nobody
    return settings.MFA_MANDATORY and user is not None and user.is_authenticated and not proved(request)


def remember_added(*, request: HttpRequest, user: Account, authenticator: Authenticator, **_signal: Any) -> None:
    """Receiver: whoever sets a second step up has shown it."""
    if authenticator.type in KINDS:
        record_authentication(request, user, SECOND, type=authenticator.type, id=authenticator.pk)


def change_key(*, request: HttpRequest, reauthenticated: bool = False, **_signal: Any) -> None:
    """Receiver: whoever proves again who they are goes on under a new key, which a copy of the old cookie lacks."""
    if reauthenticated:
        store: Any = request.session
        store.change_key()
