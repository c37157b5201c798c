"""Pages of disclosure: the list of what is asked, the form to ask, one request with its answer, recalls."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accessctl.disclosure import ledger, records, selectors, services
from accessctl.disclosure.forms import AskForm, AssignForm, OpenForm, RefuseForm
from accessctl.emergency import selectors as emergency
from accessctl.middleware import ActorRequest
from accessctl.models import DisclosureRequest, Record, ShareEvent
from accessctl.models.disclosure import AskReason, RefusalReason, RequestState
from accessctl.rings import Ring
from registry.lib.errors import Conflict, Invalid, NotFound


@require_safe
@login_required
@never_cache
def disclosure_list(request: ActorRequest) -> HttpResponse:
    """What is asked of us, what we asked, what is open, what we are to delete."""
    actor = request.actor
    context = {
        "asked_of_us": selectors.asked_of_us(actor),
        "asked_by_us": selectors.asked_by_us(actor),
        "opened_by_us": selectors.opened_by_us(actor),
        "recalls": selectors.recalls(actor),
        "emergencies": emergency.listed(actor),
        "may_open_in_danger": bool(emergency.openable(actor)),
    }
    return render(request, "accessctl/disclosure/list.html", context)


@require_safe
@login_required
@never_cache
def work_disclosures(request: ActorRequest) -> HttpResponse:
    """The section of "my work": what waits for an answer of ours."""
    actor = request.actor
    context = {
        "requests": selectors.asked_of_us(actor),
        "recalls": selectors.recalls(actor),
        "emergencies": emergency.waiting(actor),
    }
    return render(request, "accessctl/disclosure/_work.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def ask(request: ActorRequest) -> HttpResponse:
    """Ask for rings of a record."""
    data = request.POST if request.method == "POST" else request.GET
    record = records.fetch(request.actor, data.get("record", ""))
    form = _ask_form(request, record, data)
    if request.method == "POST" and form.is_valid():
        try:
            asked = services.ask(actor=request.actor, record_ref=record.ref, wanted=form.ask())
        except (Invalid, Conflict) as error:
            form.add_errors_of(error)
        else:
            messages.success(request, _("You asked. The answer will stand here and in your work."))
            return redirect("accessctl:disclosure", ref=asked.ref)
    can_ask = bool(records.askable(request.actor, record))
    context = {
        "record": record, "page": records.page_of(record.ref), "form": form, "can_ask": can_ask,
        "may_open_in_danger": records.opens_in_danger(record) and bool(emergency.openable(request.actor)),
    }  # fmt: skip
    return render(request, "accessctl/disclosure/ask.html", context, status=422 if form.is_bound else 200)


@require_safe
@login_required
@never_cache
def disclosure(request: ActorRequest, ref: str) -> HttpResponse:
    """One request."""
    found = selectors.fetch(request.actor, ref)
    return render(request, "accessctl/disclosure/detail.html", _context(request, found))


@require_POST
@login_required
def answer(request: ActorRequest, ref: str) -> HttpResponse:
    """Open all or part of it, or refuse."""
    found = selectors.fetch(request.actor, ref)
    opening = request.POST.get("answer") == "open"
    form = _open_form(found, request.POST) if opening else RefuseForm(request.POST, prefix="refuse")
    if form.is_valid():
        try:
            if isinstance(form, OpenForm):
                rings = [Ring(code) for code in form.cleaned_data["rings"]]
                services.open_rings(actor=request.actor, ref=ref, rings=rings, lasting=form.lasts)
                messages.success(request, _("It is open to them now, and only for the purpose stated."))
            else:
                services.refuse(actor=request.actor, ref=ref, reason=RefusalReason(form.cleaned_data["reason"]))
                messages.success(request, _("You refused. They read the reason."))
        except Invalid as error:
            form.add_errors_of(error)
        else:
            return redirect("accessctl:disclosure", ref=found.ref)
    name = "open_form" if opening else "refuse_form"
    return render(request, "accessctl/disclosure/detail.html", _context(request, found) | {name: form}, status=422)


@require_POST
@login_required
def assign(request: ActorRequest, ref: str) -> HttpResponse:
    """Lay it before a colleague."""
    found = selectors.fetch(request.actor, ref)
    form = AssignForm(request.POST, prefix="assign", colleagues=services.colleagues(found.owner))
    if form.is_valid():
        services.assign(actor=request.actor, ref=ref, account=form.cleaned_data["colleague"])
        messages.success(request, _("It now lies with your colleague."))
        return redirect("accessctl:disclosure", ref=found.ref)
    context = _context(request, found) | {"assign_form": form}
    return render(request, "accessctl/disclosure/detail.html", context, status=422)


@require_POST
@login_required
def take_back(request: ActorRequest, ref: str) -> HttpResponse:
    """No longer ask."""
    found = services.take_back(actor=request.actor, ref=ref)
    messages.success(request, _("You took your request back."))
    return redirect("accessctl:disclosure", ref=found.ref)


@require_POST
@login_required
def end(request: ActorRequest, ref: str) -> HttpResponse:
    """Close what was opened."""
    found = services.end(actor=request.actor, ref=ref)
    messages.success(request, _("It is closed again, and they are asked to delete what they kept."))
    return redirect("accessctl:disclosure", ref=found.ref)


@require_POST
@login_required
def recall_answer(request: ActorRequest, key: str) -> HttpResponse:
    """What became of copies that an owner recalled."""
    if request.POST.get("said") not in {said.value for said in ledger.ANSWERS} or not selectors.recalls(request.actor):
        raise NotFound()
    ledger.answer(actor=request.actor, key=key, said=ShareEvent.Recall(request.POST["said"]))
    messages.success(request, _("Your answer is recorded and stands in the owner's ledger."))
    return redirect("accessctl:disclosures")


def _ask_form(request: ActorRequest, record: Record, data: QueryDict) -> AskForm:
    offer = data.get("offer", "")
    initial = {
        "rings": [data.get("ring", "")], "about": data.get("about", ""), "offer": offer,
        "purpose": request.actor.purpose, "reason": AskReason.PAIR if data.get("about") else None,
    }  # fmt: skip
    rings = [Ring(ring) for ring in records.askable(request.actor, record)]
    own = record.owner_id == request.actor.organisation_id
    may_offer = any(rule.approves for rule in request.actor.rules) and not own
    bound = data if request.method == "POST" else None
    return AskForm(bound, rings=rings, offer=offer if may_offer else "", initial=initial)


def _open_form(found: DisclosureRequest, data: QueryDict | None) -> OpenForm:
    return OpenForm(data, prefix="open", rings=[Ring(ring) for ring in found.rings])


def _context(request: ActorRequest, found: DisclosureRequest) -> dict[str, Any]:
    actor = request.actor
    mine = actor.account is not None and found.account_id == actor.account.pk
    may_answer = selectors.answerable(actor, found)
    context: dict[str, Any] = {
        "request_": found,
        "page": records.page_of(found.record_ref),
        "may_take_back": mine and found.is_open,
        "may_end": may_answer and found.state in (RequestState.OPENED, RequestState.PARTLY),
        "shares": selectors.shares_of(actor, found.record_ref),
    }
    if may_answer and found.is_open:
        context |= {
            "open_form": _open_form(found, None),
            "refuse_form": RefuseForm(prefix="refuse"),
            "assign_form": AssignForm(prefix="assign", colleagues=services.colleagues(found.owner)),
        }
    return context
