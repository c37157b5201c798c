"""Pages of the registers for the data-protection officer, and the yearly counts for everybody."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accessctl.middleware import ActorRequest
from accessctl.models.registers import Contest, DemandAnswer, SanctionReason, SubjectsTold
from accessctl.registers import counts, selectors, services
from accessctl.registers.forms import AnswerForm, BreachForm, DemandForm, SanctionForm, TellingForm
from registry.lib.errors import Conflict, Forbidden, Invalid

UNPROCESSABLE = 422
GET_OR_POST = ("GET", "HEAD", "POST")


def _keeper(request: ActorRequest) -> None:
    if not services.KEEPERS & request.actor.roles:
        raise Forbidden()


@require_safe
@login_required
@never_cache
def overview(request: ActorRequest) -> HttpResponse:
    """What is open in each register."""
    if not services.STOPPERS & request.actor.roles:
        raise Forbidden()
    context = {
        "keeps": bool(services.KEEPERS & request.actor.roles),
        "demands": [row for row in selectors.demands(request.actor) if row.is_open or row.owes_telling],
        "breaches": [row for row in selectors.breaches(request.actor) if row.closed_at is None],
        "sanctions": [row for row in selectors.sanctions(request.actor) if row.lifted_at is None],
    }
    return render(request, "accessctl/registers/overview.html", context)


# --- demands by the law -------------------------------------------------------------------------------------------
@require_safe
@login_required
@never_cache
def demand_list(request: ActorRequest) -> HttpResponse:
    """Every demand of the own organisation."""
    _keeper(request)
    return render(request, "accessctl/registers/demands.html", {"demands": selectors.demands(request.actor)})


@require_http_methods(GET_OR_POST)
@login_required
@never_cache
def demand_new(request: ActorRequest) -> HttpResponse:
    """Enter a demand as it was received."""
    _keeper(request)
    form = DemandForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            row = services.record_demand(request.actor, **form.entry())
        except Invalid as error:
            error.place(lambda name: "records" if name == "record_refs" else name)
            form.add_errors_of(error)
        else:
            said = _("The demand is entered. Contest it where you can, and answer no more than is asked.")
            messages.success(request, said)
            return redirect("accessctl:demand", ref=row.ref)
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "accessctl/registers/demand_new.html", {"form": form}, status=status)


@require_safe
@login_required
@never_cache
def demand(request: ActorRequest, ref: str) -> HttpResponse:
    """One demand: who, on which basis, what; the answer; whether those concerned know."""
    return _demand_page(request, ref)


@require_POST
@login_required
def demand_answer(request: ActorRequest, ref: str) -> HttpResponse:
    """What was answered."""
    form = AnswerForm(request.POST, prefix="answer")
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.answer_demand(
                request.actor, ref, answer=DemandAnswer(data["answer"]), on=data["on"], rings=data["rings"],
                said=data["said"], contested=Contest(data["contested"]),
            )  # fmt: skip
        except Invalid as error:
            form.add_errors_of(error)
        else:
            messages.success(request, _("The answer is entered."))
            return redirect("accessctl:demand", ref=ref)
    return _demand_page(request, ref, answer_form=form)


@require_POST
@login_required
def demand_telling(request: ActorRequest, ref: str) -> HttpResponse:
    """Whether those concerned were told."""
    form = TellingForm(request.POST, prefix="telling")
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.note_telling(request.actor, ref, told=SubjectsTold(data["told"]), on=data["on"])
        except Invalid as error:
            form.add_errors_of(error)
        else:
            messages.success(request, _("It is noted."))
            return redirect("accessctl:demand", ref=ref)
    return _demand_page(request, ref, telling_form=form)


def _demand_page(request: ActorRequest, ref: str, **forms: Any) -> HttpResponse:
    row, file = selectors.demand(request.actor, ref)
    context = {
        "row": row, "file": file,
        "answer_form": AnswerForm(prefix="answer"), "telling_form": TellingForm(prefix="telling"),
    } | forms  # fmt: skip
    return render(request, "accessctl/registers/demand.html", context, status=UNPROCESSABLE if forms else 200)


# --- breaches -----------------------------------------------------------------------------------------------------
@require_safe
@login_required
@never_cache
def breach_list(request: ActorRequest) -> HttpResponse:
    """Every breach of the own organisation, those whose clock runs first."""
    _keeper(request)
    return render(request, "accessctl/registers/breaches.html", {"breaches": selectors.breaches(request.actor)})


@require_http_methods(GET_OR_POST)
@login_required
@never_cache
def breach_new(request: ActorRequest) -> HttpResponse:
    """Enter a breach: the clock starts when it was noticed."""
    _keeper(request)
    readers = {one.token: one for one in selectors.readers_of(request.actor)}
    bound = request.POST if request.method == "POST" else None
    form = BreachForm(bound, readers=[(one.token, one.name) for one in readers.values()])
    if form.is_valid():
        entry = form.entry()
        entry["readers"] = [readers[token].pseudonym for token in entry["readers"]]
        try:
            row = services.open_breach(request.actor, **entry)
        except Invalid as error:
            form.add_errors_of(error)
        else:
            messages.success(request, _("The breach is entered, and the people it concerns are below."))
            return redirect("accessctl:breach", ref=row.ref)
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "accessctl/registers/breach_new.html", {"form": form}, status=status)


@require_safe
@login_required
@never_cache
def breach(request: ActorRequest, ref: str) -> HttpResponse:
    """One breach: its clock, what happened, whose records were opened."""
    row, file = selectors.breach(request.actor, ref)
    context = {"row": row, "file": file, "affected": selectors.affected_by(request.actor, row, file)}
    return render(request, "accessctl/registers/breach.html", context)


@require_POST
@login_required
def breach_note(request: ActorRequest, ref: str) -> HttpResponse:
    """The authority was told, those concerned were told, or it is closed."""
    services.note_breach(request.actor, ref, request.POST.get("step", ""))
    messages.success(request, _("It is noted with the time."))
    return redirect("accessctl:breach", ref=ref)


# --- sanctions ----------------------------------------------------------------------------------------------------
@require_http_methods(GET_OR_POST)
@login_required
@never_cache
def sanction_list(request: ActorRequest) -> HttpResponse:
    """With whom nothing is shared, and the switch for one more."""
    if not services.STOPPERS & request.actor.roles:
        raise Forbidden()
    others = {selectors.token_of(one): one for one in selectors.others(request.actor)}
    bound = request.POST if request.method == "POST" else None
    form = SanctionForm(bound, organisations=[(token, one.name) for token, one in others.items()])
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.impose(
                request.actor, reason=SanctionReason(data["reason"]), country=str(data["country"] or ""),
                organisation=others.get(data["organisation"]),
            )  # fmt: skip
        except (Invalid, Conflict) as error:
            form.add_errors_of(error)
        else:
            messages.success(request, _("Nothing is shared with them any more, from this moment. Copies are recalled."))
            return redirect("accessctl:sanctions")
    context = {"sanctions": selectors.sanctions(request.actor), "form": form}
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "accessctl/registers/sanctions.html", context, status=status)


@require_POST
@login_required
def sanction_lift(request: ActorRequest, ref: str) -> HttpResponse:
    """Let agreements and grants count again."""
    services.lift(request.actor, ref)
    messages.success(request, _("Agreements and grants count again. What was recalled stays recalled."))
    return redirect("accessctl:sanctions")


# --- counts -------------------------------------------------------------------------------------------------------
@require_safe
def yearly_counts(request: ActorRequest) -> HttpResponse:
    """What may be public: counts of past years, small ones left out."""
    known = counts.years()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 and int(asked) in known else next(iter(known), None)
    context = {"years": known, "year": year, "tables": counts.tables(year) if year else [], "least": counts.LEAST}
    return render(request, "accessctl/registers/counts.html", context)
