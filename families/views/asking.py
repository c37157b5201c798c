"""Asking a family for consent again: whose turn it is, and what to do for one case."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from accessctl.middleware import ActorRequest
from families.asking_again import PAGE_LENGTH, WORK_LENGTH, asking_of, waiting


@require_safe
@login_required
def ask_again(request: ActorRequest, ref: str) -> HttpResponse:
    """What the family of one case is to be asked again, why, by when, and what happens otherwise."""
    return render(request, "families/ask_again.html", {"asking": asking_of(request.actor, ref)})


@require_safe
@login_required
def to_ask(request: ActorRequest) -> HttpResponse:
    """The cases whose families are to be asked again."""
    return render(request, "families/to_ask.html", {"waiting": waiting(request.actor, PAGE_LENGTH)})


@login_required
@require_GET
def work_to_ask(request: ActorRequest) -> HttpResponse:
    """The same for "my work"."""
    return render(request, "families/_to_ask.html", {"waiting": waiting(request.actor, WORK_LENGTH)})
