"""The family file of a case: who asks, how they are related, and on a click how they are reached.

Each opening is journalled.
"""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accessctl import door
from accessctl.middleware import ActorRequest
from cases.models import Case
from families import selectors
from families.contacting import contacting
from families.forms.relatives import NewRelativeForm, StandingForm
from families.kinship import graph_of
from families.relatives import Person, people_of
from families.services.relatives import add_relative, change_relative
from registry.lib.errors import Conflict, Forbidden, Invalid, NotFound, RegistryError

UNPROCESSABLE = 422


@login_required
@require_GET
def relatives(request: ActorRequest, ref: str) -> HttpResponse:
    """The relatives of a case: a part of the case page, and a page of its own without script."""
    family = selectors.family(request.actor, ref)
    case = family.case if family else door.fetch(request.actor, Case, ref=ref)
    return _answer(request, {"family": family, "case": case} | _drawn(family))


@login_required
@require_POST
def channels(request: ActorRequest, ref: str) -> HttpResponse:
    """How the relatives are reached: asked for by a click, because looking is an act that is written down."""
    case = door.fetch(request.actor, Case, ref=ref)
    family = selectors.family(request.actor, ref)
    found = contacting(request.actor, case, family)
    return _answer(request, {"family": family, "case": case, "contacting": found} | _drawn(family))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def relative_new(request: ActorRequest, ref: str) -> HttpResponse:
    """A further relative of the case."""
    case, people = _to_change(request, ref)
    data = request.POST if request.method == "POST" else None
    form, standing = NewRelativeForm(data), StandingForm(data, people=people)
    if data is not None and form.is_valid() & standing.is_valid():
        try:
            add_relative(
                actor=request.actor, case_ref=case.ref, entry=form.entry(), standing=standing.standing()
            )  # fmt: skip
        except (Invalid, Conflict) as error:
            _refused(error, form, standing)
        else:
            messages.success(request, _("The relative is on the case."))
            return redirect("families:relatives", ref=case.ref)
    context = {"case": case, "form": form, "standing": standing}
    return render(request, "families/relative_new.html", context, status=UNPROCESSABLE if data else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def relative_change(request: ActorRequest, ref: str) -> HttpResponse:
    """What one relative is to the family: first contact, child and guardian, mandate, no contact."""
    case, people = _to_change(request, ref)
    asked = request.POST.get("relative") or request.GET.get("relative", "")
    person = next((one for one in people if one.token == asked), None)
    if person is None:
        raise NotFound()
    others = [one for one in people if one is not person]
    data = request.POST if request.method == "POST" else None
    standing = StandingForm(data, people=others, person=person)
    if standing.is_valid():
        try:
            change_relative(
                actor=request.actor, case_ref=case.ref, token=person.token, standing=standing.standing()
            )  # fmt: skip
        except (Invalid, Conflict) as error:
            standing.add_errors_of(error)
        else:
            messages.success(request, _("It is saved."))
            return redirect("families:relatives", ref=case.ref)
    context = {"case": case, "person": person, "standing": standing}
    return render(request, "families/relative_change.html", context, status=UNPROCESSABLE if data is not None else 200)


def _to_change(request: ActorRequest, ref: str) -> tuple[Case, list[Person]]:
    case = door.fetch(request.actor, Case, door.Action.CHANGE, ref=ref)
    family = selectors.family(request.actor, case.ref)
    if family is None:  # who changes a family file knows it
        raise Forbidden()
    return case, people_of(family)


def _refused(error: RegistryError, form: NewRelativeForm, standing: StandingForm) -> None:
    """Each form shows what was refused of its own fields."""
    target = standing if set(error.fields) & set(standing.fields) else form
    target.add_errors_of(error)


def _drawn(family: selectors.Family | None) -> dict[str, object]:
    people = people_of(family) if family else []
    return {"people": people, "graph": graph_of(people)}


def _answer(request: ActorRequest, context: dict[str, object]) -> HttpResponse:
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, "families/_relatives.html" if is_part else "families/relatives.html", context)
