"""Somebody says that they are not missing: one answer for all, a unit that examines, two people, and their own wish."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accessctl import door
from accessctl.approvals import services as approvals
from accessctl.approvals.services import NotTheSamePerson
from accessctl.codes import Role
from accessctl.emergency import services as emergency
from accessctl.models import Account
from accessctl.models.emergency import Danger
from accessctl.rings import Ring
from cases.codes import ClaimOutcome
from cases.models import Case, LivingWord, Whereabouts, WhereaboutsClaim
from cases.services import claims
from cases.services.approach import log_step, record_wish
from cases.services.claims import ClaimEntry, NotExamined
from cases.services.on_paper import TooOften
from cases.services.steps import StepEntry
from registry.lib.errors import Forbidden, NotFound
from tests import cast
from tests.factories import families
from tests.factories import matching as make
from tests.factories.accessctl import Member, member, organisation

pytestmark = pytest.mark.journal
ClientFor = Callable[[Account], Client]
SAID = {"name": "Omar Ceesay", "country": "ESP", "contact": "A friend, +34 600", "wants": "message_only",
        "message": "Do not wait.", "said": "My face is on a wall."}  # fmt: skip
PLAN = StepEntry(step="planned", who="Sister Maria", way="in_person", may_say=("who_we_are",))


@pytest.fixture(autouse=True)
def _no_tries(db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def tracer(cast: cast.Cast) -> Member:
    return member(cast.organisations.ngo, Role.TRACING_OFFICER)


def claimed(client: Client, **said: str) -> Whereabouts:
    answer = client.post(reverse("cases:not-missing"), SAID | said)
    assert answer.headers["Location"] == reverse("cases:not-missing") + "?sent=1"
    return Whereabouts.objects.latest("created_at")


def others_see(people: cast.Cast, case: Case) -> bool:
    return door.visible(people.second_caseworker.actor, Case).filter(pk=case.pk).exists()


def examined(tracer: Member, found: Whereabouts, case: Case) -> None:
    claims.examine(actor=tracer.actor, ref=found.ref, case_ref=case.ref)
    for step in (PLAN, StepEntry(step="identity_checked", way="in_person")):
        log_step(actor=tracer.actor, ref=found.ref, entry=step)


def decided(tracer: Member, found: Whereabouts, outcome: ClaimOutcome) -> None:
    asked = claims.ask_decision(actor=tracer.actor, ref=found.ref, outcome=outcome)
    with pytest.raises(NotTheSamePerson):
        approvals.approve(tracer.actor, asked.ref)
    approvals.approve(member(tracer.organisation, Role.TRACING_OFFICER).actor, asked.ref)


def test_the_answer_says_nothing_and_the_unit_has_it(cast: cast.Cast, tracer: Member, client: Client) -> None:
    nobody = client.post(reverse("cases:not-missing"), SAID | {"name": "Nobody Known"})
    families.a_case(cast, case=make.CASE)
    somebody = client.post(reverse("cases:not-missing"), SAID)
    assert (nobody.status_code, nobody.headers["Location"]) == (somebody.status_code, somebody.headers["Location"])
    found = Whereabouts.objects.latest("created_at")
    assert (found.owner, found.created_by) == (cast.organisations.ngo, None)
    for who in (*cast.people.values(), member(cast.organisations.ngo, Role.FIELD_STAFF)):
        assert not door.visible(who.actor, Whereabouts).exists()
    assert client.post(reverse("cases:not-missing"), {"name": ""}).status_code == 422


def test_the_page_of_the_unit(cast: cast.Cast, tracer: Member, client: Client, client_for: ClientFor) -> None:
    found, case = claimed(client), families.a_case(cast, case=make.CASE)
    unit = client_for(tracer.account)
    page = unit.get(reverse("cases:living", args=[found.ref])).content.decode()
    for words in ("My face is on a wall.", "A friend, +34 600", "Pass on a message only", "Not yet asked"):
        assert words in page, words
    assert "Says they are not missing" in unit.get(reverse("cases:living-list")).content.decode()
    unit.post(reverse("cases:living-claim", args=[found.ref]), {"examine-case": case.ref})
    assert not others_see(cast, case)
    assert case.ref in unit.get(reverse("cases:living", args=[found.ref])).content.decode()
    unit.post(reverse("cases:living-claim", args=[found.ref]), {"decide-outcome": "the_person"})
    assert WhereaboutsClaim.objects.get().outcome is None, "nobody checked who they are"


def test_examined_the_case_is_closed_to_all_others_and_open_to_its_own(
    cast: cast.Cast, tracer: Member, client: Client
) -> None:
    case, found = families.a_case(cast, case=make.CASE), claimed(client)
    assert others_see(cast, case)
    with pytest.raises(NotFound):
        claims.examine(actor=cast.caseworker.actor, ref=found.ref, case_ref=case.ref)
    claims.examine(actor=tracer.actor, ref=found.ref, case_ref=case.ref)
    assert not others_see(cast, case)
    assert door.visible(cast.caseworker.actor, Case).filter(pk=case.pk).exists()
    with pytest.raises(NotExamined):
        claims.ask_decision(actor=tracer.actor, ref=found.ref, outcome=ClaimOutcome.THE_PERSON)


def test_danger_opens_no_case_whose_person_says_that_they_are_not_missing(
    cast: cast.Cast, tracer: Member, client: Client
) -> None:
    """Whoever they fled could say that somebody is in danger; what they let be told lies with the channels."""
    case, found, by = families.a_case(cast, case=make.CASE), claimed(client), cast.second_caseworker.actor
    danger: dict[str, Any] = {"record_ref": case.ref, "rings": [Ring.CONTACT], "danger": Danger.CHILD}
    emergency.open_in_danger(actor=by, **danger)
    assert door.visible(by, Case, ring=Ring.CONTACT).filter(pk=case.pk).exists()
    examined(tracer, found, case)
    assert not door.visible(by, Case, ring=Ring.CONTACT).filter(pk=case.pk).exists()
    decided(tracer, found, ClaimOutcome.THE_PERSON)
    record_wish(actor=tracer.actor, ref=found.ref, wish="message_only")
    with pytest.raises(NotFound):
        emergency.open_in_danger(actor=member(by.organisation, Role.CASEWORKER).actor, **danger)


def test_somebody_else_opens_the_case_again(cast: cast.Cast, tracer: Member, client: Client) -> None:
    case, found = families.a_case(cast, case=make.CASE), claimed(client)
    examined(tracer, found, case)
    decided(tracer, found, ClaimOutcome.ANOTHER)
    assert others_see(cast, case)
    assert not LivingWord.objects.exists()
    with pytest.raises(NotFound):
        claims.examine(actor=tracer.actor, ref=found.ref, case_ref=case.ref)


def test_the_person_decides_what_is_told_and_nothing_is_told_before(
    cast: cast.Cast, tracer: Member, client: Client
) -> None:
    case, found = families.a_case(cast, case=make.CASE), claimed(client)
    examined(tracer, found, case)
    decided(tracer, found, ClaimOutcome.THE_PERSON)
    assert not others_see(cast, case)
    assert not LivingWord.objects.exists(), "what they wrote unasked tells nobody anything"
    record_wish(actor=tracer.actor, ref=found.ref, wish="message_only")
    assert LivingWord.objects.filter(case=case).count() == 1
    record_wish(actor=tracer.actor, ref=found.ref, wish="tell_nothing")
    assert not LivingWord.objects.exists()
    assert not others_see(cast, case), "a whole withdrawal, toward everybody who asks"


def test_a_unit_of_no_state_and_the_nearest(cast: cast.Cast, tracer: Member) -> None:
    state = organisation("Ministry", kind="national_search_body", country="ESP", is_state_body=True)
    member(state, Role.TRACING_OFFICER)
    near = organisation("Near", country="ESP")
    member(near, Role.TRACING_OFFICER)
    assert claims.unit_near("ESP") in (near, cast.organisations.ngo)
    assert claims.unit_near("ESP") != state
    assert claims.unit_near("FRA") == cast.organisations.ngo


def test_who_writes_again_and_again_is_asked_to_wait(cast: cast.Cast, tracer: Member) -> None:
    entry: Any = ClaimEntry(names=("Omar",), contact="A friend", country="ESP")
    for _try in range(claims.TRIES):
        claims.receive(entry=entry, address="192.0.2.1")
    with pytest.raises(TooOften):
        claims.receive(entry=entry, address="192.0.2.1")
    claims.receive(entry=entry, address="192.0.2.2")


def test_who_only_reports_people_does_not_examine(cast: cast.Cast, tracer: Member) -> None:
    shelter = member(cast.organisations.ngo, Role.FIELD_STAFF)
    mine = make.alive(shelter.actor)
    with pytest.raises(Forbidden):
        claims.examine(actor=shelter.actor, ref=mine.ref, case_ref="MMR-00000-00000-0")
