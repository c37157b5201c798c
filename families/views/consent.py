"""The consents of a case: what stands, further answers, withdrawal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accessctl.codes import Purpose, RecipientClass
from accessctl.middleware import ActorRequest
from families import briefing as wordings
from families import questions, selectors, services
from families.codes import CountryScope
from families.forms import warnings
from families.forms.consent import OWN_QUESTIONS, AnswersForm, BriefingForm, FurtherAnswersForm, WithdrawForm
from families.selectors import Consents
from families.services.consent import BarredByProtection
from families.views import steps
from registry.lib.errors import Invalid, NotFound

UNPROCESSABLE = 422


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: ActorRequest, ref: str) -> HttpResponse:
    """What stands for each use and receiver; new answers supersede it at once."""
    held = selectors.consents(request.actor, ref)
    data = request.POST if request.method == "POST" else None
    told = BriefingForm(data, initial={"language": request.GET.get("language") or get_language()})
    form = FurtherAnswersForm(
        data,
        flagged=bool(held.is_flagged),
        organisations=selectors.other_organisations(request.actor),
        initial=_limits(held),
    )
    if request.method != "POST":
        return _page(request, held, form, told)
    if not all([told.is_valid(), form.is_valid()]):
        return _page(request, held, form, told, status=UNPROCESSABLE)
    entries = form.entries()
    if not entries:
        form.add_error(None, _("No question was answered: nothing changes."))
        return _page(request, held, form, told, status=UNPROCESSABLE)
    wording = steps.told(request.actor, told.cleaned_data["language"])
    conversation = steps.conversation_of(steps.told_part(wording), form.cleaned_data)
    try:
        services.give_consent(actor=request.actor, case_ref=ref, conversation=conversation, entries=entries)
    except BarredByProtection as error:
        form.add_error(None, _barred(held, error))
        return _page(request, held, form, told, status=UNPROCESSABLE)
    except Invalid as error:
        form.add_errors_of(error)
        return _page(request, held, form, told, status=UNPROCESSABLE)
    count = len(entries)
    said = ngettext(
        "%(count)s answer is saved and counts from now.", "%(count)s answers are saved and count from now.", count
    )
    helpers = [form.cleaned_data[name] for name in ("interpreter", "witness", "guardian")]
    for sentence in warnings.of_texts(helpers, _("How it was asked")):
        messages.warning(request, sentence)
    messages.success(request, said % {"count": count})
    return redirect("families:consent", ref=ref)


def _barred(held: Consents, error: BarredByProtection) -> str:
    """SECURITY: whoever may not read protection is not told why."""
    if held.is_flagged is None:
        return _("Consent for this kind of receiver cannot be recorded in this case. Ask your supervisor.")
    return error.message


def _page(
    request: ActorRequest, held: Consents, form: AnswersForm, told: BriefingForm, *, status: int = 200
) -> HttpResponse:
    wording = steps.told(request.actor, request.POST.get("language") or str(told.initial["language"]))
    told.initial["language"] = wording.language
    context = {
        "held": held,
        "case": held.case,
        "form": form,
        "told": told,
        "wording": wording,
        "languages": wordings.NAMES,
        "own": _own(held, form),
        "tables": list(form.tables(held.standing)),
        "to_ask": held.to_ask,
        "unfolded": bool(form.errors or told.errors or "again" in request.GET),
        "any_given": bool(held.given),
    }
    return render(request, "families/consent.html", context, status=status)


def _limits(held: Consents) -> dict[str, list[str]]:
    """Whom the family excluded anywhere, so that no further answer forgets them."""
    barred = {code for one in held.given if one.country_scope == CountryScope.EXCEPT for code in one.countries}
    return {
        "except_countries": sorted(barred),
        "except_organisations": sorted({ref for one in held.given for ref in one.without}),
    }


def _own(held: Consents, form: AnswersForm) -> list[tuple[Any, str, selectors.Standing | None]]:
    """The two questions about this organisation: the bound field, its purpose, what stands."""
    own = RecipientClass.OWN_ORG.value
    return [(form[name], purpose.value, held.standing.get((purpose, own))) for name, purpose in OWN_QUESTIONS]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: ActorRequest, ref: str) -> HttpResponse:
    """Withdraw one consent, or all: on a page of its own that says what will happen."""
    held = selectors.consents(request.actor, ref)
    purpose, recipient = _withdrawn(request)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.withdraw_consent(
            actor=request.actor,
            case_ref=ref,
            purpose=purpose,
            recipient_class=recipient,
            reason=form.cleaned_data["reason"],
        )
        for sentence in warnings.of_texts([form.cleaned_data["reason"]], _("Reason, in their words")):
            messages.warning(request, sentence)
        messages.success(request, _("The consent is withdrawn. It has ended for everybody, at this moment."))
        return redirect("families:consent", ref=ref)
    context = {
        "case": held.case,
        "form": form,
        "what": _what(purpose, recipient),
        "consequences": list(_consequences(purpose, recipient)),
        "back": reverse("families:consent", args=[ref]),
        "action": request.get_full_path(),
    }
    return render(request, "families/withdraw.html", context, status=UNPROCESSABLE if form.errors else 200)


def _withdrawn(request: ActorRequest) -> tuple[str, str]:
    """Which consent: both empty means all.  Raises NotFound for codes that do not exist."""
    purpose, recipient = request.GET.get("purpose", ""), request.GET.get("recipient", "")
    if (purpose and purpose not in Purpose.values) or (recipient and recipient not in RecipientClass.values):
        raise NotFound()
    return purpose, recipient


def _what(purpose: str, recipient: str) -> str:
    return questions.in_words(purpose, recipient) if purpose else _("All consents of this case")


def _consequences(purpose: str, recipient: str) -> list[str]:
    found = [_("It ends at once, with the press of the button; no reason is needed.")]
    own = recipient in ("", RecipientClass.OWN_ORG)
    if own and purpose in ("", Purpose.SEARCH):
        found.append(_("The registry stops comparing this case with other searches."))
    if own and purpose in ("", Purpose.FORENSIC_COMPARISON):
        found.append(_("The registry stops comparing this case with remains; open candidate pairs are closed."))
    if recipient != RecipientClass.OWN_ORG:
        found.append(_("Those who could see this case because of it no longer see it."))
        found.append(_("What they have already been told cannot be taken back by this; your organisation asks for it."))
    found.append(_("Your organisation keeps the case, unless the family asks to have it erased."))
    if not purpose:
        found.append(_("What was noted of talks with the family is erased; that there was a talk, and when, stays."))
    found.append(_("Other consents stay as they are.") if purpose else _("Nothing is shared or compared any more."))
    return found
