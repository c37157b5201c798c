"""Before any page: no body is read that is far too long, and a registry that was restored unready stays closed."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accessctl.erasure import gate
from registry.lib.errors import RegistryError
from registry.site.errors import answer

ALIVE = "/health/live"
MEGABYTE = 1024 * 1024


class TooLarge(RegistryError):
    code, status = "too_large", 413
    template = _("This is far more than is taken at once: %(most)s MB. Send it in parts, or choose a smaller file.")


class Bounded:
    """Refuses by its length what no page and no operation takes, before a byte of it is read.

    What is too long by less is refused where it was chosen, by the form that keeps what else was typed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdigit() and int(length) > 2 * settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return answer(request, TooLarge(most=settings.DATA_UPLOAD_MAX_MEMORY_SIZE // MEGABYTE))
        return self.get_response(request)


class Gate:
    """While a restored backup holds what was erased, every address but the sign of life answers that we are closed.

    Asks before the first answer of the process, and again until nothing is owed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path != ALIVE and gate.look():
            return answer(request, gate.Shut())
        return self.get_response(request)
