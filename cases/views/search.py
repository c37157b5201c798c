"""Searching own cases: asked by POST, stored, then shown under an address that names nobody."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accessctl import doorbell
from accessctl.middleware import ActorRequest
from cases import presentation, replies, selectors
from cases.forms import SaveSearchForm, SearchForm
from cases.models import StoredSearch
from cases.services import searching
from registry.lib.errors import NotFound

STOP_POLLING = 286  # htmx: the answer after which an element no longer asks
ANSWER_TASK = "matching.tasks.answer_search"  # by name: matching stands above
PATIENCE = 0.3  # seconds; the answer usually comes in a few milliseconds


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def search(request: ActorRequest) -> HttpResponse:
    """The form with one's own searches; a reference leads straight to its case."""
    form = SearchForm(request.POST) if request.method == "POST" else SearchForm()
    if form.is_bound and form.is_valid():
        if ref := form.cleaned_data["ref"]:
            try:
                return redirect("cases:detail", ref=selectors.fetch_case(request.actor, ref).ref)
            except NotFound:
                form.add_error("ref", _("There is no case with this reference that you may see."))
        else:
            stored = searching.ask(actor=request.actor, criteria=form.criteria())
            _ask_matcher(stored)
            return redirect("search-results", ref=stored.ref)
    kept, recent = selectors.own_searches(request.actor)
    context = {"form": form, "kept": _worded(kept), "recent": _worded(recent)}
    return render(request, "cases/search/search.html", context, status=422 if form.is_bound else 200)


@require_safe
@login_required
@never_cache
def results(request: ActorRequest, ref: str) -> HttpResponse:
    """What a search found, with names; it asks again by itself while the matcher is at work."""
    return render(request, "cases/search/results.html", _results(request, ref, SaveSearchForm()))


@require_safe
@login_required
@never_cache
def waiting(request: ActorRequest, ref: str) -> HttpResponse:
    """Polled by the page of a search until it is answered; then the page is asked for anew."""
    if not selectors.is_answered(request.actor, ref):
        _ring_matcher(ref)  # the first bell may have been lost with its broker or its worker
        return render(request, "cases/search/_waiting.html", {"ref": ref})
    response = HttpResponse(status=STOP_POLLING)
    response.headers["HX-Refresh"] = "true"
    return response


@require_POST
@login_required
def again(request: ActorRequest, ref: str) -> HttpResponse:
    """Search once more for the same."""
    _ask_matcher(searching.ask_again(actor=request.actor, ref=ref))
    return redirect("search-results", ref=ref)


@require_POST
@login_required
@never_cache
def save(request: ActorRequest, ref: str) -> HttpResponse:
    """Keep a search under a name."""
    form = SaveSearchForm(request.POST)
    if not form.is_valid():
        return render(request, "cases/search/results.html", _results(request, ref, form), status=422)
    searching.keep(actor=request.actor, ref=ref, name=form.cleaned_data["name"])
    messages.success(request, _("The search is kept. You find it on the search page."))
    return redirect("search-results", ref=ref)


@require_POST
@login_required
def delete(request: ActorRequest, ref: str) -> HttpResponse:
    """Delete a search; the cases stay as they are."""
    searching.delete(actor=request.actor, ref=ref)
    messages.success(request, _("The search was deleted. The cases stay as they are."))
    return redirect("search")


def _results(request: ActorRequest, ref: str, form: SaveSearchForm) -> dict[str, Any]:
    found = selectors.fetch_search(request.actor, ref)
    context: dict[str, Any] = {"search": found, "facts": presentation.criteria_facts(found.criteria), "form": form}
    if found.is_answered:
        page = selectors.page_of_results(request.actor, found, after=request.GET.get("after"))
        context |= {"page": page, "cases": selectors.with_names(request.actor, page.rows)}
    return context


def _worded(searches: list[selectors.Search]) -> list[tuple[selectors.Search, list[presentation.Fact]]]:
    return [(one, presentation.criteria_facts(one.criteria)) for one in searches]


def _ring_matcher(ref: str) -> bool:
    return doorbell.ring(ANSWER_TASK, queue="matcher", first=True, ref=ref)


def _ask_matcher(stored: StoredSearch) -> None:
    """Send the reference and wait a moment for the answer; without one the page asks by itself."""
    if stored.answered_at is None and _ring_matcher(stored.ref):
        replies.wait(stored.ref, PATIENCE)
