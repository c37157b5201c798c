"""The queue of what came in: one page to see it, take it on, give it away, and go where it is worked on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accessctl.middleware import ActorRequest
from cases.selectors import may_approach
from families.codes import IntakeKind
from families.queue import FREE, MINE, queue
from families.services import expiring, intake
from families.views import steps
from registry.lib.errors import Conflict, Invalid

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def waiting(request: ActorRequest) -> HttpResponse:
    """`kind`, `whose`: filters; `act`: take, give, release or keep, of `item`."""
    steps.ensure_may_register(request.actor)
    problem = ""
    if request.method == "POST":
        try:
            _acted(request)
        except (Invalid, Conflict) as error:
            problem = next((text for texts in error.fields.values() for text in texts), str(error.message))
        else:
            return redirect(request.get_full_path())
    kind, whose = request.GET.get("kind", ""), request.GET.get("whose", "")
    kind = kind if kind in IntakeKind.values else ""
    context: dict[str, Any] = {
        "queue": queue(request.actor, kind=kind, whose=whose), "kind": kind, "whose": whose, "mine": MINE, "free": FREE,
        "colleagues": intake.colleagues(request.actor), "problem": problem,
        "is_unit": may_approach(request.actor),
        "may_give": any(rule.approves for rule in request.actor.rules),
    }  # fmt: skip
    return render(request, "families/intake.html", context, status=UNPROCESSABLE if problem else 200)


def _acted(request: ActorRequest) -> None:
    item, act = request.POST.get("item", ""), request.POST.get("act", "")
    if act == "give":
        intake.give(actor=request.actor, item=item, colleague=request.POST.get("colleague", ""))
        messages.success(request, _("It is your colleague’s now."))
    elif act == "release":
        intake.release(actor=request.actor, item=item)
        messages.success(request, _("It is back in the queue."))
    elif act == "keep":
        expiring.keep(actor=request.actor, ref=item)
        messages.success(request, _("It stays."))
    else:
        intake.take(actor=request.actor, item=item)
        messages.success(request, _("It is yours now."))
