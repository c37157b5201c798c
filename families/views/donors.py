"""Relatives who give samples: asked each for themselves, known by a code from then on, free to take it back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accessctl.middleware import ActorRequest
from families import briefing as wordings
from families.donors import Donors, donors_of
from families.forms.consent import BriefingForm
from families.forms.donors import DonorForm
from families.kinship import graph_of
from families.next_sample import whom_to_ask
from families.services import donating
from families.views import steps
from registry.lib.errors import Invalid

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def donors(request: ActorRequest, ref: str) -> HttpResponse:
    """The donors of a case; asking one more; taking back what one agreed to."""
    held = donors_of(request.actor, ref)
    if "withdraw" in request.POST:
        donating.withdraw(
            actor=request.actor, case_ref=ref, donor_ref=request.POST["withdraw"]
        )  # fmt: skip
        messages.success(request, _("It is taken back. Nothing of theirs is tested or compared from this moment on."))
        return redirect("families:donors", ref=held.case.ref)
    data = request.POST if request.method == "POST" else None
    told = BriefingForm(data, initial={"language": request.GET.get("language") or get_language()})
    form = DonorForm(data, people=held.people)
    if data is not None and told.is_valid() & form.is_valid():
        wording = steps.told(request.actor, told.cleaned_data["language"])
        conversation = steps.conversation_of(steps.told_part(wording), form.cleaned_data)
        try:
            donor = donating.enrol(
                actor=request.actor, case_ref=ref, token=form.cleaned_data["relative"], entry=form.entry(),
                conversation=conversation,
            )  # fmt: skip
        except Invalid as error:
            form.add_errors_of(error)
        else:
            messages.success(request, _("They agreed. From now on a laboratory knows them by a code alone."))
            return redirect("samples:of-source", ref=donor.ref)
    return _page(request, held, form, told, status=UNPROCESSABLE if data is not None else 200)


def _page(request: ActorRequest, held: Donors, form: DonorForm, told: BriefingForm, *, status: int) -> HttpResponse:
    wording = steps.told(request.actor, request.POST.get("language") or str(told.initial["language"]))
    told.initial["language"] = wording.language
    gave = [one.person.key for one in held.kin if one.until]
    context = {
        "held": held,
        "case": held.case,
        "form": form,
        "told": told,
        "wording": wording,
        "languages": wordings.NAMES,
        "next": whom_to_ask(held.people, held.kin),
        "graph": graph_of(held.people, gave),
    }
    return render(request, "families/donors.html", context, status=status)
