"""Where a sentence waits that the next page shows: MESSAGE_STORAGE."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookie(CookieStorage):
    """In a cookie that no other host can set."""

    cookie_name = "__Host-messages" if settings.TLS else "messages"


class Storage(FallbackStorage):
    """In a cookie; what is too long for it, in the session."""

    storage_classes = (HostCookie, SessionStorage)
