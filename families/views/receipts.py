"""The receipt of a consent: as a page to print from, as PDF, and as JSON for a family that wishes a file."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accessctl import pdf
from accessctl.downloads import kept_as
from accessctl.middleware import ActorRequest
from families import briefing
from families import receipt as receipts


@login_required
@require_GET
@never_cache
def receipt(request: ActorRequest, ref: str) -> HttpResponse:
    """`form`: page, pdf or json; `language`: one of those of the briefing, else the one the family was told in."""
    form = request.GET.get("form", "page")
    made = receipts.receipt(request.actor, ref, language=request.GET.get("language", ""), form=form)
    if form == "json":
        answer = JsonResponse(made.to_json(), json_dumps_params={"ensure_ascii": False, "indent": 2})
        return kept_as(answer, f"{made.reference}.json")
    if form == "pdf":
        return pdf.answer(
            pdf.draw(render_to_string("families/receipt_paper.html", {"made": made}), "app/paper.css"), ref
        )
    return render(request, "families/receipt.html", {"made": made, "languages": briefing.NAMES})
