"""Pages: who read one record, and which readers stand out."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accessctl.disclosure import records
from accessctl.middleware import ActorRequest
from accessctl.policies import JOURNAL_READERS
from accessctl.readings import people, record
from registry.lib.errors import NotFound


@require_GET
def readings(request: ActorRequest, ref: str) -> HttpResponse:
    """Who opened a record of the own organisation, in words for the family; it prints on one page."""
    found = records.fetch(request.actor, ref)
    context = {"record": found, "page": records.page_of(ref), "readings": record.readers(request.actor, found)}
    return render(request, "accessctl/readings/record.html", context)


@require_GET
def readers(request: ActorRequest) -> HttpResponse:
    """Each reader's last four weeks, those who stand out first."""
    if not JOURNAL_READERS & request.actor.roles:
        raise NotFound()
    found = people.report(request.actor)
    most = max((count for reader in found for count in reader.days), default=1) or 1
    context = {"readers": found, "days": people.WINDOW_DAYS, "most": most}
    return render(request, "accessctl/readings/people.html", context)
