"""Pages of questions between registries: what was asked and met, asking about one record, one question, one hit."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accessctl.middleware import ActorRequest
from accessctl.peers.selectors import ensure_answers
from matching.peers import selectors
from matching.peers.forms import AskPeerForm
from matching.peers.services import asking
from registry.lib.errors import Conflict, Forbidden, TooMany


@require_safe
@login_required
@never_cache
def question_list(request: ActorRequest) -> HttpResponse:
    """What we asked, whose questions met records of ours, and how much was asked of us."""
    ensure_answers(request.actor)
    context = {
        "asked": selectors.asked(request.actor),
        "met": selectors.met(request.actor),
        "counted": selectors.counted(request.actor),
    }
    return render(request, "matching/peers/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def ask(request: ActorRequest) -> HttpResponse:
    """Ask one registry about one record."""
    ensure_answers(request.actor)
    data = request.POST if request.method == "POST" else request.GET
    record = asking.own_record(request.actor, data.get("record", ""))
    choices = selectors.choices(request.actor, record)
    form = AskPeerForm(request.POST if request.method == "POST" else None, choices=choices)
    if form.is_valid():
        peer, purpose = form.chosen()
        try:
            made = asking.ask(request.actor, record_ref=record.ref, peer_ref=peer, purpose=purpose)
        except (Conflict, TooMany, Forbidden) as error:
            form.add_errors_of(error)
        else:
            messages.success(request, _("Asked. The answer stands here within a minute or so."))
            return redirect("matching:peer-question", ref=made.ref)
    context = {"record": record, "form": form, "choices": choices}
    return render(request, "matching/peers/ask.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
@never_cache
def question(request: ActorRequest, ref: str) -> HttpResponse:
    """One question of ours, and its answer."""
    context = {"row": selectors.question(request.actor, ref)}
    return render(request, "matching/peers/question.html", context)


@require_safe
@login_required
@never_cache
def inquiry(request: ActorRequest, ref: str) -> HttpResponse:
    """One question of theirs that met records of ours."""
    found = selectors.inquiry(request.actor, ref)
    records = selectors.own(request.actor, found)
    context = {"row": found, "records": records}
    return render(request, "matching/peers/inquiry.html", context)
