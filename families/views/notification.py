"""The page on which people prepare how a family is told of a result, and write down that it was."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accessctl.middleware import ActorRequest
from families.forms.notification import PlanForm, TellingForm
from families.notification import selectors, services
from registry.lib.errors import Conflict, Invalid

UNPROCESSABLE = 422
SAID = {
    "plan": _("The notification is prepared. Nobody outside the family file learns of it."),
    "telling": _("It is written down that the family was told."),
    "declined": _("It is written down that the family does not wish to be told now."),
    "answer": _("The search is answered."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def notification(request: ActorRequest, ref: str) -> HttpResponse:
    """What was prepared and done, and the next step."""
    held = selectors.notifications_of(request.actor, ref)
    sent = next((part for part in SAID if part in request.POST), "")
    plan = PlanForm(request.POST if sent == "plan" else None, prefix="plan")
    telling = TellingForm(request.POST if sent == "telling" else None, prefix="telling", relatives=held.relatives)
    refused = ""
    if sent:
        try:
            if _done(request, held.case.ref, sent, plan, telling):
                messages.success(request, str(SAID[sent]))
                return redirect("families:notification", ref=held.case.ref)
        except (Invalid, Conflict) as error:
            form = {"plan": plan, "telling": telling}.get(sent)
            if form is not None:
                form.add_errors_of(error)
            else:
                refused = error.message
    context: dict[str, Any] = {"held": held, "case": held.case, "plan": plan, "telling": telling, "refused": refused}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "families/notification.html", context, status=status)


def _done(request: ActorRequest, ref: str, sent: str, plan: PlanForm, telling: TellingForm) -> bool:
    common: dict[str, Any] = {"actor": request.actor, "case_ref": ref}
    if sent == "plan":
        if plan.is_valid():
            services.plan(**common, entry=plan.plan())
        return plan.is_valid()
    if sent == "telling":
        if telling.is_valid():
            services.note_told(**common, entry=telling.telling())
        return telling.is_valid()
    {"declined": services.note_declined, "answer": services.answer_search}[sent](**common)
    return True
