"""Handing a list to others: look at what would go, make the list or ask a second person, recall it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accessctl import pdf
from accessctl.age_files import public_key
from accessctl.approvals import selectors as approvals
from accessctl.downloads import kept_as
from accessctl.middleware import ActorRequest
from accessctl.models import ShareEvent
from cases import handed_files
from cases.forms.handover import HandOverForm
from cases.partner_forms import FORMS as FORMS_OF_OTHERS
from cases.partner_forms import Form
from cases.partner_forms.arranging import arranged
from cases.selectors.actions import askable
from cases.selectors.handed import handed_over
from cases.services import handing_over
from cases.services.handing_over import CASES, Listed, Wanted, Words
from registry.lib.errors import Conflict, Forbidden, Invalid

UNPROCESSABLE = 422
PRINTED = {"pdf": ShareEvent.Channel.PRINTED}
FILES: dict[str, Words] = {
    "pdf": _("Make the list (PDF)"),
    "csv": _("As a table (CSV)"),
    "json": _("For programs (JSON)"),
    "xlsx": _("As a workbook (XLSX)"),
    "pfif": _("For search sites (PFIF)"),
    "geojson": _("For maps, in coarse squares (GeoJSON)"),
}


@dataclass(frozen=True, kw_only=True)
class Page:
    """The page of lists of one kind of record.  address: of the page; detail: of a record; crumbs: the way back."""

    of: Listed
    address: str
    detail: str
    crumbs: str
    title: Words
    purpose: Words
    never: Words

    def channels(self) -> dict[str, ShareEvent.Channel]:
        """The forms of a list; on paper go people alone."""
        printed = PRINTED if self.of is CASES else {}
        return printed | dict.fromkeys(self.of.files, ShareEvent.Channel.EXPORT)

    def files(self) -> dict[str, Words]:
        return {code: FILES[code] for code in self.channels()}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def hand_over(request: ActorRequest) -> HttpResponse:
    """A list of people for an authority."""
    return answered(request, PEOPLE)


def answered(request: ActorRequest, page: Page) -> HttpResponse:
    """`act`: look, ask, recall, or the form of the list to be made (pdf, csv, xlsx, json, pfif)."""
    of, channels = page.of, page.channels()
    if not request.actor.roles & of.roles:
        raise Forbidden()
    act, approval = request.POST.get("act", "look"), request.POST.get("approval", "")
    if act == "recall":
        handing_over.recall(actor=request.actor, reference=request.POST.get("list", ""))
        messages.success(request, gettext("They are asked to delete it, and to confirm that."))
        return redirect(page.address)
    if act in channels and approval:
        key = request.POST.get("key", "")
        if key:
            public_key(key)  # before the approval is spent
        layout = FORMS_OF_OTHERS.get(request.POST.get("layout", "")) if of is CASES else None
        return _made(request, page, act, None, approval, (key, layout))
    form = HandOverForm(
        request.POST if request.method == "POST" else None,
        initial={name: request.GET.get(name, "") for name in ("receiver", "purpose", "layout")}
        | {"records": "\n".join(request.GET.getlist("records") or request.GET.getlist("ref"))},
        organisations=[(one.ref, one.name) for one in askable(request.actor)], of=of,
    )  # fmt: skip
    looked = None
    if form.is_valid():
        try:
            looked = handing_over.look(request.actor, form.wanted(), of)
            if act in channels:
                how = (form.cleaned_data["key"], form.chosen_layout())
                return _made(request, page, act, form.wanted(), "", how)
            if act == "ask":
                asked = handing_over.ask(actor=request.actor, wanted=form.wanted(), of=of)
                messages.success(
                    request, gettext("You asked. Once a colleague has approved it, you make the list here.")
                )
                return redirect("accessctl:approval", ref=asked.ref)
        except (Invalid, Conflict) as error:
            form.add_errors_of(error)
    context: dict[str, Any] = {
        "page": page, "form": form, "looked": looked,
        "handed": handed_over(request.actor, of.roles, of.model.REF_PREFIX),
        "approved": approvals.approved(request.actor, of.many), "never": of.never,
    }  # fmt: skip
    return render(request, "cases/handover.html", context, status=UNPROCESSABLE if form.errors else 200)


@transaction.atomic
def _made(
    request: ActorRequest, page: Page, act: str, wanted: Wanted | None, approval: str, how: tuple[str, Form | None]
) -> HttpResponse:
    """The file and what the ledger says of it, or neither: an approval is not spent on a file that cannot be made.

    how: the receiver's key or "", and the form in whose order it stands.
    """
    key, form = how
    channel = page.channels()[act]
    made = handing_over.hand_over(actor=request.actor, wanted=wanted, channel=channel, approval=approval, of=page.of)
    if act in handed_files.KINDS:
        return _file(handed_files.made(act, made, domain=request.get_host(), key=key, form=form))
    paper = {
        "language": get_language() or "en", "direction": "rtl" if get_language_bidi() else "ltr", "list": made,
        "form": form, "people": [(one, arranged(form, one.facts) if form else None) for one in made.people],
    }  # fmt: skip
    drawn = render_to_string("cases/handover_paper.html", {"made": paper})
    return pdf.answer(pdf.draw(drawn, "app/paper.css"), made.reference)


def _file(file: handed_files.File) -> HttpResponse:
    return kept_as(HttpResponse(file.content, content_type=file.mime), file.name)


PEOPLE = Page(
    of=CASES, address="cases:hand-over", detail="cases:detail", crumbs="cases/_crumbs.html",
    title=_("Hand a list to an authority"),
    purpose=_(
        "Only what each family agreed to for this receiver and this use. You see first what goes, what stays, and why."
    ),
    never=_("Never on a list, because it tells who the family is or of other people:"),
)  # fmt: skip
