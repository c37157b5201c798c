"""Importing incidents by page: hand a file in, look at what would happen, save or discard it.

Checking and saving are a job's work: no request waits for them, and the page may be left.
"""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accessctl import doorbell
from accessctl.middleware import ActorRequest
from cases import selectors, services
from cases.codes import ImportState
from cases.forms import ImportForm
from cases.models import ImportBatch
from registry.lib.errors import Forbidden, Invalid

STOP_POLLING = 286  # htmx: the answer after which an element no longer asks
SHOWN_REFUSED = 50
WAITS_FOR_JOB = (ImportState.RECEIVED, ImportState.APPLYING)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def incident_import(request: ActorRequest) -> HttpResponse:
    """Hand a file in.  What is wrong with the whole file is said at once, its rows are checked by the job."""
    if not selectors.may_log_incidents(request.actor):
        raise Forbidden()
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_bound and form.is_valid():
        try:
            data, name = form.read()
            batch = services.receive_file(actor=request.actor, data=data, name=name)
        except Invalid as error:
            form.add_error("file", error.message)
        else:
            doorbell.ring("cases.tasks.check_import", ref=batch.ref)
            return redirect("cases:import-batch", ref=batch.ref)
    context = {"form": form, "batches": selectors.recent_batches(request.actor)}
    return render(request, "cases/incidents/import.html", context, status=422 if form.is_bound else 200)


@require_safe
@login_required
@never_cache
def import_batch(request: ActorRequest, ref: str) -> HttpResponse:
    """What a file would change, row by row where it is refused; later, what it changed."""
    batch = selectors.fetch_batch(request.actor, ref)
    refused = selectors.refused_rows(request.actor, batch) if batch.n_refused and _is_settled(batch) else []
    context = {
        "batch": batch,
        "waits": not _is_settled(batch),
        "may_save": batch.state == ImportState.CHECKED and batch.n_new + batch.n_changed > 0,
        "may_discard": batch.state == ImportState.CHECKED,
        "refused": refused[:SHOWN_REFUSED],
        "n_problems": len(refused),
        "shown": SHOWN_REFUSED,
    }
    return render(request, "cases/incidents/batch.html", context)


@require_safe
@login_required
@never_cache
def import_progress(request: ActorRequest, ref: str) -> HttpResponse:
    """Polled by the page of a batch until the job is done with it; then the page is asked for anew."""
    batch = selectors.fetch_batch(request.actor, ref)
    context = {"batch": batch, "waits": not _is_settled(batch)}
    response = render(request, "cases/incidents/_batch_progress.html", context)
    if _is_settled(batch):
        response.status_code = STOP_POLLING
        response.headers["HX-Refresh"] = "true"
    return response


@require_safe
@login_required
@never_cache
def import_refused(request: ActorRequest, ref: str) -> HttpResponse:
    """The refused rows as a file."""
    batch = selectors.fetch_batch(request.actor, ref)
    text = "\ufeff" + selectors.refused_file(request.actor, batch)  # with a mark, or spreadsheets misread the letters
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{batch.ref}-refused.csv"'
    return response


@require_POST
@login_required
def import_save(request: ActorRequest, ref: str) -> HttpResponse:
    """Save what was checked: all of it or, if anything fails, none."""
    batch = services.start_applying(actor=request.actor, ref=ref)
    doorbell.ring("cases.tasks.apply_import", ref=batch.ref)
    return redirect("cases:import-batch", ref=batch.ref)


@require_POST
@login_required
def import_discard(request: ActorRequest, ref: str) -> HttpResponse:
    """Throw a checked file away."""
    services.discard_batch(actor=request.actor, ref=ref)
    messages.success(request, _("The file was discarded. Nothing was saved."))
    return redirect("cases:incident-import")


def _is_settled(batch: ImportBatch) -> bool:
    return batch.state not in WAITS_FOR_JOB
