"""Pages of remains that are logged: list, record, change, forensic file, links to incidents."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accessctl import door, history
from accessctl.middleware import ActorRequest
from accessctl.policy import Action
from accessctl.rings import Ring
from cases.pictures.body import views
from cases.pictures.mouth import halves
from cases.vocabulary.teeth import parse_chart
from registry.lib.errors import Conflict, Invalid, NotFound
from remains import presentation, selectors, services
from remains.forms import IncidentLinkForm, RemainsFilterForm, RemainsForm
from remains.policies import FORENSIC


@require_safe
@login_required
def remains_list(request: ActorRequest) -> HttpResponse:
    """Remains the reader may see, newest first, filtered by codes only."""
    form = RemainsFilterForm(request.GET)
    filters = form.conditions()
    page = selectors.page_of_remains(
        request.actor, filters=filters, mine=form.is_mine(), after=request.GET.get("after")
    )
    context = {
        "form": form,
        "page": page,
        "is_filtered": bool(filters) or form.is_mine(),
        "may_log": selectors.may_log(request.actor),
        "may_log_parts": bool(request.actor.roles & FORENSIC),
    }
    return render(request, "remains/list.html", context)


@require_safe
@login_required
@never_cache
def detail(request: ActorRequest, ref: str) -> HttpResponse:
    """One record: what is known, what is missing, candidate pairs as they arrive, history."""
    return _detail(request, selectors.remains_file(request.actor, ref), IncidentLinkForm())


@require_safe
@login_required
@never_cache
def incident_remains(request: ActorRequest, ref: str) -> HttpResponse:
    """The part of an incident's page that names the remains linked to it."""
    linked = selectors.remains_of_incident(request.actor, ref)
    return render(request, "remains/_of_incident.html", {"linked": linked})


def _detail(
    request: ActorRequest, file: selectors.RemainsFile, link_form: IncidentLinkForm, status: int = 200
) -> HttpResponse:
    entry, remains = file.entry, file.remains
    events = [
        {"at": event.at, "title": history.title(event.action), "by": event.organisation}
        for event in history.of(request.actor, remains)
    ]
    context = {
        "file": file,
        "remains": remains,
        "common": presentation.common_facts(remains),
        "entry": entry,
        "topics": presentation.profile_facts(entry) if entry else [],
        "lists": presentation.lists(entry) if entry else [],
        "views": views((mark.site, mark.side) for mark in entry.marks) if entry and entry.marks else (),
        "point": presentation.point_words(entry) if entry else None,
        "missing": presentation.missing(entry) if entry else [],
        "events": events,
        "may_change": door.can(request.actor, Action.CHANGE, remains),
        "may_erase": door.can(request.actor, Action.ERASE, remains),
        "opens_forensic": Ring.FORENSIC in file.open_rings,
        "link_form": link_form,
    }
    return render(request, "remains/detail.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def edit(request: ActorRequest, ref: str) -> HttpResponse:
    """Change what is recorded; what somebody else saved meanwhile is shown beside what was typed."""
    file = selectors.whole_file(request.actor, ref)
    if file.entry is None:  # a registrant whose reach ends at layer 1 has nothing to change here
        raise NotFound()
    options: dict[str, Any] = {"held": file.entry, "forensic": file.has_forensic, "version": file.remains.version}
    if request.method != "POST":
        return _edit_page(request, file, RemainsForm(**options))
    sent = request.POST.copy()
    form = RemainsForm(sent, **options)
    if not form.is_valid():
        return _edit_page(request, file, form, status=422)
    entry = form.entry()
    theirs = set(request.POST.getlist("theirs")) & {*form.parts()}
    entry = replace(entry, **{name: getattr(file.entry, name) for name in theirs})
    try:
        services.change_remains(
            actor=request.actor, ref=ref, entry=entry, expected_version=form.cleaned_data["version"]
        )
    except Invalid as error:
        form.add_errors_of(error)
        return _edit_page(request, file, form, status=422)
    except Conflict:
        differences = presentation.differences(file.entry, entry, form.parts())
        sent["version"] = str(file.remains.version)
        return _edit_page(request, file, form, status=409, differences=differences)
    messages.success(request, _("The changes are saved. The comparison begins anew."))
    return redirect("remains:detail", ref=file.remains.ref)


def _edit_page(
    request: ActorRequest, file: selectors.RemainsFile, form: RemainsForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"form": form, "sections": form.sections(), "remains": file.remains, "file": file, **more}
    return render(request, "remains/edit.html", context, status=status)


@require_POST
@login_required
@never_cache
def forensic(request: ActorRequest, ref: str) -> HttpResponse:
    """The forensic file (ring 3f), opened on a click, each opening journalled."""
    remains = selectors.fetch_remains(request.actor, ref)
    entry = selectors.forensic_entry(request.actor, remains)
    context = {
        "remains": remains,
        "facts": presentation.facts(entry, presentation.FORENSIC_SHOWN),
        "halves": halves(parse_chart(entry.dental_chart.teeth)) if entry.dental_chart.teeth else (),
        "marks": presentation.named_lines("marks", entry.marks),
        "views": views((mark.site, mark.side) for mark in entry.marks) if entry.marks else (),
        "papers": [presentation.paper_line(paper) for paper in entry.documents],
    }
    return render(request, "remains/forensic.html", context)


@require_POST
@login_required
def incident_link(request: ActorRequest, ref: str) -> HttpResponse:
    """Link the remains to an incident by its reference."""
    selectors.fetch_remains(request.actor, ref, Action.CHANGE)
    form = IncidentLinkForm(request.POST)
    if form.is_valid():
        chosen, basis = form.cleaned_data["incident"], form.cleaned_data["basis"]
        try:
            services.link_incident(actor=request.actor, remains_ref=ref, incident_ref=chosen, basis=basis)
        except NotFound:
            form.add_error("incident", _("No incident that you may see has this reference."))
        else:
            messages.success(request, _("The incident is linked. The comparison begins anew."))
            return redirect("remains:detail", ref=ref)
    return _detail(request, selectors.remains_file(request.actor, ref), form, status=422)


@require_POST
@login_required
def incident_unlink(request: ActorRequest, ref: str) -> HttpResponse:
    """Take the link to an incident away."""
    services.unlink_incident(
        actor=request.actor, remains_ref=ref, incident_ref=request.POST.get("incident", "")
    )  # fmt: skip
    messages.success(request, _("The link to the incident was taken away."))
    return redirect("remains:detail", ref=ref)
