"""Page of an event: a whole list of names as heard, looked at before it is saved."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accessctl.middleware import ActorRequest
from cases.dvi import selectors
from cases.forms.dvi import HeardListForm
from cases.services.dvi_list import LinesRefused, Look, bring_names, look_at_names
from registry.lib.errors import Invalid, NotFound

ACTS = ("look", "bring")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def heard_list(request: ActorRequest, ref: str) -> HttpResponse:
    """Bring in many names of one source (ring 3, journalled).  `act`: look (nothing is kept), bring."""
    event = selectors.list_to_write(request.actor, ref)
    sent = request.POST.get("act", "") if request.method == "POST" else ""
    if request.method == "POST" and sent not in ACTS:
        raise NotFound()
    form = HeardListForm(request.POST, request.FILES) if sent else HeardListForm()
    look, brought = _done(request, event.ref, form, sent) if sent and form.is_valid() else (None, None)
    if brought is not None:
        said = ngettext("%(count)s name is new on the list.", "%(count)s names are new on the list.", brought)
        messages.success(request, said % {"count": brought})
        return redirect("cases:event-people", ref=event.ref)
    context = {"event": event, "form": form, "look": look}
    return render(request, "cases/dvi/people_list.html", context, status=422 if form.errors else 200)


def _done(request: ActorRequest, ref: str, form: HeardListForm, sent: str) -> tuple[Look | None, int | None]:
    """What was found by looking, how many were saved; what is refused stands at its field."""
    try:
        table = form.table()
        who: dict[str, Any] = {"actor": request.actor, "ref": ref, "source": form.source(), "lines": table.lines}
        if sent == "bring":
            return None, bring_names(**who, leave_out=form.cleaned_data["leave_out"])
        return replace(look_at_names(**who), unread=table.unread), None
    except LinesRefused as error:
        form.add_errors_of(error)
        return replace(error.look, unread=table.unread), None
    except Invalid as error:
        if error.fields:
            form.add_errors_of(error)
        else:
            form.add_error("names", error.message)
        return None, None
