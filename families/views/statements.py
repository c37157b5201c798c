"""Who says what, side by side: adding what a source says, leaving out and taking in again, choosing what is shown."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accessctl.middleware import ActorRequest
from accessctl.tokens import token_of
from cases.services import statements as services
from families import statements
from families.forms.statements import SourceForm, StatementForm
from families.services import following
from families.statements import SideBySide
from registry.lib.errors import Conflict, Invalid

UNPROCESSABLE, CONFLICT = 422, 409
AFTERWARDS: dict[str, Any] = {
    "prefer": _("It is shown from now on. All that others say is compared as before."),
    "unprefer": _("What was said first is shown again."),
    "withdraw": _("It is left out of the search, and can be taken in again."),
    "put_back": _("It takes part in the search again."),
    "leave_out": _("All that this source told is left out of the search."),
    "take_in": _("What this source told takes part in the search again."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def of_case(request: ActorRequest, ref: str) -> HttpResponse:
    """Every answer of a case with who gave it."""
    step = next((name for name in services.STEPS if name in request.POST), "")
    if step:
        return _taken(request, ref, step)
    found = statements.side_by_side(request.actor, ref)
    data = request.POST if request.method == "POST" else None
    source = SourceForm(data, known=[(one.token, one.label) for one in found.sources])
    if data is not None and "more" in data:
        source = SourceForm(None, known=[(one.token, one.label) for one in found.sources])
        form = StatementForm(data, quiet=True, spare_rows=data["more"])
        return _page(request, found, source, form)
    form = StatementForm(data)
    if data is not None and source.is_valid() & form.is_valid() and _stated(request, found, source, form):
        return redirect("families:statements", ref=found.case.ref)
    return _page(request, found, source, form, status=200 if data is None else UNPROCESSABLE)


def _stated(request: ActorRequest, found: SideBySide, source: SourceForm, form: StatementForm) -> bool:
    try:
        who = found.source(source.chosen) or source.new_source()
        following.state(actor=request.actor, case_ref=found.case.ref, source=who, entry=form.said())
    except Invalid as error:
        (source if set(error.fields) & set(source.fields) else form).add_errors_of(error)
        return False
    messages.success(request, _("It is written down, beside what others say."))
    return True


def _taken(request: ActorRequest, ref: str, step: str) -> HttpResponse:
    token = request.POST[step]

    def is_meant(key: UUID) -> bool:
        return token_of(key) == token

    try:
        following.take_step(step, actor=request.actor, case_ref=ref, is_meant=is_meant)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, AFTERWARDS[step])
    return redirect("families:statements", ref=ref)


def _page(
    request: ActorRequest, found: SideBySide, source: SourceForm, form: StatementForm, *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "found": found, "case": found.case, "source": source, "form": form,
        "is_open": request.method == "POST", "forms": [source, form] if status == UNPROCESSABLE else [],
    }  # fmt: skip
    return render(request, "families/statements.html", context, status=status)
