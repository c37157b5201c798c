"""Handing a list to an authority: look at what would go, make the list or ask a second person, recall it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accessctl import pdf
from accessctl.age_files import public_key
from accessctl.approvals import selectors as approvals
from accessctl.downloads import kept_as
from accessctl.middleware import ActorRequest
from accessctl.models import ShareEvent
from cases import handed_files, handing
from cases.forms.handover import HandOverForm
from cases.partner_forms import FORMS as FORMS_OF_OTHERS
from cases.partner_forms import Form
from cases.partner_forms.arranging import arranged
from cases.policies import REGISTRANTS
from cases.selectors.actions import askable
from cases.selectors.handed import handed_over
from cases.services import handing_over
from cases.services.handing_over import Wanted
from registry.lib.errors import Conflict, Forbidden, Invalid

UNPROCESSABLE = 422
FORMS = {"pdf": ShareEvent.Channel.PRINTED, **dict.fromkeys(handed_files.KINDS, ShareEvent.Channel.EXPORT)}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def hand_over(request: ActorRequest) -> HttpResponse:
    """`act`: look, ask, recall, or the form of the list to be made (pdf, csv, xlsx, json, pfif)."""
    if not request.actor.roles & REGISTRANTS:
        raise Forbidden()
    act, approval = request.POST.get("act", "look"), request.POST.get("approval", "")
    if act == "recall":
        handing_over.recall(actor=request.actor, reference=request.POST.get("list", ""))
        messages.success(request, _("They are asked to delete it, and to confirm that."))
        return redirect("cases:hand-over")
    if act in FORMS and approval:
        key = request.POST.get("key", "")
        if key:
            public_key(key)  # before the approval is spent
        layout = FORMS_OF_OTHERS.get(request.POST.get("layout", ""))
        return _made(request, act, None, approval, (key, layout))
    form = HandOverForm(
        request.POST if request.method == "POST" else None,
        initial={name: request.GET.get(name, "") for name in ("records", "receiver", "purpose", "layout")},
        organisations=[(one.ref, one.name) for one in askable(request.actor)],
    )  # fmt: skip
    looked = None
    if form.is_valid():
        try:
            looked = handing_over.look(request.actor, form.wanted())
            if act in FORMS:
                return _made(request, act, form.wanted(), "", (form.cleaned_data["key"], form.chosen_layout()))
            if act == "ask":
                asked = handing_over.ask(actor=request.actor, wanted=form.wanted())
                messages.success(request, _("You asked. Once a colleague has approved it, you make the list here."))
                return redirect("accessctl:approval", ref=asked.ref)
        except (Invalid, Conflict) as error:
            form.add_errors_of(error)
    context: dict[str, Any] = {
        "form": form, "looked": looked, "handed": handed_over(request.actor),
        "approved": approvals.approved(request.actor, handing_over.MANY), "never": handing.NEVER,
    }  # fmt: skip
    return render(request, "cases/handover.html", context, status=UNPROCESSABLE if form.errors else 200)


@transaction.atomic
def _made(
    request: ActorRequest, act: str, wanted: Wanted | None, approval: str, how: tuple[str, Form | None]
) -> HttpResponse:
    """The file and what the ledger says of it, or neither: an approval is not spent on a file that cannot be made.

    how: the receiver's key or "", and the form in whose order it stands.
    """
    key, form = how
    made = handing_over.hand_over(actor=request.actor, wanted=wanted, channel=FORMS[act], approval=approval)
    if act in handed_files.KINDS:
        return _file(handed_files.made(act, made, domain=request.get_host(), key=key, form=form))
    paper = {
        "language": get_language() or "en", "direction": "rtl" if get_language_bidi() else "ltr", "list": made,
        "form": form, "people": [(one, arranged(form, one.facts) if form else None) for one in made.people],
    }  # fmt: skip
    page = render_to_string("cases/handover_paper.html", {"made": paper})
    return pdf.answer(pdf.draw(page, "app/paper.css"), made.reference)


def _file(file: handed_files.File) -> HttpResponse:
    return kept_as(HttpResponse(file.content, content_type=file.mime), file.name)
