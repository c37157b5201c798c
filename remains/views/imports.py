"""Importing remains: templates to fill in, handing a table in.  What follows is on the page of the import."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accessctl.middleware import ActorRequest
from cases.selectors import recent_batches
from cases.views.imports import attached, received
from registry.lib.errors import Forbidden
from remains import selectors
from remains.forms.imports import RemainsImportForm
from remains.services.imports import REMAINS, TEMPLATES, template_for


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def remains_import(request: ActorRequest) -> HttpResponse:
    """Hand a table of remains in.  What is wrong with the whole file is said at once, its rows by the job."""
    _ensure_may_log(request)
    form = RemainsImportForm(request.POST, request.FILES) if request.method == "POST" else RemainsImportForm()
    if form.is_bound and form.is_valid():
        batch = received(request, form, kind=REMAINS, about=form.about())
        if batch is not None:
            return redirect("cases:import-batch", ref=batch.ref)
    context = {"form": form, "batches": recent_batches(request.actor, REMAINS), "kinds": TEMPLATES}
    return render(request, "remains/import.html", context, status=422 if form.is_bound else 200)


@require_safe
@login_required
def template(request: ActorRequest) -> HttpResponse:
    """`kind`: an empty table with the headings of the reader's language."""
    _ensure_may_log(request)
    kind = request.GET.get("kind", "xlsx")
    return attached(template_for(request.actor, kind), kind, f"remains-{get_language()}")


def _ensure_may_log(request: ActorRequest) -> None:
    if not selectors.may_log(request.actor):
        raise Forbidden()
