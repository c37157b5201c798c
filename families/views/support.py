"""What is done for a family besides the search: needs and referrals, legal papers, and what of it is due."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accessctl.middleware import ActorRequest
from families import briefing, supporting
from families.forms import warnings
from families.forms.support import FamilyYesForm, MoveForm, NeedForm, PaperForm, PaperMoveForm, ReferralForm
from families.services import papers as paper_services
from families.services import support as services
from families.views import steps
from registry.lib.errors import Forbidden

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def support(request: ActorRequest, ref: str) -> HttpResponse:
    """What the family needs and who was asked; noting a need, proposing a provider."""
    held = supporting.support_of(request.actor, ref)
    sent = _sent(request, held.may_change, ("need", "referral"))
    need = NeedForm(request.POST if sent == "need" else None, prefix="need")
    referral = ReferralForm(
        request.POST if sent == "referral" else None, prefix="referral",
        needs=[(line.token, line.row.get_need_display()) for line in held.needs],
        providers=[(one.ref, one.name) for one in services.providers(request.actor)],
    )  # fmt: skip

    def save() -> None:
        if sent == "need":
            services.note_need(actor=request.actor, case_ref=ref, entry=need.entry())
            return
        given = referral.cleaned_data
        services.propose_referral(
            actor=request.actor, case_ref=ref, need=given["need"], provider_ref=given["provider"], told=given["told"]
        )

    if sent and _saved(request, {"need": need, "referral": referral}[sent], save):
        return redirect("families:support", ref=held.case.ref)
    context = {"held": held, "case": held.case, "need": need, "referral": referral}
    return render(request, "families/support.html", context, status=UNPROCESSABLE if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def referral(request: ActorRequest, ref: str) -> HttpResponse:
    """One referral, named by `about`: the family's yes, then a step at a time."""
    held = supporting.support_of(request.actor, ref)
    line = held.referral(request.POST.get("about") or request.GET.get("about", ""))
    sent = _sent(request, held.may_change, ("yes", "move"))
    data = request.POST or None
    language = request.POST.get("yes-language") or request.GET.get("language") or get_language() or briefing.FALLBACK
    wording = steps.told(request.actor, language)
    yes = FamilyYesForm(data if sent == "yes" else None, prefix="yes", initial={"language": wording.language})
    move = MoveForm(data if sent == "move" else None, prefix="move", choices=line.choices)
    named: dict[str, Any] = {"actor": request.actor, "case_ref": ref, "referral": line.token}

    def save() -> None:
        if sent == "move":
            services.move_referral(**named, move=move.move())
            return
        answers = {"witness": "", **yes.cleaned_data}
        conversation = steps.conversation_of(steps.told_part(wording), answers)
        services.accept_for_family(**named, conversation=conversation)

    if sent and _saved(request, {"yes": yes, "move": move}[sent], save):
        return redirect("families:support", ref=held.case.ref)
    context = {
        "held": held, "case": held.case, "line": line, "yes": yes, "move": move, "wording": wording,
        "languages": briefing.NAMES,
    }  # fmt: skip
    return render(request, "families/referral.html", context, status=UNPROCESSABLE if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def papers(request: ActorRequest, ref: str) -> HttpResponse:
    """The papers a family asks for; beginning one.  With `about`: one paper, and how far it is."""
    held = supporting.papers_of(request.actor, ref)
    line = held.paper(request.GET["about"]) if "about" in request.GET else None
    sent = _sent(request, held.may_change, ("move",) if line else ("begin",))
    data = request.POST if sent else None
    form: Any = _paper_form(line, data) if line else PaperForm(data, prefix="begin")

    def save() -> None:
        if line:
            paper_services.move_paper(actor=request.actor, case_ref=ref, paper=line.token, move=form.move())
        else:
            paper_services.begin_paper(actor=request.actor, case_ref=ref, **form.cleaned_data)

    if sent and _saved(request, form, save):
        return redirect("families:papers", ref=held.case.ref)
    template = "families/paper.html" if line else "families/papers.html"
    context = {"held": held, "case": held.case, "line": line, "form": form}
    return render(request, template, context, status=UNPROCESSABLE if request.method == "POST" else 200)


def _paper_form(line: supporting.PaperLine, data: Any) -> PaperMoveForm:
    known = {"status": line.row.status, "steps_done": line.row.steps_done, "note": line.row.note or ""}
    return PaperMoveForm(data, prefix="move", procedure=line.procedure, initial=known)


@require_safe
@login_required
def support_due(request: ActorRequest) -> HttpResponse:
    """What is due for the families of the own organisation: referrals to ask about, deadlines of papers."""
    return render(request, "families/support_due.html", {"due": supporting.due(request.actor)})


def _sent(request: ActorRequest, may_change: bool, parts: tuple[str, ...]) -> str:
    """Which of the page's forms was sent; none by looking.  Raises Forbidden for who may only read."""
    if request.method != "POST":
        return ""
    if not may_change:
        raise Forbidden()
    return next((part for part in parts if part in request.POST), "")


def _saved(request: ActorRequest, form: Any, save: Callable[[], None]) -> bool:
    if not form.is_saved_by(save):
        return False
    texts = [text for text in form.cleaned_data.values() if isinstance(text, str)]
    for sentence in warnings.of_texts(texts, _("Support and papers")):
        messages.warning(request, sentence)
    messages.success(request, _("Saved."))
    return True
