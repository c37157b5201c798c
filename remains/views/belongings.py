"""Belongings of remains: where each is, and the next step of one or of several."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accessctl.middleware import ActorRequest
from remains import services
from remains.belongings import presentation, selectors
from remains.belongings.selectors import Belongings
from remains.custody import selectors as custody
from remains.forms.belongings import BelongingStepForm

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def belongings(request: ActorRequest, ref: str) -> HttpResponse:
    """Every belonging with its way and its images; a step of those that are ticked."""
    held = selectors.belongings_of(request.actor, ref)
    form = _form(request, held)
    if request.method == "POST" and form is not None and _saved(request, held, form):
        return redirect("remains:belongings", ref=held.remains.ref)
    context = {
        "held": held, "remains": held.remains, "step": form,
        "things": [presentation.shown(thing) for thing in held.things],
    }  # fmt: skip
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "remains/belongings.html", context, status=status)


def _form(request: ActorRequest, held: Belongings) -> BelongingStepForm | None:
    """The form of the step that was chosen, if it may be written now of any of them."""
    data: Any = request.POST if request.method == "POST" else None
    chosen = (data or request.GET).get("step", "")
    kind = next((kind for kind in held.kinds if kind == chosen), None)
    if kind is None:
        return None
    things = [(thing.name, presentation.title(thing)) for thing in held.things if kind in thing.kinds]
    places = [(place.ref, place.label) for place in custody.open_places(request.actor)]
    receivers = custody.receivers(request.actor)
    return BelongingStepForm(data, kind=kind, things=things, places=places, receivers=receivers)


def _saved(request: ActorRequest, held: Belongings, form: BelongingStepForm) -> bool:
    def save() -> None:
        items = form.cleaned_data["items"]
        services.add_belonging_steps(actor=request.actor, ref=held.remains.ref, items=items, entry=form.entry())

    if not form.is_saved_by(save):
        return False
    messages.success(request, _("It is written."))
    return True
