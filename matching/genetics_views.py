"""The laboratory's desk: keeping alleles here or not, one sample marker by marker, many as a table."""

from __future__ import annotations

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
from matching import genetics
from matching.genetics_forms import PREFIX, AllelesForm, TableForm
from matching.services import genetics as services
from registry.lib.errors import Conflict

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def desk(request: ActorRequest) -> HttpResponse:
    """A table of profiles: checked first, saved only when nothing is wrong with it; and the mode of the laboratory."""
    mode = services.mode(request.actor)
    if "open" in request.POST:
        services.ask_to_open(actor=request.actor)
        messages.success(request, _("A second person of your laboratory is asked. Until then nothing changes."))
        return redirect("matching:desk")
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form, read = TableForm(*data), None
    if form.is_bound and mode.is_open and form.is_valid():
        read = genetics.read(request.actor, form.cleaned_data["table"])
        if not read.faults and "save" in request.POST:
            count = services.keep(actor=request.actor, kit=form.cleaned_data["kit"], loci=read.loci)
            said = ngettext("%(count)s profile is kept.", "%(count)s profiles are kept.", count)
            messages.success(request, said % {"count": count})
            return redirect("matching:desk")
        form = TableForm(initial=form.cleaned_data | {"file": None})
    refused = form.is_bound or bool(read and read.faults)
    context = {"form": form, "read": read, "mode": mode, "found": _found(read)}
    return render(request, "matching/desk.html", context, status=UNPROCESSABLE if refused else 200)


def _found(read: genetics.Read | None) -> list[tuple[str, int]]:
    return [(code, len(loci)) for code, loci in read.loci.items()] if read else []


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def sample_alleles(request: ActorRequest, ref: str) -> HttpResponse:
    """The alleles of one sample, for the laboratory that tests it; each reading is logged."""
    held = services.alleles_of(request.actor, ref)
    initial = {"kit": held.kit} | {PREFIX + name: ", ".join(pair) for name, pair in held.loci.items()}
    form = AllelesForm(request.POST if request.method == "POST" else None, code=held.sample.ref, initial=initial)
    if form.is_bound and form.is_valid() and _kept(request, form):
        messages.success(request, _("The alleles are kept."))
        return redirect("samples:sample", ref=held.sample.ref)
    context: dict[str, Any] = {"form": form, "sample": held.sample, "mode": services.mode(request.actor)}
    return render(request, "matching/alleles.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def _kept(request: ActorRequest, form: AllelesForm) -> bool:
    text, rows = form.table()
    read = genetics.read(request.actor, text)
    form.add_faults(read.faults, rows)
    if read.faults:
        return False
    try:
        services.keep(actor=request.actor, kit=form.cleaned_data["kit"], loci=read.loci)
    except Conflict as error:
        form.add_errors_of(error)
        return False
    return True
