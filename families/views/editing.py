"""Changing what is known of a missing person, on the same screen; and settling two changes at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accessctl.forms.drafts import stored
from accessctl.images import BadPhoto, Picture, reencode
from accessctl.middleware import ActorRequest
from cases.services import CaseEntry
from families import selectors
from families.forms import warnings
from families.forms.answers import answers_of, entry_from
from families.forms.consent import FLAGGED
from families.forms.differences import ChoiceForm, merged
from families.forms.person import PersonForm, ProtectionForm
from families.forms.sections import PERSON_SECTIONS, answered_in, draw
from families.forms.statements import TellerForm
from families.selectors import EditedCase
from families.services import edit_case
from families.views.person import UNPROCESSABLE, show, upload_problem
from registry.lib.errors import Conflict, Invalid

CONFLICT = 409
FormT = TypeVar("FormT")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ActorRequest, ref: str) -> HttpResponse:
    """The questions 1 to 19 of a case, filled with what is known."""
    edited = selectors.case_for_change(request.actor, ref)
    shown: dict[str, Any] = {"initial": answers_of(edited.entry), "forensic": edited.compares}
    extra = [one for one in (_protection_form(request, edited), _teller_form(request, edited)) if one is not None]
    if request.method != "POST":
        return _page(request, edited, PersonForm(**shown), extra)
    form = PersonForm(request.POST, request.FILES, **shown, spare_rows=request.POST.get("more", ""))
    if "more" in request.POST:
        quiet = PersonForm(request.POST, **shown, quiet=True, spare_rows=request.POST["more"])
        return _page(request, edited, quiet, extra)
    photo = _photo(request, form)
    if not all([form.is_valid(), *(one.is_valid() for one in extra)]):
        return _page(request, edited, form, extra, status=UNPROCESSABLE)
    try:
        mine = _entry(form, _found(extra, ProtectionForm), edited, photo)
        return _save(request, edited, mine, _teller(edited, extra))
    except Invalid as error:
        show(error, form, *extra)
        return _page(request, edited, form, extra, status=UNPROCESSABLE)


def _teller(edited: EditedCase, extra: list[Any]) -> UUID | None:
    """Whose words are new here: who was chosen, or the one relative there is."""
    form = _found(extra, TellerForm)
    if form is not None:
        return form.source
    return edited.tellers[0][0] if edited.tellers else None


def _found(extra: list[Any], kind: type[FormT]) -> FormT | None:
    return next((one for one in extra if isinstance(one, kind)), None)


def _save(request: ActorRequest, edited: EditedCase, mine: CaseEntry, told_by: UUID | None) -> HttpResponse:
    """Save, or lay both versions side by side where somebody else saved in between."""
    version = _version(request)
    choice = ChoiceForm(mine, edited.entry, request.POST if "_settle" in request.POST else None)
    if version != edited.case.version:
        return _conflict_page(request, edited, choice)
    if choice.is_bound:
        if not choice.is_valid():
            return _conflict_page(request, edited, choice, status=UNPROCESSABLE)
        mine = merged(mine, edited.entry, choice.cleaned_data)
    try:
        case = edit_case(
            actor=request.actor, ref=edited.case.ref, entry=mine, expected_version=version, told_by=told_by
        )
    except Conflict:
        edited = selectors.case_for_change(request.actor, edited.case.ref)
        return _conflict_page(request, edited, ChoiceForm(mine, edited.entry))
    messages.success(request, _("Your changes to case %(ref)s are saved.") % {"ref": case.ref})
    for sentence in warnings.of_entry(mine):
        messages.warning(request, sentence)
    return redirect("cases:detail", ref=case.ref)


def _version(request: ActorRequest) -> int:
    text = request.POST.get("_version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _entry(form: PersonForm, protection: ProtectionForm | None, edited: EditedCase, photo: Picture | None) -> CaseEntry:
    entry = entry_from(form, edited.entry, photo=photo)
    if protection is None:
        return entry
    given = protection.cleaned_data
    return replace(entry, protection_flag=given["protection_flag"], protection_states=tuple(given["protection_states"]))


def _protection_form(request: ActorRequest, edited: EditedCase) -> ProtectionForm | None:
    """Only for those who may read it; for the others an empty flag says "as it is"."""
    if not edited.sees_protection:
        return None
    entry = edited.entry
    initial = {"protection_flag": entry.protection_flag, "protection_states": list(entry.protection_states)}
    data = request.POST if request.method == "POST" else None
    return ProtectionForm(data, initial=initial, flagged=entry.protection_flag in FLAGGED, quiet="more" in request.POST)


def _teller_form(request: ActorRequest, edited: EditedCase) -> TellerForm | None:
    if len(edited.tellers) < 2:
        return None
    data = request.POST if "told_by" in request.POST else None
    return TellerForm(data if data or request.method != "POST" else {}, tellers=edited.tellers)


def _photo(request: ActorRequest, form: PersonForm) -> Picture | None:
    problem = upload_problem(request)
    upload = request.FILES.get("photo")
    if not problem and upload is not None:
        try:
            return reencode(upload.read())
        except BadPhoto as error:
            problem = error.message
    if problem and "photo" not in form.errors:
        form.add_error("photo", problem)
    return None


def _page(
    request: ActorRequest,
    edited: EditedCase,
    form: PersonForm,
    extra: list[Any],
    *,
    status: int = 200,
) -> HttpResponse:
    typed = stored(request.POST) if request.method == "POST" else {}
    answered = answered_in(typed, list(form.fields)) if typed else _answered(form)
    context: dict[str, Any] = {
        "edited": edited,
        "case": edited.case,
        "forms": [form, *extra],
        "has_errors": status == UNPROCESSABLE,
        "sections": list(draw(PERSON_SECTIONS, form, answered)),
        "protection": _found(extra, ProtectionForm),
        "teller": _found(extra, TellerForm),
        "version": request.POST.get("_version", edited.case.version),
    }
    return render(request, "families/edit.html", context, status=status)


def _answered(form: PersonForm) -> dict[str, bool]:
    return {name: bool(form.initial.get(name)) for name in form.fields}


def _conflict_page(
    request: ActorRequest, edited: EditedCase, choice: ChoiceForm, *, status: int = CONFLICT
) -> HttpResponse:
    """Both versions; what was typed travels along, and the new version is the one to be saved over."""
    typed = [(name, value) for name, values in stored(request.POST).items() for value in values if value]
    context = {
        "case": edited.case,
        "choice": choice,
        "rows": list(choice.drawn()),
        "typed": typed,
        "had_photo": bool(request.FILES.get("photo")),
    }
    return render(request, "families/conflict.html", context, status=status)
