"""The page of forms that others use: what each asks, what of it we hold in which ring, and what we do not and why."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accessctl.downloads import kept_as
from accessctl.middleware import ActorRequest
from cases.imports import sheets
from cases.partner_forms import FORMS
from cases.partner_forms.coverage import side_by_side
from registry.lib.errors import NotFound


@require_safe
@login_required
def forms(request: ActorRequest) -> HttpResponse:
    """`form`: one form item by item; `as=csv`: all of them side by side over our fields, as a table."""
    if request.GET.get("as") == "csv":
        return kept_as(HttpResponse(sheets.table("csv", side_by_side()), content_type=sheets.MIME["csv"]), "forms.csv")
    code = request.GET.get("form", "")
    if code and code not in FORMS:
        raise NotFound()
    return render(request, "cases/forms/forms.html", {"forms": FORMS.values(), "chosen": FORMS.get(code)})
