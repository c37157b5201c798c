"""Pages of incidents: list, map, detail, logging one, linking a case to one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accessctl import door
from accessctl.downloads import kept_as
from accessctl.middleware import ActorRequest
from accessctl.policy import Action
from cases import incident_files, presentation, selectors, services
from cases.dvi import selectors as events
from cases.forms import IncidentFilterForm, IncidentForm, IncidentLinkForm
from cases.imports import sheets
from cases.models import Case, Incident
from registry.lib.errors import Forbidden, Invalid, NotFound


@require_safe
@login_required
def incident_list(request: ActorRequest) -> HttpResponse:
    """Incidents, the latest month first, filtered by codes; `as=hxl`: their counts as a table with HXL tags."""
    form, filters = _filters(request)
    if request.GET.get("as") == "hxl":
        rows = selectors.counts_of_incidents(request.actor, filters)
        table = sheets.table("csv", incident_files.hxl(rows))
        return kept_as(HttpResponse(table, content_type=sheets.MIME["csv"]), "incidents-hxl.csv")
    context = {
        **_list_context(request, form, filters),
        "page": selectors.page_of_incidents(request.actor, filters=filters, after=request.GET.get("after")),
    }
    return render(request, "cases/incidents/list.html", context)


@require_safe
@login_required
def incident_map(request: ActorRequest) -> HttpResponse:
    """The same incidents as squares of the public grid, on a map and as a list beside it; `as=geojson`: as a file."""
    form, filters = _filters(request)
    cells = selectors.cells_of_incidents(request.actor, filters)
    if request.GET.get("as") == "geojson":
        squares = incident_files.geojson(cells)
        return kept_as(HttpResponse(squares, content_type=incident_files.GEOJSON), "incidents.geojson")
    context = {
        **_list_context(request, form, filters),
        "cells": [(cell, _query(filters, area=str(cell.area))) for cell in cells],
        "placed": sum(cell.incidents for cell in cells),
    }
    return render(request, "cases/incidents/map.html", context)


def _filters(request: ActorRequest) -> tuple[IncidentFilterForm, dict[str, str]]:
    form = IncidentFilterForm(request.GET, years=selectors.years_of_incidents(request.actor))
    return form, form.conditions()


def _list_context(request: ActorRequest, form: IncidentFilterForm, filters: dict[str, str]) -> dict[str, Any]:
    return {
        "form": form,
        "is_filtered": bool(filters),
        "in_area": "area" in filters,
        "query": _query(filters),
        "totals": selectors.totals_of_incidents(request.actor, filters),
        "may_log": may_log(request),
    }


def _query(filters: dict[str, str], **more: str) -> str:
    """The conditions as the query of an address: codes only."""
    return urlencode({**filters, **more})


@require_safe
@login_required
def incident_detail(request: ActorRequest, ref: str) -> HttpResponse:
    """One incident: the source's words beside the mapped codes; the exact place where ring 2 is open."""
    file = selectors.incident_file(request.actor, ref)
    context = {
        "file": file,
        "incident": file.incident,
        "facts": presentation.incident_facts(file.incident),
        "counts": presentation.incident_counts(file),
        "exact": presentation.exact_facts(file),
        "place": file.exact.place if file.exact else None,
        "events": events.events_of_incident(request.actor, file.incident),
        "may_promote": events.may_promote(request.actor),
    }
    return render(request, "cases/incidents/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def incident_new(request: ActorRequest) -> HttpResponse:
    """Log an incident."""
    if not may_log(request):
        raise Forbidden()
    form = IncidentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            incident = services.log_incident(actor=request.actor, entry=form.entry())
        except Invalid as error:
            form.add_errors_of(error)
        else:
            messages.success(request, _("The incident is logged."))
            return redirect("cases:incident-detail", ref=incident.ref)
    status = 422 if form.is_bound else 200
    return render(request, "cases/incidents/new.html", {"form": form}, status=status)


def may_log(request: ActorRequest) -> bool:
    """Whether to offer logging and importing; the services decide for themselves."""
    return selectors.may_log_incidents(request.actor)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def case_link(request: ActorRequest, ref: str) -> HttpResponse:
    """Link a case to an incident by its reference: a lead, and nothing more."""
    case = door.fetch(request.actor, Case, ref=ref)
    if not door.can(request.actor, Action.CHANGE, case):
        raise Forbidden()
    form = IncidentLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _link(request, case, form)
        except NotFound:
            form.add_error("incident", _("There is no incident with this reference that you may see."))
        else:
            messages.success(request, _("The incident is linked. That says nothing about what became of anybody."))
            return redirect("cases:detail", ref=case.ref)
    context = {"form": form, "case": case}
    return render(request, "cases/incidents/link.html", context, status=422 if form.is_bound else 200)


def _link(request: ActorRequest, case: Case, form: IncidentLinkForm) -> None:
    given = form.cleaned_data
    door.fetch(request.actor, Incident, ref=given["incident"])
    services.link_incident(
        actor=request.actor, case_ref=case.ref, incident_ref=given["incident"], basis=given["basis"]
    )  # fmt: skip


@require_POST
@login_required
def case_unlink(request: ActorRequest, ref: str) -> HttpResponse:
    """Take the link to an incident away."""
    services.unlink_incident(actor=request.actor, case_ref=ref, incident_ref=request.POST.get("incident", ""))
    messages.success(request, _("The link was taken away."))
    return redirect("cases:detail", ref=ref)
