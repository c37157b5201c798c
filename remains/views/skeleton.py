"""What there is piece by piece: the inventory with its picture, records of parts, and parts that are of one person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accessctl.middleware import ActorRequest
from registry.lib.errors import Conflict, Invalid, NotFound
from remains import services
from remains.forms.skeleton import InventoryForm, JoinForm, JoinReasonForm, PartForm
from remains.policies import FORENSIC
from remains.skeleton import drawing, presentation, selectors
from remains.skeleton.codes import JoinState

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def inventory(request: ActorRequest, ref: str) -> HttpResponse:
    """The inventory: a picture, every element as a field, and how many people it must be of."""
    held = selectors.inventory_of(request.actor, ref)
    sent = request.POST if request.method == "POST" else None
    form = InventoryForm(sent, pieces=held.pieces, version=held.remains.version)
    status = 200
    if sent is not None:
        status = _inventory_saved(request, ref, form)
        if status == 200:
            return redirect("remains:inventory", ref=held.remains.ref)
    drawn = drawing.shapes(form.shown() if form.is_bound else held.pieces)
    context = {
        "held": held, "remains": held.remains, "form": form, "shapes": drawn,
        "sheet": (drawing.WIDTH, drawing.HEIGHT), "told": presentation.told_of(held.minimum),
        "lines": presentation.lines(held.pieces),
    }  # fmt: skip
    return render(request, "remains/inventory.html", context, status=status)


def _inventory_saved(request: ActorRequest, ref: str, form: InventoryForm) -> int:
    if not form.is_valid():
        return UNPROCESSABLE
    version = form.cleaned_data["version"]
    try:
        least = services.write_inventory(actor=request.actor, ref=ref, pieces=form.pieces(), expected_version=version)
    except Invalid as error:
        form.add_errors_of(error)
        return UNPROCESSABLE
    except Conflict as error:
        form.add_errors_of(error)
        return int(error.status)
    words = ngettext(
        "Saved. It shows at least %(count)d person.", "Saved. It shows at least %(count)d people.", least.number
    )
    messages.success(request, words % {"count": least.number})
    return 200


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def parts(request: ActorRequest, ref: str) -> HttpResponse:
    """What belongs with a record: parts taken out of it, what it is held to be of one person with, and what to do."""
    held = selectors.parts_of(request.actor, ref)
    forms: dict[str, Any] = {"add": PartForm, "hold": JoinForm, "reject": JoinReasonForm, "back": JoinReasonForm}
    sent = next((name for name in (*forms, "ask", "split") if name in request.POST), "")
    made = {name: form(request.POST if name == sent else None, prefix=name) for name, form in forms.items()}
    acts: dict[str, Callable[[Any], object]] = {
        "add": lambda form: services.add_part(actor=request.actor, entry=form.entry(held.remains.ref)),
        "hold": lambda form: services.hold_joined(actor=request.actor, ref=ref, **form.cleaned_data),
        "ask": lambda _form: services.ask_joining(actor=request.actor, ref=ref),
        "reject": lambda form: services.reject_joining(actor=request.actor, ref=ref, **form.cleaned_data),
        "back": lambda form: services.take_joining_back(actor=request.actor, ref=ref, **form.cleaned_data),
        "split": lambda _form: services.split(actor=request.actor, ref=ref),
    }
    refused: str | None = ""
    if sent:
        form = made.get(sent)
        refused = _refusal(form, acts[sent])
        if refused is None:
            messages.success(request, _("It is written."))
            return redirect("remains:parts", ref=held.remains.ref)
    context = {
        "held": held, "remains": held.remains, "forms": made, "sent": sent, "refused": refused,
        "told": presentation.parts_told(held), "CONFIRMED": JoinState.CONFIRMED,
        "errors": [form for form in made.values() if form.errors],
    }  # fmt: skip
    return render(request, "remains/parts.html", context, status=UNPROCESSABLE if request.method == "POST" else 200)


def _refusal(form: Any, act: Callable[[Any], object]) -> str | None:
    """Why it was not done, "" where the form says it; None once it is done."""
    if form is not None and not form.is_valid():
        return ""
    try:
        act(form)
    except (Invalid, Conflict) as error:
        if form is None:
            return " ".join(words for some in error.fields.values() for words in some) or error.message
        form.add_errors_of(error)
        return ""
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def part_new(request: ActorRequest) -> HttpResponse:
    """Log a part of which nobody knows whose it is."""
    if not request.actor.roles & FORENSIC:
        raise NotFound()
    form = PartForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = services.add_part(actor=request.actor, entry=form.entry())
        except Invalid as error:
            form.add_errors_of(error)
        else:
            messages.success(request, _("The part is logged under a reference of its own."))
            return redirect("remains:inventory", ref=made.ref)
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "remains/part_new.html", {"form": form}, status=status)
