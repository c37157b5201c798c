"""Leaving a file in case one goes missing, and ending it, without an account; having it opened for a search."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accessctl import door
from accessctl.approvals.services import AskedAlready
from accessctl.middleware import ActorRequest
from cases.forms import EndForm, LeaveForm, OpenForm
from cases.models import Case
from cases.services import left_files
from registry.lib.errors import Forbidden, Invalid, TooMany

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def if_missing(request: HttpRequest) -> HttpResponse:
    """Leave a file, whose codes are shown in the answer and never again; or end one."""
    ends = request.method == "POST" and "end-code" in request.POST
    leaves = request.method == "POST" and not ends
    leave, end = LeaveForm(request.POST if leaves else None), EndForm(request.POST if ends else None)
    address, status = request.META.get("REMOTE_ADDR", ""), UNPROCESSABLE if request.method == "POST" else 200
    form: Any = end if ends else leave
    if form.is_bound and form.is_valid():
        try:
            if ends:
                left_files.end(code=end.cleaned_data["code"], address=address)
                return redirect(f"{request.path}?ended=1")
            codes = left_files.leave(said=leave.said(), address=address)
            return render(request, "cases/left_file_codes.html", {"codes": codes})
        except TooMany as error:
            form.add_error(None, error.message)
            status = error.status
    context = {"leave": leave, "end": end, "is_ended": "ended" in request.GET}
    return render(request, "cases/left_file.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def case_left_file(request: ActorRequest, ref: str) -> HttpResponse:
    """What the person left for a search like this one, and asking a second person to open it."""
    case = door.fetch(request.actor, Case, ref=ref)
    if not left_files.may_ask(request.actor, case):
        raise Forbidden()
    form = OpenForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            left_files.ask_opening(actor=request.actor, case_ref=ref, code=form.cleaned_data["code"])
        except (Invalid, AskedAlready) as error:
            form.add_error("code", error.message)
        else:
            messages.success(request, _("A second person of your organisation has to agree; it waits for them."))
            return redirect("cases:left-file", ref=ref)
    said = left_files.opened_of(request.actor, case)
    labels = LeaveForm.base_fields
    facts = [(labels[name].label, text) for name, text in said.items() if name in labels]
    context = {"case": case, "form": form, "facts": facts}
    return render(request, "cases/left_file_case.html", context, status=UNPROCESSABLE if form.is_bound else 200)
