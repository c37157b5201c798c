"""The page of a pair's images, side by side."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accessctl.middleware import ActorRequest
from matching import images as selectors
from matching.forms import SideBySideForm

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def images(request: ActorRequest, ref: str) -> HttpResponse:
    """First what there is in words, the warning and the question for what; then one image of each, side by side."""
    held = selectors.images_of(request.actor, ref)
    is_sent = request.method == "POST"
    chosen = {side: number for side in ("left", "right") if (number := request.GET.get(side))}
    form = SideBySideForm(
        request.POST if is_sent else None, of_case=held.of_case, of_remains=held.of_remains, initial=chosen
    )
    shown = None
    if is_sent and form.is_valid():
        given = form.cleaned_data
        shown = selectors.look(request.actor, held, given["left"], given["right"], given["purpose"])
    context = {"held": held, "form": form, "shown": shown}
    return render(request, "matching/images.html", context, status=UNPROCESSABLE if is_sent and not shown else 200)
