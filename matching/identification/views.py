"""Pages of an identification: at the pair drawing up and signatures; at the remains, issued, all that follows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
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
Act = Callable[[], object]
DRAWN = {
    "draw": _("The identification is drawn up. It needs two signatures, in two roles."),
    "sign": _("You signed it."),
    "withdraw": _("It was taken back. Nothing was issued."),
}
ISSUED = {
    "ask": _("A second opinion is asked for."),
    "give": _("The second opinion is written down."),
    "revoke": _("The identification was taken back. Everything is as it was before."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def identification(request: ActorRequest, ref: str) -> HttpResponse:
    """The identifications of a pair, on the way to being issued."""
    page = selectors.page_of(request.actor, ref)
    sent = _sent(request, DRAWN)
    forms: dict[str, Any] = {
        "draw": DraftForm(
            _data(request, "draw"), parts=page.parts, initial=_before(page) | {"established_on": timezone.localdate()}
        ),
        "sign": SignForm(_data(request, "sign"), roles=page.roles),
    }
    named: dict[str, Any] = {"actor": request.actor, "ref": page.pair.ref}
    acts: dict[str, Act] = {
        "draw": lambda: identifying.draw_up(**named, draft=forms["draw"].draft()),
        "sign": lambda: identifying.sign(**named, role=ReviewRole(forms["sign"].cleaned_data["role"])),
        "withdraw": lambda: identifying.withdraw(**named),
    }
    done, refused = _acted(sent, acts, forms)
    if done:
        messages.success(request, str(DRAWN[sent]))
        return redirect("matching:identification", ref=page.pair.ref)
    context: dict[str, Any] = {"page": page, "forms": forms, "refused": refused}
    return render(request, "matching/identification.html", context, status=UNPROCESSABLE if sent else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def issued(request: ActorRequest, ref: str) -> HttpResponse:
    """What was issued of remains, for its two sides: a second opinion, the report, taking it back."""
    of, meant = request.GET.get("of", ""), request.POST.get("of", "")  # meant: the one that the reader had before them
    page = selectors.issued_of(request.actor, ref, meant or of)
    sent = _sent(request, ISSUED)
    forms: dict[str, Any] = {
        "give": OpinionForm(_data(request, "give"), prefix="give", initial={"given_on": timezone.localdate()}),
        "revoke": RevokeForm(_data(request, "revoke"), prefix="revoke"),
    }
    named: dict[str, Any] = {"actor": request.actor, "ref": page.remains.ref, "of": meant}
    acts: dict[str, Act] = {
        "ask": lambda: revoking.ask_opinion(**named),
        "give": lambda: revoking.give_opinion(**named, opinion=forms["give"].opinion()),
        "revoke": lambda: revoking.revoke(**named, reason=forms["revoke"].cleaned_data["reason"]),
    }
    done, refused = _acted(sent, acts, forms)
    if done:
        messages.success(request, str(ISSUED[sent]))
        back = reverse("matching:issued", args=[page.remains.ref])
        return redirect(f"{back}?{urlencode({'of': page.held.pair.ref})}" if of and page.held else back)
    context: dict[str, Any] = {"page": page, "forms": forms, "refused": refused, "languages": briefing.NAMES}
    return render(request, "matching/issued.html", context, status=UNPROCESSABLE if sent else 200)


def _sent(request: ActorRequest, acts: Iterable[str]) -> str:
    """The act that was sent, "" for none.  Raises NotFound."""
    sent = next((act for act in acts if act in request.POST), "")
    if request.method == "POST" and not sent:
        raise NotFound()
    return sent


def _data(request: ActorRequest, act: str) -> Any:
    return request.POST if act in request.POST else None


def _acted(sent: str, acts: Mapping[str, Act], forms: Mapping[str, Any]) -> tuple[bool, str]:
    """Whether what was sent was done; if not, why, where no form of it can say so."""
    form = forms.get(sent)
    if not sent or (form is not None and not form.is_valid()):
        return False, ""
    try:
        acts[sent]()
    except (Invalid, Conflict) as error:
        if form is None:
            return False, error.message
        form.add_errors_of(error)
        return False, ""
    return True, ""


def _before(page: IdentificationPage) -> dict[str, Any]:
    """What was drawn up last and taken back, so that it need not be typed again."""
    last = next(iter(page.rows), None)
    if last is None or last.row.withdrawn_at is None:
        return {}
    names = ("conclusion", "methods", "grounds", "authority", "country", "legal_act", "family_summary", "summary_lang")
    panel = "\n".join(f"{name}, {work}" for name, work in last.row.panel or ())
    return {name: getattr(last.row, name) for name in names} | {"panel": panel}


@login_required
@require_GET
@never_cache
def report(request: ActorRequest, ref: str) -> HttpResponse:
    """The report for authorities, as a PDF, in the language asked for."""
    language = request.GET.get("language") or get_language() or briefing.FALLBACK
    made = reports.report(request.actor, ref, language=language, of=request.GET.get("of", ""))
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
            meant = request.POST.get("of", "")
            releasing.pass_on(actor=request.actor, ref=page.remains.ref, of=meant, said=form.said())
        except (Invalid, Conflict) as error:
            form.add_errors_of(error)
        else:
            messages.success(request, _("The family’s wishes are passed on to the institution."))
            return redirect("matching:release", ref=page.remains.ref)
    chain = presentation.told(page.custody, timezone.now()) if page.custody and page.custody.is_read else None
    context = {"page": page, "form": form, "chain": chain, "languages": briefing.NAMES}
    return render(request, "matching/release.html", context, status=UNPROCESSABLE if form.is_bound else 200)
