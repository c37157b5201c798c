"""Pages of partner systems: the own organisation's clients, what each may do, another secret, shutting out."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accessctl.middleware import ActorRequest
from accessctl.models import ApiClient, Approval
from accessctl.services import clients as services
from accessctl.systems import entering, selectors
from accessctl.systems.forms import ClientForm, NoQuestionForm
from registry.lib.errors import Conflict, Forbidden, Invalid

GET_OR_POST = ["GET", "HEAD", "POST"]
UNPROCESSABLE = 422


@require_safe
@login_required
@never_cache
def client_list(request: ActorRequest) -> HttpResponse:
    """The systems of the reader's organisation."""
    context = {"systems": selectors.systems(request.actor), "may_make": selectors.may_make(request.actor)}
    context |= {"approved": entering.approved_systems(request.actor)}
    return render(request, "accessctl/systems/list.html", context)


@require_http_methods(GET_OR_POST)
@login_required
@never_cache
def client_new(request: ActorRequest) -> HttpResponse:
    """Enter a system, or ask a second person about it; its secret is shown once, to who enters it."""
    if not selectors.may_make(request.actor):
        raise Forbidden()
    if approval := request.POST.get("approval", ""):
        return _shown_once(request, *entering.enter(request.actor, None, approval=approval))
    form = ClientForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            wanted = form.wanted()
            if entering.needs_second(wanted.scopes):
                return _asked(request, entering.ask_to_enter(request.actor, wanted))
            return _shown_once(request, *entering.enter(request.actor, wanted))
        except (Invalid, Conflict) as error:
            form.add_errors_of(error)
    return render(request, "accessctl/systems/new.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


@require_safe
@login_required
@never_cache
def client(request: ActorRequest, ref: str) -> HttpResponse:
    """One system: what it may do, when it was last used."""
    found = selectors.system(request.actor, ref)
    context = {"found": found, "row": found.row, "may_make": selectors.may_make(request.actor)}
    context |= {"webhooks": selectors.webhooks(request.actor, found.row)}
    return render(request, "accessctl/systems/detail.html", context)


@require_http_methods(GET_OR_POST)
@login_required
@never_cache
def client_secret(request: ActorRequest, ref: str) -> HttpResponse:
    """Another secret, once it is approved where that is needed: the page says what ends with the old one."""
    found = selectors.system(request.actor, ref)
    approval, must_ask = entering.approved_secret(request.actor, ref), entering.needs_second(found.row.scopes)
    if request.method == "POST":
        used = request.GET.get("approval", "")
        if must_ask and not used:
            return _asked(request, entering.ask_for_secret(request.actor, ref=ref))
        return _shown_once(request, *entering.rotate_secret(request.actor, ref=ref, approval=used))
    if not selectors.may_make(request.actor):
        raise Forbidden()
    consequences = [
        _("The old secret and every token had with it end at once. The system is shut out until it has the new one."),
        *entering.ending_with(found.row),
        _("The new secret is shown once. It lasts 90 days."),
    ]
    title = _("Make another secret")
    if must_ask and not approval:
        consequences.insert(0, _("A colleague is asked first. Until they approve it, nothing changes."))
        return _act(request, found.row, title, consequences, button=_("Ask a second person"))
    return _act(request, found.row, title, consequences, query=f"?approval={approval}" if approval else "")


@require_http_methods(GET_OR_POST)
@login_required
@never_cache
def client_revoke(request: ActorRequest, ref: str) -> HttpResponse:
    """Shut a system out for good."""
    found = selectors.system(request.actor, ref)
    if request.method == "POST":
        services.revoke_client(request.actor, ref=ref)
        messages.success(request, _("The system is shut out, from this moment."))
        return redirect("accessctl:system", ref=ref)
    consequences = [
        _("With the press of the button the system reads and writes nothing any more; its tokens end."),
        _("What it wrote stays. It cannot be let in again: make a new one."),
    ]
    return _act(request, found.row, _("Shut this system out"), consequences)


def _shown_once(request: ActorRequest, made: ApiClient, secret: str) -> HttpResponse:
    context = {"row": made, "secret": secret, "token_url": request.build_absolute_uri(reverse("api:token"))}
    return render(request, "accessctl/systems/secret.html", context)


def _asked(request: ActorRequest, asked: Approval) -> HttpResponse:
    messages.success(request, _("You asked. Once a colleague has approved it, you go on under “Partner systems”."))
    return redirect("accessctl:approval", ref=asked.ref)


def _act(
    request: ActorRequest, row: ApiClient, title: str, consequences: list[str], *, button: str = "", query: str = ""
) -> HttpResponse:
    context = {
        "row": row,
        "title": title,
        "button": button or title,
        "form": NoQuestionForm(),
        "consequences": consequences,
        "action": request.path + query,
        "back": reverse("accessctl:system", args=[row.ref]),
    }
    return render(request, "accessctl/systems/act.html", context)
