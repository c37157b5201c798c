"""Where somebody is signed in, and going on after a fresh proof."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accessctl.middleware import ActorRequest
from accessctl.signin import sessions, stepup, way


@login_required
@require_GET
def session_list(request: ActorRequest) -> HttpResponse:
    """Where the reader is signed in."""
    found = sessions.signed_in(request, request.user)  # type: ignore[arg-type]  # signed in, so an account
    return render(request, "accessctl/sessions.html", {"sessions": found})


@login_required
@require_POST
def session_end(request: ActorRequest) -> HttpResponse:
    """End one of one's own sessions, or with `others` all but this one; after a fresh proof, as a thief would too."""
    stepup.demand(request.actor)
    account, this = request.user, sessions.this_key(request)
    if "others" in request.POST:
        count = sessions.end(request.actor, account, keep=this)  # type: ignore[arg-type]
    else:
        key = request.POST.get("session", "")
        count = sessions.end(request.actor, account, key=key) if key and key != this else 0  # type: ignore[arg-type]
    said = ngettext("%(count)d session was ended.", "%(count)d sessions were ended.", count) % {"count": count}
    messages.success(request, said if count else _("There was no such session any more."))
    return redirect("accessctl:sessions")


@login_required
@require_GET
@never_cache
def go_on(request: ActorRequest) -> HttpResponse:
    """After the proof: what had been sent, ready to be sent on."""
    kept = way.take(request)
    if kept is None:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accessctl/go_on.html", {"kept": kept})
