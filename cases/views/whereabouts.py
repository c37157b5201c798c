"""Pages of people found alive: list, one person, recording, the way to them, what they decide.  Ring 4w throughout."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accessctl import door
from accessctl.middleware import ActorRequest
from accessctl.policy import Action
from cases import living_words, selectors
from cases.forms import DecideForm, ExamineForm, LivingForm, StepForm, WishForm, initial_of
from cases.services.approach import log_step, record_wish
from cases.services.whereabouts import change_whereabouts, record_whereabouts
from registry.lib.errors import Forbidden, Invalid


@require_safe
@login_required
@never_cache
def living_list(request: ActorRequest) -> HttpResponse:
    """Reports of people found alive, newest first; `claims`: those alone who say that they are not missing."""
    claims = request.GET.get("claims") == "1"
    page, rows = selectors.page_of_living(request.actor, after=request.GET.get("after"), claims=claims)
    context = {"page": page, "rows": living_words.listed(rows), "claims": claims}
    return render(request, "cases/living/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def living_new(request: ActorRequest) -> HttpResponse:
    """Record somebody found alive."""
    if not selectors.may_report_living(request.actor):
        raise Forbidden()
    form = LivingForm(request.POST or None, verifies=selectors.may_approach(request.actor))
    if request.method == "POST" and form.is_valid():
        try:
            found = record_whereabouts(actor=request.actor, entry=form.entry())
        except Invalid as error:
            form.add_errors_of(error)
        else:
            messages.success(request, _("Recorded. Nobody is told anything before the person decides."))
            return redirect("cases:living", ref=found.ref)
    return render(request, "cases/living/form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
@login_required
@never_cache
def living(request: ActorRequest, ref: str) -> HttpResponse:
    """One person: what is known, what may be told, the way to them."""
    return _page(request, ref, StepForm(), WishForm())


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def living_edit(request: ActorRequest, ref: str) -> HttpResponse:
    """Change what is known of somebody found alive."""
    held = selectors.living_file(request.actor, ref)
    if not door.can(request.actor, Action.CHANGE, held.record):
        raise Forbidden()
    form = LivingForm(
        request.POST or None,
        initial=initial_of(held.file, held.names, held.marks, held.record.version),
        verifies=selectors.may_approach(request.actor),
    )
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            change_whereabouts(actor=request.actor, ref=ref, entry=form.entry(), expected_version=version)
        except Invalid as error:
            form.add_errors_of(error)
        else:
            messages.success(request, _("The changes are saved."))
            return redirect("cases:living", ref=held.record.ref)
    context = {"form": form, "record": held.record}
    return render(request, "cases/living/form.html", context, status=422 if form.is_bound else 200)


@require_POST
@login_required
def living_step(request: ActorRequest, ref: str) -> HttpResponse:
    """Write down a step on the way to the person."""
    form = StepForm(request.POST)
    if form.is_valid():
        try:
            log_step(actor=request.actor, ref=ref, entry=form.entry())
        except Invalid as error:
            form.add_errors_of(error)
        else:
            messages.success(request, _("The step is written down."))
            return redirect("cases:living", ref=ref)
    return _page(request, ref, form, WishForm())


@require_POST
@login_required
def living_wish(request: ActorRequest, ref: str) -> HttpResponse:
    """Write down what the person decided."""
    form = WishForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            record_wish(
                actor=request.actor, ref=ref, wish=given["wish"], taken_on=given["taken_on"], way=given["way"],
                note=given["note"],
            )  # fmt: skip
        except Invalid as error:
            form.add_errors_of(error)
        else:
            messages.success(request, _("Written down. It holds from now on."))
            return redirect("cases:living", ref=ref)
    return _page(request, ref, StepForm(), form)


def _page(request: ActorRequest, ref: str, step_form: StepForm, wish_form: WishForm) -> HttpResponse:
    held = selectors.living_file(request.actor, ref)
    may_approach = selectors.may_approach(request.actor)
    context = {
        "held": held,
        "record": held.record,
        "title": living_words.title(held),
        "facts": living_words.facts(held),
        "marks": living_words.marks(held),
        "decision": living_words.decision(held),
        "told": living_words.told(held),
        "message": held.file.message_for_family,
        "contact": held.file.contact,
        "claim": living_words.claim(held),
        "examine_form": ExamineForm(initial={"case": held.case.ref if held.case else ""}),
        "decide_form": DecideForm(),
        "steps": living_words.steps(held),
        "may_approach": may_approach,
        "may_erase": door.can(request.actor, Action.ERASE, held.record),
        "step_form": step_form,
        "wish_form": wish_form,
    }
    status = 422 if step_form.is_bound or wish_form.is_bound else 200
    return render(request, "cases/living/detail.html", context, status=status)
