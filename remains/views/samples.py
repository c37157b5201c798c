"""Samples: the list, one sample with its way and its tests, taking one, its label."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accessctl.middleware import ActorRequest
from registry.lib.errors import Invalid, NotFound
from remains import labels, services
from remains.custody import selectors as custody
from remains.forms.samples import CodeForm, ReportForm, SampleForm, SampleStepForm, TestForm
from remains.models import Remains
from remains.samples import presentation, selectors
from remains.samples.codes import SampleStepKind
from remains.samples.selectors import Held
from remains.services import samples as taking

UNPROCESSABLE = 422


@require_safe
@login_required
@never_cache
def worklist(request: ActorRequest) -> HttpResponse:
    """The samples of one's institution, and what one's laboratory was asked to test.  With `code`: that sample."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        try:
            return redirect("samples:sample", ref=selectors.fetch(request.actor, form.cleaned_data["code"]).ref)
        except NotFound:
            form.add_error("code", _("No sample that you may see bears this code."))
    context = {
        "samples": selectors.worklist(request.actor),
        "form": form,
        "is_laboratory": selectors.is_laboratory(request.actor),
    }
    return render(request, "samples/list.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def of_source(request: ActorRequest, ref: str) -> HttpResponse:
    """The samples of remains or of a donor, and taking one more."""
    source = taking.source_of(request.actor, ref)
    form = SampleForm(request.POST if request.method == "POST" else None, materials=taking.materials_of(source))
    agreed, refused = True, ""
    try:
        taking.ensure_agreed(source)
    except services.NoConsent as error:
        agreed, refused = False, error.message
    if form.is_bound and form.is_valid():
        try:
            sample = services.take_sample(actor=request.actor, entry=form.entry(source.ref))
        except Invalid as error:
            form.add_errors_of(error)
        else:
            messages.success(request, _("The sample is written down. Print its label and stick it on."))
            return redirect("samples:sample", ref=sample.ref)
    context = {
        "source": source, "form": form, "agreed": agreed, "refused": refused, "is_remains": isinstance(source, Remains),
        "samples": selectors.samples_from(request.actor, source),
    }  # fmt: skip
    return render(request, "samples/of_source.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def sample(request: ActorRequest, ref: str) -> HttpResponse:
    """One sample: what it is, its way, its tests; the next step, a test, a report."""
    held = selectors.sample_of(request.actor, ref)
    sent = next((name for name in ("write", "ask", "tell") if name in request.POST), "")
    step = _step_form(request, held, sent == "write")
    ask = _test_form(request, held, sent == "ask")
    told = _report_form(request, held, sent == "tell")
    actor, code = request.actor, held.sample.ref
    saves: dict[str, tuple[Any, Callable[[], object]]] = {
        "write": (step, lambda: services.add_sample_step(actor=actor, ref=code, entry=step.entry())),
        "ask": (
            ask,
            lambda: services.ask_test(actor=actor, ref=code, kind=ask.cleaned_data["test"], step=ask.entry()),
        ),
        "tell": (told, lambda: services.report(actor=actor, ref=code, entry=told.entry() if told else None)),  # type: ignore[arg-type]
    }
    if sent and saves[sent][0] is not None and _saved(request, *saves[sent]):
        return redirect("samples:sample", ref=code)
    context = {
        "held": held, "sample": held.sample, "step": step, "ask": ask, "told": told,
        "facts": presentation.facts(held), "steps": presentation.steps(held), "tests": presentation.tests(held),
        "is_remains": isinstance(held.source, Remains),
    }  # fmt: skip
    return render(request, "samples/sample.html", context, status=UNPROCESSABLE if request.method == "POST" else 200)


@require_safe
@login_required
def label(request: ActorRequest, ref: str) -> HttpResponse:
    """The label of a sample: its code and nothing else."""
    found = selectors.fetch(request.actor, ref)
    links = {"pdf_url": "", "back_url": reverse("samples:sample", args=[found.ref])}
    return render(request, "remains/label.html", {**labels.context(found.ref), **links})


def _step_form(request: ActorRequest, held: Held, is_sent: bool) -> Any:
    """The form of the step that was chosen, if it may be written now."""
    chosen = request.POST.get("write", "") if is_sent else request.GET.get("step", "")
    kind = next((kind for kind in held.kinds if kind == chosen), None)
    if kind is None:
        return None
    places = [(place.ref, place.label) for place in custody.open_places(request.actor)]
    data = (request.POST, request.FILES) if is_sent else ()
    return SampleStepForm(*data, kind=kind, places=places, receivers=custody.receivers(request.actor))


def _test_form(request: ActorRequest, held: Held, is_sent: bool) -> Any:
    if not held.may_test:
        return None
    data = (request.POST,) if is_sent else ()
    laboratories = selectors.laboratories(request.actor)
    return TestForm(*data, kind=SampleStepKind.SENT, receivers=laboratories, auto_id="id_test_%s")


def _report_form(request: ActorRequest, held: Held, is_sent: bool) -> ReportForm | None:
    if not held.may_report:
        return None
    return ReportForm(*((request.POST, request.FILES) if is_sent else ()), auto_id="id_report_%s")


def _saved(request: ActorRequest, form: Any, save: Callable[[], object]) -> bool:
    if not form.is_saved_by(save):
        return False
    messages.success(request, _("It is written."))
    return True
