"""How long a session lasts, where a person is signed in, and the end of it.

A session slides with what a person does, not with what pages ask by themselves.  Whoever may read layer 3 or deeper is
signed out after a quarter of an hour of doing nothing; everybody after twelve hours.  A session that was ended opens
nothing from the next request on, because its row is gone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accessctl import journal
from accessctl.actor import Actor
from accessctl.models import Account, CacheEntry, Session
from accessctl.signin.devices import device_of, in_words
from accessctl.signin.store import SessionStore

DEEP_LAYER = 3
# One write of the row a minute, not one a request.
GRAIN = timedelta(minutes=1)


class SlidingSession:
    """Renews the session when a signed-in person opens a page, or sends something."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A page that polls would otherwise keep an abandoned screen signed in for ever.
        asked_by_page = request.headers.get("HX-Request") == "true" and request.method == "GET"
        if not asked_by_page and request.user.is_authenticated:
            renew(request)
        return self.get_response(request)


def renew(request: HttpRequest, *, at_once: bool = False) -> None:
    """Start the idle time again, if enough of it is over to be worth a write."""
    store = _store(request)
    row = store.row
    if row is not None and (at_once or not row.device or timezone.now() - row.used_at > GRAIN):
        actor: Actor = request.actor  # type: ignore[attr-defined]
        store.renew(idle=idle_limit(actor), device=device_of(request.headers.get("User-Agent", "")))


def ends_at(request: HttpRequest) -> datetime:
    """When the session ends if its person does nothing."""
    row = _store(request).row
    return row.expires_at if row else timezone.now() + timedelta(seconds=settings.SESSION_IDLE_SECONDS)


def idle_limit(actor: Actor) -> timedelta:
    """For how long somebody may do nothing."""
    rings = {ring for rule in actor.rules for ring in rule.own | rule.shared | rule.by_grant | rule.standing}
    deep = any(ring.layer >= DEEP_LAYER for ring in rings)
    return timedelta(seconds=settings.SESSION_IDLE_SECONDS if deep else settings.SESSION_COOKIE_AGE)


@dataclass(frozen=True)
class SignedIn:
    """One browser in which a person is signed in.  key: names the session in the list, and opens nothing."""

    key: str
    device: str
    begun_at: datetime
    used_at: datetime
    is_this: bool


def signed_in(request: HttpRequest, account: Account) -> list[SignedIn]:
    """Where a person is signed in: this browser first, then the last used."""
    row = _store(request).row
    this = row.digest if row else ""
    rows = Session.objects.filter(account=account, expires_at__gt=timezone.now()).order_by("-used_at").defer("data")
    found = [SignedIn(row.digest, in_words(row.device), row.begun_at, row.used_at, row.digest == this) for row in rows]
    return sorted(found, key=lambda one: not one.is_this)


@transaction.atomic
def end(actor: Actor, account: Account, *, key: str = "", keep: str = "") -> int:
    """End one session of an account, or all of them but `keep`; they open nothing from the next request on."""
    rows = Session.objects.filter(account=account)
    ended, _per_model = (rows.filter(digest=key) if key else rows.exclude(digest=keep)).delete()
    if ended:
        journal.record(actor, "session.ended", of=f"account:{account.pk}", sessions=ended)
    return ended


def this_key(request: HttpRequest) -> str:
    """What names the session of this request in the list."""
    row = _store(request).row
    return row.digest if row else ""


def purge() -> int:
    """Delete sessions that are over, and counts that limit nothing any more.  Returns how many sessions."""
    now = timezone.now()
    CacheEntry.objects.filter(expires__lt=now).delete()
    ended, _per_model = Session.objects.filter(expires_at__lt=now).delete()
    return ended


def _store(request: HttpRequest) -> SessionStore:
    store = request.session
    assert isinstance(store, SessionStore)
    return store
