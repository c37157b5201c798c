"""What invented families asked for, so that the demonstration shows how it is answered and what follows.

The procedure of the paper is invented as well (`registry/site/invented/papers`), and says so.
"""

from __future__ import annotations

from collections.abc import Iterable

from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.tokens import token_of
from families.codes import IdentityCheck, Need, PaperKind, PaperStatus, RequestDecision, RequestKind
from families.models import Relative
from families.services import answering, requests
from families.services.answering import Answer
from families.services.papers import PaperMove, begin_paper, move_paper
from families.services.requests import Asked
from families.services.support import NeedEntry, note_need
from registry.site.loading.organisations import Standing

OFFICE, COUNTRY = "voces", "SEN"


def wish(standing: Standing, refs: Iterable[str]) -> None:
    """One relative's wish was granted: what they gave is kept and, for one use, not used.  Another's waits."""
    actor = standing.registrar(OFFICE)
    family = Relative.objects.filter(case__ref__in=list(refs), case__owner=actor.organisation_id)
    relatives = family.filter(case__purposes__contains=[Purpose.SHARE_SEARCH]).select_related("case").order_by("pk")
    for relative in relatives[:1]:
        _begin_paper(actor, relative.case.ref)
    for number, relative in enumerate(relatives[1:3]):
        asked = requests.note_asked(
            actor=actor, case_ref=relative.case.ref, token=token_of(relative.pk), check=IdentityCheck.KNOWN,
            asked=Asked(kind=RequestKind.RESTRICT, text="Please keep it. Do not show it to others for now."),
        )  # fmt: skip
        if number == 0:
            _grant(actor, relative, token_of(asked.pk))


def _grant(actor: Actor, relative: Relative, key: str) -> None:
    said = Answer(
        decision=RequestDecision.DONE, text="It is kept. Other organisations no longer see it, until you say so.",
        uses=(Purpose.SHARE_SEARCH,),
    )  # fmt: skip
    answering.answer(actor=actor, case_ref=relative.case.ref, key=key, said=said)


def _begin_paper(actor: Actor, ref: str) -> None:
    """A family needs a paper; the first step towards it is done, and the second has its day."""
    note_need(actor=actor, case_ref=ref, entry=NeedEntry(need=Need.LEGAL_ABSENCE, note="The school asks for a paper."))
    paper = begin_paper(actor=actor, case_ref=ref, kind=PaperKind.CERTIFICATE_OF_ABSENCE, country=COUNTRY)
    move = PaperMove(status=PaperStatus.PREPARING, steps_done=("neighbours",))
    move_paper(actor=actor, case_ref=ref, paper=token_of(paper.pk), move=move)
