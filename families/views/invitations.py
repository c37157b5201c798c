"""Inviting somebody from outside: whom, in which language; the link and the PIN, shown once; taking it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accessctl.middleware import ActorRequest
from families import briefing, selectors
from families.codes import IntakeWay
from families.forms.invitation import InviteForm
from families.services import invitations
from families.views import steps

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def invite(request: ActorRequest) -> HttpResponse:
    """The invitations that wait; making one, which is shown in the answer and never again; `end`: taking one back."""
    steps.ensure_may_register(request.actor)
    if ref := request.POST.get("end", ""):
        invitations.take_back(actor=request.actor, ref=ref)
        messages.success(request, _("The invitation is taken back. Its code opens nothing any more."))
        return redirect("families:invite")
    form = InviteForm(
        request.POST if request.method == "POST" else None, languages=briefing.NAMES,
        initial={"language": get_language()},
    )  # fmt: skip
    if form.is_valid():
        chosen = form.cleaned_data
        wording = steps.told(request.actor, chosen["language"])
        made = invitations.invite(actor=request.actor, way=IntakeWay(chosen["way"]), wording=wording)
        # SECURITY: the code is typed.  In an address it would lie in logs, histories and previews of messages.
        link = request.build_absolute_uri(reverse("family:invited"))
        return render(request, "families/invitation.html", {"made": made, "link": link})
    context: dict[str, Any] = {"form": form, "waiting": selectors.invitations(request.actor)}
    return render(request, "families/invite.html", context, status=UNPROCESSABLE if form.is_bound else 200)
