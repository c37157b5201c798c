"""Sections of My work about custody: graves whose lease ends, hand-overs that nobody confirmed."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accessctl.middleware import ActorRequest
from remains.custody import pressing


@require_safe
@login_required
@never_cache
def work_graves(request: ActorRequest) -> HttpResponse:
    """For My work: the soonest leases that end, and how many there are."""
    return render(request, "remains/_graves.html", {"found": pressing.graves(request.actor)})


@require_safe
@login_required
@never_cache
def work_hand_overs(request: ActorRequest) -> HttpResponse:
    """For My work: hand-overs to confirm here, and those that others are late with."""
    return render(request, "remains/_hand_overs.html", {"found": pressing.hand_overs(request.actor)})
