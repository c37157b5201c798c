"""Page of a grave and those around it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accessctl.middleware import ActorRequest
from remains.custody.plots import plots_of


@require_safe
@login_required
@never_cache
def plots(request: ActorRequest, ref: str) -> HttpResponse:
    """The plot where these remains lie and its neighbours, drawn and in words (ring 3f, journalled)."""
    return render(request, "remains/plots.html", {"found": plots_of(request.actor, ref)})
