"""Demo sign-in, the journal as the data-protection officer reads it, and the work that failed."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accessctl import door, failed, history
from accessctl.checks import is_demo_on_loopback
from accessctl.forms.filters import JournalFilterForm
from accessctl.middleware import ActorRequest
from accessctl.models import Account, JournalEntry
from accessctl.policies import ANSWERABLE, JOURNAL_READERS
from accessctl.signin import second
from accessctl.signin.record import record_sign_in
from registry.lib.errors import NotFound

JOURNAL_PAGE = 50
LONGEST_ENTRY_NUMBER = 19
DEMO_DOMAIN = "demo.invalid"  # invented accounts carry it; nobody can own an address there
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as an invented account, or show again that one is it: in the demo, from this machine, nowhere else."""
    if not is_demo_on_loopback() or not _comes_from_this_machine(request):
        raise NotFound()
    invented = Account.objects.filter(email__endswith=f"@{DEMO_DOMAIN}", is_active=True)
    account = invented.filter(email=request.POST.get("account", "")).first()
    if account is None:
        raise NotFound()
    login(request, account, backend=BACKEND)
    record_authentication(request, account, second.DEMO)
    record_sign_in(request, account)
    return redirect(get_next_redirect_url(request) or "site:work")


def _comes_from_this_machine(request: HttpRequest) -> bool:
    """A request that a proxy passed on comes from elsewhere, whatever the last address says."""
    forwarded = {"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip"} & set(request.headers)
    return not forwarded and request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1")


@require_GET
def journal_list(request: ActorRequest) -> HttpResponse:
    """The newest entries of the own organisation: who read or changed what, when, for which purpose."""
    if not JOURNAL_READERS & request.actor.roles:
        raise NotFound()
    before = request.GET.get("before", "")
    entries = door.visible(request.actor, JournalEntry).order_by("-id")
    if before.isdecimal() and len(before) < LONGEST_ENTRY_NUMBER:
        entries = entries.filter(pk__lt=int(before))
    form = JournalFilterForm(request.GET)
    if ref := form.ref_asked():
        entries = entries.filter(refs__contains=[ref])
    rows = list(entries[: JOURNAL_PAGE + 1])
    more = rows[JOURNAL_PAGE - 1].pk if len(rows) > JOURNAL_PAGE else None
    lines = history.lines(request.actor, rows[:JOURNAL_PAGE])
    context = {"form": form, "lines": lines, "before": more, "is_filtered": bool(request.GET.get("ref"))}
    return render(request, "accessctl/journal.html", context)


@require_GET
def failed_work(request: ActorRequest) -> HttpResponse:
    """Work that was given up after several attempts, for those who answer for an organisation."""
    if not ANSWERABLE & request.actor.roles:
        raise NotFound()
    context = {"pieces": failed.listed(request.actor), "count": failed.count(request.actor)}
    return render(request, "accessctl/failed_work.html", context)


@require_POST
def failed_work_again(request: ActorRequest) -> HttpResponse:
    """Try one piece again, or all of them."""
    if not ANSWERABLE & request.actor.roles:
        raise NotFound()
    key = request.POST.get("piece", "")
    if key and not (key.isdecimal() and len(key) < LONGEST_ENTRY_NUMBER):
        raise NotFound()
    tried = failed.try_again(actor=request.actor, key=int(key) if key else None)
    said = ngettext("%(count)d piece of work is tried again.", "%(count)d pieces of work are tried again.", tried)
    messages.success(request, said % {"count": tried})
    return redirect("accessctl:failed-work")
