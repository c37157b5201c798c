"""What invented families asked for, so that the demonstration shows how it is answered and what follows."""

from __future__ import annotations

from collections.abc import Iterable

from accessctl.actor import Actor
from accessctl.codes import Purpose
from families.codes import IdentityCheck, RequestDecision, RequestKind
from families.models import Relative
from families.services import answering, requests
from families.services.answering import Answer
from families.services.requests import Asked
from families.tokens import token_of
from registry.site.loading.organisations import Standing

OFFICE = "voces"


def wish(standing: Standing, refs: Iterable[str]) -> None:
    """One relative's wish was granted: what they gave is kept and, for one use, not used.  Another's waits."""
    actor = standing.registrar(OFFICE)
    family = Relative.objects.filter(case__ref__in=list(refs), case__owner=actor.organisation_id)
    relatives = family.filter(case__purposes__contains=[Purpose.SHARE_SEARCH]).select_related("case")
    for number, relative in enumerate(relatives.order_by("pk")[1:3]):
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
