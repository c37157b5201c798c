"""Saying that one is not missing, without an account; and the unit that looks into it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accessctl.middleware import ActorRequest
from cases.codes import ClaimOutcome
from cases.forms import DecideForm, ExamineForm, NotMissingForm
from cases.services import claims
from registry.lib.errors import Conflict, Invalid, TooMany


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def not_missing(request: HttpRequest) -> HttpResponse:
    """Say that one is not missing.

    SECURITY: the answer is the same whether anything is held of them or not, and nothing is looked up to give it.
    """
    form = NotMissingForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "is_sent": "sent" in request.GET, "is_open": claims.unit_near("") is not None}
    if not form.is_bound:
        return render(request, "cases/living/not_missing.html", context)
    status = 422
    if form.is_valid():
        try:
            claims.receive(entry=form.entry(), address=request.META.get("REMOTE_ADDR", ""))
        except Invalid as error:
            form.add_errors_of(error)
        except TooMany as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            return redirect(f"{request.path}?sent=1")
    return render(request, "cases/living/not_missing.html", context, status=status)


@require_POST
@login_required
def living_claim(request: ActorRequest, ref: str) -> HttpResponse:
    """Say which case somebody means who says that they are not missing, or what was found."""
    examining = "examine-case" in request.POST
    form = ExamineForm(request.POST) if examining else DecideForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was written down: something was missing."))
        return redirect("cases:living", ref=ref)
    try:
        if examining:
            claims.examine(actor=request.actor, ref=ref, case_ref=form.cleaned_data["case"])
            messages.success(request, _("From now on nobody but its organisation sees this case."))
        else:
            outcome = ClaimOutcome(form.cleaned_data["outcome"])
            claims.ask_decision(actor=request.actor, ref=ref, outcome=outcome)
            messages.success(request, _("A second person of your unit has to agree; it waits for them."))
    except Conflict as error:
        messages.error(request, error.message)
    return redirect("cases:living", ref=ref)
