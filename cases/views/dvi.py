"""Pages of events: the list, promoting an incident, one event, the list of people said to have been there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accessctl import door
from accessctl.middleware import ActorRequest
from cases.dvi import selectors
from cases.dvi.codes import TaskState
from cases.dvi.selectors import EventWork
from cases.forms.dvi import CaseRefForm, EventForm, InviteForm, PassengerForm, PromoteForm, SurvivorForm
from cases.models import Incident
from cases.services import dvi, dvi_people
from registry.lib.errors import Conflict, Forbidden, Invalid, NotFound

UNPROCESSABLE = 422
Save = Callable[[], object]


@require_safe
@login_required
def event_list(request: ActorRequest) -> HttpResponse:
    """The events that the reader's organisation leads, works on or is invited to."""
    page = selectors.page_of_events(request.actor, after=request.GET.get("after"))
    return render(request, "cases/dvi/list.html", {"page": page, "own": request.actor.organisation_id})


@require_safe
@login_required
@never_cache
def work_events(request: ActorRequest) -> HttpResponse:
    """The section of "my work": invitations that wait for an answer."""
    return render(request, "cases/dvi/_work.html", {"events": selectors.invitations(request.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def promote(request: ActorRequest, ref: str) -> HttpResponse:
    """Ask a second person to make an incident an event."""
    incident = door.fetch(request.actor, Incident, ref=ref)
    if not selectors.may_promote(request.actor):
        raise Forbidden()
    form = PromoteForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            asked = dvi.ask_promotion(actor=request.actor, incident_ref=ref, entry=form.entry())
        except (Invalid, Conflict) as error:
            form.add_errors_of(error)
        else:
            messages.success(request, _("A second person of your organisation has to agree; it waits for them."))
            return redirect("accessctl:approval", ref=asked.ref)
    context = {"form": form, "incident": incident, "waits": selectors.promotion_waits(request.actor, incident)}
    return render(request, "cases/dvi/promote.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def event(request: ActorRequest, ref: str) -> HttpResponse:
    """One event.  `act`: change, invite, end, answer, leave, step, survivor, unlink, close, reopen.

    `survivors`: with the reports that are linked to it (ring 4w, journalled, after a fresh proof).
    """
    work = selectors.event_work(request.actor, ref)
    sent = request.POST.get("act", "") if request.method == "POST" else ""
    forms = _forms(request, work, sent)
    if request.method == "POST":
        form, save = _deed(request, work, sent, forms)
        if _saved(form, save):
            messages.success(request, _("It is written."))
            return redirect("cases:event-list" if sent == "leave" else request.path)
    reports = selectors.survivors_reported(request.actor, ref) if request.GET.get("survivors") == "1" else None
    context = {
        "work": work, "event": work.event, "incident": work.incident, "states": TaskState.choices, "reports": reports,
        **forms,
    }  # fmt: skip
    return render(request, "cases/dvi/event.html", context, status=UNPROCESSABLE if request.method == "POST" else 200)


def _forms(request: ActorRequest, work: EventWork, sent: str) -> dict[str, Any]:
    """The forms that the reader is offered; the one that was sent holds what was typed."""
    data = {name: request.POST if sent == name else None for name in ("change", "invite", "survivor")}
    held = {name: getattr(work.file, name) for name in EventForm.base_fields} if work.file else {}
    offered = [(one.ref, one.name) for one in work.askable]
    return {
        "change": EventForm(data["change"], initial=held),
        "invite": InviteForm(data["invite"], organisations=offered),
        "survivor": SurvivorForm(data["survivor"]),
    }


def _deed(request: ActorRequest, work: EventWork, sent: str, forms: dict[str, Any]) -> tuple[Any, Save]:
    """The form of what was sent, None where a button says it all, and what saves it.  Raises NotFound."""
    who: dict[str, Any] = {"actor": request.actor, "ref": work.event.ref}
    given = request.POST
    deeds: dict[str, tuple[Any, Save]] = {
        "change": (forms["change"], lambda: dvi.change_event(**who, entry=forms["change"].entry())),
        "invite": (forms["invite"], lambda: dvi.invite(**who, **forms["invite"].cleaned_data)),
        "survivor": (forms["survivor"], lambda: dvi_people.link_survivor(**who, **forms["survivor"].cleaned_data)),
        "unlink": (None, lambda: dvi_people.unlink_survivor(**who, whereabouts=given.get("whereabouts", ""))),
        "end": (None, lambda: dvi.end_membership(**who, organisation=given.get("organisation", ""))),
        "answer": (None, lambda: dvi.answer_invitation(**who, accept=given.get("accept") == "yes")),
        "leave": (None, lambda: dvi.leave(**who)),
        "step": (None, lambda: dvi.mark_step(**who, task=given.get("task", ""), state=given.get("state", ""))),
        "close": (None, lambda: dvi.close_event(**who)),
        "reopen": (None, lambda: dvi.reopen_event(**who)),
    }
    if sent not in deeds:
        raise NotFound()
    return deeds[sent]


def _saved(form: Any, save: Save) -> bool:
    if form is None:
        save()
        return True
    try:
        return bool(form.is_saved_by(save))
    except NotFound:
        form.add_error(next(iter(form.fields)), _("There is nothing with this reference that you may change."))
        return False


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def people(request: ActorRequest, ref: str) -> HttpResponse:
    """The list of people said to have been there (ring 3, journalled): add a name, link it to a case, take it off.

    `act`: add, link, unlink, remove; `entry`: reference of a name on the list.
    """
    listed = selectors.passengers(request.actor, ref, after=request.GET.get("after"))
    sent = request.POST.get("act", "") if request.method == "POST" else ""
    entry = request.POST.get("entry", "") or request.GET.get("entry", "")
    add = PassengerForm(request.POST if sent == "add" else None)
    link = CaseRefForm(request.POST if sent == "link" else None)
    if request.method == "POST":
        who: dict[str, Any] = {"actor": request.actor, "ref": listed.event.ref}
        deeds: dict[str, tuple[Any, Save]] = {
            "add": (add, lambda: dvi_people.add_passenger(**who, entry=add.entry())),
            "link": (link, lambda: dvi_people.link_passenger(
                **who, passenger=entry, case_ref=link.cleaned_data["case"]
            )),
            "unlink": (None, lambda: dvi_people.unlink_passenger(**who, passenger=entry)),
            "remove": (None, lambda: dvi_people.remove_passenger(**who, passenger=entry)),
        }  # fmt: skip
        if sent not in deeds:
            raise NotFound()
        if _saved(*deeds[sent]):
            messages.success(request, _("It is written."))
            return redirect(request.path)
    context = {
        "listed": listed, "event": listed.event, "add": add, "link": link,
        "chosen": next((one for one in listed.rows if one.row.ref == entry), None),
    }  # fmt: skip
    return render(request, "cases/dvi/people.html", context, status=UNPROCESSABLE if request.method == "POST" else 200)
