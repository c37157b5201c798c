"""Images of a case, for a comparison with remains: the list in words, one after a purpose and a warning, changes."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accessctl.forms import ViewingForm
from accessctl.image_pages import was_kept
from accessctl.middleware import ActorRequest
from cases import images as selectors
from cases import tellers
from cases.codes import FileKind, WrongImage
from cases.forms.images import CaseImageForm
from cases.models.papers import IMAGE_KINDS
from cases.services import images as services
from registry.lib.errors import Invalid

UNPROCESSABLE = 422
REASONS = [code for code in WrongImage if code is not WrongImage.LIVING_PERSON]
KINDS = [(kind.value, kind.label) for kind in FileKind if kind in IMAGE_KINDS]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def images(request: ActorRequest, ref: str) -> HttpResponse:
    """What images there are, in words; hand one in."""
    held = selectors.images_of(request.actor, ref)
    given_by = tellers.of(request.actor, held.case) if held.may_write else []
    form = CaseImageForm(request.POST or None, request.FILES or None, kinds=KINDS, tellers=given_by)
    if request.method == "POST" and was_kept(
        request,
        form,
        lambda entry: services.keep_image(actor=request.actor, ref=ref, entry=entry, given_by=form.source),
    ):
        messages.success(request, _("The image is kept."))
        return redirect("cases:images", ref=held.case.ref)
    context = {"held": held, "case": held.case, "form": form}
    return render(request, "cases/images.html", context, status=UNPROCESSABLE if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def image(request: ActorRequest, ref: str) -> HttpResponse:
    """One image: first the warning and the question for what; then, on a click, the image itself."""
    held = selectors.images_of(request.actor, ref)
    number = request.GET.get("image", "")
    row = selectors.image_in(held, number)
    form = ViewingForm(request.POST if request.method == "POST" else None)
    viewing, is_sent = None, request.method == "POST"
    if is_sent and form.is_valid():
        viewing = selectors.view_image(request.actor, ref, row.number, form.cleaned_data["purpose"])
    context = {
        "case": held.case, "image": row, "form": form, "viewing": viewing, "may_write": held.may_write,
        "reasons": [(code.value, code.label) for code in REASONS],
    }  # fmt: skip
    return render(request, "cases/image.html", context, status=UNPROCESSABLE if is_sent and not viewing else 200)


@require_POST
@login_required
def remove(request: ActorRequest, ref: str) -> HttpResponse:
    """Take an image away, with the reason."""
    held = selectors.images_of(request.actor, ref)
    row = selectors.image_in(held, request.POST.get("image", ""))
    reason = request.POST.get("reason", "")
    if reason not in REASONS:
        raise Invalid(fields={"reason": [_("Choose why it is taken away.")]})
    services.remove_image(actor=request.actor, ref=ref, number=row.number, reason=WrongImage(reason))
    messages.success(request, _("The image was taken away."))
    return redirect("cases:images", ref=held.case.ref)
