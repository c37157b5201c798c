"""Pages of links to other registries: the list, one more, one link with its keys and the acts on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accessctl.middleware import ActorRequest
from accessctl.peers import selectors, services
from accessctl.peers.forms import FingerprintForm, KeyForm, PeerForm
from registry.lib.errors import Conflict, Invalid, NotFound

UNPROCESSABLE = 422
# What a press of a button does, and what is said when it is done.
ACTS: dict[str, tuple[Callable[..., Any], str | Promise]] = {
    "leave": (services.leave, gettext_lazy("The records of your organisation take part no longer.")),
    "suspend": (services.suspend, gettext_lazy("Nothing is asked or answered until somebody goes on.")),
    "resume": (services.resume, gettext_lazy("Questions are asked and answered again.")),
    "end": (services.end, gettext_lazy("The link is ended.")),
    "own-key": (
        services.replace_own_key,
        gettext_lazy("Tell the other registry’s people the new key and fingerprint."),
    ),
}


@require_safe
@login_required
@never_cache
def peer_list(request: ActorRequest) -> HttpResponse:
    """Every link to another registry."""
    return render(request, "accessctl/peers/list.html", {"links": selectors.links(request.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def peer_new(request: ActorRequest) -> HttpResponse:
    """Enter a registry."""
    selectors.ensure_answers(request.actor)
    bodies = selectors.bodies(request.actor)
    form = PeerForm(request.POST if request.method == "POST" else None, bodies=bodies)
    if form.is_valid():
        try:
            made = services.propose(request.actor, form.terms())
        except Invalid as error:
            form.add_errors_of(error)
        else:
            messages.success(request, _("Entered. A second person now compares the fingerprints."))
            return redirect("accessctl:peer", ref=made.ref)
    return render(request, "accessctl/peers/new.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


@require_safe
@login_required
@never_cache
def peer(request: ActorRequest, ref: str) -> HttpResponse:
    """One link: both keys, who takes part, what may be done."""
    return _page(request, ref)


@require_POST
@login_required
def peer_confirm(request: ActorRequest, ref: str) -> HttpResponse:
    """The second person compared the fingerprint."""
    form = FingerprintForm(request.POST)
    if form.is_valid():
        try:
            services.confirm(request.actor, ref=ref, fingerprint=form.cleaned_data["fingerprint"])
        except (Invalid, Conflict) as error:
            form.add_errors_of(error)
        else:
            messages.success(request, _("The link is in force."))
            return redirect("accessctl:peer", ref=ref)
    return _page(request, ref, confirm_form=form)


@require_POST
@login_required
def peer_join(request: ActorRequest, ref: str) -> HttpResponse:
    """Somebody of another organisation of ours compared the fingerprint."""
    form = FingerprintForm(request.POST)
    if form.is_valid():
        try:
            services.join(request.actor, ref=ref, fingerprint=form.cleaned_data["fingerprint"])
        except (Invalid, Conflict) as error:
            form.add_errors_of(error)
        else:
            messages.success(request, _("The records of your organisation take part from now on."))
            return redirect("accessctl:peer", ref=ref)
    return _page(request, ref, join_form=form)


@require_POST
@login_required
def peer_key(request: ActorRequest, ref: str) -> HttpResponse:
    """The other registry has another key."""
    form = KeyForm(request.POST)
    if form.is_valid():
        try:
            services.replace_their_key(request.actor, ref=ref, key=form.cleaned_data["key"])
        except Invalid as error:
            form.add_errors_of(error)
        else:
            messages.success(request, _("Entered. Nothing is asked or answered until a second person compared it."))
            return redirect("accessctl:peer", ref=ref)
    return _page(request, ref, key_form=form)


@require_POST
@login_required
def peer_act(request: ActorRequest, ref: str) -> HttpResponse:
    """An act that asks nothing."""
    if (act := request.POST.get("act", "")) not in ACTS:
        raise NotFound()
    service, said = ACTS[act]
    service(request.actor, ref=ref)
    messages.success(request, str(said))
    return redirect("accessctl:peer", ref=ref)


def _page(request: ActorRequest, ref: str, **forms: Any) -> HttpResponse:
    found = selectors.link(request.actor, ref)
    context = {"found": found, "row": found.row} | {
        "confirm_form": FingerprintForm(), "join_form": FingerprintForm(), "key_form": KeyForm(),
    } | forms  # fmt: skip
    return render(request, "accessctl/peers/detail.html", context, status=UNPROCESSABLE if forms else 200)
