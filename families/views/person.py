"""The one screen of 24 questions of a draft: drawn, autosaved, and turned into a case."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accessctl.forms.drafts import restored, stored
from accessctl.images import BadPhoto, reencode
from accessctl.middleware import ActorRequest
from cases.services.opening import FEEDBACK_EVERY
from families import questions, selectors, services
from families.forms import warnings
from families.forms.answers import entry_from
from families.forms.consent import ConsentAnswersForm
from families.forms.enquirer import EnquirerForm
from families.forms.person import PersonForm
from families.forms.sections import ENQUIRER_SECTION, PERSON_SECTIONS, answered_in, draw
from families.services import ConsentEntry, Registration
from families.services.drafts import picture_of
from families.views import steps
from registry.lib.errors import Invalid, RegistryError

SECTIONS = (*PERSON_SECTIONS, ENQUIRER_SECTION)
UNPROCESSABLE = 422
# What a service calls an answer, where a form calls it otherwise.
FORM_NAMES = {"names": "name", "dental_chart": "teeth"}


def page(
    request: ActorRequest,
    draft: selectors.Draft,
    forms: tuple[PersonForm, EnquirerForm] | None = None,
    *,
    spare_rows: str = "",
) -> HttpResponse:
    """The screen: as typed so far, or with what was found wrong."""
    typed = draft.part(steps.PERSON)
    data = restored(typed)
    consent = steps.consent_form(request.actor, draft)
    person, enquirer = forms or (
        PersonForm(data, quiet=True, spare_rows=spare_rows, forensic=compares(consent)),
        EnquirerForm(data, quiet=True),
    )
    keep_at_once(person, draft)
    context = {
        "draft": draft,
        "forms": [person, enquirer],
        "has_errors": bool(forms),
        "sections": _sections(person, enquirer, typed),
        "agreed": agreed_lines(consent),
        "steps": steps.stepper(steps.PERSON, draft),
        "thumbnail": thumbnail(draft.photo),
    }
    return render(request, "families/person_step.html", context, status=UNPROCESSABLE if forms else 200)


def keep_at_once(form: PersonForm, draft: selectors.Draft) -> None:
    """With script, a chosen photo is kept with the draft at once: no later mistake makes anybody choose it again."""
    form.fields["photo"].widget.attrs |= {
        "hx-post": reverse("families:draft-photo", args=[draft.row.ref]),
        "hx-trigger": "change delay:100ms",
        "hx-encoding": "multipart/form-data",
        "hx-params": "photo",
        "hx-target": "#photo-kept",
        "hx-swap": "outerHTML",
    }


def _sections(person: PersonForm, enquirer: EnquirerForm, typed: dict[str, list[str]]) -> list[Any]:
    answered = answered_in(typed, [*person.fields, *enquirer.fields])
    return [*draw(PERSON_SECTIONS, person, answered), *draw([ENQUIRER_SECTION], enquirer, answered)]


def progress(request: ActorRequest, typed: dict[str, list[str]] | None) -> HttpResponse:
    """What an autosave answers: how much of each section is done."""
    if typed is None:
        return HttpResponse(status=204)
    data = restored(typed)
    sections = _sections(PersonForm(data, quiet=True), EnquirerForm(data, quiet=True), typed)
    return render(request, "families/_progress.html", {"sections": sections, "swap": True})


def keep(request: ActorRequest, draft: selectors.Draft) -> str:
    """Keep what was typed and the photo chosen, before anything is judged; returns what is wrong with the photo."""
    services.save_draft(actor=request.actor, ref=draft.row.ref, parts={steps.PERSON: stored(request.POST)})
    return keep_upload(request, draft.row.ref)


def keep_upload(request: ActorRequest, ref: str) -> str:
    """Keep an uploaded photo with the draft; returns why it could not be."""
    problem = upload_problem(request)
    if problem:
        return problem
    photo = request.FILES.get("photo")
    if photo is None:
        return ""
    try:
        services.keep_photo(actor=request.actor, ref=ref, picture=reencode(photo.read()))
    except BadPhoto as error:
        return error.message
    return ""


def upload_problem(request: ActorRequest) -> str:
    """Why an upload cannot be kept, told by the photo field; a request too large reaches us without its file."""
    length = int(request.headers.get("Content-Length") or 0)
    if length > settings.FILE_UPLOAD_MAX_MEMORY_SIZE and "photo" not in request.FILES:
        return _("This photo is larger than 10 MB. Take it again in a smaller size.")
    try:
        PersonForm.base_fields["photo"].clean(request.FILES.get("photo"))
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def register(request: ActorRequest, draft: selectors.Draft) -> HttpResponse:
    """Check everything and open the case; otherwise show each point where it stands, with what was typed."""
    photo_problem = keep(request, draft)
    draft = selectors.draft(request.actor, draft.row.ref)
    consent = steps.consent_form(request.actor, draft)
    person, enquirer = PersonForm(request.POST, forensic=compares(consent)), EnquirerForm(request.POST)
    if photo_problem:
        person.add_error("photo", photo_problem)
    if not consent.is_valid():
        messages.warning(request, _("The consent answers need another look before the case can be saved."))
        return redirect("families:draft-consent", ref=draft.row.ref)
    if not all([person.is_valid(), enquirer.is_valid()]):
        return page(request, draft, (person, enquirer))
    try:
        registration = _registration(draft, person, enquirer, consent)
        case = services.register_draft(actor=request.actor, ref=draft.row.ref, registration=registration)
    except Invalid as error:
        show(error, person, enquirer)
        return page(request, draft, (person, enquirer))
    messages.success(request, _welcome(case.ref))
    for sentence in warnings.of_entry(registration.case):
        messages.warning(request, sentence)
    return redirect("cases:detail", ref=case.ref)


def _registration(
    draft: selectors.Draft, person: PersonForm, enquirer: EnquirerForm, consent: ConsentAnswersForm
) -> Registration:
    consents = consent.entries()
    entry = entry_from(person, photo=picture_of(draft.photo) if draft.photo else None)
    return Registration(
        case=replace(
            entry,
            protection_flag=consent.cleaned_data["protection_flag"],
            protection_states=tuple(consent.cleaned_data["protection_states"]),
            purposes=tuple(sorted({answer.purpose for answer in consents if answer.given})),
        ),
        relative=enquirer.entry(),
        conversation=steps.conversation_of(draft.part(steps.BRIEFING), consent.cleaned_data),
        consents=consents,
    )


def show(error: RegistryError, *forms: Any) -> None:
    """Put what a service refused beside the fields of whichever form has them."""
    for service_name, found in error.fields.items():
        name = FORM_NAMES.get(service_name, service_name)
        form = next((form for form in forms if name in form.fields), None)
        for message in found:
            (form or forms[0]).add_error(name if form else None, message)
    if not error.fields:
        forms[0].add_error(None, error.message)


def _welcome(ref: str) -> str:
    return _(
        "Case %(ref)s is registered. Possible duplicates and candidate pairs appear on this page by themselves; if a "
        "case of another organisation resembles it, a caseworker will compare. What next: write the reference down for "
        "the family, and give them news by %(date)s."
    ) % {"ref": ref, "date": timezone.localdate() + FEEDBACK_EVERY}


def thumbnail(photo: Any) -> str:
    """The kept photo as an address that holds the picture itself: no second request, nothing to guess."""
    if photo is None or not photo.thumbnail:
        return ""
    return "data:image/webp;base64," + b64encode(photo.thumbnail).decode()


def agreed_lines(consent: ConsentAnswersForm) -> list[str]:
    """Field 24 on the screen: what was agreed to, in a few sentences."""
    if not consent.is_valid():
        return []
    entries = consent.entries()
    given = {entry.key for entry in entries if entry.given}
    shared = _shared(entries)
    yes, no = sum(entry.given for entry in shared), sum(not entry.given for entry in shared)
    compare = consent.cleaned_data["own_compare"] == "yes"
    lines = [
        _("Search for the person: yes."),
        _("Compare with remains: yes.") if compare else _("Compare with remains: no."),
        ngettext("Others may be told: %(count)s yes.", "Others may be told: %(count)s yes.", yes) % {"count": yes},
        ngettext("Others may be told: %(count)s no.", "Others may be told: %(count)s no.", no) % {"count": no},
    ]
    if consent.is_flagged:
        lines.append(_("A State is feared: its offices are told nothing."))
    if questions.half_given(given):
        lines.append(_("State bodies are told nothing yet: they need a yes to their kind and a yes to their State."))
    return lines


def compares(consent: ConsentAnswersForm) -> bool:
    """Whether the family agreed to comparison with remains, as far as it was asked."""
    return consent.is_valid() and bool(consent.cleaned_data["own_compare"] == "yes")


def _shared(entries: Iterable[ConsentEntry]) -> list[ConsentEntry]:
    return [entry for entry in entries if entry.recipient_class != "own_org"]
