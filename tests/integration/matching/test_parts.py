"""Remains with remains: parts of one person, and one find that was recorded twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from accessctl import door
from accessctl import services as access
from accessctl.codes import Role
from accessctl.models import Account
from matching import services
from matching.codes import Decision, PairKind, PairState, Reason, ReviewRole, Task
from matching.models import CandidatePair, EvidenceLine, Ranking, RemainsReviewNote
from matching.selectors import linked, ranking_page
from matching.services import Judgement, reviewing
from remains.models import Remains
from remains.services import change_remains
from tests import cast
from tests.factories import matching as make
from tests.factories.accessctl import Member, member

pytestmark = pytest.mark.journal


@pytest.fixture
def people(cast: cast.Cast) -> cast.Cast:
    return cast


def leg(by: Member, **changes: object) -> Remains:
    """A leg of somebody, found near the others on the same day."""
    given = {
        "completeness": "limb_only", "elements": ("femur_l", "tibia_l"), "marks": (), "skin_examined": ("ll",),
        "stature_cm": (174, 178),
    }  # fmt: skip
    return make.remains(by.actor, **given | changes)


def of_parts() -> CandidatePair:
    return CandidatePair.objects.get(kind=PairKind.PM_PM)


def test_a_body_and_a_part_become_a_pair_in_one_order(people: cast.Cast) -> None:
    body = make.remains(people.analyst.actor)
    part = leg(people.analyst)
    make.match()
    pair = of_parts()
    assert (pair.remains, pair.other_remains, pair.case, pair.state) == (body, part, None, PairState.PROPOSED)
    lines = {line.line: line for line in EvidenceLine.objects.filter(pair=pair)}
    assert lines["parts"].log_lr > 0
    assert lines["parts"].ring == "3f", "an inventory is the forensic file's"
    assert Ranking.objects.get(task=Task.PM_PM, remains=part).refs == [body.ref]
    services.compare_everything()
    assert of_parts() == pair, "comparing everything anew makes no second pair"


def test_two_left_femora_are_of_two_people_and_listed_as_excluded(people: cast.Cast) -> None:
    actor = people.analyst.actor
    one = make.remains(actor, elements=("femur_l", "femur_r"))
    other = make.remains(actor, elements=("femur_l",))
    make.match()
    pair = of_parts()
    assert (pair.impossible, pair.state) == ("duplicate_element", PairState.STALE)
    page = ranking_page(actor, one.ref, Task.PM_PM)
    assert (page.rows, page.excluded) == ([], [pair])
    change_remains(actor=actor, ref=other.ref, entry=replace(make.REMAINS, elements=("femur_r",)))
    make.match()
    assert of_parts().impossible, "it is the right one that both hold now"
    change_remains(actor=actor, ref=other.ref, entry=replace(make.REMAINS, elements=("tibia_l",)))
    make.match()
    assert (of_parts().impossible, of_parts().state) == ("", PairState.PROPOSED), "an inventory that erred was mended"


def judge(pair: CandidatePair, who: Member, role: ReviewRole, decision: Decision) -> PairState:
    pair.refresh_from_db()
    given = Judgement(
        role=role, decision=decision, reasons=[Reason.BIOLOGY_FIT], words="The break fits.",
        stamp=reviewing.stamp_of(pair), data_seen="0" * 64,
    )  # fmt: skip
    services.review_pair(actor=who.actor, ref=pair.ref, judgement=given)
    pair.refresh_from_db()
    return PairState(pair.state)


def test_a_link_is_an_assertion_that_is_taken_back_and_changes_neither_record(people: cast.Cast) -> None:
    body, part = make.remains(people.analyst.actor), leg(people.analyst)
    second = member(people.organisations.institute, Role.FORENSIC_COORDINATOR)
    make.match()
    pair = of_parts()
    assert judge(pair, people.analyst, ReviewRole.ANTHROPOLOGIST, Decision.HYPOTHESIS) == PairState.IN_REVIEW
    assert judge(pair, second, ReviewRole.COORDINATOR, Decision.HYPOTHESIS) == PairState.HYPOTHESIS
    assert RemainsReviewNote.objects.filter(remains=body).count() == 2, "reasons lie with the left record"
    assert linked(people.analyst.actor, part, PairKind.PM_PM).records == [body]
    with pytest.raises(reviewing.NoLaboratory):
        services.request_lab(actor=people.analyst.actor, ref=pair.ref)
    body.status = "not_relevant"
    access.touch(people.analyst.actor, body, action="remains.changed", fields=["status"])
    make.match()
    pair.refresh_from_db()
    assert pair.state == PairState.HYPOTHESIS, "what people held stays with them"
    assert Remains.objects.get(pk=part.pk).status == part.status, "closing one record closes no other"
    services.withdraw_review(actor=second.actor, ref=pair.ref)
    assert linked(people.analyst.actor, part, PairKind.PM_PM).records == []


def test_it_takes_a_reviewing_role_and_both_records(people: cast.Cast) -> None:
    leg(people.focal_b)
    make.remains(people.analyst.actor)
    make.match()
    assert CandidatePair.objects.filter(kind=PairKind.PM_PM).exists()
    for who, sees in (("focal_b", True), ("analyst", False), ("caseworker", False), ("officer", False)):
        assert door.visible(getattr(people, who).actor, CandidatePair).exists() == sees, who


def test_the_pages_tell_of_parts(people: cast.Cast, client_for: Callable[[Account], Client]) -> None:
    body, part = make.remains(people.analyst.actor, elements=("femur_r",)), leg(people.analyst)
    make.match()
    client = client_for(people.analyst.account)
    assert part.ref in client.get(reverse("matching:remains-parts", args=[body.ref])).content.decode()
    assert part.ref in client.get(reverse("matching:parts-ranking", args=[body.ref])).content.decode()
    page = client.get(reverse("matching:pair", args=[of_parts().ref])).content.decode()
    assert all(words in page for words in ("What there is of the remains", "Left femur", "Right femur", "Limb only"))
