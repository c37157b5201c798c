"""How a session is kept: SESSION_ENGINE.

SECURITY: the browser's cookie is the only place where a session's key is.  The table holds its digest, and what the
session holds is sealed by a key made of the cookie and of the registry's secret.  Neither a copied database nor a
backup signs anybody in, or shows what a person had typed when they were asked to confirm who they are.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accessctl import envelope
from accessctl.models import Session

KEY_VERSION = 1
# A clock that was set back must not prolong what was used before; so much may clocks of two machines differ.
CLOCK_SKEW = timedelta(minutes=2)


class SessionStore(SessionBase):
    """A session that ends by itself after an idle time, at the latest at its absolute end."""

    _row: Session | None = None

    if TYPE_CHECKING:  # what Django's class has and its stubs leave out

        def _get_new_session_key(self) -> str: ...
        def _get_session(self, no_load: bool = False) -> dict[str, Any]: ...

    def load(self) -> dict[str, Any]:
        now = timezone.now()
        digest = digest_of(self.session_key or "")
        row = Session.objects.filter(digest=digest, expires_at__gt=now, used_at__lt=now + CLOCK_SKEW).first()
        held = None if row is None else self._opened(row)
        if held is None:
            self._session_key = None
            return {}
        self._row = row
        return held

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(digest=digest_of(session_key)).exists()

    def create(self) -> None:
        while True:
            self._session_key = self._get_new_session_key()
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        """Write what the session holds.  Raises CreateError, UpdateError: the session was ended meanwhile."""
        if self.session_key is None:
            return self.create()
        held = self._get_session(no_load=must_create)
        digest, account = digest_of(self.session_key), held.get(SESSION_KEY)
        if not must_create:
            if not Session.objects.filter(digest=digest).update(data=self._sealed(held), account=account):
                raise UpdateError
            return None
        now = timezone.now()
        self._row = Session(
            digest=digest, data=self._sealed(held), account_id=account, begun_at=now, used_at=now,
            expires_at=now + timedelta(seconds=settings.SESSION_IDLE_SECONDS),
        )  # fmt: skip
        try:
            with transaction.atomic():
                self._row.save(force_insert=True)
        except IntegrityError:
            raise CreateError from None
        return None

    def delete(self, session_key: str | None = None) -> None:
        ended = session_key or self.session_key
        if ended == self.session_key:
            self._row = None
        if ended:
            Session.objects.filter(digest=digest_of(ended)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        Session.objects.filter(expires_at__lt=timezone.now()).delete()

    @property
    def row(self) -> Session | None:
        """The session's row, without what it holds; None before it is kept."""
        self._get_session()
        return self._row

    def renew(self, *, idle: timedelta, device: str) -> datetime:
        """Start the idle time again, up to the absolute end.  Returns when the session ends now."""
        now = timezone.now()
        row = self.row
        if row is None:
            return now + idle
        row.used_at, row.device = now, device
        row.expires_at = min(now + idle, row.begun_at + timedelta(seconds=settings.SESSION_COOKIE_AGE))
        said = {"used_at": row.used_at, "expires_at": row.expires_at, "device": row.device}
        Session.objects.filter(digest=row.digest).update(**said)
        return row.expires_at

    def change_key(self) -> None:
        """Go on under a new key, up to the same absolute end; the old one opens nothing any more."""
        old = self.row
        if old is None:
            return
        with transaction.atomic():
            self.create()
            row = self._row
            assert row is not None  # just created
            row.begun_at, row.expires_at, row.device = old.begun_at, old.expires_at, old.device
            row.save(update_fields=["begun_at", "expires_at", "device"])
            Session.objects.filter(digest=old.digest).delete()

    def _sealed(self, held: dict[str, Any]) -> bytes:
        data = self.serializer().dumps(held)
        return envelope.close(self._cipher(), KEY_VERSION, self._place(), data)

    def _opened(self, row: Session) -> dict[str, Any] | None:
        try:
            data = envelope.disclose(self._cipher(), self._place(), bytes(row.data))
        except envelope.Unreadable:  # sealed under another secret: the session is over
            return None
        held: dict[str, Any] = self.serializer().loads(data)
        return held

    def _cipher(self) -> AESGCM:
        return AESGCM(salted_hmac("accessctl.session", self.session_key or "", algorithm="sha256").digest())

    def _place(self) -> bytes:
        return envelope.bind(settings.DEPLOYMENT, "session", digest_of(self.session_key or ""), str(KEY_VERSION))


def digest_of(session_key: str) -> str:
    """What is stored of a session's key: 165 random bits need no slow hash."""
    return hashlib.sha256(f"session:{session_key}".encode()).hexdigest()
