"""Pages of erasure: what will go and stay, with the form; several at once; what was erased, with receivers' answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accessctl.disclosure.records import page_of
from accessctl.erasure import selectors, services, steps
from accessctl.erasure.forms import EraseForm, EraseSeveralForm
from accessctl.middleware import ActorRequest
from registry.lib.errors import Conflict, Forbidden, Invalid, NotFound

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def erase(request: ActorRequest, ref: str) -> HttpResponse:
    """One record: the preview and the form; on the second within a day, a colleague is asked."""
    record = services.fetch(request.actor, ref)
    form = EraseForm(request.POST if request.method == "POST" else None)
    needs_second = services.needs_second(request.actor)
    if form.is_valid():
        try:
            if needs_second:
                asked = services.ask_to_erase(actor=request.actor, refs=[record.ref], **form.decided())
                messages.success(request, _("You asked. It happens when a colleague approves it."))
                return redirect("accessctl:approval", ref=asked.ref)
            services.erase(actor=request.actor, ref=record.ref, **form.decided())
        except (Invalid, Conflict) as error:
            form.add_errors_of(error)
        else:
            messages.success(request, _("It is erased, for everybody and for good."))
            return redirect("accessctl:erasure", ref=record.ref)
    lines = steps.preview(request.actor, record)
    context: dict[str, Any] = {
        "record": record, "page": page_of(record.ref), "form": form, "needs_second": needs_second,
        "going": [line for line in lines if not line.stays], "staying": [line for line in lines if line.stays],
    }  # fmt: skip
    return render(request, "accessctl/erasure/erase.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def erase_several(request: ActorRequest) -> HttpResponse:
    """Several records: always with a second person."""
    if not request.actor.rules:
        raise Forbidden()
    form = EraseSeveralForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        refs = form.cleaned_data["records"]
        try:
            asked = services.ask_to_erase(actor=request.actor, refs=refs, **form.decided())
        except (NotFound, Forbidden):
            # SECURITY: one sentence for a record that is absent, hidden, or not theirs to erase.
            form.add_error("records", _("At least one of these does not exist, or you may not erase it."))
        except (Invalid, Conflict) as error:
            form.add_errors_of(error)
        else:
            messages.success(request, _("You asked. It happens when a colleague approves it."))
            return redirect("accessctl:approval", ref=asked.ref)
    status = UNPROCESSABLE if form.is_bound else 200
    return render(
        request, "accessctl/erasure/several.html", {"form": form, "table": steps.TABLE.values()}, status=status
    )


@require_safe
@login_required
@never_cache
def erasure_list(request: ActorRequest) -> HttpResponse:
    """What the reader's organisation erased, and which receivers have not answered yet."""
    context = {"erasures": selectors.listed(request.actor), "may_ask": bool(request.actor.rules)}
    return render(request, "accessctl/erasure/list.html", context)


@require_safe
@login_required
@never_cache
def erasure(request: ActorRequest, ref: str) -> HttpResponse:
    """One erasure: a confirmation to print for the family, and the answers of receivers."""
    found = selectors.fetch(request.actor, ref)
    return render(
        request, "accessctl/erasure/detail.html", {"found": found, "stone": found.stone, "table": steps.TABLE.values()}
    )
