"""Puts the actor on the request, and writes the refusals that a rolled-back transaction kept back.

Nobody who still owes a second step at sign-in gets past here.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from accessctl import journal
from accessctl.actor import Actor
from accessctl.reach import one_moment
from accessctl.signin import second, way

SAFE = ("GET", "HEAD")


class ActorRequest(HttpRequest):
    """A request as our views see it."""

    actor: Actor


class ActorMiddleware:
    """`request.actor`: who acts, for which organisation and purpose.  Looked up only when asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = str(uuid4())
        request.request_id = request_id  # type: ignore[attr-defined]
        request.actor = SimpleLazyObject(lambda: actor_of(request, request_id))  # type: ignore[attr-defined]
        with one_moment() if request.method in SAFE else nullcontext():
            response = self.get_response(request)
        journal.write_denials()
        response.headers["X-Request-ID"] = request_id
        response.headers.setdefault("Cache-Control", "no-store")  # but for the few fixed files that say otherwise
        return response


def actor_of(request: HttpRequest, request_id: str) -> Actor:
    user = request.user
    if not user.is_authenticated:
        return Actor.public(request_id)
    return Actor.of_account(user, request_id=request_id, proved_at=second.proved_at(request))


class SecondStep:
    """Leads whoever has to set up or show a second step there, from wherever they wanted to go."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        if (match and match.view_name in second.OPEN) or not second.is_missing(request):
            return None
        return way.to_second_step(request)
