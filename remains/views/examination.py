"""The examination of one record: what was done, estimates by method, and the accountability file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accessctl import door
from accessctl.middleware import ActorRequest
from accessctl.rings import Ring
from registry.lib.errors import Forbidden, NotFound
from remains import services
from remains.examination import presentation, selectors
from remains.examination.codes import Trait
from remains.examination.selectors import Examined
from remains.forms.examination import ChecklistForm, EstimateForm, ExaminationForm, InjuryForm, WithdrawalForm
from remains.selectors import fetch_remains

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def examination(request: ActorRequest, ref: str) -> HttpResponse:
    """The checklist, and what is written of the examination."""
    held = selectors.examination(request.actor, ref)
    sent = next((name for name in ("checklist", "examination") if name in request.POST), "")
    checks = ChecklistForm(request.POST if sent == "checklist" else None, checks=held.checks)
    form = ExaminationForm(request.POST if sent == "examination" else None, initial=_initial(held))
    version = _version(request)
    saves: dict[str, tuple[Any, Callable[[], object]]] = {
        "checklist": (checks, lambda: services.save_checklist(
            actor=request.actor, ref=ref, checks=checks.entries(), expected_version=version
        )),
        "examination": (form, lambda: services.save_examination(
            actor=request.actor, ref=ref, entry=form.entry(), expected_version=version
        )),
    }  # fmt: skip
    if sent and _saved(request, *saves[sent]):
        return redirect("remains:examination", ref=held.remains.ref)
    done, of = held.settled
    context = {
        "held": held, "remains": held.remains, "checks": checks, "form": form, "done": done, "of": of,
        "version": held.remains.version,
    }  # fmt: skip
    return render(
        request, "remains/examination.html", context, status=UNPROCESSABLE if request.method == "POST" else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def estimates(request: ActorRequest, ref: str) -> HttpResponse:
    """Age and stature, each as several methods make them; one of each is compared."""
    held = selectors.examination(request.actor, ref)
    if "choose" in request.POST:
        services.choose_estimate(actor=request.actor, ref=ref, estimate=_key(request.POST["choose"]))
        messages.success(request, _("This estimate is compared from now on. The comparison begins anew."))
        return redirect("remains:estimates", ref=held.remains.ref)
    wrong = request.POST.get("withdraw", "")
    refused = WithdrawalForm(request.POST if wrong else None, auto_id=f"why-{wrong}-%s")
    if wrong and _saved(request, refused, partial(_withdraw, request, ref, refused)):
        return redirect("remains:estimates", ref=held.remains.ref)
    traits = _traits(request, held)
    for one in traits:
        form = one["form"]
        if form.is_bound and _saved(request, form, partial(_add, request, ref, form)):
            return redirect("remains:estimates", ref=held.remains.ref)
    context = {
        "held": held, "remains": held.remains, "traits": traits, "refused": refused, "wrong": wrong,
        "forms": [refused, *(one["form"] for one in traits)],
    }  # fmt: skip
    return render(request, "remains/estimates.html", context, status=UNPROCESSABLE if request.method == "POST" else 200)


def _traits(request: ActorRequest, held: Examined) -> list[dict[str, Any]]:
    """Of each trait the estimates in words, what is compared, and the form for one more."""
    ranges, found = selectors.compared_ranges(request.actor, held.remains), []
    for trait in Trait:
        lines = presentation.estimate_lines(held.estimates, trait, ranges[trait])
        standing = [(line.id, line.label) for line in lines if not line.withdrawn]
        data = request.POST if request.POST.get("add") == trait else None
        form = EstimateForm(data, trait=trait, standing=standing, prefix=trait.value)
        found.append({"trait": trait, "form": form, "lines": lines, "range": ranges[trait]})
    return found


def _withdraw(request: ActorRequest, ref: str, form: WithdrawalForm) -> None:
    services.withdraw_estimate(
        actor=request.actor, ref=ref, estimate=_key(request.POST["withdraw"]), reason=form.cleaned_data["reason"]
    )


def _add(request: ActorRequest, ref: str, form: EstimateForm) -> None:
    services.add_estimate(actor=request.actor, ref=ref, entry=form.entry())


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def injuries(request: ActorRequest, ref: str) -> HttpResponse:
    """The accountability file: added to by who examines, read by who has a grant for accountability."""
    remains = fetch_remains(request.actor, ref)
    rings = door.rings(request.actor, remains)
    may_write = Ring.FORENSIC in rings and door.can(request.actor, door.Action.CHANGE, remains)
    if not may_write and Ring.ACCOUNTABILITY not in rings:
        raise Forbidden()
    form = InjuryForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and _saved(
        request, form, lambda: services.note_injury(actor=request.actor, ref=ref, entry=form.entry())
    ):
        return redirect("remains:injuries", ref=remains.ref)
    notes = selectors.accountability_notes(request.actor, remains) if Ring.ACCOUNTABILITY in rings else None
    context = {
        "remains": remains, "form": form, "may_write": may_write,
        "notes": None if notes is None else [presentation.note_line(note) for note in notes],
    }  # fmt: skip
    return render(request, "remains/injuries.html", context, status=UNPROCESSABLE if request.method == "POST" else 200)


def _initial(held: Examined) -> dict[str, Any]:
    entry = held.entry
    rows = [asdict(number) for number in entry.numbers]
    return asdict(entry) | {"kinds": list(entry.kinds), "fingers": list(entry.fingers), "numbers": rows}


def _version(request: ActorRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound() from None


def _saved(request: ActorRequest, form: Any, save: Callable[[], object]) -> bool:
    if not form.is_saved_by(save):
        return False
    messages.success(request, _("It is written."))
    return True
