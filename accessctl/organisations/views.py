"""Pages of the directory: organisations, one of them with its people; admitting, inviting, suspending, its undoing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accessctl.middleware import ActorRequest
from accessctl.models import Approval, Organisation
from accessctl.models.people import SuspensionReason
from accessctl.organisations import invitations, selectors, services
from accessctl.organisations.forms import (
    AdmitForm,
    DirectoryForm,
    InviteForm,
    OrganisationForm,
    StandingForm,
    SuspendForm,
)
from accessctl.policies import ADMINISTRATORS
from registry.lib.errors import Conflict, Forbidden, Invalid

UNPROCESSABLE = 422


@require_safe
@login_required
@never_cache
def organisation_list(request: ActorRequest) -> HttpResponse:
    """Everybody who takes part, with what an agreement lets them share with the reader's organisation."""
    form = DirectoryForm(request.GET)
    asked = {name: str(form.cleaned_data.get(name) or "") for name in form.fields} if form.is_valid() else {}
    entries, more = selectors.directory(request.actor, **asked)
    context = {
        "form": form,
        "entries": entries,
        "more": more,
        "is_filtered": any(asked.values()),
        "waiting": selectors.to_be_admitted(request.actor),
        "may_admit": bool(ADMINISTRATORS & request.actor.roles),
    }
    return render(request, "accessctl/organisations/list.html", context)


@require_safe
@login_required
@never_cache
def organisation(request: ActorRequest, ref: str) -> HttpResponse:
    """One organisation: what it is, whom to ask, what stands between it and the reader's; its people to colleagues."""
    found = selectors.opened(request.actor, ref)
    return render(request, "accessctl/organisations/detail.html", {"found": found, "row": found.row})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def admit(request: ActorRequest) -> HttpResponse:
    """Ask for an organisation to be let in, with the first person who answers for it."""
    if not ADMINISTRATORS & request.actor.roles:
        raise Forbidden()
    form = AdmitForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            asked = services.ask_to_admit(request.actor, first=form.first(), **form.organisation())
        except Invalid as error:
            form.add_errors_of(_under(error, email="first_email"))
        except Conflict as error:
            form.add_errors_of(error)
        else:
            return _asked(request, asked)
    context = {"form": form, "title": _("Admit an organisation"), "button": _("Ask a second person"), "row": None}
    return _page(request, "form", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def change(request: ActorRequest, ref: str) -> HttpResponse:
    """What an organisation says of itself; by who runs the registry also what it is."""
    found = selectors.opened(request.actor, ref)
    if "change" not in found.may:
        raise Forbidden()
    offered = StandingForm if ADMINISTRATORS & request.actor.roles else OrganisationForm
    form = offered.of(found.row, request.POST if request.method == "POST" else None)
    if form.is_valid():
        changed = {name: "" if value is None else value for name, value in form.cleaned_data.items()}
        if asked := services.change_organisation(request.actor, ref=ref, **changed):
            return _asked(request, asked)
        messages.success(request, _("Saved. It counts from now."))
        return redirect("accessctl:organisation", ref=found.row.ref)
    context = {"form": form, "title": _("Change the entry"), "button": _("Save"), "row": found.row}
    return _page(request, "form", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def invite(request: ActorRequest, ref: str) -> HttpResponse:
    """Invite a person into an organisation."""
    found = selectors.opened(request.actor, ref)
    if not found.invites:
        raise Forbidden()
    form = InviteForm(request.POST if request.method == "POST" else None, roles=found.invites)
    if form.is_valid():
        try:
            done = services.invite(request.actor, ref=ref, person=form.invitation())
        except (Invalid, Conflict) as error:
            form.add_errors_of(error)
        else:
            if isinstance(done, Approval):
                return _asked(request, done)
            invitations.tell(request, done, found.row)
            return redirect("accessctl:organisation", ref=found.row.ref)
    context = {"form": form, "title": _("Invite somebody"), "button": _("Invite"), "row": found.row}
    return _page(request, "form", context)


@require_POST
@login_required
def invite_again(request: ActorRequest, ref: str) -> HttpResponse:
    """Send the invitation of somebody who has not signed in yet once more."""
    membership = services.invite_again(request.actor, ref=ref)
    invitations.tell(request, membership.account, membership.organisation)
    return redirect("accessctl:organisation", ref=membership.organisation.ref)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def suspend_member(request: ActorRequest, ref: str) -> HttpResponse:
    """Take a person's roles away at once."""
    membership = selectors.member(request.actor, ref)
    found = selectors.opened(request.actor, membership.organisation.ref)
    if "suspend_people" not in found.may:
        raise Forbidden()
    form = SuspendForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.suspend_member(request.actor, ref=ref, reason=SuspensionReason(form.cleaned_data["reason"]))
        except Invalid as error:
            form.add_errors_of(error)
        else:
            messages.success(request, _("They are suspended and signed out everywhere, from this moment."))
            return redirect("accessctl:organisation", ref=found.row.ref)
    consequences = [
        _("With the press of the button they see nothing any more: pages, drafts and what they were personally given."),
        _("They are signed out wherever they are signed in."),
        _("What they wrote stays. Their roles can be given back."),
    ]
    return _act(request, found.row, form, membership.account.full_name, consequences)


@require_POST
@login_required
def restore_member(request: ActorRequest, ref: str) -> HttpResponse:
    """Give a person's roles back."""
    membership = services.restore_member(request.actor, ref=ref)
    messages.success(request, _("Their roles are given back. They can sign in again."))
    return redirect("accessctl:organisation", ref=membership.organisation.ref)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def suspend(request: ActorRequest, ref: str) -> HttpResponse:
    """Shut an organisation out at once."""
    found = selectors.opened(request.actor, ref)
    if not ADMINISTRATORS & request.actor.roles:
        raise Forbidden()
    form = SuspendForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.suspend_organisation(request.actor, ref=ref, reason=SuspensionReason(form.cleaned_data["reason"]))
        except Invalid as error:
            form.add_errors_of(error)
        else:
            messages.success(request, _("The organisation is suspended, from this moment."))
            return redirect("accessctl:organisation", ref=found.row.ref)
    consequences = [
        _("With the press of the button its people and systems see nothing any more, their own records included."),
        _("Its records stay, and those it shares stay open to its partners, for the search goes on."),
        _("It can be party to no new agreement. The suspension can be ended, by two persons."),
    ]
    return _act(request, found.row, form, found.row.name, consequences)


@require_POST
@login_required
def restore(request: ActorRequest, ref: str) -> HttpResponse:
    """Ask for a suspended organisation to take part again."""
    return _asked(request, services.ask_to_restore(request.actor, ref=ref))


def _asked(request: ActorRequest, asked: Approval) -> HttpResponse:
    messages.success(request, _("You asked. It happens when a colleague approves it."))
    return redirect("accessctl:approval", ref=asked.ref)


def _under(error: Invalid, **names: str) -> Invalid:
    """The same refusal beside the fields that this form has for it."""
    return Invalid(fields={names.get(name, name): found for name, found in error.fields.items()})


def _page(request: ActorRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    status = UNPROCESSABLE if context["form"].errors else 200
    return render(request, f"accessctl/organisations/{name}.html", context, status=status)


def _act(
    request: ActorRequest, row: Organisation, form: SuspendForm, whom: str, consequences: list[str]
) -> HttpResponse:
    context = {
        "row": row,
        "whom": whom,
        "form": form,
        "consequences": consequences,
        "action": request.path,
        "back": reverse("accessctl:organisation", args=[row.ref]),
        "button": _("Suspend now"),
    }
    return _page(request, "suspend", context)
