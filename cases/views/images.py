"""Images of a case, for a comparison with remains."""

from __future__ import annotations

from accessctl.actor import Actor
from accessctl.image_pages import ImagePages, Images
from accessctl.middleware import ActorRequest
from cases import images as selectors
from cases import pictured, tellers
from cases.codes import FileKind, WrongImage
from cases.forms.images import CaseImageForm
from cases.models import CaseImage
from cases.services import images as services

KINDS = [(kind.value, kind.label) for kind in FileKind if kind in CaseImage.KINDS]


def _form(request: ActorRequest, held: Images) -> CaseImageForm:
    given_by = tellers.of(request.actor, held.record) if held.may_write else []
    items, shown = pictured.choices(held.items), request.GET.get("of", "")
    return CaseImageForm(
        request.POST or None, request.FILES or None, kinds=KINDS, tellers=given_by, items=items,
        initial={"shows": shown},
    )  # fmt: skip


def _keep(actor: Actor, ref: str, form: CaseImageForm) -> None:
    services.keep_image(actor=actor, ref=ref, entry=form.entry(), given_by=form.source)


def _tell(actor: Actor, ref: str, number: int, shows: str) -> None:
    services.tell_image(actor=actor, ref=ref, number=number, shows=shows)


def _remove(actor: Actor, ref: str, number: int, reason: str) -> None:
    services.remove_image(actor=actor, ref=ref, number=number, reason=WrongImage(reason))


PAGES = ImagePages(
    list_at="cases:images", one_at="cases:image", remove_at="cases:image-remove", table=CaseImage,
    reasons=[(code.value, code.label) for code in WrongImage if code is not WrongImage.LIVING_PERSON],
    listed=selectors.images_of, form=_form, keep=_keep, view=selectors.view_image, remove=_remove,
    tell=_tell, choices=pictured.choices, tell_at="cases:image-told",
)  # fmt: skip
