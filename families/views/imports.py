"""Importing cases: templates to fill in, the form for phones, handing a table in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accessctl.codes import Role
from accessctl.middleware import ActorRequest
from cases import selectors
from cases.policies import REGISTRANTS
from cases.views.imports import attached, received
from families.exchange import templates
from families.forms.imports import CaseImportForm
from families.services import case_import as services
from registry.lib.errors import Forbidden


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def case_import(request: ActorRequest) -> HttpResponse:
    """Hand a table of cases in.  What is wrong with the whole file is said at once, its rows by the job."""
    _ensure_may_import(request)
    form = CaseImportForm(request.POST, request.FILES) if request.method == "POST" else CaseImportForm()
    if form.is_bound and form.is_valid():
        batch = received(request, form, kind=services.CASES, about=form.about())
        if batch is not None:
            return redirect("cases:import-batch", ref=batch.ref)
    context = {
        "form": form, "batches": selectors.recent_batches(request.actor, services.CASES), "kinds": templates.TABLES,
    }  # fmt: skip
    return render(request, "families/imports/import.html", context, status=422 if form.is_bound else 200)


@require_safe
@login_required
def template(request: ActorRequest) -> HttpResponse:
    """`kind`: an empty table with the headings of the reader's language, or the form for phones, handing a table in."""
    _ensure_may_import(request)
    kind = request.GET.get("kind", "xlsx")
    return attached(templates.made(request.actor, kind), kind, f"cases-{get_language()}")


def _ensure_may_import(request: ActorRequest) -> None:
    if not request.actor.roles & (REGISTRANTS - {Role.PARTNER_SYSTEM}):
        raise Forbidden()
