"""Every refusal and failure as a page, a fragment or JSON, in one place and one voice.

What may be said is decided by the error itself (`registry.lib.errors`); here it is only given the shape the asker
understands.  Absent and hidden records end in the same page, byte for byte.
"""

from __future__ import annotations

import logging
import secrets
import sys
from collections.abc import Callable, Iterator
from typing import Any

from allauth.core.exceptions import ReauthenticationRequired
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from redis.exceptions import ConnectionError as ValkeyConnectionError
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

from accessctl.signin import way
from accessctl.signin.stepup import ProofNeeded
from registry.lib.errors import Conflict, Forbidden, Invalid, NotFound, RegistryError, TooMany, Unavailable

logger = logging.getLogger("registry.errors")

LOST_PARTS = (OperationalError, InterfaceError, ValkeyConnectionError)
BARE = frozenset({500, 503})  # drawn without looking anything up: the database may be what is lost
# SECURITY: a page never holds a password or a code again, not even the one that was just typed.
NEVER_REPEATED = frozenset({"password", "password1", "password2", "oldpassword", "code"})
API_CODES: dict[int, type[RegistryError]] = {404: NotFound, 403: Forbidden, 409: Conflict, 422: Invalid, 429: TooMany}


class Failure(RegistryError):
    """Something of ours broke; the reference finds it in the log."""

    code, status = "failure", 500
    template = _(
        "Something in the registry failed and nothing was saved. Try again; if it fails again, report the reference."
    )


class BadRequest(RegistryError):
    """The request itself cannot be read."""

    code, status = "bad_request", 400
    template = _("This request could not be read. Go back, reload the page and try again.")


class StalePage(RegistryError):
    """The page's safety token is missing or old."""

    code, status = "stale_page", 403
    template = _(
        "This page was open for too long or in another session. Reload it, check what you typed and send it again."
    )


class ErrorMiddleware:
    """Turns a refusal raised by a view or a service into its answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """An answer for the errors we know; None leaves the rest to Django, which ends in `server_error`."""
        # SECURITY: taken before allauth's own middleware, which would keep the request in clear, cookies and all.
        if isinstance(exception, ReauthenticationRequired):
            return way.to_proof(request)
        if isinstance(exception, ProofNeeded) and not wants_json(request):
            return way.to_proof(request)
        if isinstance(exception, RegistryError):
            return answer(request, exception)
        if isinstance(exception, Http404):
            return answer(request, NotFound())
        if isinstance(exception, PermissionDenied):
            return answer(request, Forbidden())
        if isinstance(exception, LOST_PARTS):
            logger.error("a part is lost: %s", type(exception).__name__)
            return answer(request, Unavailable())
        return None


def wants_json(request: HttpRequest) -> bool:
    """Whether the asker is a program: an address of the API, or an Accept header that prefers JSON."""
    if request.path.startswith("/api/v"):
        return True
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def answer(request: HttpRequest, error: RegistryError, *, reference: str = "") -> HttpResponse:
    """The error as JSON, as an alert for a fragment request, or as a page."""
    response: HttpResponse
    context = {"error": error, "status": error.status, "reference": reference}
    if wants_json(request):
        response = JsonResponse(error.as_dict() | ({"reference": reference} if reference else {}), status=error.status)
    elif request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true":
        response = HttpResponse(render_to_string("errors/_alert.html", context), status=error.status)
    elif error.status in BARE:
        context |= {"typed": typed(request), "has_files": bool(request.FILES), "action": request.get_full_path()}
        response = HttpResponse(render_to_string("errors/bare.html", context), status=error.status)
    else:
        response = render(request, "errors/page.html", context, status=error.status)
    if retry_after := getattr(error, "retry_after", None):
        response.headers["Retry-After"] = str(retry_after)
    response.headers["Cache-Control"] = "no-store"
    return response


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What was sent, for the page to send again: its own page is gone from the screen, and may not be had anew."""
    if request.method != "POST" or not NEVER_REPEATED.isdisjoint(request.POST):
        return []
    return [(name, value) for name, values in request.POST.lists() for value in values]


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler404."""
    return answer(request, NotFound())


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler403."""
    return answer(request, Forbidden())


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler400."""
    return answer(request, BadRequest())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW."""
    return answer(request, StalePage())


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: a lost database is told as such; anything else gets a reference that the log carries too."""
    cause = sys.exc_info()[1]
    if isinstance(cause, LOST_PARTS):
        return answer(request, Unavailable())
    reference = secrets.token_hex(4).upper()
    # SECURITY: the class alone; messages of exceptions can carry what somebody typed.
    logger.error("failure %s: %s", reference, type(cause).__name__)
    return answer(request, Failure(), reference=reference)


def api_exception_handler(exception: Exception, context: dict[str, Any]) -> Response | None:
    """REST: every error as `{code, message, fields}`, the same sentences as on the pages."""
    if isinstance(exception, RegistryError):
        headers = {"Retry-After": str(after)} if (after := getattr(exception, "retry_after", None)) else None
        return Response(exception.as_dict(), status=exception.status, headers=headers)
    if isinstance(exception, LOST_PARTS):
        return Response(Unavailable().as_dict(), status=Unavailable.status)
    response: Response | None = exception_handler(exception, context)
    if response is None:
        return None
    if isinstance(exception, APIException) and isinstance(exception.detail, dict):
        fields: dict[str, list[str]] = {}
        for name, message in _faults(exception.detail):
            fields.setdefault(name, []).append(message)
        # Refused input is 422 on pages and in the API alike; 400 is left to what cannot be read at all.
        response.data, response.status_code = Invalid(fields=fields).as_dict(), Invalid.status
    elif response.status_code in API_CODES:
        response.data = API_CODES[response.status_code]().as_dict()
    else:
        code, message = _code_and_message(exception)
        response.data = {"code": code, "message": message, "fields": {}}
    return response


def _faults(found: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Each message with the place it belongs to, such as `case.marks.2.site`; the empty name is the whole."""
    if isinstance(found, dict):
        for key, inner in found.items():
            place = "" if key == api_settings.NON_FIELD_ERRORS_KEY else str(key)
            yield from _faults(inner, ".".join(filter(None, (name, place))))
    elif isinstance(found, list):
        for number, inner in enumerate(found):
            yield from _faults(inner, f"{name}.{number}" if isinstance(inner, dict | list) else name)
    else:
        yield name, str(found)


def _code_and_message(exception: Exception) -> tuple[str, str]:
    if isinstance(exception, APIException):
        detail = exception.detail
        first = detail[0] if isinstance(detail, list) and detail else detail
        return str(getattr(first, "code", exception.default_code)), str(first)
    return "error", str(BadRequest().message)
