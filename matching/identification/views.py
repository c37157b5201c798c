"""Pages of an identification: drawing up, signatures, second opinion, taking back; its report; the release."""

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
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accessctl import pdf
from accessctl.middleware import ActorRequest
from families import briefing
from matching.codes import ReviewRole
from matching.identification import report as reports
from matching.identification import selectors
from matching.identification.belongings import belongings_list
from matching.identification.forms import DraftForm, OpinionForm, PassOnForm, RevokeForm, SignForm
from matching.identification.selectors import IdentificationPage
from matching.services import identifying, releasing, revoking
from registry.lib.errors import Conflict, Invalid, NotFound
from remains.custody import presentation

UNPROCESSABLE = 422
SAID = {
    "draw": _("The identification is drawn up. It needs two signatures, in two roles."),
    "sign": _("You signed it."),
    "withdraw": _("It was taken back. Nothing was issued."),
    "ask": _("A second opinion is asked for."),
    "give": _("The second opinion is written down."),
    "revoke": _("The identification was taken back. Everything is as it was before."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def identification(request: ActorRequest, ref: str) -> HttpResponse:
    """The identifications of a pair, and the next act."""
    page = selectors.page_of(request.actor, ref)
    sent = next((act for act in SAID if act in request.POST), "")
    if request.method == "POST" and not sent:
        raise NotFound()
    made = _forms(request, page, sent)
    refused = ""
    if sent:
        try:
            if _done(request, page, sent, made.get(sent)):
                messages.success(request, str(SAID[sent]))
                return redirect("matching:identification", ref=page.pair.ref)
        except (Invalid, Conflict) as error:
            if sent in made:
                made[sent].add_errors_of(error)
            else:
                refused = error.message
    context: dict[str, Any] = {"page": page, "forms": made, "refused": refused, "languages": briefing.NAMES}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "matching/identification.html", context, status=status)


def _forms(request: ActorRequest, page: IdentificationPage, sent: str) -> dict[str, Any]:
    """Every form of the page by its act, the one that was sent with what was typed."""
    today = timezone.localdate()

    def data(act: str) -> Any:
        return request.POST if sent == act else None

    return {
        "draw": DraftForm(data("draw"), initial=_before(page) | {"established_on": today}),
        "sign": SignForm(data("sign"), roles=page.roles),
        "give": OpinionForm(data("give"), prefix="give", initial={"given_on": today}),
        "revoke": RevokeForm(data("revoke"), prefix="revoke"),
    }


def _before(page: IdentificationPage) -> dict[str, Any]:
    """What was drawn up last and taken back, so that it need not be typed again."""
    last = next(iter(page.rows), None)
    if last is None or last.row.withdrawn_at is None:
        return {}
    names = ("conclusion", "methods", "grounds", "authority", "country", "legal_act", "family_summary", "summary_lang")
    panel = "\n".join(f"{name}, {work}" for name, work in last.row.panel or ())
    return {name: getattr(last.row, name) for name in names} | {"panel": panel}


def _done(request: ActorRequest, page: IdentificationPage, sent: str, form: Any) -> bool:
    if form is not None and not form.is_valid():
        return False
    named: dict[str, Any] = {"actor": request.actor, "ref": page.pair.ref}
    acts: dict[str, Callable[[], object]] = {
        "draw": lambda: identifying.draw_up(**named, draft=form.draft()),
        "sign": lambda: identifying.sign(**named, role=ReviewRole(form.cleaned_data["role"])),
        "withdraw": lambda: identifying.withdraw(**named),
        "ask": lambda: revoking.ask_opinion(**named),
        "give": lambda: revoking.give_opinion(**named, opinion=form.opinion()),
        "revoke": lambda: revoking.revoke(**named, reason=form.cleaned_data["reason"]),
    }
    acts[sent]()
    return True


@login_required
@require_GET
@never_cache
def report(request: ActorRequest, ref: str) -> HttpResponse:
    """The report for authorities, as a PDF, in the language asked for."""
    language = request.GET.get("language") or get_language() or briefing.FALLBACK
    made = reports.report(request.actor, ref, language=language)
    page = render_to_string("matching/identification_paper.html", {"made": made})
    return pdf.answer(pdf.draw(page, "app/paper.css"), made.reference)


@login_required
@require_GET
@never_cache
def belongings(request: ActorRequest, ref: str) -> HttpResponse:
    """What a family receives, as a PDF to be signed, in the language asked for."""
    language = request.GET.get("language") or get_language() or briefing.FALLBACK
    made = belongings_list(request.actor, ref, language=language)
    page = render_to_string("matching/belongings_paper.html", {"made": made})
    return pdf.answer(pdf.draw(page, "app/paper.css"), f"{made.reference}-belongings")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def release(request: ActorRequest, ref: str) -> HttpResponse:
    """How far the way to rest has come; passing the family's wishes on."""
    page = selectors.release_of(request.actor, ref)
    wishes = page.wishes.wishes if page.wishes else None
    initial = {"rite": wishes.rite if wishes else ""}
    form = PassOnForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            releasing.pass_on(actor=request.actor, ref=page.pair.ref, said=form.said())
        except (Invalid, Conflict) as error:
            form.add_errors_of(error)
        else:
            messages.success(request, _("The family’s wishes are passed on to the institution."))
            return redirect("matching:release", ref=page.pair.ref)
    chain = presentation.told(page.custody, timezone.now()) if page.custody and page.custody.is_read else None
    context = {"page": page, "form": form, "chain": chain, "languages": briefing.NAMES}
    return render(request, "matching/release.html", context, status=UNPROCESSABLE if form.is_bound else 200)
