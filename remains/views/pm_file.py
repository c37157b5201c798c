"""The PM file of remains: opened for a stated purpose, on the page or as PDF."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accessctl.middleware import ActorRequest
from cases.forms.purpose import PurposeForm
from cases.views.am_file import answer
from remains.pm_file import pm_file
from remains.selectors import fetch_remains


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def pm(request: ActorRequest, ref: str) -> HttpResponse:
    """Ask what it is opened for; sent, the PM file."""
    remains = fetch_remains(request.actor, ref)
    form = PurposeForm(request.POST if request.method == "POST" else None)
    return answer(request, remains, pm_file, form=form, kind="pm", back=reverse("remains:detail", args=[remains.ref]))
