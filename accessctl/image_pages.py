"""What pages that take in an image share: a form judged with the file, also where that was too large to arrive."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from accessctl.forms import ImageForm
from accessctl.images import PhotoTooLarge
from accessctl.middleware import ActorRequest
from accessctl.pictures import ImageEntry
from registry.lib.errors import Invalid


def was_kept(request: ActorRequest, form: ImageForm, keep: Callable[[ImageEntry], object]) -> bool:
    """Keep the image that was sent, or write on the form why not."""
    form.is_bound = True  # an empty form that was sent is judged as well
    if _is_too_large(request):
        form.add_error("file", PhotoTooLarge().message)
    if not form.is_valid():
        return False
    try:
        keep(form.entry())
    except Invalid as error:
        form.add_errors_of(error)
        return False
    return True


def _is_too_large(request: ActorRequest) -> bool:
    """A request that is too large reaches us without its file."""
    length = int(request.headers.get("Content-Length") or 0)
    return length > settings.FILE_UPLOAD_MAX_MEMORY_SIZE and "file" not in request.FILES
