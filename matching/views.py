"""Pages of matching: list, pair, ranking, and the fragments that other pages poll."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accessctl.middleware import ActorRequest
from accessctl.policies import ADMINISTRATORS
from matching import running, selectors, services, side_by_side
from matching.codes import Decision, PairState, Task
from matching.forms import PairFilterForm, ReviewForm, seen_token
from matching.services import rematching, reviewing
from registry.lib.errors import Invalid, NotFound

STOP_POLLING = 286  # htmx: the answer after which an element no longer asks
FAST_ASKS = 10  # once a second at first, then every five seconds
LAST_ASK = 70
STEERS = {"pause": rematching.pause, "resume": rematching.resume, "cancel": rematching.cancel}
SEEN_KEY = "opinions_seen"  # pairs whose other opinions were shown in this session


@require_safe
@login_required
def pair_list(request: ActorRequest) -> HttpResponse:
    """The pairs this person may review, newest first."""
    form = PairFilterForm(request.GET, kinds=selectors.kinds_for(request.actor))
    conditions = form.conditions()
    page = selectors.pair_page(request.actor, **conditions, after=request.GET.get("after"))
    context = {"form": form, "page": page, "pairs": page.rows, "is_filtered": any(conditions.values())}
    return render(request, "matching/list.html", context)


@require_safe
@login_required
@never_cache
def pair(request: ActorRequest, ref: str) -> HttpResponse:
    """Two records side by side."""
    asked = request.GET.get("opinions") == "1"
    view = side_by_side.open_pair(request.actor, ref, show_opinions=asked or _saw(request, ref))
    if asked:
        request.session[SEEN_KEY] = sorted({*request.session.get(SEEN_KEY, []), view.pair.ref})
    return render(request, "matching/pair.html", _pair_context(request, view, None))


@require_POST
@login_required
@never_cache
def review(request: ActorRequest, ref: str) -> HttpResponse:
    """Record a decision, or show the page again with what was typed."""
    view = side_by_side.open_pair(request.actor, ref, show_opinions=_saw(request, ref))
    form = _review_form(request, view, request.POST)
    blind = not view.shows_opinions
    if form.is_valid():
        try:
            services.review_pair(actor=request.actor, ref=ref, judgement=form.judgement(blind=blind))
        except Invalid as error:
            form.add_errors_of(error)
        except reviewing.EvidenceChanged as error:  # what was typed stays, beside the evidence as it is now
            form = _review_form(request, view, _with_seen(request.POST, view))
            form.add_errors_of(error)
            return render(request, "matching/pair.html", _pair_context(request, view, form), status=error.status)
        else:
            words = _("Your decision is recorded. You can take it back for a day, until others decide.")
            messages.success(request, words)
            return redirect("matching:pair", ref=view.pair.ref)
    return render(request, "matching/pair.html", _pair_context(request, view, form), status=422)


@require_POST
@login_required
def withdraw(request: ActorRequest, ref: str) -> HttpResponse:
    """Take one's own last decision back."""
    services.withdraw_review(actor=request.actor, ref=ref)
    messages.success(request, _("Your decision was taken back."))
    return redirect("matching:pair", ref=ref)


@require_POST
@login_required
def tell(request: ActorRequest, ref: str) -> HttpResponse:
    """Pass on what the person found alive decided; from then on the unit has their report, and no pair."""
    pair = services.tell(actor=request.actor, ref=ref)
    messages.success(request, _("Passed on. The people who serve the family are to ask it to a meeting."))
    return redirect("cases:living", ref=pair.whereabouts.ref if pair.whereabouts else "")


@require_POST
@login_required
def laboratory(request: ActorRequest, ref: str) -> HttpResponse:
    """Ask a laboratory, or end the request."""
    if request.POST.get("end") == "1":
        services.end_lab_request(actor=request.actor, ref=ref)
    else:
        services.request_lab(actor=request.actor, ref=ref)
    return redirect("matching:pair", ref=ref)


@require_POST
@login_required
def open_pair(request: ActorRequest) -> HttpResponse:
    """Open a pair that no list proposed."""
    made = services.open_pair(
        actor=request.actor, left_ref=request.POST.get("left", ""), right_ref=request.POST.get("right", "")
    )
    return redirect("matching:pair", ref=made.ref)


@require_safe
@login_required
@never_cache
def evidence(request: ActorRequest, ref: str) -> HttpResponse:
    """Whether the evidence of a pair that was just opened is there, or its ranges; the page polls until they are."""
    found = side_by_side.waiting(request.actor, ref)
    if found.evidence_at is None:
        return _polled(request, "matching/_evidence_wait.html", {"pair": found}, settled=False)
    if request.GET.get("ranges") != "1":
        return _redirected(request, found.ref)
    if side_by_side.awaits_ranges(request.actor, found):
        return _polled(request, "matching/_range_wait.html", {"pair": found}, settled=False)
    view = side_by_side.open_pair(request.actor, ref)
    response = render(request, "matching/_evidence_whole.html", {"view": view}, status=STOP_POLLING)
    response.headers["HX-Retarget"] = "#evidence"
    return response


@require_safe
@login_required
@never_cache
def case_pairs(request: ActorRequest, ref: str) -> HttpResponse:
    return _record_pairs(request, ref, Task.AM_PM)


@require_safe
@login_required
@never_cache
def case_duplicates(request: ActorRequest, ref: str) -> HttpResponse:
    return _record_pairs(request, ref, Task.AM_AM)


@require_safe
@login_required
@never_cache
def remains_pairs(request: ActorRequest, ref: str) -> HttpResponse:
    return _record_pairs(request, ref, Task.PM_AM)


@require_safe
@login_required
@never_cache
def remains_parts(request: ActorRequest, ref: str) -> HttpResponse:
    return _record_pairs(request, ref, Task.PM_PM)


@require_safe
@login_required
def case_ranking(request: ActorRequest, ref: str) -> HttpResponse:
    """The whole list of remains for a case, below the floor as well."""
    return _ranking(request, ref, Task.AM_PM)


@require_safe
@login_required
def duplicate_ranking(request: ActorRequest, ref: str) -> HttpResponse:
    return _ranking(request, ref, Task.AM_AM)


@require_safe
@login_required
def remains_ranking(request: ActorRequest, ref: str) -> HttpResponse:
    return _ranking(request, ref, Task.PM_AM)


@require_safe
@login_required
def parts_ranking(request: ActorRequest, ref: str) -> HttpResponse:
    """Other remains that may be of the same person."""
    return _ranking(request, ref, Task.PM_PM)


@require_safe
@login_required
@never_cache
def living_ranking(request: ActorRequest, ref: str) -> HttpResponse:
    """Missing persons who may be somebody found alive: for the unit that may approach them."""
    return _ranking(request, ref, Task.ALIVE_AM)


@require_safe
@login_required
@never_cache
def work_pairs(request: ActorRequest) -> HttpResponse:
    """The section of "my work": open pairs, the most urgent first."""
    return render(request, "matching/_work.html", {"pairs": selectors.work_pairs(request.actor)})


@require_safe
@login_required
@never_cache
def runs(request: ActorRequest) -> HttpResponse:
    """Comparing every record anew: the open run, or the way to begin one, and those that are over."""
    context: dict[str, Any] = {"progress": _open_run(request), "past": running.past_runs(request.actor)}
    context["known"] = running.known_pairs(request.actor)
    return render(request, "matching/runs.html", context)


@require_safe
@login_required
@never_cache
def run_progress(request: ActorRequest) -> HttpResponse:
    """Polled by that page while the run goes on; then the page is asked for anew."""
    progress = _open_run(request)
    response = render(request, "matching/_run_progress.html", {"progress": progress})
    if progress is None or not progress.is_running:
        response.status_code = STOP_POLLING
        response.headers["HX-Refresh"] = "true"
    return response


@require_POST
@login_required
def run_steer(request: ActorRequest) -> HttpResponse:
    """Begin a run, let it pause, go on or end."""
    _open_run(request)
    act, ref = request.POST.get("act", ""), request.POST.get("run", "")
    if act == "start":
        _run, is_new = rematching.start(actor=request.actor, anew=request.POST.get("anew") == "1")
        if not is_new:
            messages.info(request, _("A run is open already. Nothing else was begun."))
    elif act in STEERS:
        STEERS[act](actor=request.actor, ref=ref)
    else:
        raise NotFound()
    return redirect("matching:runs")


def _open_run(request: ActorRequest) -> running.RunProgress | None:
    if not ADMINISTRATORS & request.actor.roles:
        raise NotFound()
    return running.open_run(request.actor)


def _record_pairs(request: ActorRequest, ref: str, task: Task) -> HttpResponse:
    found = selectors.record_pairs(request.actor, ref, task)
    return _polled(request, "matching/_record_pairs.html", {"found": found}, settled=found.progress.settled)


def _polled(request: HttpRequest, template: str, context: dict[str, Any], *, settled: bool) -> HttpResponse:
    """A part of a page that asks again until it is settled: quickly at first, then slowly, and not for ever."""
    asks = int(asked) if (asked := request.GET.get("n", "")).isdigit() and len(asked) < 4 else 0
    given_up = asks >= LAST_ASK and not settled
    polling = not settled and not given_up
    context |= {"next_ask": asks + 1 if polling else None, "delay": 1 if asks < FAST_ASKS else 5, "given_up": given_up}
    return render(request, template, context, status=200 if polling or not asks else STOP_POLLING)


def _ranking(request: ActorRequest, ref: str, task: Task) -> HttpResponse:
    return render(request, "matching/ranking.html", {"list": selectors.ranking_page(request.actor, ref, task)})


def _redirected(request: HttpRequest, ref: str) -> HttpResponse:
    response: HttpResponse = redirect("matching:pair", ref=ref)
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(status=200, headers={"HX-Redirect": response.headers["Location"]})
    return response


def _with_seen(data: QueryDict, view: side_by_side.SideBySide) -> QueryDict:
    """What was typed, now on the evidence that this answer shows."""
    typed = data.copy()
    typed["seen"] = seen_token(view.stamp, view.digest)
    return typed


def _saw(request: HttpRequest, ref: str) -> bool:
    return ref in request.session.get(SEEN_KEY, [])


def _pair_context(request: ActorRequest, view: side_by_side.SideBySide, form: ReviewForm | None) -> dict[str, Any]:
    if form is None and view.can_review:
        form = _review_form(request, view, None)
    return {"view": view, "form": form if view.can_review else None}


def _review_form(request: ActorRequest, view: side_by_side.SideBySide, data: QueryDict | None) -> ReviewForm:
    if not view.can_review:
        raise NotFound()
    is_hypothesis = view.pair.state in (PairState.HYPOTHESIS, PairState.LAB_REQUESTED)
    may_confirm = is_hypothesis and not view.is_of_the_living  # what the person says is no authority's act
    decisions = [code for code in Decision if code is not Decision.CONFIRM or may_confirm]
    return ReviewForm(
        data,
        capacities=reviewing.capacities(request.actor, view.pair),
        decisions=decisions,
        initial={"seen": seen_token(view.stamp, view.digest)},
    )
