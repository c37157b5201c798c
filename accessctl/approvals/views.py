"""Pages of the two-person rule: what waits, one act with its consequences, the answers."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accessctl.approvals import kinds, selectors, services
from accessctl.approvals.forms import RefuseForm
from accessctl.middleware import ActorRequest
from accessctl.models.approvals import RefusalReason

UNPROCESSABLE = 422


@require_safe
@login_required
@never_cache
def approval_list(request: ActorRequest) -> HttpResponse:
    """What waits for the reader as the second person, and what they asked or decided."""
    waiting = selectors.waiting(request.actor)
    context = {"waiting": waiting, "others": selectors.others(request.actor, but=waiting)}
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
    return _page(request, ref, RefuseForm())


@require_POST
@login_required
def approve(request: ActorRequest, ref: str) -> HttpResponse:
    """The second person says yes."""
    row = services.approve(request.actor, ref)
    messages.success(request, _("You approved it, and your name stands beside who asked."))
    tell = kinds.of(row.kind).tell
    if tell is not None:
        tell(request, row)
    return redirect("accessctl:approval", ref=row.ref)


@require_POST
@login_required
def refuse(request: ActorRequest, ref: str) -> HttpResponse:
    """The second person says no, and why."""
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return _page(request, ref, form)
    row = services.refuse(request.actor, ref, RefusalReason(form.cleaned_data["reason"]))
    messages.success(request, _("You refused it. Nothing was done."))
    return redirect("accessctl:approval", ref=row.ref)


@require_POST
@login_required
def take_back(request: ActorRequest, ref: str) -> HttpResponse:
    """Who asked no longer does."""
    row = services.take_back(request.actor, ref)
    messages.success(request, _("You took it back. Nothing was done."))
    return redirect("accessctl:approval", ref=row.ref)


def _page(request: ActorRequest, ref: str, form: RefuseForm) -> HttpResponse:
    context = {"asked": selectors.opened(request.actor, ref), "form": form}
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "accessctl/approvals/detail.html", context, status=status)
