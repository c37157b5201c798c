"""Erasing one relative from a case: who, why, how they were told."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accessctl.erasure import services as erasure
from accessctl.erasure.forms import EraseForm
from accessctl.forms import CodeField
from accessctl.middleware import ActorRequest
from families import selectors
from families.relatives import people_of
from families.services.erasing import erase_relative
from registry.lib.errors import Conflict, Forbidden, Invalid


class EraseRelativeForm(EraseForm):
    """Which of the relatives."""

    field_order = ("relative", "reason", "told", "understood")
    relative = CodeField(label=gettext_lazy("Who is erased?"), choices=(), absences=(), radios=True)

    def __init__(self, data: QueryDict | None, *, relatives: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["relative"].choices = relatives  # type: ignore[attr-defined] # a field of codes


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def relative_erase(request: ActorRequest, ref: str) -> HttpResponse:
    """One relative of several; the search goes on with what the others gave."""
    case = erasure.fetch(request.actor, ref)
    family = selectors.family(request.actor, ref)
    if family is None:  # who erases a relative knows them
        raise Forbidden()
    named = [(one.token, one.name) for one in people_of(family)]
    form = EraseRelativeForm(request.POST if request.method == "POST" else None, relatives=named)
    if form.is_valid():
        chosen = form.cleaned_data["relative"]
        try:
            erase_relative(actor=request.actor, case_ref=case.ref, token=chosen, **form.decided())
        except (Invalid, Conflict) as error:
            form.add_errors_of(error)
        else:
            messages.success(request, _("They are erased from this case, for everybody and for good."))
            return redirect("accessctl:erasure", ref=case.ref)
    context: dict[str, Any] = {"case": case, "form": form}
    return render(request, "families/relative_erase.html", context, status=422 if form.is_bound else 200)
