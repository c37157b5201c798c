"""Several remains at once: one step of custody for all of them, and their labels on one paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accessctl import pdf
from accessctl.middleware import ActorRequest
from registry.lib.errors import Forbidden, Invalid
from remains import labels
from remains import selectors as records
from remains.custody import selectors
from remains.forms.custody import TogetherForm
from remains.services.together import TOGETHER, NotTogether, add_steps, named

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def together(request: ActorRequest) -> HttpResponse:
    """The step that several remains get at once; each has its own in its chain, or none has."""
    if not selectors.may_keep(request.actor):
        raise Forbidden()
    sent = request.POST if request.method == "POST" else request.GET
    refs = _refs(request, sent.getlist("ref"))
    form, refused = _form(request), {}
    if form is not None and form.is_bound and form.is_valid():
        try:
            written = add_steps(actor=request.actor, refs=refs, entry=form.entry())
        except NotTogether as error:
            form.add_errors_of(error)
            refused = error.refused
        except Invalid as error:
            form.add_errors_of(error)
        else:
            said = ngettext("It is written for %(n)s of them.", "It is written for %(n)s of them.", len(written))
            messages.success(request, said % {"n": len(written)})
            return redirect("remains:worksheet")
    context: dict[str, Any] = {
        "held": [(ref, refused.get(ref, [])) for ref in refs], "step": form, "kinds": TOGETHER,
        "query": "&".join(f"ref={ref}" for ref in refs),
    }  # fmt: skip
    return render(request, "remains/together.html", context, status=UNPROCESSABLE if request.method == "POST" else 200)


def _form(request: ActorRequest) -> TogetherForm | None:
    chosen = request.POST.get("write", "") if request.method == "POST" else request.GET.get("step", "")
    kind = next((kind for kind in TOGETHER if kind == chosen), None)
    if kind is None:
        return None
    places = [(place.ref, place.label) for place in selectors.open_places(request.actor)]
    data = request.POST if request.method == "POST" else None
    return TogetherForm(data, kind=kind, places=places, receivers=selectors.receivers(request.actor))


@require_safe
@login_required
def labels_pdf(request: ActorRequest) -> HttpResponse:
    """One label of each of these remains, as one PDF."""
    return pdf.answer(labels.pdf(*_refs(request, request.GET.getlist("ref")), copies=1), "labels")


def _refs(request: ActorRequest, sent: list[str]) -> list[str]:
    """The references that were ticked, as the records bear them.  Raises NotFound, NoneTicked, TooManyTicked."""
    return [records.fetch_remains(request.actor, ref).ref for ref in named(sent)]
