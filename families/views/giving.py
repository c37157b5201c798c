"""The people who hold a case by name: a colleague who stands by the family, delegates of an association."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accessctl.middleware import ActorRequest
from families.forms.giving import GiveForm, association_form, colleague_form
from families.services import giving
from registry.lib.errors import Invalid, NotFound

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def given(request: ActorRequest, ref: str) -> HttpResponse:
    """Who holds the case; giving it to one more."""
    case, held = giving.given(request.actor, ref)
    data = request.POST if request.method == "POST" else None
    delegating = data is not None and "delegate" in data
    to_association = association_form(_associations(request), data if delegating else None)
    to_colleague = colleague_form(_colleagues(request), None if delegating else data)
    if data is not None and (done := _give(request, ref, to_association if delegating else to_colleague, delegating)):
        messages.success(request, done)
        return redirect("families:given", ref=case.ref)
    context = {"case": case, "held": held, "to_association": to_association, "to_colleague": to_colleague}
    return render(request, "families/given.html", context, status=200 if data is None else UNPROCESSABLE)


def _give(request: ActorRequest, ref: str, form: GiveForm, delegating: bool) -> str:
    """What was done, in words; empty where the form says why not."""
    if not form.is_valid():
        return ""
    chosen: dict[str, Any] = {"actor": request.actor, "case_ref": ref, "lasting": form.lasts}
    try:
        if not delegating:
            giving.assign_case(**chosen, member_ref=form.chosen)
            return _("Your colleague can read it now.")
        count = giving.delegate_case(**chosen, association_ref=form.chosen)
    except Invalid as error:
        form.add_errors_of(error)
        return ""
    said = ngettext("%(count)d delegate can read it now.", "%(count)d delegates can read it now.", count)
    return said % {"count": count}


@require_POST
@login_required
def given_end(request: ActorRequest, ref: str) -> HttpResponse:
    """Take the case back from one of them."""
    case, held = giving.given(request.actor, ref)
    one = next((found for found in held if found.ref == request.POST.get("holder")), None)
    if one is None:
        raise NotFound()
    if one.is_delegation:
        giving.end_delegation(actor=request.actor, case_ref=ref, association_ref=one.ref)
    else:
        giving.end_assignment(actor=request.actor, case_ref=ref, member_ref=one.ref)
    messages.success(request, _("They can no longer read it, from this moment."))
    return redirect("families:given", ref=case.ref)


def _associations(request: ActorRequest) -> list[tuple[str, str]]:
    return [(one.ref, one.name) for one in giving.associations(request.actor)]


def _colleagues(request: ActorRequest) -> list[tuple[str, str]]:
    return [(one.ref, one.account.full_name) for one in giving.carers(request.actor)]
