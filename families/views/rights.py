"""What relatives ask: the list of the organisation, and one case's requests with their answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accessctl.middleware import ActorRequest
from families.codes import IdentityCheck
from families.rights import selectors
from families.rights.forms import AnswerForm, NoteForm
from families.services import answering, requests, restricting
from registry.lib.errors import Conflict, Invalid

UNPROCESSABLE = 422


@require_safe
@login_required
def waiting(request: ActorRequest) -> HttpResponse:
    """Every request that waits for an answer, overdue ones first."""
    return render(request, "families/rights_waiting.html", {"waiting": selectors.waiting(request.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def of_case(request: ActorRequest, ref: str) -> HttpResponse:
    """What the relatives of a case asked; noting one more; answering."""
    case, known, lines = selectors.requests(request.actor, ref)
    data = request.POST if request.method == "POST" else None
    if "lift" in request.POST:
        return _lifted(request, ref)
    key = request.POST.get("request", "") if data is not None else ""
    uses = {one.token: one.uses for one in lines}
    note = NoteForm(None if key else data, relatives=[(one.token, one.name or one.token) for one in known])
    answer = AnswerForm(data, token=key, uses=uses.get(key, ())) if key else None
    if data is not None and (_answered(request, ref, key, answer) if answer else _noted(request, ref, note)):
        return redirect("families:rights", ref=case.ref)
    told = [(one, answer if answer and one.token == key else _blank(one) if one.row.is_open else None) for one in lines]
    context: dict[str, Any] = {"case": case, "lines": told, "note": note, "sent": answer, "key": key}
    return render(request, "families/rights.html", context, status=200 if data is None else UNPROCESSABLE)


def _blank(line: selectors.Line) -> AnswerForm:
    return AnswerForm(None, token=line.token, uses=line.uses)


def _lifted(request: ActorRequest, ref: str) -> HttpResponse:
    """The relative said that what they gave may be used again."""
    try:
        restricting.lift(actor=request.actor, case_ref=ref, token=request.POST["lift"])
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("It may be used again, from now."))
    return redirect("families:rights", ref=ref)


def _noted(request: ActorRequest, ref: str, form: NoteForm) -> bool:
    if not form.is_valid():
        return False
    chosen = form.cleaned_data
    try:
        requests.note_asked(
            actor=request.actor, case_ref=ref, token=str(chosen["relative"]), asked=form.asked(),
            check=IdentityCheck(chosen["check"]),
        )  # fmt: skip
    except (Invalid, Conflict) as error:
        form.add_errors_of(error)
        return False
    messages.success(request, _("It is noted. An answer is due within 30 days."))
    return True


def _answered(request: ActorRequest, ref: str, key: str, form: AnswerForm) -> bool:
    if not form.is_valid():
        return False
    try:
        answering.answer(actor=request.actor, case_ref=ref, key=key, said=form.said())
    except (Invalid, Conflict) as error:
        form.add_errors_of(error)
        return False
    messages.success(request, _("The answer stands on the relative's page."))
    return True
