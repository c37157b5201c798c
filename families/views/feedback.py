"""Keeping families informed: whose turn it is, and one family's clock with the log of talks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from accessctl.middleware import ActorRequest
from families.feedback import selectors, services
from families.feedback.selectors import PAGE_LENGTH, WORK_LENGTH
from families.forms.feedback import RhythmForm, TalkForm
from registry.lib.errors import Conflict, Invalid

UNPROCESSABLE = 422
SAID = {"talk": _("The talk is written down."), "rhythm": _("The family’s wish is saved.")}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def feedback(request: ActorRequest, ref: str) -> HttpResponse:
    """When the family hears next, what it was told, and writing a talk down or changing the rhythm."""
    held = selectors.feedback_of(request.actor, ref)
    sent = next((part for part in SAID if part in request.POST), "")
    talk = TalkForm(request.POST if sent == "talk" else None, prefix="talk", relatives=held.relatives)
    rhythm = RhythmForm(request.POST if sent == "rhythm" else None, prefix="rhythm", every_days=held.every_days)
    if sent and _saved(request, held.case.ref, talk if sent == "talk" else rhythm):
        messages.success(request, str(SAID[sent]))
        return redirect("families:feedback", ref=held.case.ref)
    context = {"held": held, "case": held.case, "talk": talk, "rhythm": rhythm, "today": timezone.localdate()}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "families/feedback.html", context, status=status)


def _saved(request: ActorRequest, ref: str, form: TalkForm | RhythmForm) -> bool:
    if not form.is_valid():
        return False
    try:
        if isinstance(form, TalkForm):
            services.note_talk(actor=request.actor, case_ref=ref, entry=form.entry())
        else:
            services.set_rhythm(actor=request.actor, case_ref=ref, every_days=form.days())
    except (Invalid, Conflict) as error:
        form.add_errors_of(error)
        return False
    return True


@require_safe
@login_required
def waiting(request: ActorRequest) -> HttpResponse:
    """The families that should have heard from us by now."""
    return render(request, "families/waiting.html", _waiting(request, PAGE_LENGTH))


@login_required
@require_GET
def work_waiting(request: ActorRequest) -> HttpResponse:
    """The same for "my work"."""
    return render(request, "families/_waiting.html", _waiting(request, WORK_LENGTH))


def _waiting(request: ActorRequest, limit: int) -> dict[str, Any]:
    return {"waiting": selectors.waiting(request.actor, timezone.localdate(), limit)}
