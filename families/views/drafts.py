"""Registering a missing person, step by step, on a draft that the server keeps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accessctl.forms.drafts import stored
from accessctl.middleware import ActorRequest
from families import briefing as wordings
from families import questions, selectors, services
from families.codes import CallEnd, IntakeWay
from families.forms.call import CallEndForm
from families.forms.consent import FLAGGED, BriefingForm, ConsentAnswersForm
from families.views import person, steps
from registry.lib.errors import NotFound

UNPROCESSABLE = 422


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: ActorRequest) -> HttpResponse:
    """The first step, before there is a draft: read the risks and rights out, in the language of the interview."""
    steps.ensure_may_register(request.actor)
    if request.method == "POST":
        form = BriefingForm(request.POST)
        if form.is_valid():
            part = steps.told_part(steps.told(request.actor, form.cleaned_data["language"]))
            draft = services.begin_draft(actor=request.actor, parts={steps.BRIEFING: part})
            return redirect("families:draft-consent", ref=draft.ref)
        return _briefing_page(request, form, None, status=UNPROCESSABLE)
    return _briefing_page(request, BriefingForm(), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def briefing(request: ActorRequest, ref: str) -> HttpResponse:
    """The first step of a draft, to read it again or in another language."""
    draft = selectors.draft(request.actor, ref)
    if request.method == "POST":
        form = BriefingForm(request.POST)
        if form.is_valid():
            part = steps.told_part(steps.told(request.actor, form.cleaned_data["language"]))
            services.save_draft(actor=request.actor, ref=ref, parts={steps.BRIEFING: part})
            return redirect("families:draft-consent", ref=ref)
        return _briefing_page(request, form, draft, status=UNPROCESSABLE)
    told = draft.part(steps.BRIEFING)
    return _briefing_page(request, BriefingForm(initial=told), draft)


def _briefing_page(
    request: ActorRequest, form: BriefingForm, draft: selectors.Draft | None, *, status: int = 200
) -> HttpResponse:
    chosen = request.POST.get("language") or request.GET.get("language")
    kept = draft.part(steps.BRIEFING).get("language") if draft else ""
    wording = steps.told(request.actor, chosen or kept or get_language() or "en")
    form.initial["language"] = wording.language
    context = {
        "form": form,
        "draft": draft,
        "wording": wording,
        "languages": wordings.NAMES,
        "steps": steps.stepper(steps.BRIEFING, draft),
    }
    return render(request, "families/briefing.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft_consent(request: ActorRequest, ref: str) -> HttpResponse:
    """The second step: protection, and a yes or no for each use and receiver."""
    draft = selectors.draft(request.actor, ref)
    if steps.CONSENT not in steps.open_steps(draft):
        return redirect("families:briefing", ref=ref)
    if request.method != "POST":
        return _consent_page(request, draft, steps.consent_form(request.actor, draft, quiet=True))
    if request.POST.get("rest") == "no":
        answers = {**stored(request.POST), **_no_to_the_rest(request)}
        services.save_draft(actor=request.actor, ref=ref, parts={steps.CONSENT: answers})
        return redirect(reverse("families:draft-consent", args=[ref]) + "#helpers")
    form = ConsentAnswersForm(request.POST, organisations=selectors.other_organisations(request.actor))
    agreed = form.is_valid()
    services.save_draft(actor=request.actor, ref=ref, parts={steps.CONSENT: stored(request.POST), "agreed": agreed})
    if agreed:
        return redirect("families:draft-person", ref=ref)
    return _consent_page(request, selectors.draft(request.actor, ref), form, status=UNPROCESSABLE)


def _no_to_the_rest(request: ActorRequest) -> dict[str, list[str]]:
    """Every question of the tables that has no answer, answered with no: refusing is never more work than agreeing."""
    names = (
        questions.field_name(purpose, recipient.code)
        for _group, recipient in questions.asked(is_flagged=request.POST.get("protection_flag") in FLAGGED)
        for purpose in recipient.purposes
    )
    return {name: ["no"] for name in names if not request.POST.get(name)}


def _consent_page(
    request: ActorRequest, draft: selectors.Draft, form: ConsentAnswersForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "draft": draft,
        "tables": list(form.tables()),
        "steps": steps.stepper(steps.CONSENT, draft),
        "partners": selectors.partners(request.actor),
    }
    return render(request, "families/consent_step.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft_person(request: ActorRequest, ref: str) -> HttpResponse:
    """The third step: the 24 questions on one screen, and saving."""
    try:
        draft = selectors.draft(request.actor, ref)
    except NotFound:
        if request.method != "POST":
            raise
        return _gone(request)
    if steps.PERSON not in steps.open_steps(draft):
        return redirect("families:draft-consent", ref=ref)
    if request.method != "POST":
        return person.page(request, draft)
    if "more" in request.POST:
        person.keep(request, draft)
        return person.page(request, selectors.draft(request.actor, ref), spare_rows=request.POST["more"])
    return person.register(request, draft)


def _gone(request: ActorRequest) -> HttpResponse:
    """A second press of the same button finds no draft: it became a case, or somebody deleted it."""
    messages.info(request, _("This draft is no longer there: it was registered or deleted. Look among the cases."))
    return redirect("site:work")


@login_required
@require_POST
def draft_save(request: ActorRequest, ref: str, step: str) -> HttpResponse:
    """Save a step as it stands, unchecked: by itself after a pause in typing, or by the button."""
    if step not in (steps.CONSENT, steps.PERSON):
        raise NotFound()
    parts: dict[str, Any] = {step: stored(request.POST)}
    if step == steps.CONSENT:
        form = ConsentAnswersForm(request.POST, organisations=selectors.other_organisations(request.actor))
        parts["agreed"] = form.is_valid()
    services.save_draft(actor=request.actor, ref=ref, parts=parts)
    if request.headers.get("HX-Request") == "true":
        return person.progress(request, parts.get(steps.PERSON))
    if step == steps.PERSON and (problem := person.keep_upload(request, ref)):
        messages.error(request, problem)
    messages.success(request, _("The draft is saved. You find it under “My work”, for 30 days after the last change."))
    return redirect("families:draft-consent" if step == steps.CONSENT else "families:draft-person", ref=ref)


@login_required
@require_POST
def draft_photo(request: ActorRequest, ref: str) -> HttpResponse:
    """Keep or remove the photo of a draft at once, before anything else is saved."""
    problem, is_part = "", request.headers.get("HX-Request") == "true"
    if not is_part:  # the button of a page without script sends all that was typed
        services.save_draft(actor=request.actor, ref=ref, parts={steps.PERSON: stored(request.POST)})
    if "remove" in request.POST:
        services.drop_photo(actor=request.actor, ref=ref)
    else:
        problem = person.keep_upload(request, ref)
    draft = selectors.draft(request.actor, ref)
    if not is_part:
        return redirect(reverse("families:draft-person", args=[ref]) + "#looks")
    context = {"draft": draft, "thumbnail": person.thumbnail(draft.photo), "problem": problem}
    return render(request, "families/_photo.html", context, status=UNPROCESSABLE if problem else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft_delete(request: ActorRequest, ref: str) -> HttpResponse:
    """Delete a draft, on a page of its own."""
    draft = selectors.draft(request.actor, ref)
    came_in = draft.row.came_by != IntakeWay.STAFF
    form = CallEndForm(request.POST if request.method == "POST" else None) if came_in else None
    if request.method == "POST" and (form is None or form.is_valid()):
        reason = CallEnd(form.cleaned_data["reason"]) if form else None
        services.delete_draft(actor=request.actor, ref=ref, reason=reason)
        messages.success(request, _("The draft is deleted; nothing of it is kept."))
        return redirect("site:work")
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "families/draft_delete.html", {"draft": draft, "form": form}, status=status)


@login_required
@require_GET
def work_drafts(request: ActorRequest) -> HttpResponse:
    """The drafts section of "my work"."""
    return render(request, "families/_work_drafts.html", {"drafts": selectors.work_drafts(request.actor)})
