"""Who could see a case: a part of its page, a page of its own, and a look ahead from the consent step."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accessctl import door
from accessctl.codes import Purpose, RecipientClass
from accessctl.middleware import ActorRequest
from accessctl.models import Agreement
from families import questions, reach, selectors
from families.forms.consent import ConsentAnswersForm
from families.reach import Change
from families.services.consent import Key
from registry.lib.errors import NotFound


@require_safe
@login_required
@never_cache
def case_reach(request: ActorRequest, ref: str) -> HttpResponse:
    """Who could see this case; with `agreement` or `consent` in the address, who would no longer."""
    change = _asked(request)
    found = reach.reach_of(request.actor, ref, change)
    context = {"found": found, "case": found.case, "changed": _changed(change)}
    if request.headers.get("HX-Request") == "true":
        return render(request, "families/_reach_brief.html", context)
    agreements, consents = reach.changes_of(request.actor, ref)
    may_give = any(rule.approves for rule in request.actor.rules)
    context |= {
        "may_give": may_give,
        "agreements": agreements,
        "consents": [(_code(key), _named(key)) for key in consents],
    }
    return render(request, "families/reach.html", context)


@require_POST
@login_required
def draft_reach(request: ActorRequest, ref: str) -> HttpResponse:
    """Who could see the case with the answers as they stand in the form: nothing is saved by looking."""
    draft = selectors.draft(request.actor, ref)
    form = ConsentAnswersForm(request.POST, organisations=selectors.other_organisations(request.actor))
    form.is_valid()  # what cannot be accepted yet counts as no: the form itself says so when it is sent
    states = frozenset(form.cleaned_data.get("protection_states") or ()) if form.is_flagged else frozenset()
    found = reach.preview(request.actor, form.entries(), states)
    context = {"found": found, "draft": draft}
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, "families/_reach.html" if is_part else "families/draft_reach.html", context)


def _asked(request: ActorRequest) -> Change:
    """The change that is looked at.  Raises NotFound for an agreement or consent that does not exist."""
    if ref := request.GET.get("agreement", ""):
        return Change(agreement=door.fetch(request.actor, Agreement, ref=ref))
    if code := request.GET.get("consent", ""):
        purpose, _colon, recipient = code.partition(":")
        if purpose not in Purpose.values or recipient not in RecipientClass.values:
            raise NotFound()
        return Change(consent=(purpose, recipient))
    return Change()


def _changed(change: Change) -> str:
    """The change in words."""
    if change.agreement is not None:
        return _("If the agreement “%(title)s” ended") % {"title": change.agreement.title}
    if change.consent is not None:
        return _("If this consent were withdrawn: %(consent)s") % {"consent": _named(change.consent)}
    return ""


def _named(key: Key) -> str:
    purpose, recipient = key
    labels = {found.code: found.label for _group, found in questions.asked(is_flagged=False)}
    receiver = labels.get(RecipientClass(recipient), RecipientClass(recipient).label)
    return f"{capfirst(str(receiver))}: {questions.PURPOSE_LABELS.get(purpose, Purpose(purpose).label)}"


def _code(key: Key) -> str:
    return ":".join(key)
