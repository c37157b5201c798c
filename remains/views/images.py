"""Images of remains: the list by what they show, one image after a purpose and a warning, adding and taking away."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accessctl.forms import ImageForm, ViewingForm
from accessctl.image_pages import was_kept
from accessctl.middleware import ActorRequest
from cases.codes import FileKind, WrongImage
from registry.lib.errors import Invalid
from remains import images as selectors
from remains import services
from remains.models.found import IMAGE_KINDS

UNPROCESSABLE = 422
KINDS = [(kind.value, kind.label) for kind in FileKind if kind in IMAGE_KINDS]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def images(request: ActorRequest, ref: str) -> HttpResponse:
    """What images there are, in words; hand one in."""
    held = selectors.images_of(request.actor, ref)
    form = ImageForm(request.POST or None, request.FILES or None, kinds=KINDS)
    if request.method == "POST" and was_kept(
        request, form, lambda entry: services.keep_image(actor=request.actor, ref=ref, entry=entry)
    ):
        messages.success(request, _("The image is kept."))
        return redirect("remains:images", ref=held.remains.ref)
    context = {"held": held, "remains": held.remains, "form": form}
    return render(request, "remains/images.html", context, status=UNPROCESSABLE if request.method == "POST" else 200)


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
        viewing = selectors.view_image(request.actor, ref, number, form.cleaned_data["purpose"])
    context = {
        "remains": held.remains, "image": row, "form": form, "viewing": viewing, "may_write": held.may_write,
        "reasons": WrongImage.choices,
    }  # fmt: skip
    return render(request, "remains/image.html", context, status=UNPROCESSABLE if is_sent and not viewing else 200)


@require_POST
@login_required
def remove(request: ActorRequest, ref: str) -> HttpResponse:
    """Take an image away, with the reason."""
    held = selectors.images_of(request.actor, ref)
    row = selectors.image_in(held, request.POST.get("image", ""))
    reason = request.POST.get("reason", "")
    if reason not in WrongImage.values:
        raise Invalid(fields={"reason": [_("Choose why it is taken away.")]})
    services.remove_image(actor=request.actor, ref=ref, number=row.number, reason=WrongImage(reason))
    messages.success(request, _("The image was taken away."))
    return redirect("remains:images", ref=held.remains.ref)
