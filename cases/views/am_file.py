"""The AM file of a case: opened for a stated purpose, on the page or as PDF."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accessctl import door
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.middleware import ActorRequest
from cases.dvi.am_file import am_file
from cases.dvi.paper import Paper, as_pdf
from cases.forms.purpose import PurposeForm
from cases.models import Case

UNPROCESSABLE = 422
Opening = Callable[[Actor, str, Purpose], Paper]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def am(request: ActorRequest, ref: str) -> HttpResponse:
    """Ask what it is opened for; sent, the AM file."""
    case = door.fetch(request.actor, Case, ref=ref)
    return answer(request, case.ref, am_file, kind="am", back=reverse("cases:detail", args=[case.ref]))


def answer(request: ActorRequest, ref: str, opening: Opening, **about: Any) -> HttpResponse:
    """The question, or what opening the file gives: a page, or with `act` pdf a PDF."""
    form = PurposeForm(request.POST if request.method == "POST" else None)
    made = None
    if form.is_bound and form.is_valid():
        made = opening(request.actor, ref, form.chosen())
        if request.POST.get("act") == "pdf":
            return as_pdf(made)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "cases/dvi/file.html", {"form": form, "made": made, "ref": ref, **about}, status=status)
