"""Pages of danger to life: the form that opens a record for an hour, and one opening with its end and its review."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accessctl.disclosure.records import page_of
from accessctl.emergency import selectors, services
from accessctl.emergency.forms import FamilyForm, OpenInDangerForm, ReviewForm
from accessctl.middleware import ActorRequest
from accessctl.models import EmergencyOpening
from accessctl.models.emergency import Danger, FamilyWord, Review
from registry.lib.errors import Conflict, Invalid, NotFound, TooMany


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def open_record(request: ActorRequest) -> HttpResponse:
    """Open one record because somebody's life is in danger."""
    rings = selectors.openable(request.actor)
    asked = {"record": request.GET.get("record", ""), "rings": [request.GET.get("ring", "")]}
    form = OpenInDangerForm(request.POST if request.method == "POST" else None, rings=rings, initial=asked)
    if form.is_bound and form.is_valid():
        try:
            opening = services.open_in_danger(
                actor=request.actor, record_ref=form.cleaned_data["record"], rings=form.wanted,
                danger=Danger(form.cleaned_data["danger"]),
            )  # fmt: skip
        except NotFound as error:
            form.add_error("record", error.message)
        except (Invalid, Conflict, TooMany) as error:
            form.add_errors_of(error)
        else:
            return redirect(page_of(opening.record_ref), opening.record_ref)
    context = {"form": form, "can_open": bool(rings)}
    return render(request, "accessctl/emergency/open.html", context, status=422 if form.is_bound else 200)


@require_safe
@login_required
@never_cache
def emergency(request: ActorRequest, ref: str) -> HttpResponse:
    """One opening: who, what, why, what was read, what the family knows, what the review found."""
    found = selectors.fetch(request.actor, ref)
    return render(request, "accessctl/emergency/detail.html", _context(request, found))


@require_POST
@login_required
def end(request: ActorRequest, ref: str) -> HttpResponse:
    """Close it before the hour is over."""
    found = services.end_now(actor=request.actor, ref=ref)
    messages.success(request, _("It is closed. Its owner reviews it."))
    return redirect("accessctl:emergency", ref=found.ref)


@require_POST
@login_required
def family(request: ActorRequest, ref: str) -> HttpResponse:
    """Write down what the family knows."""
    found, form = selectors.fetch_for_owner(request.actor, ref), FamilyForm(request.POST, prefix="family")
    if form.is_valid():
        services.tell_family(actor=request.actor, ref=ref, said=FamilyWord(form.cleaned_data["said"]))
        messages.success(request, _("What the family knows is written down."))
        return redirect("accessctl:emergency", ref=found.ref)
    return _again(request, found, {"family_form": form})


@require_POST
@login_required
def review(request: ActorRequest, ref: str) -> HttpResponse:
    """Say whether it was justified."""
    found, form = selectors.fetch_for_owner(request.actor, ref), ReviewForm(request.POST, prefix="review")
    if form.is_valid():
        services.review(actor=request.actor, ref=ref, found=Review(form.cleaned_data["found"]))
        messages.success(request, _("Your review is written down. Both sides read it."))
        return redirect("accessctl:emergency", ref=found.ref)
    return _again(request, found, {"review_form": form})


def _again(request: ActorRequest, found: EmergencyOpening, forms: dict[str, Any]) -> HttpResponse:
    return render(request, "accessctl/emergency/detail.html", _context(request, found) | forms, status=422)


def _context(request: ActorRequest, found: EmergencyOpening) -> dict[str, Any]:
    actor = request.actor
    for_owner = selectors.answers_for(actor, found)
    mine = actor.account is not None and found.account_id == actor.account.pk
    context: dict[str, Any] = {
        "opening": found,
        "page": page_of(found.record_ref),
        "readings": selectors.readings(found),
        "may_end": (mine or for_owner) and found.is_live,
    }
    if for_owner and found.family != FamilyWord.TOLD:
        context["family_form"] = FamilyForm(prefix="family")
    if for_owner and found.review == Review.OPEN:
        context["review_form"] = ReviewForm(prefix="review")
    return context
