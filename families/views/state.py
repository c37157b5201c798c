"""The page on which somebody takes a case to another state, merges it with another one, or takes that back."""

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
from cases.selectors import merged_with
from cases.services import merge_case, offered, state_of, unmerge_case
from families.forms.state import MergeForm, StateForm
from families.services.state import change_state
from registry.lib.errors import Forbidden, Invalid

MERGE, APART = "right", "apart"  # what a post carries that is no step


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def state(request: ActorRequest, ref: str) -> HttpResponse:
    """Where the work on a case stands, and the steps that lead on from here, each for a reason."""
    case = door.fetch(request.actor, Case, Action.CHANGE, ref=ref)
    if case.owner_id != request.actor.organisation_id:
        raise Forbidden()
    if APART in request.POST:
        unmerge_case(actor=request.actor, case_ref=case.ref)
        messages.success(request, _("The case stands by itself again, as it was before."))
        return redirect("cases:detail", ref=case.ref)
    posted = request.POST if request.method == "POST" else None
    merges = posted is not None and MERGE in posted
    step = StateForm(None if merges else posted, offered=offered(request.actor, case))
    merge = MergeForm(posted if merges else None, initial={MERGE: request.GET.get(MERGE, "")})
    if (merges and _merged(request, case, merge)) or (step.is_bound and _moved(request, case, step)):
        return redirect("cases:detail", ref=case.ref)
    into, here = merged_with(request.actor, case)
    context = {"case": case, "state": state_of(case), "form": step, "merge": merge, "into": into, "here": here}
    return render(request, "families/state.html", context, status=200 if posted is None else 422)


def _moved(request: ActorRequest, case: Case, form: StateForm) -> bool:
    if not form.is_valid():
        return False
    to, reason = form.chosen()
    change_state(actor=request.actor, case_ref=case.ref, to=to, reason=reason)
    messages.success(request, _("The state of the case is now: %(state)s.") % {"state": to.label})
    return True


def _merged(request: ActorRequest, case: Case, form: MergeForm) -> bool:
    if not form.is_valid():
        return False
    try:
        kept = merge_case(actor=request.actor, case_ref=case.ref, into_ref=form.cleaned_data[MERGE])
    except Invalid as error:
        form.add_errors_of(error)
        return False
    words = _("The case is merged with %(ref)s. Everything in both stays as it is, and you can take it back.")
    messages.success(request, words % {"ref": kept.ref})
    return True
