"""The hotline form: a call becomes a draft at once, so that nothing of it is lost."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accessctl.forms.drafts import stored
from accessctl.middleware import ActorRequest
from families import calls, services
from families.forms.call import CallForm
from families.views import steps

UNPROCESSABLE = 422
OF_THE_CALL = ("urgency", "hours_ago")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def call(request: ActorRequest) -> HttpResponse:
    """Two minutes of a call, kept as a draft that the registration goes on from."""
    steps.ensure_may_register(request.actor)
    form = CallForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        person = {name: values for name, values in stored(request.POST).items() if name not in OF_THE_CALL}
        parts = {calls.PART: form.call().as_part(), steps.PERSON: person}
        draft = services.begin_draft(actor=request.actor, parts=parts)
        messages.success(request, _("The call is kept and stands first in “My work”, for you and your supervisors."))
        return redirect("families:briefing", ref=draft.ref)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "families/call.html", {"form": form}, status=status)
