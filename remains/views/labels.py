"""Labels to print: for a reserved reference and for logged remains; as a page and as PDF."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accessctl import pdf
from accessctl.middleware import ActorRequest
from remains import labels, selectors
from remains.services import reserved_ref


@require_safe
@login_required
def label(request: ActorRequest, ref: str) -> HttpResponse:
    """The label of logged remains, to print from the page."""
    remains = selectors.fetch_remains(request.actor, ref)
    return _page(
        request,
        remains.ref,
        pdf_url=reverse("remains:label-pdf", args=[remains.ref]),
        back_url=reverse("remains:detail", args=[remains.ref]),
    )


@require_safe
@login_required
def label_pdf(request: ActorRequest, ref: str) -> HttpResponse:
    """The same as PDF."""
    return _pdf(selectors.fetch_remains(request.actor, ref).ref)


@require_safe
@login_required
def draft_label(request: ActorRequest, ref: str) -> HttpResponse:
    """The label of a reserved reference."""
    draft = selectors.fetch_draft(request.actor, ref)
    return _page(
        request,
        reserved_ref(draft),
        pdf_url=reverse("remains:draft-label-pdf", args=[draft.ref]),
        back_url=reverse("remains:draft", args=[draft.ref]),
    )


@require_safe
@login_required
def draft_label_pdf(request: ActorRequest, ref: str) -> HttpResponse:
    """The same as PDF."""
    return _pdf(reserved_ref(selectors.fetch_draft(request.actor, ref)))


def _page(request: ActorRequest, ref: str, **links: Any) -> HttpResponse:
    return render(request, "remains/label.html", {**labels.context(ref), **links})


def _pdf(ref: str) -> HttpResponse:
    return pdf.answer(labels.pdf(ref), ref)
