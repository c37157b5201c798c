"""Pages of what follows a hit: all hits with their state, one hit with what people decide, the section of "my work"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accessctl import door
from accessctl.downloads import kept_as
from accessctl.middleware import ActorRequest
from accessctl.peers.selectors import ensure_answers
from accessctl.rings import Ring
from matching.peers import disclosures
from matching.peers.disclosures import OfRecord, Shown
from matching.peers.forms import DiscloseForm, SealedFileForm
from matching.peers.services import disclosing
from matching.peers.services.hits import State
from registry.lib.errors import Conflict, Forbidden, Invalid, NotFound

UNPROCESSABLE = 422
DECIDE, UNDO, FILE = "decide", "undo", "file"


@dataclass(frozen=True)
class Offered:
    """One record of a hit, with the forms that are open for it.

    SECURITY: a reason can tell of a family or of a danger; of a case it is for who may open the family file.
    """

    of: OfRecord
    decide: DiscloseForm | None
    file: SealedFileForm | None
    may_undo: bool
    tells_why: bool

    @property
    def failed(self) -> DiscloseForm | SealedFileForm | None:
        return next((form for form in (self.decide, self.file) if form is not None and form.errors), None)


@require_safe
@login_required
@never_cache
def hit_list(request: ActorRequest) -> HttpResponse:
    """The hits of records of the own organisation, page by page, with their state and how long they last."""
    ensure_answers(request.actor)
    found, more = disclosures.page(request.actor, request.GET.get("after", ""))
    return render(request, "matching/peers/hits.html", {"hits": found, "more": more})


@require_safe
@login_required
@never_cache
def work_hits(request: ActorRequest) -> HttpResponse:
    """The section of "my work": hits that wait for an answer or a file, the soonest to lapse first."""
    return render(request, "matching/peers/_work.html", {"hits": disclosures.waiting(request.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def hit(request: ActorRequest, ref: str) -> HttpResponse:
    """One hit.  `act`: decide, undo, or make the file; `record`: about which record."""
    ensure_answers(request.actor)
    shown = disclosures.one(request.actor, ref)
    act, named = request.POST.get("act", ""), request.POST.get("record", "")
    if act == UNDO:
        disclosing.take_back(request.actor, ref=ref, record_ref=named)
        messages.success(request, _("Taken back. It is as if nothing had been said."))
        return redirect("matching:peer-hit", ref=ref)
    offered = [_offered(request, shown, one, act if one.record.ref == named else "") for one in shown.of]
    if act:
        chosen = next((one for one in offered if one.of.record.ref == named), None)
        if (done := _done(request, shown, chosen, act)) is not None:
            return done
    failed = next((one.failed for one in offered if one.failed is not None), None)
    context = {"shown": shown, "offered": offered, "failed": failed}
    return render(request, "matching/peers/hit.html", context, status=UNPROCESSABLE if failed else 200)


def _offered(request: ActorRequest, shown: Shown, of: OfRecord, act: str) -> Offered:
    ref, number = of.record.ref, shown.of.index(of)
    decided = of.decision is not None and of.decision.discloses
    decide: DiscloseForm | None = None
    file: SealedFileForm | None = None
    if shown.is_open and not (shown.state == State.BOTH and decided):
        given: dict[str, Any] = {"parts": disclosures.open_parts(shown, of.record), "is_case": of.is_case}
        data = request.POST if act == DECIDE else None
        decide = DiscloseForm(data, record=ref, auto_id=f"id_{number}_%s", **given)
    if shown.state == State.BOTH and decided and of.is_case and disclosures.makes_files(request.actor):
        file = SealedFileForm(request.POST if act == FILE else None, record=ref, auto_id=f"id_file_{number}_%s")
    may_undo = of.decision is not None and decide is not None
    tells_why = not of.is_case or Ring.KIN in door.rings(request.actor, of.record)
    return Offered(of, decide, file, may_undo, tells_why)


def _done(request: ActorRequest, shown: Shown, chosen: Offered | None, act: str) -> HttpResponse | None:
    """What was asked for, carried out; None where its form has to be filled in again."""
    form = None if chosen is None else {DECIDE: chosen.decide, FILE: chosen.file}.get(act)
    if chosen is None or form is None:
        raise NotFound()
    if not form.is_valid():
        return None
    try:
        if isinstance(form, DiscloseForm):
            disclosing.decide(request.actor, ref=shown.row.ref, answer=form.answer())
            messages.success(request, _("Noted. They learn of a yes only if they say yes too."))
            return redirect("matching:peer-hit", ref=shown.row.ref)
        return _file(request, shown.row.ref, form)
    except (Invalid, Conflict) as error:
        form.add_errors_of(error)
    return None


@transaction.atomic
def _file(request: ActorRequest, ref: str, form: SealedFileForm) -> HttpResponse:
    """The file and what the ledger says of it, or neither."""
    given = form.cleaned_data
    if not disclosures.makes_files(request.actor):
        raise Forbidden()
    made = disclosing.hand_over(
        request.actor, ref=ref, record_ref=given["record"], form=given["form"], key=given["key"],
        domain=request.get_host(),
    )  # fmt: skip
    return kept_as(HttpResponse(made.content, content_type=made.mime), made.name)
