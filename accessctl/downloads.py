"""Answers that a browser keeps as a file instead of showing them."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def kept_as(answer: HttpResponse, name: str) -> HttpResponse:
    """The same answer, to be kept under a name of any script.

    Where a name is not ASCII, a bare filename="…" would reach the browser as a word of mail.
    """
    answer.headers["Content-Disposition"] = str(content_disposition_header(as_attachment=True, filename=name))
    return answer
