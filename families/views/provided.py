"""The pages of a provider: families that were referred to it, and its answer."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accessctl.middleware import ActorRequest
from families import provided
from families.forms.support import ProviderAnswerForm
from registry.lib.errors import Conflict

UNPROCESSABLE = 422


@require_safe
@login_required
@never_cache
def referrals(request: ActorRequest) -> HttpResponse:
    """What families were referred to the own organisation for."""
    return render(request, "families/referrals.html", {"lines": provided.referred_to_us(request.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def referred(request: ActorRequest, ref: str) -> HttpResponse:
    """One referral in the words that the family agreed to, and the answer to it."""
    held = provided.opened(request.actor, ref)
    form = ProviderAnswerForm(request.POST if request.method == "POST" else None, choices=held.line.choices)
    if form.is_valid():
        try:
            provided.answer(actor=request.actor, ref=ref, **form.cleaned_data)
            messages.success(request, _("Your answer is with those who referred the family to you."))
            return redirect("families:referrals")
        except Conflict as error:
            form.add_errors_of(error)
    context = {"held": held, "line": held.line, "form": form}
    return render(request, "families/referred.html", context, status=UNPROCESSABLE if request.method == "POST" else 200)
