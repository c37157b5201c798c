"""Papers that somebody of a family signed: consents, powers of attorney, letters."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accessctl.actor import Actor
from accessctl.image_pages import ImagePages, Images
from accessctl.middleware import ActorRequest
from cases import tellers
from cases.codes import WrongImage
from families import signed as selectors
from families.forms.signing import SignedPaperForm
from families.models import SignedPaper
from families.services import signing as services

REASONS = (WrongImage.OTHER_PERSON, WrongImage.UNUSABLE, WrongImage.TWICE)


def _form(request: ActorRequest, held: Images) -> SignedPaperForm:
    signed_by = tellers.of(request.actor, held.record) if held.may_write else []
    kinds = [(kind.value, kind.label) for kind in SignedPaper.KINDS]
    return SignedPaperForm(request.POST or None, request.FILES or None, kinds=kinds, tellers=signed_by)


def _keep(actor: Actor, ref: str, form: SignedPaperForm) -> None:
    services.keep_paper(actor=actor, case_ref=ref, entry=form.entry(), signed_by=form.source)


def _remove(actor: Actor, ref: str, number: int, reason: str) -> None:
    services.remove_paper(actor=actor, case_ref=ref, number=number, reason=WrongImage(reason))


PAGES = ImagePages(
    list_at="families:signed-papers", one_at="families:signed-paper", remove_at="families:signed-paper-remove",
    table=SignedPaper, reasons=[(code.value, code.label) for code in REASONS],
    listed=selectors.papers_of, form=_form, keep=_keep, view=selectors.view_paper, remove=_remove,
    kept=_("The paper is kept."), gone=_("The paper was taken away."),
)  # fmt: skip
