"""What the tests of erasure share: a case near to remains, a judgement, a copy given out, one record erased."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accessctl import topology
from accessctl.actor import Actor
from accessctl.clear import reveal, sealed_fields
from accessctl.codes import Purpose, Role
from accessctl.disclosure import ledger
from accessctl.erasure import services as erasure
from accessctl.erasure import steps
from accessctl.models import Account, ShareEvent, Tombstone
from accessctl.models.erasure import ErasureReason, Telling
from accessctl.rings import Ring
from cases.models import Case
from matching.codes import Decision, Reason, ReviewRole
from matching.extract import matcher
from matching.models import CandidatePair
from matching.services import Judgement, review_pair
from matching.services.reviewing import stamp_of
from tests.cast import Cast
from tests.factories import families, matching
from tests.factories.accessctl import Member, member

WISH: dict[str, Any] = {"reason": ErasureReason.FAMILY_WISH, "told": Telling.IN_PERSON}


def erase(cast: Cast, case: Case, by: Actor | None = None) -> Tombstone:
    return erasure.erase(actor=by or cast.caseworker.actor, ref=case.ref, **WISH)


def near(cast: Cast, **changes: Any) -> Case:
    """A registered case close enough to the remains to be proposed."""
    like = matching.CASE
    return families.a_case(
        cast, date_last_contact=like.date_last_contact, place_last_contact=like.place_last_contact,
        route_code=like.route_code, age=like.age, date_of_birth=None, height_cm=like.height_cm, marks=like.marks,
        documents=like.documents, consents=families.consents(max_layer=3), **changes,
    )  # fmt: skip


def judged(cast: Cast, pair: CandidatePair, by: Actor, role: str, decision: str = "hypothesis") -> None:
    pair.refresh_from_db()
    review_pair(
        actor=by, ref=pair.ref,
        judgement=Judgement(
            decision=Decision(decision), role=ReviewRole(role), reasons=(Reason.MARK_FITS,), words="The same anchor.",
            stamp=stamp_of(pair), data_seen="0" * 64, blind=True, needs=(),
        ),
    )  # fmt: skip


def lines(record: Any) -> dict[str, int]:
    """How much the preview says there is, by row of the table."""
    found = steps.preview(matcher(), record)
    return {row.value: line.count or 0 for row, line in zip(steps.Derived, found, strict=True)}


def shared(cast: Cast, case: Case, channel: ShareEvent.Channel) -> ShareEvent:
    found = ledger.record(
        cast.supervisor.actor, case, cast.organisations.institute, rings=[Ring.SEARCH],
        purpose=Purpose.FORENSIC_COMPARISON, channel=channel, until=timezone.now() + timedelta(days=9),
    )  # fmt: skip
    assert found is not None
    return found


def coordinator(cast: Cast) -> Any:
    email = "coordinator@cast.invalid"
    if (held := Account.objects.filter(email=email).first()) is not None:
        return Member(held, cast.organisations.institute)
    return member(cast.organisations.institute, Role.FORENSIC_COORDINATOR, email=email)


def tables_of(record: Any) -> list[Any]:
    return [
        row
        for held in topology.ring_tables(type(record)).values()
        for table in held
        if sealed_fields(table)
        for row in table._default_manager.filter(**{table.RECORD: record.pk})
    ]


def readable(record: Any) -> list[Any]:
    return reveal(tables_of(record))
