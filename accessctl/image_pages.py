"""The three pages of images of one kind: the list in words, one image after a purpose and a warning, taking one away.

An app says what it holds with `ImagePages` and gives its three views their addresses; how an image is asked for,
shown and refused is decided here alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accessctl.actor import Actor
from accessctl.forms import ImageForm, ShowsForm, ViewingForm
from accessctl.images import PhotoTooLarge
from accessctl.middleware import ActorRequest
from accessctl.models import NumberedImage
from accessctl.pictures import Viewing
from registry.lib.errors import Invalid, NotFound

UNPROCESSABLE = 422
KEPT, GONE = gettext_lazy("The image is kept."), gettext_lazy("The image was taken away.")
TOLD = gettext_lazy("What the image belongs to is kept.")
SHOWN = (require_http_methods(["GET", "HEAD", "POST"]), login_required, never_cache)


@dataclass(frozen=True)
class Images:
    """What images there are of one record, by number; `may_write`: whether to offer the form.

    items: what an image can belong to, each with `name` and `words`; none where images belong to nothing but a record.
    """

    record: Any
    rows: list[Any]
    may_write: bool
    items: Sequence[Any] = ()

    def item(self, name: str | None) -> Any:
        """What has this name, None where it is in no list that the reader has open."""
        return next((item for item in self.items if item.name == name), None)

    def shown(self) -> list[tuple[Any, Any]]:
        """Each image with what it belongs to."""
        return [(row, self.item(row.shows) if self.items else None) for row in self.rows]

    def of(self, name: str) -> Images:
        """The same with the images of one item alone."""
        return replace(self, rows=[row for row in self.rows if row.shows == name])

    def one(self, number: str) -> Any:
        """One image of the list, by its number as it stands in an address.  Raises NotFound."""
        row = next((row for row in self.rows if str(row.number) == number), None)
        if row is None:
            raise NotFound()
        return row


@dataclass(frozen=True, kw_only=True)
class ImagePages:
    """What an app says of its images.

    list_at, one_at, remove_at: names of its addresses; `cases:images` is drawn by `cases/images.html`.
    reasons: why one is taken away, code and words; kept, gone: what is said once one is kept, or taken away.
    tell, choices, tell_at: where images belong to something: how that is said, the items as a form offers them, and
    the address for it.
    """

    list_at: str
    one_at: str
    remove_at: str
    table: type[NumberedImage]
    reasons: Sequence[tuple[str, str | Promise]]
    listed: Callable[[Actor, str], Images]
    form: Callable[[ActorRequest, Images], Any]
    keep: Callable[[Actor, str, Any], object]
    view: Callable[[Actor, str, int, str], Viewing]
    remove: Callable[[Actor, str, int, str], object]
    tell: Callable[[Actor, str, int, str], object] | None = None
    choices: Callable[[Sequence[Any]], list[tuple[Any, Any]]] | None = None
    tell_at: str = ""
    kept: str | Promise = KEPT
    gone: str | Promise = GONE

    @method_decorator(SHOWN)
    def images(self, request: ActorRequest, ref: str) -> HttpResponse:
        """What images there are, in words, or those `of` one item; hand one in."""
        held = self.listed(request.actor, ref)
        item = held.item(request.GET.get("of"))
        form = self.form(request, held)
        if request.method == "POST" and self._was_kept(request, ref, form):
            messages.success(request, str(self.kept))
            return redirect(self.list_at, ref=held.record.ref)
        status = UNPROCESSABLE if request.method == "POST" else 200
        return self._draw(request, self.list_at, held.of(item.name) if item else held, status, form=form, item=item)

    @method_decorator(SHOWN)
    def one(self, request: ActorRequest, ref: str) -> HttpResponse:
        """One image: first the warning and the question for what; then, on a click, the image itself."""
        held = self.listed(request.actor, ref)
        row = held.one(request.GET.get("image", ""))
        sent = request.POST if request.method == "POST" else None
        form = ViewingForm(sent, purposes=self.table.VIEWED_FOR)
        viewing = None
        if sent is not None and form.is_valid():
            viewing = self.view(request.actor, ref, row.number, form.cleaned_data["purpose"])
        status = UNPROCESSABLE if sent is not None and not viewing else 200
        return self._draw(
            request, self.one_at, held, status, image=row, form=form, viewing=viewing, reasons=self.reasons,
            item=held.item(row.shows) if held.items else None, telling=self._telling(held, row), tell_at=self.tell_at,
        )  # fmt: skip

    @method_decorator((require_POST, login_required))
    def told(self, request: ActorRequest, ref: str) -> HttpResponse:
        """Say to what an image belongs.  Raises NotFound, Forbidden, Invalid."""
        held = self.listed(request.actor, ref)
        row = held.one(request.POST.get("image", ""))
        if self.tell is None:
            raise NotFound()
        self.tell(request.actor, ref, row.number, request.POST.get("shows", ""))
        messages.success(request, str(TOLD))
        return redirect(f"{reverse(self.one_at, args=[held.record.ref])}?image={row.number}")

    def _telling(self, held: Images, row: Any) -> ShowsForm | None:
        if self.choices is None or not held.may_write:
            return None
        return ShowsForm(initial={"shows": row.shows or ""}, items=self.choices(held.items), auto_id="tell_%s")

    @method_decorator((require_POST, login_required))
    def taken_away(self, request: ActorRequest, ref: str) -> HttpResponse:
        """Take an image away, with the reason."""
        held = self.listed(request.actor, ref)
        row = held.one(request.POST.get("image", ""))
        reason = request.POST.get("reason", "")
        if reason not in dict(self.reasons):
            raise Invalid(fields={"reason": [_("Choose why it is taken away.")]})
        self.remove(request.actor, ref, row.number, reason)
        messages.success(request, str(self.gone))
        return redirect(self.list_at, ref=held.record.ref)

    def _was_kept(self, request: ActorRequest, ref: str, form: ImageForm) -> bool:
        """Keep the image that was sent, or write on the form why not."""
        form.is_bound = True  # an empty form that was sent is judged as well
        if _is_too_large(request):
            form.add_error("file", PhotoTooLarge().message)
        if not form.is_valid():
            return False
        try:
            self.keep(request.actor, ref, form)
        except Invalid as error:
            form.add_errors_of(error)
            return False
        return True

    def _draw(self, request: ActorRequest, at: str, held: Images, status: int, **more: Any) -> HttpResponse:
        template = at.replace(":", "/") + ".html"
        context = {
            "held": held, "record": held.record, "may_write": held.may_write, "list_at": self.list_at,
            "one_at": self.one_at, "remove_at": self.remove_at,
        }  # fmt: skip
        return render(request, template, context | more, status=status)


def _is_too_large(request: ActorRequest) -> bool:
    """A request that is too large reaches us without its file."""
    length = int(request.headers.get("Content-Length") or 0)
    return length > settings.FILE_UPLOAD_MAX_MEMORY_SIZE and "file" not in request.FILES
