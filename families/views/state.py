"""The page on which somebody takes a case to another state."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accessctl import door
from accessctl.middleware import ActorRequest
from accessctl.policy import Action
from cases.models import Case
from cases.services import state_of
from families.forms.state import StateForm
from families.services.state import change_state
from registry.lib.errors import Forbidden


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def state(request: ActorRequest, ref: str) -> HttpResponse:
    """Where the work on a case stands, and the steps that lead on from here, each for a reason."""
    case = door.fetch(request.actor, Case, Action.CHANGE, ref=ref)
    if case.owner_id != request.actor.organisation_id:
        raise Forbidden()
    now = state_of(case)
    form = StateForm(request.POST if request.method == "POST" else None, state=now)
    if form.is_bound and form.is_valid():
        to, reason = form.chosen()
        change_state(actor=request.actor, case_ref=case.ref, to=to, reason=reason)
        messages.success(request, _("The state of the case is now: %(state)s.") % {"state": to.label})
        return redirect("cases:detail", ref=case.ref)
    context = {"case": case, "state": now, "form": form}
    return render(request, "families/state.html", context, status=422 if form.is_bound else 200)
