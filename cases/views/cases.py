"""Pages of cases: list, case, photo, papers."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accessctl import door, history
from accessctl.downloads import kept_as
from accessctl.emergency import selectors as emergency
from accessctl.middleware import ActorRequest
from accessctl.policy import Action
from accessctl.rings import Ring
from accessctl.tokens import token_of
from cases import incident_files, presentation, selectors, told_facts
from cases.codes import CaseWorkflow, Priority
from cases.forms import CaseFilterForm
from cases.images import is_agreed
from cases.imports import sheets
from cases.models import Case
from cases.pictures.body import views
from cases.policies import REGISTRANTS
from cases.selectors import counted
from cases.selectors.actions import due_of
from registry.lib.errors import NotFound


@require_safe
@login_required
def case_list(request: ActorRequest) -> HttpResponse:
    """Cases the reader may see, newest first, filtered by codes only; `as=hxl`: counts of the own ones."""
    if request.GET.get("as") == "hxl":
        rows = counted.told(counted.counts_of_cases(request.actor))
        table = sheets.table("csv", incident_files.hxl_of_cases(rows))
        return kept_as(HttpResponse(table, content_type=sheets.MIME["csv"]), "cases-hxl.csv")
    form = CaseFilterForm(request.GET)
    filters = form.conditions()
    page = selectors.page_of_cases(request.actor, filters=filters, mine=form.is_mine(), after=request.GET.get("after"))
    cases = selectors.with_names(request.actor, page.rows)
    context = {"form": form, "page": page, "cases": cases, "is_filtered": bool(filters) or form.is_mine()}
    context["may_register"] = bool(request.actor.roles & REGISTRANTS)
    return render(request, "cases/list.html", context)


@require_safe
@login_required
def detail(request: ActorRequest, ref: str) -> HttpResponse:
    """One case: who, status, what is missing, what to do next, timeline, candidate pairs as they arrive."""
    file = selectors.case_file(request.actor, ref)
    events = [
        {"at": event.at, "title": history.title(event.action), "by": event.organisation}
        for event in history.of(request.actor, file.case)
    ]
    may_change = door.can(request.actor, Action.CHANGE, file.case)
    merged_into, merged_here = selectors.merged_with(request.actor, file.case)
    context = {
        "file": file,
        "emergency": emergency.live(request.actor, file.case),
        "case": file.case,
        "title": presentation.title(file),
        "state": presentation.state_words(file),
        "is_withdrawn": file.search is not None and file.search.workflow_status == CaseWorkflow.WITHDRAWN,
        "kept_back": presentation.kept_back(file),
        "needs_care": file.search is not None and Priority.MEDICAL in file.search.priorities,
        "news_due": presentation.news_due(file),
        "today": timezone.localdate(),
        "common": presentation.common_facts(file.case),
        "facts": told_facts.search_facts(file),
        "body": views((mark.site, mark.side) for mark in file.marks),
        "marks": [(presentation.mark_line(mark), token_of(mark.pk)) for mark in file.marks],
        "belongings": [(presentation.item_line(item), token_of(item.pk)) for item in file.belongings],
        "opens_images": Ring.FORENSIC in file.open_rings and is_agreed(file.case),
        "missing": presentation.missing(file),
        "steps_due": due_of(file.case, timezone.localdate()) if file.search is not None else 0,
        "events": events,
        "held": file.held,
        "may_change": may_change,
        "may_erase": door.can(request.actor, Action.ERASE, file.case),
        "may_link": may_change and file.search is not None,
        "merged_into": merged_into,
        "merged_here": merged_here,
        "is_own": file.case.owner_id == request.actor.organisation_id,
        "sees_protection": Ring.PROTECTION in file.open_rings,
        "opens_family": {Ring.KIN, Ring.SEARCH} <= file.open_rings,
        "opens_papers": Ring.RESERVED in file.open_rings and file.case.has_documents,
        "opens_photo": Ring.SEARCH in file.open_rings and file.case.has_photo,
    }
    return render(request, "cases/detail.html", context)


@require_safe
@login_required
def photo(request: ActorRequest, ref: str) -> HttpResponse:
    """The photo, decided and journalled each time; served as an image and nothing else."""
    found = selectors.photo(request.actor, ref)
    if found is None:
        raise NotFound()
    data = found.thumbnail if request.GET.get("size") == "small" else found.content
    response = kept_as(HttpResponse(data, content_type="image/webp"), "photo.webp")
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@require_POST
@login_required
def documents(request: ActorRequest, ref: str) -> HttpResponse:
    """Papers with their numbers (ring 3), opened on a click, each opening journalled."""
    case = door.fetch(request.actor, Case, ref=ref)
    rows = selectors.reserved_documents(request.actor, case)
    facts = [
        presentation.Fact(row.get_doc_type_display(), row.doc_number or _("number not known"), ltr=True) for row in rows
    ]
    return render(request, "cases/documents.html", {"case": case, "facts": facts})
