"""Pages of an event that need both sides: its files, the board of reconciliation, the exit report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accessctl import door, pdf
from accessctl.downloads import kept_as
from accessctl.middleware import ActorRequest
from accessctl.policy import Action
from cases.forms.purpose import PurposeForm
from cases.models import Case, DviEvent
from matching import event_board, event_papers, event_report, event_together
from matching.event_board import Sheet
from matching.services import boards
from matching.views import STOP_POLLING
from remains.models import Remains

VIEWS = ("suggestion", "pairs", "open", "conflicts")
FEW = 25


@require_safe
@login_required
@never_cache
def files(request: ActorRequest, ref: str) -> HttpResponse:
    """The AM and PM files of an event that the reader sees, and what each holds."""
    event = door.fetch(request.actor, DviEvent, Action.ATTEND, ref=ref)
    cases = event_board.page_of_files(event_board.cases_of(request.actor, event), request.GET.get("am", ""))
    remains = event_board.page_of_files(event_board.remains_of(request.actor, event), request.GET.get("pm", ""))
    event_board.note_reading(request.actor, cases.rows, remains.rows)
    starts = {side: request.GET.get(side, "") for side in ("am", "pm")}
    context = {"event": event, "cases": cases, "remains": remains, "starts": starts}
    return render(request, "matching/event_files.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def papers(request: ActorRequest, ref: str) -> HttpResponse:
    """A page of AM or PM files as one PDF, for a purpose.  `side`: am, pm; `after`: as the list has it."""
    side, after = request.GET.get("side", "am"), request.GET.get("after", "")
    event, page = event_papers.listed(request.actor, ref, side, after)
    form = PurposeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and page.rows:
        made = event_papers.papers(request.actor, ref, side, form.chosen(), after)
        if made.files:
            return _papers_pdf(made)
        form.add_error("purpose", _("None of these files is open to you for this purpose."))
    context = {"event": event, "side": side, "page": page, "form": form}
    return render(request, "matching/event_papers.html", context, status=422 if form.errors else 200)


def _papers_pdf(made: event_papers.Papers) -> HttpResponse:
    paper = {
        "language": get_language() or "en", "direction": "rtl" if get_language_bidi() else "ltr", "of": made,
        "first": made.files[0],
    }  # fmt: skip
    page = render_to_string("matching/event_papers_paper.html", {"made": paper})
    return pdf.answer(pdf.draw(page, "app/paper.css"), f"{made.event.ref}-{made.side}")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def board(request: ActorRequest, ref: str) -> HttpResponse:
    """The board; sent, it is compared anew.  `view`: suggestion, pairs, open, conflicts."""
    if request.method == "POST":
        boards.ask(actor=request.actor, ref=ref)
        messages.success(request, _("All files are being compared with all. It takes a moment."))
        return redirect(request.get_full_path())
    found = event_board.sheet(request.actor, ref)
    view = request.GET.get("view", "")
    view = view if view in VIEWS else VIEWS[0]
    context: dict[str, Any] = {"sheet": found, "event": found.event, "view": view}
    context |= _shown(request, found, view)
    event_board.note_reading(request.actor, _of(context, "cases"), _of(context, "remains"))
    return render(request, "matching/event_board.html", context)


def _shown(request: ActorRequest, found: Sheet, view: str) -> dict[str, Any]:
    """What one view of the board shows, and under `cases` and `remains` whom it names."""
    if view == "open":
        joint = event_together.together(request.actor, found)
        am, pm = (
            event_together.unaccounted(joint, side, after=request.GET.get(name, ""))
            for name, side in (("am", Case), ("pm", Remains))
        )
        return {
            "standing": event_board.standing(found), "am": am, "pm": pm,
            "cases": [one.record for one in am.rows], "remains": [one.record for one in pm.rows],
        }  # fmt: skip
    if view == "conflicts":
        return {"conflicts": event_board.conflicts(found)[:FEW]}
    every, after = request.GET.get("all") == "1", request.GET.get("after", "")
    kinship = view != "pairs" and request.GET.get("kinship") == "1"
    if view == "pairs":
        page = event_board.page_of_cells(found, every=every, after=after)
    else:
        joint = event_together.together(request.actor, found, kinship=kinship)
        page = event_together.page_of_suggestion(joint, after=after)
    rows = page.rows
    return {
        "page": page, "every": every, "kinship": kinship,
        "cases": [one.case for one in rows], "remains": [one.remains for one in rows],
    }  # fmt: skip


def _of(context: dict[str, Any], name: str) -> list[Any]:
    return list(context.get(name, ()))


@require_safe
@login_required
@never_cache
def board_progress(request: ActorRequest, ref: str) -> HttpResponse:
    """Polled by the board while it is being made; then the page is asked for anew."""
    event = door.fetch(request.actor, DviEvent, Action.ATTEND, ref=ref)
    progress = event_board.progress(request.actor, event)
    response = render(request, "matching/_board_progress.html", {"event": event, "progress": progress})
    if progress is None:
        response.status_code = STOP_POLLING
        response.headers["HX-Refresh"] = "true"
    return response


@require_safe
@login_required
@never_cache
def report(request: ActorRequest, ref: str) -> HttpResponse:
    """The exit report; `form`: page, pdf or json."""
    made = event_report.report(request.actor, ref)
    form = request.GET.get("form", "")
    if form == "json":
        return kept_as(JsonResponse(event_report.as_data(made)), f"{made.event.ref}.json")
    if form == "pdf":
        paper = {"language": get_language() or "en", "direction": "rtl" if get_language_bidi() else "ltr", "of": made}
        page = render_to_string("matching/event_report_paper.html", {"made": paper})
        return pdf.answer(pdf.draw(page, "app/paper.css"), made.event.ref)
    return render(request, "matching/event_report.html", {"made": made, "event": made.event})
