"""Images of remains: radiographs, photographs of the examination and of what was found."""

from __future__ import annotations

from accessctl.actor import Actor
from accessctl.forms import ImageForm
from accessctl.image_pages import ImagePages, Images
from accessctl.middleware import ActorRequest
from cases import pictured
from cases.codes import FileKind, WrongImage
from remains import images as selectors
from remains import services
from remains.models import RemainsAttachment

KINDS = [(kind.value, kind.label) for kind in FileKind if kind in RemainsAttachment.KINDS]


def _form(request: ActorRequest, held: Images) -> ImageForm:
    items, shown = pictured.choices(held.items), request.GET.get("of", "")
    return ImageForm(
        request.POST or None, request.FILES or None, kinds=KINDS, items=items, initial={"shows": shown}
    )  # fmt: skip


def _keep(actor: Actor, ref: str, form: ImageForm) -> None:
    services.keep_image(actor=actor, ref=ref, entry=form.entry())


def _tell(actor: Actor, ref: str, number: int, shows: str) -> None:
    services.tell_image(actor=actor, ref=ref, number=number, shows=shows)


def _remove(actor: Actor, ref: str, number: int, reason: str) -> None:
    services.remove_image(actor=actor, ref=ref, number=number, reason=WrongImage(reason))


PAGES = ImagePages(
    list_at="remains:images", one_at="remains:image", remove_at="remains:image-remove", table=RemainsAttachment,
    reasons=[(code.value, code.label) for code in WrongImage],
    listed=selectors.images_of, form=_form, keep=_keep, view=selectors.view_image, remove=_remove,
    tell=_tell, choices=pictured.choices, tell_at="remains:image-told",
)  # fmt: skip
