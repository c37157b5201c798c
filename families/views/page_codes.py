"""Codes of a family's own page: who has one, making one (shown once, to be printed), ending it."""

from __future__ import annotations

from typing import Any

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accessctl.middleware import ActorRequest
from families.rights import selectors
from families.services import page_codes


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def codes(request: ActorRequest, ref: str) -> HttpResponse:
    """The relatives of a case and their codes; a new code is shown in the answer and never again."""
    token = request.POST.get("relative", "")
    if request.method == "POST" and request.POST.get("act") == "end":
        page_codes.revoke_codes(actor=request.actor, case_ref=ref, token=token)
        messages.success(request, _("The code is ended. It opens nothing any more."))
        return redirect("families:page-codes", ref=ref)
    if request.method == "POST":
        sheet = page_codes.make_code(actor=request.actor, case_ref=ref, token=token)
        address = request.build_absolute_uri(reverse("family:page"))
        context: dict[str, Any] = {
            "ref": ref, "sheet": sheet, "address": address, "qr_address": _qr(address), "qr_code": _qr(sheet.code),
        }  # fmt: skip
        return render(request, "families/page_sheet.html", context)
    case, known = selectors.relatives(request.actor, ref)
    return render(request, "families/page_codes.html", {"case": case, "known": known})


def _qr(text: str) -> str:
    """A picture that lies in the page itself.

    SECURITY: address and code are two pictures, so that no phone puts the code into an address.
    """
    return str(segno.make(text, error="m", micro=False).svg_data_uri(border=2, scale=4))
