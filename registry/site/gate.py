"""While a restored backup holds what was erased, every address but the sign of life answers that we are closed."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accessctl.erasure import gate
from registry.site.errors import answer

ALIVE = "/health/live"


class Gate:
    """Asks before the first answer of the process, and again until nothing is owed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path != ALIVE and gate.look():
            return answer(request, gate.Shut())
        return self.get_response(request)
