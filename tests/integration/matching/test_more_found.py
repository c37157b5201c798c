"""A part that is found of somebody who was identified: their family's people see it, with what the family wished."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accessctl.approvals import services as approvals
from families.codes import LaterParts, NotificationKind
from families.models import Finding
from families.notification.services import answer_search, note_declined, note_told, plan
from remains.services import PartEntry, add_part, joining
from remains.skeleton.codes import JoinReason
from remains.skeleton.counting import Piece
from tests.cast import Cast
from tests.factories import identification as make
from tests.factories.notices import planned, telling
from tests.factories.remains import entry
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db
FOUND = "A further part was found"


def test_a_part_found_later_is_told_as_the_family_wished(cast: Cast, client_for: ClientFor) -> None:
    pair = make.hypothesis(cast)
    assert pair.case is not None
    assert pair.remains is not None
    page, client = reverse("families:to-tell"), client_for(cast.caseworker.account)

    def shown() -> str:
        return client.get(page).content.decode()

    def join(bone: str) -> str:
        said = PartEntry(
            pieces=(Piece(bone, "l", "complete"),), found_at=entry().found_at, found_place=entry().found_place
        )
        part = add_part(actor=cast.analyst.actor, entry=said)
        joining.hold_joined(actor=cast.analyst.actor, ref=part.ref, to=str(pair.remains), method="dna")
        asked = joining.ask_joining(actor=cast.analyst.actor, ref=part.ref)
        approvals.approve(make.coordinator(cast).actor, asked.ref)
        return part.ref

    make.established(cast, pair)
    first = join("femur")  # before the family was told of anything
    assert FOUND not in shown()
    make.told(cast, pair)
    assert FOUND in shown()
    make.wishes(cast, pair.case, later_parts=LaterParts.EACH)
    assert FOUND not in client_for(cast.second_caseworker.account).get(page).content.decode()
    make.wishes(cast, pair.case, later_parts=LaterParts.NEVER)
    assert FOUND not in shown()
    make.wishes(cast, pair.case, later_parts=LaterParts.ONCE)
    assert FOUND in shown()
    joining.take_joining_back(actor=cast.analyst.actor, ref=first, reason=next(iter(JoinReason)))
    assert FOUND not in shown()
    assert Finding.objects.get().more_found_at is None
    join("tibia")
    assert FOUND in shown()
    plan(actor=cast.caseworker.actor, case_ref=pair.case.ref, entry=planned(kind=NotificationKind.PART_FOUND))
    note_declined(actor=cast.caseworker.actor, case_ref=pair.case.ref)
    assert FOUND in shown(), "not now is not never"
    plan(actor=cast.caseworker.actor, case_ref=pair.case.ref, entry=planned(kind=NotificationKind.PART_FOUND))
    note_told(actor=cast.caseworker.actor, case_ref=pair.case.ref, entry=telling())
    assert FOUND not in shown()
    answer_search(actor=cast.supervisor.actor, case_ref=pair.case.ref)  # by the identification, told before
