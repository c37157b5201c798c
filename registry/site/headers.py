"""Which ways of asking there are, and what a browser is told beside the policies of `registry.browser_policy`."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")


class BrowserHeaders:
    """No other site may embed an answer; after signing out nothing of it stays in the browser's memory."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = request.method in METHODS
        response = self.get_response(request) if known else HttpResponseNotAllowed(METHODS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        match = request.resolver_match
        if match and match.view_name == "account_logout" and request.method == "POST":
            # "cache" holds the pages that the back button would show.
            response.headers["Clear-Site-Data"] = '"cache"'
        return response
