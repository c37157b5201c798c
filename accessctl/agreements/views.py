"""Pages of agreements: the list, one agreement in sentences, proposing in two steps, and each act with its reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accessctl.actor import Actor
from accessctl.agreements import selectors, services, words
from accessctl.agreements.forms import ProposeForm, ReasonForm, RenewForm
from accessctl.agreements.overlaps import overlaps
from accessctl.agreements.selectors import Opened
from accessctl.agreements.terms import BadTerms, Terms, check_terms
from accessctl.middleware import ActorRequest
from accessctl.models import Agreement
from accessctl.models.agreements import AgreementState
from accessctl.policies import ANSWERABLE
from registry.lib.errors import Forbidden, Invalid

UNPROCESSABLE = 422
NOT_SENT_ON = {"csrfmiddlewaretoken", "confirmed"}


@require_safe
@login_required
@never_cache
def agreement_list(request: ActorRequest) -> HttpResponse:
    """The agreements of the reader's organisation: those that wait for it, those that stand, those that are past."""
    rows = selectors.listed(request.actor)
    context = {
        "waiting": [row for row in rows if row.waits_for_us],
        "standing": [row for row in rows if not row.waits_for_us and not row.is_past],
        "past": [row for row in rows if row.is_past],
        "may_propose": bool(ANSWERABLE & request.actor.roles),
    }
    return render(request, "accessctl/agreements/list.html", context)


@require_safe
@login_required
@never_cache
def work_agreements(request: ActorRequest) -> HttpResponse:
    """The section of "my work": agreements to sign, suspended, soon to end, to be looked at again."""
    rows = selectors.waiting(request.actor) if ANSWERABLE & request.actor.roles else []
    return render(request, "accessctl/agreements/_work.html", {"rows": rows})


@require_safe
@login_required
@never_cache
def agreement(request: ActorRequest, ref: str) -> HttpResponse:
    """What one agreement says, in sentences, who signed, what happened, what may be done."""
    found = selectors.opened(request.actor, ref)
    context = {
        "found": found,
        "row": found.listed.row,
        "sentences": list(words.sentences(found.terms)),
        "picture": words.picture(found.terms),
        "overlaps": overlaps(request.actor, found.terms, but=found.listed.row) if not found.listed.is_past else [],
    }
    return render(request, "accessctl/agreements/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def propose(request: ActorRequest) -> HttpResponse:
    """Propose an agreement: first the questions, then what was answered in sentences, then it is signed and sent."""
    if not ANSWERABLE & request.actor.roles:
        raise Forbidden()
    data = request.POST if request.method == "POST" else None
    partners = selectors.partners_of(request.actor)
    form = ProposeForm(data, actor=request.actor, partners=partners)
    if form.is_valid() and (terms := _checked(request.actor, form)):
        if "confirmed" not in request.POST or "change" in request.POST:
            return _form(request, form) if "change" in request.POST else _review(request, terms)
        made = services.propose_agreement(request.actor, terms)
        messages.success(request, _("Proposed, and signed by your organisation. The others find it in their work."))
        return redirect("accessctl:agreement", ref=made.ref)
    return _form(request, form, status=UNPROCESSABLE if form.is_bound else 200)


def _checked(actor: Actor, form: ProposeForm) -> Terms | None:
    """The terms, if they can stand; the form says what cannot."""
    terms = form.terms()
    try:
        check_terms(actor, terms)
    except BadTerms as error:
        form.add_errors_of(error)
        return None
    return terms


def _form(request: ActorRequest, form: ProposeForm, *, status: int = 200) -> HttpResponse:
    return render(request, "accessctl/agreements/propose.html", {"form": form}, status=status)


def _review(request: ActorRequest, terms: Terms) -> HttpResponse:
    """What the proposer signs, in the words everybody will read, and which agreements meet it."""
    context = {
        "terms": terms,
        "sentences": list(words.sentences(terms)),
        "picture": words.picture(terms),
        "overlaps": overlaps(request.actor, terms),
        "sent": [(name, value) for name, values in request.POST.lists() if name not in NOT_SENT_ON for value in values],
    }
    return render(request, "accessctl/agreements/review.html", context)


@require_POST
@login_required
def sign(request: ActorRequest, ref: str) -> HttpResponse:
    """Sign for the reader's organisation."""
    row = _row(request.actor, ref)
    if request.actor.organisation is None:
        raise Forbidden()
    signed = services.sign_agreement(request.actor, row, request.actor.organisation)
    in_force = signed.state() == AgreementState.IN_FORCE
    said = _("Signed. It is in force now.") if in_force else _("Signed. It waits for the others, or for its first day.")
    messages.success(request, said)
    return redirect("accessctl:agreement", ref=row.ref)


@require_POST
@login_required
def resume(request: ActorRequest, ref: str) -> HttpResponse:
    """End the suspension."""
    row = services.resume_agreement(request.actor, _row(request.actor, ref))
    messages.success(request, _("The suspension is ended. The agreement opens again what it opened."))
    return redirect("accessctl:agreement", ref=row.ref)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def decline(request: ActorRequest, ref: str) -> HttpResponse:
    """Say no, with a reason."""
    consequences = [
        _("It can never come into force; the others can propose another one."),
        _("All parties read your reason."),
    ]
    return _with_reason(request, ref, _("Decline"), consequences, services.decline_agreement, _("You declined it."))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def suspend(request: ActorRequest, ref: str) -> HttpResponse:
    """Stop it for all, at once, until the suspension is ended."""
    consequences = [
        _("With the press of the button nobody reads anything under it any more; the next page they open is closed."),
        _("Your organisation alone can end the suspension. The agreement ends on its day all the same."),
        _("Copies that were made are not deleted by this."),
    ]
    done = _("It is suspended. From this moment it opens nothing.")
    return _with_reason(request, ref, _("Suspend now"), consequences, services.suspend_agreement, done)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def withdraw(request: ActorRequest, ref: str) -> HttpResponse:
    """Leave it for good."""
    consequences = [
        _("With the press of the button nothing is shared with your organisation under it, and nothing by it."),
        _("This cannot be taken back: to share again, a new agreement is proposed."),
        _("The other parties stay bound to one another."),
        _("What was read stays under its duties: not passing on, deleting in time."),
    ]
    done = _("Your organisation has withdrawn. From this moment the agreement does not bind it.")
    return _with_reason(request, ref, _("Withdraw now"), consequences, services.withdraw_from_agreement, done)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def renew(request: ActorRequest, ref: str) -> HttpResponse:
    """Propose the same terms anew."""
    found = _acting(request.actor, ref)
    form = RenewForm.of(found.listed.row, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            until = form.cleaned_data["valid_until"]
            again = services.renew_agreement(request.actor, found.listed.row, valid_until=until)
        except Invalid as error:
            form.add_errors_of(error)
        else:
            messages.success(request, _("The same terms are proposed anew. Every party signs again."))
            return redirect("accessctl:agreement", ref=again.ref)
    consequences = [
        _("The same terms are proposed, from the day this agreement ends; your organisation signs with this."),
        _("Until the others sign, this agreement goes on as it is, and ends on its day."),
    ]
    return _act(request, found, form, _("Propose to renew"), consequences)


def _with_reason(
    request: ActorRequest, ref: str, button: str, consequences: list[str],
    service: Callable[..., Agreement], done: str,
) -> HttpResponse:  # fmt: skip
    found = _acting(request.actor, ref)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        row = service(request.actor, found.listed.row, reason=form.cleaned_data["reason"])
        messages.success(request, done)
        return redirect("accessctl:agreement", ref=row.ref)
    return _act(request, found, form, button, consequences)


def _act(request: ActorRequest, found: Opened, form: Any, button: str, consequences: list[str]) -> HttpResponse:
    """The page of an act: what it is about, what will happen, why."""
    context = {
        "row": found.listed.row,
        "opens": words.who_opens(found.terms),
        "form": form,
        "button": button,
        "consequences": consequences,
        "action": request.path,
        "back": reverse("accessctl:agreement", args=[found.listed.row.ref]),
        "danger": isinstance(form, ReasonForm),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "accessctl/agreements/act.html", context, status=status)


def _row(actor: Actor, ref: str) -> Agreement:
    return selectors.opened(actor, ref).listed.row


def _acting(actor: Actor, ref: str) -> Opened:
    """The agreement, for somebody who answers for a party of it.  Raises NotFound, Forbidden."""
    found = selectors.opened(actor, ref)
    if not ANSWERABLE & actor.roles:
        raise Forbidden()
    return found
