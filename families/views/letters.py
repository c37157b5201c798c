"""Letters about a referral or a paper: as a page to print from, and as PDF."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accessctl import pdf
from accessctl.middleware import ActorRequest
from families import briefing, letters


@login_required
@require_GET
@never_cache
def letter(request: ActorRequest, ref: str) -> HttpResponse:
    """`about`: a referral or paper; `office`, `family`: languages; `form`: page or pdf."""
    own = get_language() or briefing.FALLBACK
    office, family = request.GET.get("office", own), request.GET.get("family", own)
    form, about = request.GET.get("form", "page"), request.GET.get("about", "")
    made = letters.letter(request.actor, ref, about, office=office, family=family, form=form)
    if form == "pdf":
        page = render_to_string("families/letter_paper.html", {"made": made})
        return pdf.answer(pdf.draw(page, "app/paper.css"), made.reference)
    context = {
        "made": made, "office": office, "family": family, "about": about,
        "languages": briefing.NAMES,
    }  # fmt: skip
    return render(request, "families/letter.html", context)
