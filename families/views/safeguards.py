"""The page of a case's safeguards: three forms, each saved by itself, and one that asks a second person."""

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
from families.codes import LiftReason
from families.forms import warnings
from families.forms.safeguards import AllegationForm, BestInterestForm, ConflictForm, LiftForm, RisksForm
from families.safeguards import Safeguards, organisations, safeguards_of
from families.services import safeguards as services
from families.services.lifting import ask_to_lift
from families.services.relatives import note_conflict
from registry.lib.errors import Conflict, Invalid

UNPROCESSABLE = 422
SAVED = _("The safeguard is saved and counts from now.")
SAID = {"lift": _("You asked. It happens when a colleague approves it.")}
PARTS = ("child", "risks", "conflict", "allegation", "lift")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def safeguards(request: ActorRequest, ref: str) -> HttpResponse:
    """What stands, and putting up one more."""
    held = safeguards_of(request.actor, ref)
    sent = next((part for part in PARTS if part in request.POST), "")
    forms = _forms(request, held, sent)
    if sent and _saved(request, ref, sent, forms[sent]):
        texts = [text for text in forms[sent].cleaned_data.values() if isinstance(text, str)]
        for sentence in warnings.of_texts(texts, str(_("Safeguards"))):
            messages.warning(request, sentence)
        messages.success(request, str(SAID.get(sent, SAVED)))
        return redirect("families:safeguards", ref=held.case.ref)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "families/safeguards.html", {"held": held, "case": held.case, **forms}, status=status)


def _forms(request: ActorRequest, held: Safeguards, sent: str) -> dict[str, Any]:
    def data(part: str) -> Any:
        return request.POST if part == sent else None

    return {
        "child": BestInterestForm(data("child"), prefix="child", initial={"best_interest": held.best_interest}),
        "risks": RisksForm(data("risks"), prefix="risks", initial={"risks": list(held.risks), "note": held.note}),
        "conflict": ConflictForm(data("conflict"), prefix="conflict", initial={"note": held.conflict}),
        "allegation": AllegationForm(
            data("allegation"), prefix="allegation", organisations=organisations(request.actor)
        ),
        "lift": LiftForm(data("lift"), prefix="lift", states=held.states),
    }


def _saved(request: ActorRequest, ref: str, part: str, form: Any) -> bool:
    if not form.is_valid():
        return False
    common: dict[str, Any] = {"actor": request.actor, "case_ref": ref}
    try:
        if part == "child":
            services.weigh_best_interest(**common, words=form.cleaned_data["best_interest"])
        elif part == "risks":
            services.note_risks(**common, risks=form.cleaned_data["risks"], note=form.cleaned_data["note"])
        elif part == "conflict":
            note_conflict(**common, note=form.cleaned_data["note"])
        elif part == "lift":
            what, reason = form.cleaned_data["what"], LiftReason(form.cleaned_data["reason"])
            ask_to_lift(**common, what=what, reason=reason)
        else:
            services.note_allegation(**common, allegation=form.allegation())
    except (Invalid, Conflict) as error:
        form.add_errors_of(error)
        return False
    return True
