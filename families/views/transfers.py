"""A case that another organisation takes over: the page of its owner, and the list of both sides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accessctl.middleware import ActorRequest
from accessctl.models import Approval
from cases.policies import CASE_WORKERS
from cases.selectors.actions import askable
from families import transfers
from families.codes import TransferRefusal
from families.forms.transfers import DeclineForm, LeaveForm, TransferForm
from families.services import leaving, transferring
from registry.lib.errors import Conflict, Forbidden, Invalid

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def transfer(request: ActorRequest, ref: str) -> HttpResponse:
    """Offer a case to another organisation, with the family's yes; `withdraw` takes the offer back."""
    if not CASE_WORKERS & request.actor.roles:
        raise Forbidden()
    held = transfers.of_case(request.actor, ref)
    if "withdraw" in request.POST and held.offer is not None:
        transferring.withdraw_transfer(actor=request.actor, ref=held.offer.row.ref)
        messages.success(request, _("The offer is taken back. The case stays with you."))
        return redirect("cases:detail", ref=held.case.ref)
    data, leaves = request.POST if request.method == "POST" else None, "leave" in request.POST
    leave = LeaveForm(data if leaves else None, prefix="leave", relatives=held.relatives)
    if leave.is_valid() and (left := _asked_to_leave(request, held.case.ref, leave)) is not None:
        return redirect("accessctl:approval", ref=left.ref)
    form = TransferForm(
        None if leaves else data, relatives=held.relatives,
        organisations=[(one.ref, one.name) for one in askable(request.actor)],
    )  # fmt: skip
    if form.is_valid():
        try:
            asked = transferring.ask_to_transfer(actor=request.actor, case_ref=held.case.ref, entry=form.entry())
            messages.success(
                request, _("You asked a colleague. Once they approve it, the other organisation is asked.")
            )
            return redirect("accessctl:approval", ref=asked.ref)
        except (Invalid, Conflict) as error:
            form.add_errors_of(error)
    context: dict[str, Any] = {"case": held.case, "held": held, "form": form, "leave": leave}
    return render(request, "families/transfer.html", context, status=UNPROCESSABLE if request.method == "POST" else 200)


def _asked_to_leave(request: ActorRequest, ref: str, form: LeaveForm) -> Approval | None:
    """An organisation outside goes on: a colleague is asked; None where it was refused."""
    try:
        asked = leaving.ask_to_leave(actor=request.actor, case_ref=ref, entry=form.entry())
    except (Invalid, Conflict) as error:
        form.add_errors_of(error)
        return None
    messages.success(request, _("You asked a colleague. Once they approve it, the work on the case ends here."))
    return asked


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def listed(request: ActorRequest) -> HttpResponse:
    """Cases that change hands, of both sides; `act`: accept or decline `transfer`."""
    if not CASE_WORKERS & request.actor.roles:
        raise Forbidden()
    act, ref = request.POST.get("act", ""), request.POST.get("transfer", "")
    decline = DeclineForm(request.POST if act == "decline" else None)
    problem = ""
    try:
        if act == "accept":
            case = transferring.accept_transfer(actor=request.actor, ref=ref)
            messages.success(request, _("The case is yours now. Call the family first: they expect to hear from you."))
            return redirect("cases:detail", ref=case.ref)
        if decline.is_valid():
            reason = TransferRefusal(decline.cleaned_data["refusal"])
            transferring.decline_transfer(actor=request.actor, ref=ref, reason=reason)
            messages.success(request, _("You declined. They read your reason; the case stays with them."))
            return redirect("families:transfers")
    except Conflict as error:
        problem = error.message
    context: dict[str, Any] = {
        "offers": transfers.offers(request.actor), "decline": decline, "declining": ref, "problem": problem,
    }  # fmt: skip
    return render(
        request, "families/transfers.html", context, status=UNPROCESSABLE if request.method == "POST" else 200
    )
