"""Pages of the weights: which versions there are, what each changes and what it was proposed with, activating one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accessctl.middleware import ActorRequest
from accessctl.policies import ADMINISTRATORS
from matching import weighing
from matching.services import weights
from registry.lib.errors import NotFound


@require_safe
@login_required
@never_cache
def version_list(request: ActorRequest) -> HttpResponse:
    """Every version, newest first, and which one scores."""
    _check(request)
    return render(request, "matching/weights.html", {"state": weighing.state(request.actor)})


@require_safe
@login_required
@never_cache
def version(request: ActorRequest, ref: str) -> HttpResponse:
    """What one version changes."""
    _check(request)
    return render(request, "matching/weights_version.html", {"view": weighing.version(request.actor, ref)})


@require_POST
@login_required
def steer(request: ActorRequest) -> HttpResponse:
    """Activate a version, or go back to the weights before, unless others turned them since the page was shown."""
    _check(request)
    act, seen = request.POST.get("act", ""), request.POST.get("active", "")
    if act == "activate":
        weights.activate(actor=request.actor, ref=request.POST.get("version", ""), seen=seen)
    elif act == "back":
        weights.roll_back(actor=request.actor, seen=seen)
    else:
        raise NotFound()
    messages.success(request, _("Other weights score from now on. Comparing everything anew has begun."))
    return redirect("matching:runs")


def _check(request: ActorRequest) -> None:
    if not ADMINISTRATORS & request.actor.roles:
        raise NotFound()
