"""Pages of the addresses at which systems are told of changes: one more, its messages, sending again, its end."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accessctl.codes import Purpose
from accessctl.middleware import ActorRequest
from accessctl.models import Webhook
from accessctl.systems import selectors, webhooks
from accessctl.systems.forms import NoQuestionForm, WebhookForm
from registry.lib.errors import Conflict, Forbidden, Invalid, NotFound

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def webhook_new(request: ActorRequest, ref: str) -> HttpResponse:
    """Add an address; the secret that signs what is sent there is shown once."""
    found = selectors.system(request.actor, ref)
    if not selectors.may_make(request.actor):
        raise Forbidden()
    form = WebhookForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        data = form.cleaned_data
        try:
            hook, secret = webhooks.subscribe(
                request.actor, ref=ref, url=data["url"], purpose=Purpose(data["purpose"])
            )  # fmt: skip
        except (Invalid, Conflict) as error:
            form.add_errors_of(error)
        else:
            return _shown_once(request, hook, secret)
    context = {"row": found.row, "form": form}
    return render(request, "accessctl/systems/webhook_new.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_safe
@login_required
@never_cache
def webhook(request: ActorRequest, ref: str) -> HttpResponse:
    """One address: its newest messages and what became of each."""
    hook, deliveries = selectors.webhook(request.actor, ref)
    may_make = selectors.may_make(request.actor) and hook.ended_at is None
    context = {
        "hook": hook,
        "row": hook.client,
        "deliveries": deliveries,
        "may_make": may_make,
        "may_send": may_make and hook.client.is_live,
    }
    return render(request, "accessctl/systems/webhook.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def webhook_secret(request: ActorRequest, ref: str) -> HttpResponse:
    """Another secret: the page says what ends with the old one."""
    hook, _deliveries = selectors.webhook(request.actor, ref)
    if request.method == "POST":
        return _shown_once(request, *webhooks.another_secret(request.actor, ref=ref))
    if not selectors.may_make(request.actor):
        raise Forbidden()
    title = _("Make another secret")
    context = {
        "row": hook.client, "title": title, "button": title, "form": NoQuestionForm(), "action": request.path,
        "back": reverse("accessctl:webhook", args=[hook.ref]),
        "consequences": [
            _("From now on each message is signed with the new secret, those that wait as well."),
            _("The new secret is shown once. What the receiver refuses until it has it is tried again."),
        ],
    }  # fmt: skip
    return render(request, "accessctl/systems/act.html", context)


@require_POST
@login_required
def webhook_end(request: ActorRequest, ref: str) -> HttpResponse:
    """Tell nothing more there."""
    hook = webhooks.end(request.actor, ref=ref)
    messages.success(request, _("Nothing more is sent to this address."))
    return redirect("accessctl:system", ref=hook.client.ref)


@require_POST
@login_required
def webhook_again(request: ActorRequest, ref: str) -> HttpResponse:
    """Send one message again."""
    selectors.webhook(request.actor, ref)
    try:
        key = UUID(request.POST.get("delivery", ""))
    except ValueError:
        raise NotFound() from None
    webhooks.send_again(request.actor, ref=ref, key=key)
    messages.success(request, _("It is sent again within seconds."))
    return redirect("accessctl:webhook", ref=ref)


def _shown_once(request: ActorRequest, hook: Webhook, secret: str) -> HttpResponse:
    context = {"row": hook.client, "hook": hook, "secret": secret}
    return render(request, "accessctl/systems/webhook_secret.html", context)
