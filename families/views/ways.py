"""The page on which somebody says how one relative is reached: ways added, changed, taken away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accessctl.middleware import ActorRequest
from families.contacting import Ways, ways_of
from families.forms.channels import WayForm
from families.services import channels as services
from registry.lib.errors import Conflict, Invalid

UNPROCESSABLE = 422
NEW = "new"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def ways(request: ActorRequest, ref: str) -> HttpResponse:
    """Every way to reach one relative as a form, and one for a new way.  Opening it is written down."""
    held = ways_of(request.actor, ref, request.POST.get("relative") or request.GET.get("relative", ""))
    sent = request.POST.get("way", "")
    forms = _forms(request, held, sent)
    refused = ""
    if sent in forms:
        try:
            if _done(request, held, sent, forms[sent]):
                messages.success(request, str(_("It is saved.")))
                address = reverse("families:ways", args=[held.case.ref])
                return redirect(f"{address}?relative={held.person.token}")
        except Invalid as error:
            forms[sent].add_errors_of(error)
        except Conflict as error:
            refused = error.message
    context: dict[str, Any] = {
        "case": held.case, "person": held.person, "forms": forms.items(), "sent": forms.get(sent), "refused": refused,
    }  # fmt: skip
    return render(request, "families/ways.html", context, status=UNPROCESSABLE if sent else 200)


def _forms(request: ActorRequest, held: Ways, sent: str) -> dict[str, WayForm]:
    rows = {**held.rows, NEW: None}
    return {key: WayForm(request.POST if key == sent else None, prefix=key, row=row) for key, row in rows.items()}


def _done(request: ActorRequest, held: Ways, sent: str, form: WayForm) -> bool:
    whose: dict[str, Any] = {"actor": request.actor, "case_ref": held.case.ref, "relative": held.person.token}
    if "remove" in request.POST and sent != NEW:
        services.remove_channel(**whose, channel=sent)
        return True
    if not form.is_valid():
        return False
    services.save_channel(**whose, entry=form.entry(), channel="" if sent == NEW else sent)
    return True
