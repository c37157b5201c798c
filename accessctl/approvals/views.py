"""Pages of the two-person rule: what waits, one act with its consequences, the answers."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accessctl.actor import Actor
from accessctl.approvals import selectors, services
from accessctl.middleware import ActorRequest
from accessctl.models import Approval


@require_safe
@login_required
@never_cache
def approval_list(request: ActorRequest) -> HttpResponse:
    """What waits for the reader as the second person, and what they asked or decided."""
    context = {"waiting": selectors.waiting(request.actor), "others": selectors.others(request.actor)}
    return render(request, "accessctl/approvals/list.html", context)


@require_safe
@login_required
@never_cache
def work_approvals(request: ActorRequest) -> HttpResponse:
    """The section of "my work"."""
    return render(request, "accessctl/approvals/_work.html", {"waiting": selectors.waiting(request.actor)})


@require_safe
@login_required
@never_cache
def approval(request: ActorRequest, ref: str) -> HttpResponse:
    """One act: who asks, what will happen, the answer."""
    return render(request, "accessctl/approvals/detail.html", {"asked": selectors.opened(request.actor, ref)})


@require_POST
@login_required
def approve(request: ActorRequest, ref: str) -> HttpResponse:
    """The second person says yes."""
    return _answered(request, ref, services.approve, _("You approved it, and your name stands beside who asked."))


@require_POST
@login_required
def refuse(request: ActorRequest, ref: str) -> HttpResponse:
    """The second person says no."""
    return _answered(request, ref, services.refuse, _("You refused it. Nothing was done."))


@require_POST
@login_required
def take_back(request: ActorRequest, ref: str) -> HttpResponse:
    """Who asked no longer does."""
    return _answered(request, ref, services.take_back, _("You took it back. Nothing was done."))


def _answered(request: ActorRequest, ref: str, act: Callable[[Actor, str], Approval], said: str) -> HttpResponse:
    row = act(request.actor, ref)
    messages.success(request, said)
    return redirect("accessctl:approval", ref=row.ref)
