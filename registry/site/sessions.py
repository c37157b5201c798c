"""How long a session lasts: it slides with the pages a person opens, not with what the pages ask by themselves."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

KEY = "until"
# One write of the session row in ten minutes, not one a request.
GRAIN_SECONDS = 600


class SlidingSession:
    """Renews the session when a signed-in person opens or sends a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A page that polls would otherwise keep an abandoned screen signed in for ever.
        if request.headers.get("HX-Request") != "true" and request.user.is_authenticated:
            renew(request)
        return self.get_response(request)


def renew(request: HttpRequest, *, at_once: bool = False) -> None:
    """Start the session's time again, if enough of it is over to be worth a write."""
    full = int(time.time()) + settings.SESSION_COOKIE_AGE
    if at_once or full - int(request.session.get(KEY, 0)) > GRAIN_SECONDS:
        request.session[KEY] = full


def ends_at(request: HttpRequest) -> int:
    """When the session ends, in seconds since 1970; the full length from now for one that was just begun."""
    return int(request.session.get(KEY, int(time.time()) + settings.SESSION_COOKIE_AGE))
