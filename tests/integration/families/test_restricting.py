"""A granted wish not to use what a relative gave stops it at once, keeps it, and is lifted by their word alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accessctl import door
from accessctl.actor import Actor
from accessctl.codes import Purpose, RecipientClass
from accessctl.models import JournalEntry
from accessctl.tokens import token_of
from cases.codes import CaseWorkflow
from cases.models import Case, CaseSource
from cases.services import state_of
from families.codes import ConsentState, RequestDecision
from families.models import Consent, RightsRequest
from families.services import ConsentEntry, answering, check_effects, give_consent, requests, withdraw_consent
from families.services.answering import Answer
from families.services.requests import Asked
from families.services.restricting import NothingRestricted, WhichUses, lift
from tests.cast import Cast
from tests.factories.families import a_case, conversation
from tests.integration.erasure.test_parts import second_relative
from tests.integration.families.visits import enter, mother, sheet_for, subject
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db
SHARE = Purpose.SHARE_SEARCH
Asks = Callable[..., RightsRequest]


@pytest.fixture
def case(cast: Cast) -> Case:
    return a_case(cast)


def seen_by(who, case: Case) -> bool:
    return door.visible(who.actor, Case).filter(pk=case.pk).exists()


def wish(case: Case, kind: str = "restrict", relative=None) -> RightsRequest:
    who = subject(relative or mother(case))
    return requests.ask(actor=who, case_ref=case.ref, asked=Asked(kind=kind, text="Not now."))


def grant(cast: Cast, case: Case, row: RightsRequest, *uses: str) -> None:
    said = Answer(decision=RequestDecision.DONE, text="It is not used any more.", uses=uses)
    answering.answer(actor=cast.caseworker.actor, case_ref=case.ref, key=token_of(row.pk), said=said)


def equal() -> bool:
    return check_effects(Actor.system_job("families.consent")).differing == ()


def test_one_use_stops_for_everybody_and_comes_back_as_it_was_given(cast: Cast, case: Case) -> None:
    before = Case.objects.filter(pk=case.pk).values("consent_1", "consent_2", "consent_3", "consent_until").get()
    assert seen_by(cast.second_caseworker, case)
    grant(cast, case, wish(case), SHARE)
    assert not seen_by(cast.second_caseworker, case)
    assert seen_by(cast.caseworker, case)
    assert door.visible(cast.matcher, Case).filter(pk=case.pk).exists()  # of the search nothing was said
    assert equal()
    lift(actor=cast.caseworker.actor, case_ref=case.ref, token=token_of(mother(case).pk))
    assert seen_by(cast.second_caseworker, case)
    assert Case.objects.filter(pk=case.pk).values(*before).get() == before
    actions = JournalEntry.objects.filter(refs__contains=[case.ref], action__startswith="consent.")
    assert [*actions.order_by("pk").values_list("action", flat=True)][-2:] == [
        "consent.restricted", "consent.restriction_lifted",
    ]  # fmt: skip
    with pytest.raises(NothingRestricted):
        lift(actor=cast.caseworker.actor, case_ref=case.ref, token=token_of(mother(case).pk))


def test_kept_back_wholly_it_is_only_kept(cast: Cast, case: Case, client: Client, client_for: ClientFor) -> None:
    enter(client, sheet_for(cast, case))
    assert client.post("/family/ask/", {"kind": "restrict", "text": "Keep it."}).status_code == 302
    staff, path = client_for(cast.caseworker.account), f"/cases/{case.ref}/rights/"
    key = token_of(RightsRequest.objects.get().pk)
    assert "Which uses stop?" in staff.get(path).content.decode()
    refused = staff.post(path, {"request": key, "decision": "done", "text": "Yes."})
    assert (refused.status_code, "which of the uses" in refused.content.decode()) == (422, True)
    agreed = sorted({*Consent.objects.filter(case=case, state="given").values_list("purpose", flat=True)})
    assert staff.post(path, {"request": key, "decision": "done", "uses": agreed, "text": "Yes."}).status_code == 302
    assert not door.visible(cast.matcher, Case).filter(pk=case.pk).exists()
    assert state_of(case) is CaseWorkflow.OPEN  # nothing was taken back
    assert CaseSource.objects.filter(case=case, taken_back_at=None).exists()
    assert "Only kept, as the family wished" in staff.get(f"/cases/{case.ref}/").content.decode()
    page = client.get("/family/").content.decode()
    assert "It is kept, and not used" in page or "What you gave us is kept, and not used" in page
    assert '"/family/withdraw/"' in page
    assert client.post("/family/lift/").status_code == 302
    assert door.visible(cast.matcher, Case).filter(pk=case.pk).exists()
    assert "Only kept, as the family wished" not in staff.get(f"/cases/{case.ref}/").content.decode()
    assert equal()
    grant(cast, case, wish(case), *agreed)
    assert "<form" in client.get("/family/withdraw/").content.decode().split("What will happen")[1]
    assert client.post("/family/withdraw/").status_code == 200
    assert state_of(case) is CaseWorkflow.WITHDRAWN  # kept back, it was theirs to take back all the same


def test_a_later_answer_counts_and_a_withdrawal_ends_what_is_kept_back(cast: Cast, case: Case) -> None:
    grant(cast, case, wish(case), SHARE, Purpose.SEARCH)
    yes = ConsentEntry(purpose=SHARE, recipient_class=RecipientClass.CSO, given=True)
    give_consent(actor=cast.caseworker.actor, case_ref=case.ref, conversation=conversation(), entries=(yes,))
    assert seen_by(cast.second_caseworker, case)
    withdraw_consent(actor=cast.caseworker.actor, case_ref=case.ref)
    superseded = Consent.objects.filter(case=case).exclude(supersedes=None).values("supersedes")
    left = Consent.objects.filter(case=case).exclude(pk__in=superseded).values_list("state", flat=True)
    assert set(left) <= {ConsentState.WITHDRAWN, ConsentState.REFUSED}
    assert state_of(case) is CaseWorkflow.WITHDRAWN


def test_an_objection_takes_back_what_they_gave_and_nothing_of_others(cast: Cast, case: Case) -> None:
    aunt, _consent = second_relative(case)
    with pytest.raises(WhichUses):
        grant(cast, case, wish(case, "object"))
    grant(cast, case, wish(case, "object"), SHARE)
    assert not seen_by(cast.second_caseworker, case)
    assert not Consent.objects.filter(case=case, state=ConsentState.RESTRICTED).exists()
    assert mother(case).pk != aunt.pk


def test_who_agreed_to_nothing_has_their_words_left_out_until_they_say_so(cast: Cast, case: Case) -> None:
    aunt, consent = second_relative(case)
    withdraw = wish(case, relative=aunt)
    grant(cast, case, withdraw, *({consent.purpose} if consent else ()))
    assert CaseSource.objects.get(pk=aunt.source_id).taken_back_at is not None
    assert CaseSource.objects.get(pk=mother(case).source_id).taken_back_at is None
    lift(actor=cast.caseworker.actor, case_ref=case.ref, token=token_of(aunt.pk))
    assert CaseSource.objects.get(pk=aunt.source_id).taken_back_at is None


def test_a_wish_that_is_refused_stops_nothing(cast: Cast, case: Case) -> None:
    row = wish(case)
    said = Answer(decision=RequestDecision.REFUSED, text="A court said so.", reason="court_order", uses=(SHARE,))
    answering.answer(actor=cast.caseworker.actor, case_ref=case.ref, key=token_of(row.pk), said=said)
    assert seen_by(cast.second_caseworker, case)
