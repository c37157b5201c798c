"""The AM file of a case, or the case in the order of another form: opened for a purpose, on the page or as a file."""

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
from accessctl.models import Record
from cases.dvi.am_file import am_file
from cases.dvi.paper import Paper, as_pdf
from cases.dvi.paper_files import KINDS, as_file, ensure_may_take
from cases.forms.purpose import LayoutForm, PurposeForm
from cases.models import Case
from cases.partner_forms import AM
from cases.partner_forms.copies import case_copy

UNPROCESSABLE = 422
Opening = Callable[[Actor, str, Purpose], Paper]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def am(request: ActorRequest, ref: str) -> HttpResponse:
    """Ask what it is opened for and in which order; sent, the AM file or the case as the chosen form has it."""
    case = door.fetch(request.actor, Case, ref=ref)
    form = LayoutForm(
        request.POST if request.method == "POST" else None, initial={"layout": request.GET.get("form", AM.code)}
    )

    def opening(actor: Actor, of: str, purpose: Purpose) -> Paper:
        chosen = form.chosen_layout()
        return am_file(actor, of, purpose) if chosen is AM else case_copy(actor, of, purpose, chosen)

    return answer(request, case, opening, form=form, kind="am", back=reverse("cases:detail", args=[case.ref]))


def answer(request: ActorRequest, record: Record, opening: Opening, *, form: PurposeForm, **about: Any) -> HttpResponse:
    """The question, or what opening the file gives: a page, or with `act` a PDF or, for its own organisation, a file
    for programs (csv, json).
    """
    made, act = None, request.POST.get("act", "open")
    is_own = record.owner_id == request.actor.organisation_id
    if form.is_bound and form.is_valid():
        if act in KINDS:
            ensure_may_take(request.actor, record)
        made = opening(request.actor, record.ref, form.chosen())
        if act == "pdf":
            return as_pdf(made)
        if act in KINDS:
            return as_file(request.actor, record, made, act)
    status = UNPROCESSABLE if form.errors else 200
    context = {"form": form, "made": made, "ref": record.ref, "is_own": is_own, **about}
    return render(request, "cases/dvi/file.html", context, status=status)
