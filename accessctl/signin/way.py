"""The way to the page where people show who they are, and back with everything they had typed.

What was sent waits in the session, which is sealed by the browser's cookie: the server cannot read it without the
request that brings it back.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import urlencode

from accessctl.signin import second

KEPT = "kept_request"
LASTS_SECONDS = 15 * 60
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - a field's name


@dataclass(frozen=True)
class Kept:
    """What somebody sent, to be sent again.  files: field and name of each file, which has to be chosen anew."""

    action: str
    fields: list[tuple[str, str]]
    files: list[tuple[str, str]]


def to_proof(request: HttpRequest) -> HttpResponse:
    """To the page that asks who it is.  What was sent is kept, and is offered there for sending on afterwards."""
    if request.method in ("GET", "HEAD"):
        return _to(request, _proof_page(request), back=_page_of(request))
    _keep(request)
    return _to(request, _proof_page(request), back=reverse("accessctl:go-on"))


def to_second_step(request: HttpRequest) -> HttpResponse:
    """To the second step: to show it, or to set one up where there is none.  Nothing was typed before it."""
    has_one = second.factors(request.user).exists()  # type: ignore[arg-type]  # only people signed in come here
    back = _page_of(request) if request.method == "GET" else resolve_url(settings.LOGIN_REDIRECT_URL)
    return _to(request, _proof_page(request) if has_one else reverse("mfa_index"), back=back)


def _proof_page(request: HttpRequest) -> str:
    methods = get_adapter(request).get_reauthentication_methods(request.user)
    return str(methods[0]["url"]) if methods else resolve_url(settings.LOGIN_URL)


def take(request: HttpRequest) -> Kept | None:
    """What was kept, once; None when nothing waits, or waited too long."""
    held = request.session.pop(KEPT, None)
    if held is None or time.time() - held["at"] > LASTS_SECONDS:
        return None
    return Kept(held["action"], [(name, value) for name, value in held["fields"]], [*held["files"]])


def _keep(request: HttpRequest) -> None:
    request.session[KEPT] = {
        "action": request.get_full_path(),
        "fields": [(name, value) for name, values in request.POST.lists() if name != TOKEN for value in values],
        "files": [(name, file.name) for name, files in request.FILES.lists() for file in files],
        "at": time.time(),
    }


def _page_of(request: HttpRequest) -> str:
    """The page to come back to: for a part that htmx asked for, the page it stands in."""
    shown = request.headers.get("HX-Current-URL", "")
    if request.headers.get("HX-Request") != "true" or not shown:
        return request.get_full_path()
    parts = urlsplit(shown)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _to(request: HttpRequest, url: str, *, back: str) -> HttpResponse:
    target = f"{url}?{urlencode({REDIRECT_FIELD_NAME: back})}"
    if request.headers.get("HX-Request") == "true":  # a part of a page cannot be redirected: the page goes
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)
