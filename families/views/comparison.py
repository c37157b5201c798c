"""What a family can tell for a comparison with remains, section by section, each with its reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accessctl.middleware import ActorRequest
from families.comparing import Comparison, comparison
from families.forms.comparison import SECTIONS, SamplesForm, SectionForm
from families.services.comparing import save_comparison
from registry.lib.errors import Conflict, Forbidden, Invalid

UNPROCESSABLE = 422


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def compare(request: ActorRequest, ref: str) -> HttpResponse:
    """The sections, each a form of its own: what is typed in one is never lost by another."""
    held = comparison(request.actor, ref)
    case, sent = held.edited.case, request.POST.get("section", "")
    asked = [kind for kind in SECTIONS if kind is not SamplesForm or held.asks_samples] if held.is_asked else []
    if request.method == "POST" and sent not in {kind.key for kind in asked}:
        raise Forbidden()
    forms = [kind(request.POST if kind.key == sent else None, held=held) for kind in asked]
    for form in forms:
        if form.is_bound and form.is_valid() and _saved(request, held, form):
            messages.success(request, _("Saved. The comparison begins anew."))
            return redirect(f"{request.path}#{form.key}")
    context: dict[str, Any] = {
        "case": case, "held": held, "sections": forms, "forms": [form for form in forms if form.errors],
        "version": case.version,
    }  # fmt: skip
    return render(
        request, "families/comparison.html", context, status=UNPROCESSABLE if request.method == "POST" else 200
    )


def _saved(request: ActorRequest, held: Comparison, form: SectionForm) -> bool:
    version = request.POST.get("version", "")
    try:
        save_comparison(
            actor=request.actor, ref=held.edited.case.ref, entry=form.entry(), holders=form.said_of_holders(),
            expected_version=int(version) if version.isdecimal() and len(version) < 10 else None,
            told_by=form.told_by,
        )  # fmt: skip
    except (Conflict, Invalid) as error:
        if "dental_chart" in error.fields:
            error.fields["teeth"] = error.fields.pop("dental_chart")
        form.add_errors_of(error)
        return False
    return True
