"""Handing a list of remains to another institute or an authority, under an agreement."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accessctl.middleware import ActorRequest
from cases.views.handover import Page, answered
from remains.handing import REMAINS

PAGE = Page(
    of=REMAINS, address="remains:hand-over", detail="remains:detail", crumbs="remains/_crumbs.html",
    title=_("Hand over a list of remains"),
    purpose=_("Only what an agreement opens to this receiver for this use. You see first what goes, what stays, why."),
    never=_("Never on a list:"),
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def hand_over(request: ActorRequest) -> HttpResponse:
    """A list of remains for another institute or an authority."""
    return answered(request, PAGE)
