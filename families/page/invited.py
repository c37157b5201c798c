"""The form of an invitation: code and PIN, the risks, consent question by question, the answers.  No script needed.

SECURITY: no cookie and no address holds anything; what was sent goes to the queue and is never shown again.  One answer
to everything that does not open.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from families.forms.invitation import InvitedForm
from families.page.forms import EnterForm
from families.services import invitations
from families.services.invitations import Form

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invited(request: HttpRequest) -> HttpResponse:
    """Where the code of an invitation is typed; the form that it opens; sending it."""
    if request.method != "POST":
        return render(request, "families/page/invited_enter.html", {"form": EnterForm()})
    if token := request.POST.get("form", ""):
        return _sent(request, token)
    entered = EnterForm(request.POST)
    entered.full_clean()
    code, pin = entered.cleaned_data.get("code", ""), entered.cleaned_data.get("pin", "")
    opened = invitations.enter(code=code, pin=pin, address=request.META.get("REMOTE_ADDR", ""))
    if opened is None:
        return _refused(request)
    return _page(request, opened, InvitedForm(initial=_typed(request)))


def _sent(request: HttpRequest, token: str) -> HttpResponse:
    opened = invitations.form_of(token)
    if opened is None:
        return _refused(request)
    with translation.override(opened.language):  # the questions are worded as they were asked
        form = InvitedForm(request.POST)
        is_valid = form.is_valid()
    if not is_valid:
        return _page(request, opened, form, status=UNPROCESSABLE)
    if form.cleaned_data["own_search"] != "yes":
        return _page(request, opened, form, says_no=True)
    if not invitations.send(token=token, parts=form.parts()):
        return _refused(request)
    with translation.override(opened.language):
        return render(request, "families/page/invited_sent.html", {"organisation": opened.organisation.name})


def _page(
    request: HttpRequest, opened: Form, form: InvitedForm | None = None, *, status: int = 200, says_no: bool = False
) -> HttpResponse:
    sections = [part.split("\n") for part in opened.text.split("\n\n")]
    with translation.override(opened.language):
        context = {"opened": opened, "form": form or InvitedForm(), "sections": sections, "says_no": says_no}
        return render(request, "families/page/invited.html", context, status=status)


def _refused(request: HttpRequest) -> HttpResponse:
    context = {"form": EnterForm(), "is_refused": True, "typed": _typed(request).items()}
    return render(request, "families/page/invited_enter.html", context, status=UNPROCESSABLE)


def _typed(request: HttpRequest) -> dict[str, str]:
    """What stood in a form that no longer lies open: it goes back to who sent it, so that code and PIN bring it on.

    SECURITY: out of this very request and kept nowhere.
    """
    return {name: request.POST[name][:2000] for name in InvitedForm().fields if request.POST.get(name)}
