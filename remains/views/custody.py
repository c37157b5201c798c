"""Custody: the chain of one record, the daily worksheet, storage places."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accessctl.middleware import ActorRequest
from registry.lib.errors import Conflict, NotFound
from remains import services
from remains.belongings import selectors as belongings
from remains.custody import presentation, selectors
from remains.custody.codes import CustodyKind
from remains.custody.selectors import Custody
from remains.forms.custody import BurialForm, ExceptionForm, LeaseForm, ScanForm, StepForm, StorageForm
from remains.skeleton.selectors import labelled

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def chain(request: ActorRequest, ref: str) -> HttpResponse:
    """The chain of one record; the next step, a question to a second person, the lease of the grave."""
    held = selectors.custody_of(request.actor, ref)
    sent = next((name for name in ("write", "ask", "lease") if name in request.POST), "")
    step = _step_form(request, held, sent == "write")
    ask = ExceptionForm(request.POST if sent == "ask" else None)
    until = held.burial.lease_expires_at if held.burial else None
    lease = LeaseForm(request.POST if sent == "lease" else None, initial={"until": until})
    saves: dict[str, tuple[Any, Callable[[], object]]] = {
        "write": (step, lambda: _save_step(request, ref, step)),
        "ask": (ask, lambda: services.ask_exception(actor=request.actor, ref=ref, **ask.cleaned_data)),
        "lease": (lease, lambda: services.change_lease(actor=request.actor, ref=ref, **lease.cleaned_data)),
    }
    if sent and saves[sent][0] is not None and _saved(request, *saves[sent]):
        return redirect("remains:custody", ref=held.remains.ref)
    context = {
        "held": held, "remains": held.remains, "step": step, "ask": ask, "lease": lease,
        "told": presentation.told(held, timezone.now()),
    }  # fmt: skip
    return render(request, "remains/custody.html", context, status=UNPROCESSABLE if request.method == "POST" else 200)


def _step_form(request: ActorRequest, held: Custody, is_sent: bool) -> Any:
    """The form of the step that was chosen, if it may be written now."""
    chosen = request.POST.get("write", "") if is_sent else request.GET.get("step", "")
    kind = next((kind for kind in CustodyKind if kind == chosen and (is_sent or kind in held.kinds)), None)
    if kind is None:
        return None
    data = request.POST if is_sent else None
    if kind is CustodyKind.BURIED:
        return BurialForm(data, kind=kind, initial={"at": timezone.localtime(), "exception": held.exception})
    places = [(place.ref, place.label) for place in selectors.open_places(request.actor)]
    return StepForm(data, kind=kind, places=places, receivers=selectors.receivers(request.actor))


def _save_step(request: ActorRequest, ref: str, form: Any) -> None:
    if isinstance(form, BurialForm):
        services.bury(actor=request.actor, ref=ref, step=form.entry(), burial=form.burial())
    else:
        services.add_step(actor=request.actor, ref=ref, entry=form.entry())


def _saved(request: ActorRequest, form: Any, save: Callable[[], object]) -> bool:
    if not form.is_saved_by(save):
        return False
    messages.success(request, _("It is written."))
    return True


@require_safe
@login_required
@never_cache
def worksheet(request: ActorRequest) -> HttpResponse:
    """The daily worksheet, to read or print.  With `label`: the record whose label was scanned."""
    scan = ScanForm(request.GET if "label" in request.GET else None)
    if scan.is_bound and scan.is_valid():
        try:
            found = labelled(request.actor, scan.cleaned_data["label"])
        except NotFound:
            scan.add_error("label", _("No remains that you may see bear this reference."))
        else:
            return redirect("remains:detail", ref=found.ref)
    held = selectors.worksheet(request.actor)
    context = {
        "held": held, "scan": scan, "now": timezone.now(), "lines": presentation.sheet(held),
        "ticked": "all" in request.GET, "bags": belongings.incoming(request.actor, held.organisation),
    }  # fmt: skip
    return render(request, "remains/worksheet.html", context, status=UNPROCESSABLE if scan.errors else 200)


@require_safe
@login_required
@never_cache
def place(request: ActorRequest, ref: str) -> HttpResponse:
    """What is in one storage place, to be moved together or labelled anew."""
    context = {"held": selectors.inside(request.actor, ref), "ticked": "all" in request.GET}
    return render(request, "remains/storage_place.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def places(request: ActorRequest) -> HttpResponse:
    """The storage places of one's institution: add one, close one."""
    held = selectors.kept_places(request.actor)
    form = StorageForm(request.POST if "add" in request.POST else None)
    refused = ""
    if "add" in request.POST:
        if _saved(request, form, lambda: services.add_place(actor=request.actor, **form.cleaned_data)):
            return redirect("remains:storage")
    elif request.method == "POST":
        try:
            services.close_place(actor=request.actor, ref=request.POST.get("close", ""))
        except Conflict as error:
            refused = error.message
        else:
            messages.success(request, _("The place is no longer offered."))
            return redirect("remains:storage")
    context = {"held": held, "form": form, "refused": refused}
    return render(request, "remains/storage.html", context, status=UNPROCESSABLE if request.method == "POST" else 200)
