"""Logging remains: the reference first, then the description on one screen, saved as it is typed."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accessctl.forms.drafts import restored, stored
from accessctl.middleware import ActorRequest
from registry.lib.errors import Forbidden, Invalid
from remains import selectors, services
from remains.forms import RemainsForm
from remains.models import RemainsDraft


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def new(request: ActorRequest) -> HttpResponse:
    """First step: reserve a reference, so that a tag can be tied on before anything else is known."""
    if not selectors.may_log(request.actor):
        raise Forbidden()
    if request.method == "POST":
        draft = services.reserve(actor=request.actor)
        return redirect("remains:draft", ref=draft.ref)
    return render(request, "remains/new.html", {"drafts": selectors.drafts(request.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def describe(request: ActorRequest, ref: str) -> HttpResponse:
    """Second step: the description.  Saving it makes the record and removes the draft."""
    draft = selectors.fetch_draft(request.actor, ref)
    if request.method != "POST":
        kept = selectors.draft_form(request.actor, draft)
        return _page(request, draft, RemainsForm(restored(kept), quiet=True) if kept else RemainsForm())
    form = RemainsForm(request.POST)
    if form.is_valid():
        try:
            remains = services.log_draft(actor=request.actor, ref=draft.ref, entry=form.entry())
        except Invalid as error:
            form.add_errors_of(error)
        else:
            messages.success(request, _("The remains are logged. Candidate pairs appear on this page by themselves."))
            return redirect("remains:detail", ref=remains.ref)
    services.save_draft(actor=request.actor, ref=draft.ref, form=stored(request.POST))
    return _page(request, draft, form, status=422)


def _page(request: ActorRequest, draft: RemainsDraft, form: RemainsForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "sections": form.sections(),
        "draft": draft,
        "reserved_ref": services.reserved_ref(draft),
    }
    return render(request, "remains/draft.html", context, status=status)


@require_POST
@login_required
def save(request: ActorRequest, ref: str) -> HttpResponse:
    """Keep what was typed: by itself while typing, or by the button."""
    services.save_draft(actor=request.actor, ref=ref, form=stored(request.POST))
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204)
    return redirect("remains:draft", ref=ref)


@require_POST
@login_required
def delete(request: ActorRequest, ref: str) -> HttpResponse:
    """Delete a draft."""
    services.delete_draft(actor=request.actor, ref=ref)
    messages.success(request, _("The draft was deleted. Destroy the labels that bear its reference."))
    return redirect("remains:new")


@require_safe
@login_required
@never_cache
def work_drafts(request: ActorRequest) -> HttpResponse:
    """For My work: drafts this person may go on with."""
    return render(request, "remains/_drafts.html", {"drafts": selectors.drafts(request.actor)})
