"""Pages of what follows an identification: what the family may read and says to it, their wishes, the rite."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from accessctl import pdf
from accessctl.middleware import ActorRequest
from accessctl.signin import stepup
from families import briefing
from families.findings import report as reports
from families.findings import selectors, services
from families.forms.findings import AnswerForm, ConsularForm, RiteForm, StepForm, WishesForm
from families.wishes import selectors as wish_selectors
from families.wishes import services as wish_services
from families.wishes.selectors import WishesPage
from registry.lib.errors import Forbidden

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def finding(request: ActorRequest, ref: str) -> HttpResponse:
    """What was established, as the family may read it, and what they say to it."""
    held = selectors.findings_of(request.actor, ref)
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"on": timezone.localdate()})
    if form.is_bound and not held.may_change:
        raise Forbidden()
    token = held.standing.token if held.standing else ""

    def save() -> None:
        services.note_answer(actor=request.actor, case_ref=ref, finding=token, **form.answered())

    if form.is_bound and _saved(request, form, save):
        return redirect("families:finding", ref=held.case.ref)
    context = {"held": held, "case": held.case, "form": form, "languages": briefing.NAMES}
    return render(request, "families/finding.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@login_required
@require_GET
@never_cache
def copy(request: ActorRequest, ref: str) -> HttpResponse:
    """The copy for the family as a PDF, in the language asked for."""
    language = request.GET.get("language") or get_language() or briefing.FALLBACK
    made = reports.copy_for_family(request.actor, ref, language=language)
    page = render_to_string("families/finding_paper.html", {"made": made})
    return pdf.answer(pdf.draw(page, "app/paper.css"), made.reference)


@login_required
@require_safe
@never_cache
def work_to_tell(request: ActorRequest) -> HttpResponse:
    """The section of "my work": families that are to be told in person."""
    return render(request, "families/_to_tell.html", {"cases": selectors.to_tell(request.actor)})


@login_required
@require_safe
@never_cache
def to_tell(request: ActorRequest) -> HttpResponse:
    """The same on a page of its own."""
    cases = selectors.to_tell(request.actor, selectors.PAGE_LENGTH)
    return render(request, "families/to_tell.html", {"cases": cases})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def wishes(request: ActorRequest, ref: str) -> HttpResponse:
    """What the family wishes, the steps there, whether the consulate takes part, who leads the rite."""
    page = wish_selectors.wishes_of(request.actor, ref)
    if "consulate" in request.GET and page.has_consulate:
        stepup.demand(request.actor)
    sent = next((part for part in ("wishes", "consular", "step", "rite", "end") if part in request.POST), "")
    if request.method == "POST" and not page.may_change:
        raise Forbidden()
    made = _wish_forms(request, page, sent)
    named: dict[str, Any] = {"actor": request.actor, "case_ref": ref}
    acts: dict[str, Callable[[], object]] = {
        "wishes": lambda: wish_services.note_wishes(**named, wishes=made["wishes"].wishes()),
        "consular": lambda: wish_services.note_consular(**named, **made["consular"].said()),
        "step": lambda: wish_services.keep_step(**named, step=made["step"].step()),
        "rite": lambda: wish_services.tell_faith(**named, **made["rite"].cleaned_data),
    }
    if sent == "end":
        wish_services.end_faith(**named)
        messages.success(request, _("Nobody of that organisation reads of it any more."))
        return redirect("families:wishes", ref=page.case.ref)
    if sent and _saved(request, made[sent], acts[sent]):
        return redirect("families:wishes", ref=page.case.ref)
    context = {"page": page, "case": page.case, "forms": made}
    return render(request, "families/wishes.html", context, status=UNPROCESSABLE if request.method == "POST" else 200)


def _wish_forms(request: ActorRequest, page: WishesPage, sent: str) -> dict[str, Any]:
    """Every form of the page, the one that was sent with what was typed, the others with what is known."""

    def data(part: str) -> Any:
        return request.POST if sent == part else None

    held: Any = page.wishes
    known = WishesForm.shown(held) if held else {}
    chosen = next((line for line in page.lines if line.kind == request.GET.get("kind")), None)
    row: Any = chosen.row if chosen else None
    step = {"kind": chosen.kind.value} if chosen else {}
    if row is not None:
        step |= {name: getattr(row, name) for name in ("who", "due_on", "done_on", "document", "cost")}
    consulate: Any = page.consulate
    asked = {"answer": consulate.consular_involved, "note": consulate.note} if consulate else {}
    return {
        "wishes": WishesForm(data("wishes"), prefix="wishes", initial=known | {"asked_on": timezone.localdate()}),
        "consular": ConsularForm(data("consular"), prefix="consular", initial=asked),
        "step": StepForm(data("step"), prefix="step", kinds=[line.kind for line in page.lines], initial=step),
        "rite": RiteForm(
            data("rite"), prefix="rite", organisations=wish_selectors.faith_organisations(request.actor, page.case),
            initial={"rite": held.rite if held else ""},
        ),
    }  # fmt: skip


@require_safe
@login_required
@never_cache
def rites(request: ActorRequest) -> HttpResponse:
    """The rites that one's organisation is asked to lead: rite, place and time."""
    return render(request, "families/rites.html", {"rites": wish_selectors.rites(request.actor)})


def _saved(request: ActorRequest, form: Any, save: Callable[[], object]) -> bool:
    if not form.is_saved_by(save):
        return False
    messages.success(request, _("Saved."))
    return True
