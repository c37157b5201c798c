"""The family file of a case: who asks, and on a click how they are reached.  Each opening is journalled."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from accessctl import door
from accessctl.middleware import ActorRequest
from cases.models import Case
from families import selectors


@login_required
@require_GET
def relatives(request: ActorRequest, ref: str) -> HttpResponse:
    """The relatives of a case: a part of the case page, and a page of its own without script."""
    family = selectors.family(request.actor, ref)
    case = family.case if family else door.fetch(request.actor, Case, ref=ref)
    return _answer(request, {"family": family, "case": case})


@login_required
@require_POST
def channels(request: ActorRequest, ref: str) -> HttpResponse:
    """How the relatives are reached: asked for by a click, because looking is an act that is written down."""
    family = selectors.family(request.actor, ref)
    case, found = selectors.channels(request.actor, ref)
    return _answer(request, {"family": family, "case": case, "channels": found})


def _answer(request: ActorRequest, context: dict[str, object]) -> HttpResponse:
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, "families/_relatives.html" if is_part else "families/relatives.html", context)
