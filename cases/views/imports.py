"""Importing by page: hand a file in, look at what would happen, save or discard it, take it back.

Incidents and people found alive alike.  Checking and saving are a job's work: no request waits for them, and the page
may be left.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accessctl import doorbell
from accessctl.approvals import selectors as approvals
from accessctl.downloads import kept_as
from accessctl.middleware import ActorRequest
from cases import selectors, services
from cases.codes import ImportState
from cases.forms import ColumnsForm, ImportForm, LivingImportForm, WordsForm
from cases.imports import sheets
from cases.models import Batch, ImportBatch, LivingBatch
from cases.selectors.imports import RefusedCell
from cases.services import FOUND_ALIVE, tables, undoing
from cases.services.import_kinds import Kind, kind_of
from registry.lib.errors import Conflict, Forbidden, Invalid

LONGEST_LINE = 8  # digits: no table has as many rows
STOP_POLLING = 286  # htmx: the answer after which an element no longer asks
SHOWN_REFUSED = 50
TOLD_OF = (ImportState.CHECKED, ImportState.UNDONE)
WAITS_FOR_JOB = (ImportState.RECEIVED, ImportState.APPLYING, ImportState.UNDOING)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def incident_import(request: ActorRequest) -> HttpResponse:
    """Hand a table of incidents in.  What is wrong with the whole file is said at once, its rows by the job."""
    if not selectors.may_log_incidents(request.actor):
        raise Forbidden()
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_bound and form.is_valid() and (batch := received(request, form)) is not None:
        return redirect("cases:import-batch", ref=batch.ref)
    context = {"form": form, "batches": selectors.recent_batches(request.actor)}
    return render(request, "cases/incidents/import.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def living_import(request: ActorRequest) -> HttpResponse:
    """Hand a list of people found alive in: of a shelter, a hospital, a place of detention, rescuers."""
    if not selectors.may_report_living(request.actor):
        raise Forbidden()
    form = LivingImportForm(request.POST, request.FILES) if request.method == "POST" else LivingImportForm()
    if form.is_bound and form.is_valid():
        batch = received(request, form, kind=FOUND_ALIVE, about=form.about())
        if batch is not None:
            return redirect("cases:import-batch", ref=batch.ref)
    context = {"form": form, "batches": selectors.recent_batches(request.actor, FOUND_ALIVE)}
    return render(request, "cases/living/import.html", context, status=422 if form.is_bound else 200)


def attached(data: bytes, kind: str, name: str) -> HttpResponse:
    """A template as a file.  kind: of `sheets.MIME`, else a form for phones, a workbook too; name: without ending."""
    ending = kind if kind in sheets.MIME else "xlsx"
    mark = "" if kind == ending else "-form"
    return kept_as(HttpResponse(data, content_type=sheets.MIME[ending]), f"{name}{mark}.{ending}")


def received(request: ActorRequest, form: ImportForm, **more: Any) -> Batch | None:
    """The file, kept to be checked; None if it is said beside the field why it cannot be."""
    try:
        data, name = form.read()
        batch = services.receive_file(actor=request.actor, data=data, name=name, **more)
    except Invalid as error:
        form.add_error("file", error.message)
        return None
    doorbell.ring("cases.tasks.check_import", ref=batch.ref)
    return batch


@require_safe
@login_required
@never_cache
def import_batch(request: ActorRequest, ref: str) -> HttpResponse:
    """What a file would change, row by row where it is refused; later, what it changed."""
    batch = selectors.fetch_batch(request.actor, ref)
    kind, is_checked = kind_of(batch.ref), batch.state == ImportState.CHECKED
    is_told = batch.state in (ImportState.CHECKED, ImportState.APPLIED)
    refused = selectors.refused_rows(request.actor, batch) if batch.n_refused and is_told else []
    held = selectors.payload(request.actor, batch) if batch.state in TOLD_OF else {}
    read = selectors.columns_in(held) if is_checked else None
    choices = kind.columns.choices() if kind.columns else []
    may_undo = kind.take_back is not None and batch.state == ImportState.APPLIED
    takes_two = may_undo and undoing.needs_second(batch)
    context = {
        "batch": batch,
        "kind": kind,
        "is_list": isinstance(batch, LivingBatch),
        "is_incidents": isinstance(batch, ImportBatch),
        "waits": not _is_settled(batch),
        "left": _left(batch),
        "kept_until": selectors.list_kept_until(batch),
        "may_save": is_checked and batch.n_new + batch.n_changed + (batch.n_same if kind.heeds_same else 0) > 0,
        "may_discard": is_checked,
        "may_undo": may_undo,
        "undo_takes_two": takes_two,
        "undo_asked": approvals.waits(request.actor, undoing.MANY, batch.ref) if takes_two else None,
        "stayed": held.get("stayed", 0),
        "failed": held.get("failed", ""),
        "unread": read.unread if read else [],
        "words_form": _words_form(kind, held, refused) if is_checked else None,
        "columns_form": ColumnsForm(header=read.header, columns=read.columns, choices=choices) if read else None,
        "n_read": len(read.columns) if read else 0,
        "n_columns": len(choices),
        "alike": selectors.alike_rows(request.actor, batch) if batch.n_alike and is_told else [],
        "faults": selectors.faults(refused),
        "refused": refused[:SHOWN_REFUSED],
        "n_problems": len(refused),
        "shown": SHOWN_REFUSED,
    }
    return render(request, "cases/imports/batch.html", context)


@require_safe
@login_required
@never_cache
def import_progress(request: ActorRequest, ref: str) -> HttpResponse:
    """Polled by the page of a batch until the job is done with it; then the page is asked for anew."""
    batch = selectors.fetch_batch(request.actor, ref)
    context = {"batch": batch, "waits": not _is_settled(batch), "left": _left(batch)}
    response = render(request, "cases/imports/_progress.html", context)
    if _is_settled(batch):
        response.status_code = STOP_POLLING
        response.headers["HX-Refresh"] = "true"
    return response


def _left(batch: Batch) -> int:
    return selectors.rows_left(batch) if batch.state == ImportState.UNDOING else 0


@require_safe
@login_required
@never_cache
def import_refused(request: ActorRequest, ref: str) -> HttpResponse:
    """The refused rows as a file."""
    batch = selectors.fetch_batch(request.actor, ref)
    text = "\ufeff" + selectors.refused_file(request.actor, batch)  # with a mark, or spreadsheets misread the letters
    return kept_as(HttpResponse(text, content_type="text/csv; charset=utf-8"), f"{batch.ref}-refused.csv")


@require_POST
@login_required
def import_save(request: ActorRequest, ref: str) -> HttpResponse:
    """Save what was checked: all of it or, if anything fails, none."""
    batch = services.start_applying(actor=request.actor, ref=ref)
    doorbell.ring("cases.tasks.apply_import", ref=batch.ref)
    return redirect("cases:import-batch", ref=batch.ref)


@require_POST
@login_required
def import_columns(request: ActorRequest, ref: str) -> HttpResponse:
    """Have a table read again, with the columns or the meanings of words (`of`: `words`) as they were chosen."""
    batch = selectors.fetch_batch(request.actor, ref)
    kind, held = kind_of(ref), selectors.payload(request.actor, batch)
    read = selectors.columns_in(held)
    if read is None:
        raise Conflict()
    form: ColumnsForm | WordsForm | None
    if request.POST.get("of") == "words":
        form = _words_form(kind, held, selectors.refused_rows(request.actor, batch), request.POST)
    else:
        form = ColumnsForm(request.POST, header=read.header, choices=kind.columns.choices() if kind.columns else [])
    if form is None or not form.is_valid():
        messages.error(request, _("Choose each column, and what each word means, from the list."))
    else:
        chosen: dict[str, Any] = (
            {"words": form.meanings()} if isinstance(form, WordsForm) else {"columns": form.columns()}
        )
        services.choose_columns(actor=request.actor, ref=ref, **chosen)
        doorbell.ring("cases.tasks.check_import", ref=ref)
    return redirect("cases:import-batch", ref=ref)


def _words_form(kind: Kind, held: dict[str, Any], refused: list[RefusedCell], data: Any = None) -> WordsForm | None:
    """What words of a checked table mean; None where all are ours and none was said before."""
    unknown, said = selectors.unknown_words(kind, held, refused), held.get("words", {})
    if not unknown and not any(said.values()):
        return None
    return WordsForm(data, catalogue=kind.tables.catalogue, unknown=unknown, said=said)


@require_POST
@login_required
def import_undo(request: ActorRequest, ref: str) -> HttpResponse:
    """Take back what a list saved, but for whom somebody worked on since; of many cases, ask a colleague for it."""
    batch = selectors.fetch_batch(request.actor, ref)
    if undoing.needs_second(batch):
        asked = services.ask_to_undo(actor=request.actor, ref=batch.ref)
        messages.success(request, _("You asked. It happens when a colleague approves it."))
        return redirect("accessctl:approval", ref=asked.ref)
    services.start_undoing(actor=request.actor, ref=batch.ref)
    return redirect("cases:import-batch", ref=batch.ref)


@require_POST
@login_required
def import_decide(request: ActorRequest, ref: str) -> HttpResponse:
    """`line`: a row that is perhaps here already; `is`: `new` for somebody else, else it is left out."""
    line, is_new = request.POST.get("line", ""), request.POST.get("is") == "new"
    number = int(line) if line.isdecimal() and len(line) < LONGEST_LINE else 0
    record = tables.decide(actor=request.actor, ref=ref, line=number, is_new=is_new)
    done = _("%(ref)s was opened.") % {"ref": record.ref} if record else _("The row was left out.")
    messages.success(request, done)
    return redirect("cases:import-batch", ref=ref)


@require_POST
@login_required
def import_discard(request: ActorRequest, ref: str) -> HttpResponse:
    """Throw a checked file away."""
    page = kind_of(selectors.fetch_batch(request.actor, ref).ref).page
    services.discard_batch(actor=request.actor, ref=ref)
    messages.success(request, _("The file was discarded. Nothing was saved."))
    return redirect(page)


def _is_settled(batch: Batch) -> bool:
    return batch.state not in WAITS_FOR_JOB
