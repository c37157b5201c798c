"""The family's own page: entering by code and PIN, looking, taking consent back, asking, taking a copy, leaving.

No account is involved and no script.  The visit is a cookie of its own, half an hour long, that opens nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accessctl import pdf
from accessctl.downloads import kept_as
from accessctl.signin.stepup import ProofNeeded
from families.page import copying, reading
from families.page.forms import AskForm, EnterForm
from families.services import page_codes, requests, restricting
from families.services.page_codes import Visit
from families.services.restricting import NothingRestricted
from families.services.standing import NothingStands, withdraw_own
from registry.lib.errors import Conflict, Invalid, NotFound

COOKIE = "__Host-family" if settings.TLS else "family"
UNPROCESSABLE = 422
View = Callable[..., HttpResponse]


def _visited(view: View) -> View:
    """Only for somebody whom a code let in; else to the page where codes are typed."""

    @wraps(view)
    def visited(request: HttpRequest) -> HttpResponse:
        visit = page_codes.visit_of(request.COOKIES.get(COOKIE, ""))
        if visit is None:
            return _forget(redirect("family:page"))
        try:
            return view(request, visit)
        except NotFound:  # the case went while they looked
            return _forget(redirect("family:page"))

    return visited


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Where a code is typed; the page itself for whom one let in."""
    if request.method == "POST":
        return _enter(request)
    visit = page_codes.visit_of(request.COOKIES.get(COOKIE, ""))
    if visit is not None:
        try:
            home = reading.home(visit.actor, visit.case_ref)
        except NotFound:
            return _forget(render(request, "families/page/enter.html", {"form": EnterForm()}))
        return render(request, "families/page/home.html", {"home": home, "said": request.GET.get("said", "")})
    return render(request, "families/page/enter.html", {"form": EnterForm()})


def _enter(request: HttpRequest) -> HttpResponse:
    """One answer to everything that does not open."""
    form = EnterForm(request.POST)
    form.full_clean()
    code, pin = form.cleaned_data.get("code", ""), form.cleaned_data.get("pin", "")
    token = page_codes.enter(code=code, pin=pin, address=request.META.get("REMOTE_ADDR", ""))
    if token is None:
        context = {"form": EnterForm(), "is_refused": True}
        return _forget(render(request, "families/page/enter.html", context, status=UNPROCESSABLE))
    response = redirect("family:page")
    response.set_cookie(
        COOKIE, token, max_age=int(page_codes.VISIT.total_seconds()), secure=settings.TLS, httponly=True,
        samesite="Strict",
    )  # fmt: skip
    return response


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Away, now: the visit ends and the browser shows something harmless."""
    page_codes.leave(request.COOKIES.get(COOKIE, ""))
    response = HttpResponseRedirect(settings.FAMILY_EXIT)
    response.headers["Clear-Site-Data"] = '"cache"'
    return _forget(response)


@require_http_methods(["GET", "HEAD", "POST"])
@_visited
def withdraw(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What taking back one thing, or everything, will do; and doing it."""
    case, uses = reading.consents(visit.actor, visit.case_ref)
    asked = request.POST.get("use", "") if request.method == "POST" else request.GET.get("use", "")
    use = next((one for one in uses if one.key == asked), None)
    is_last = use is None or len(uses) == 1
    if asked and use is None:  # taken back meanwhile: never led on to everything else
        return redirect("family:page")
    context: dict[str, Any]
    if request.method != "POST":
        context = {"case": case, "use": use, "is_last": is_last, "nothing": not uses}
        return render(request, "families/page/withdraw.html", context)
    try:
        withdraw_own(
            actor=visit.actor, case_ref=visit.case_ref, purpose=use.purpose if use else "",
            recipient_class=use.recipient_class if use else "",
        )  # fmt: skip
    except NothingStands:
        return redirect("family:page")
    context = {"organisation": case.owner.name, "is_closed": reading.is_closed(visit.actor, visit.case_ref)}
    return render(request, "families/page/withdrawn.html", context)


@require_POST
@_visited
def lift(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What they wished to be kept and not used may be used again."""
    with suppress(NothingRestricted):
        restricting.lift_own(actor=visit.actor, case_ref=visit.case_ref)
    return redirect("family:page")


@require_http_methods(["GET", "HEAD", "POST"])
@_visited
def ask(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask, tell, correct, complain."""
    form = AskForm(request.POST if request.method == "POST" else None, initial={"kind": request.GET.get("kind", "")})
    if form.is_valid():
        try:
            requests.ask(actor=visit.actor, case_ref=visit.case_ref, asked=form.asked())
        except (Invalid, Conflict) as error:
            form.add_errors_of(error)
        else:
            return redirect(f"{request.path.removesuffix('ask/')}?said=1")
    return render(request, "families/page/ask.html", {"form": form}, status=UNPROCESSABLE if form.is_bound else 200)


@require_POST
@_visited
def copy(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everything that is held of them: to read, for programs, or to print.  Soon after the PIN, or the PIN again."""
    try:
        found = copying.copy_of(visit.actor, visit.case_ref)
    except ProofNeeded:
        page_codes.leave(request.COOKIES.get(COOKIE, ""))
        return _forget(render(request, "families/page/enter.html", {"form": EnterForm(), "is_again": True}))
    kind, name = request.POST.get("as", ""), _("copy")
    if kind == "json":
        data = JsonResponse(found.as_data(), json_dumps_params={"ensure_ascii": False, "indent": 1})
        return kept_as(data, f"{name}.json")
    context: dict[str, Any] = {"copy": found, "is_paper": kind == "pdf"}
    if kind == "pdf":
        drawn = pdf.draw(render_to_string("families/page/copy_paper.html", context), "app/family.css")
        return kept_as(HttpResponse(drawn, content_type="application/pdf"), f"{name}.pdf")
    return render(request, "families/page/copy.html", context)


def _forget(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(COOKIE, samesite="Strict")
    return response
