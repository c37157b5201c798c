"""The search itself: steps taken, whom we asked, what they answered; the letter that goes along."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accessctl import pdf
from accessctl.middleware import ActorRequest
from cases.forms.actions import ActionAnswerForm, ActionForm
from cases.inquiry import inquiry
from cases.selectors.actions import askable, steps_of
from cases.services.actions import answer_action, note_action
from registry.lib.errors import Invalid

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def actions(request: ActorRequest, ref: str) -> HttpResponse:
    """What was done to find the person; writing a step down, or what came of one."""
    found = steps_of(request.actor, ref)
    about = request.POST.get("about", "") or request.GET.get("about", "")
    data = request.POST if request.method == "POST" else None
    step = ActionForm(None if about else data, organisations=[(one.ref, one.name) for one in askable(request.actor)])
    answer = ActionAnswerForm(data if about else None)
    if data is not None and _saved(request, found.case.ref, answer if about else step, about):
        return redirect("cases:actions", ref=found.case.ref)
    context: dict[str, Any] = {
        "found": found, "case": found.case, "step_form": step, "answer_form": answer, "about": about,
        "asked": next((one for one in found.steps if one.row.ref == about), None),
    }  # fmt: skip
    return render(request, "cases/actions.html", context, status=200 if data is None else UNPROCESSABLE)


def _saved(request: ActorRequest, ref: str, form: ActionForm | ActionAnswerForm, about: str) -> bool:
    if not form.is_valid():
        return False
    try:
        if isinstance(form, ActionForm):
            note_action(actor=request.actor, case_ref=ref, entry=form.entry())
        else:
            answer_action(actor=request.actor, case_ref=ref, action_ref=about, answer=form.answer())
    except Invalid as error:
        form.add_errors_of(error)
        return False
    messages.success(request, _("It is written down."))
    return True


@require_GET
@login_required
@never_cache
def letter(request: ActorRequest, ref: str) -> HttpResponse:
    """`about`: the reference of a step; `form`: page or pdf."""
    made = inquiry(request.actor, ref, request.GET.get("about", ""))
    if request.GET.get("form") == "pdf":
        return pdf.answer(
            pdf.draw(render_to_string("cases/inquiry_paper.html", {"made": made}), "app/paper.css"), made.reference
        )
    return render(request, "cases/inquiry.html", {"made": made, "ref": ref})
