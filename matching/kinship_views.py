"""Pages of kinship: the pedigree by codes, and whose sample would say how much."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accessctl.middleware import ActorRequest
from matching.kinship import pages


@require_safe
@login_required
@never_cache
def of_case(request: ActorRequest, ref: str) -> HttpResponse:
    """For the family's caseworkers."""
    case, page = pages.of_case(request.actor, ref)
    return render(request, "matching/kinship.html", {"case": case, "page": page})


@require_safe
@login_required
@never_cache
def of_sample(request: ActorRequest, ref: str) -> HttpResponse:
    """For the laboratory that tests a relative's sample: by codes alone."""
    sample, page = pages.of_sample(request.actor, ref)
    return render(request, "matching/kinship.html", {"sample": sample, "page": page})
