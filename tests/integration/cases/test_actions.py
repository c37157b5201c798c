"""Steps of the search: what is written down, what goes along and to whom, what whoever is asked and the family read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accessctl.codes import Purpose, RecipientClass
from accessctl.disclosure.letting import HeldBack
from accessctl.models import ShareEvent
from cases import handing
from cases.codes import ActionResult, SearchStep
from cases.inquiry import NothingToAsk, inquiry
from cases.models import Case, CaseSearchAction
from cases.selectors.actions import due, steps_of, told
from cases.services.actions import ActionAnswer, ActionEntry, answer_action, note_action
from families.services import withdraw_consent
from registry.lib.errors import Forbidden, Invalid, NotFound
from tests.cast import Cast
from tests.factories import families
from tests.factories.accessctl import agreement
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.journal


def entry(**answers: Any) -> ActionEntry:
    return replace(ActionEntry(action=SearchStep.HOSPITAL_CHECK, asked_on=timezone.localdate()), **answers)


def step(cast: Cast, case: Case, **answers: Any) -> CaseSearchAction:
    return note_action(actor=cast.caseworker.actor, case_ref=case.ref, entry=entry(**answers))


def shared(cast: Cast, case: Case, *parts: str) -> CaseSearchAction:
    return step(cast, case, organisation=cast.organisations.second_ngo.ref, share=parts or ("case.names",))


class TestWhatGoesAlong:
    def test_only_what_the_family_agreed_to(self, cast: Cast) -> None:
        case = families.a_case(cast, consents=families.consents(search=(RecipientClass.FORENSIC_INSTITUTE,)))
        with pytest.raises(Invalid) as refused:
            shared(cast, case)
        assert "share" in refused.value.fields
        assert not ShareEvent.objects.exists()
        row = step(cast, case, organisation=cast.organisations.institute.ref, share=("case.names", "case.birth"))
        assert row.share is not None
        assert (row.share.parts, row.share.purpose) == (["case.birth", "case.names"], Purpose.SHARE_SEARCH)

    def test_a_morgue_is_asked_on_the_consent_to_compare_and_no_other(self, cast: Cast) -> None:
        case = families.a_case(cast, consents=families.consents(compare=False))
        with pytest.raises(Invalid):
            step(
                cast, case, action=SearchStep.MORGUE_CHECK, organisation=cast.organisations.institute.ref,
                share=("case.marks",),
            )  # fmt: skip

    def test_an_agreement_can_keep_a_part_closed(self, cast: Cast) -> None:
        orgs, case = cast.organisations, families.a_case(cast)
        ((_case, open_),) = handing.let([case], orgs.second_ngo, Purpose.SHARE_SEARCH)
        assert open_.parts == frozenset(handing.PARTS)
        agreement(orgs.ngo, orgs.second_ngo, purposes=(Purpose.SHARE_SEARCH,), deny=("case.names",))
        ((_case, may),) = handing.let([case], orgs.second_ngo, Purpose.SHARE_SEARCH)
        assert may.held == {"case.names": HeldBack.AGREEMENT}
        with pytest.raises(Invalid):
            shared(cast, case, "case.names")

    def test_a_withdrawal_recalls_it_and_the_letter_is_made_no_more(self, cast: Cast) -> None:
        case = families.a_case(cast)
        row = shared(cast, case)
        assert inquiry(cast.caseworker.actor, case.ref, row.ref).facts
        withdraw_consent(actor=cast.caseworker.actor, case_ref=case.ref, purpose=Purpose.SHARE_SEARCH)
        assert ShareEvent.objects.get(pk=row.share_id).recall == ShareEvent.Recall.SENT
        with pytest.raises(NothingToAsk):
            inquiry(cast.caseworker.actor, case.ref, row.ref)


class TestTheLetter:
    def test_it_names_organisation_and_reference_never_family_case_or_reason(
        self, cast: Cast, client_for: ClientFor
    ) -> None:
        case = families.a_case(cast)
        row = step(
            cast, case, organisation=cast.organisations.second_ngo.ref, share=handing.PARTS, note="His mother fears.",
        )  # fmt: skip
        page = client_for(cast.caseworker.account).get(
            reverse("cases:action-letter", args=[case.ref]), {"about": row.ref}
        )
        made = inquiry(cast.caseworker.actor, case.ref, row.ref)
        letter = page.content.decode().partition("<article")[2].partition("</article>")[0]
        assert row.ref in letter
        assert "Lamin Ceesay" in letter
        for hidden in (case.ref, "Awa", "Modou", "His mother fears", "Ebrima", "before boarding", "PC-204417"):
            assert hidden not in letter, hidden
        assert made.reference == row.ref

    def test_it_is_for_those_who_may_change_the_case(self, cast: Cast) -> None:
        case = families.a_case(cast)
        row = shared(cast, case)
        with pytest.raises(Forbidden):
            inquiry(cast.second_caseworker.actor, case.ref, row.ref)
        with pytest.raises(NotFound):
            inquiry(cast.caseworker.actor, families.a_case(cast).ref, row.ref)


class TestAnswers:
    def test_no_answer_can_be_followed_by_one(self, cast: Cast) -> None:
        case, today = families.a_case(cast), timezone.localdate()
        row = step(cast, case, follow_up_on=today)
        assert [one.ref for one in due(cast.supervisor.actor, today)] == [row.ref]
        assert due(cast.second_caseworker.actor, today) == []
        for answer in (ActionAnswer(result=ActionResult.NO_ANSWER), ActionAnswer(result=ActionResult.LEAD, said="Yes")):
            answer_action(actor=cast.caseworker.actor, case_ref=case.ref, action_ref=row.ref, answer=answer)
        (found,) = steps_of(cast.caseworker.actor, case.ref).steps
        assert (found.row.result, found.row.answered_on, found.row.said) == ("lead", today, "Yes")
        assert due(cast.supervisor.actor, today) == []

    def test_days_in_the_wrong_order_are_refused(self, cast: Cast) -> None:
        case, today = families.a_case(cast), timezone.localdate()
        with pytest.raises(Invalid):
            step(cast, case, asked_on=today + timedelta(days=1))
        row = step(cast, case)
        early = ActionAnswer(result=ActionResult.NEGATIVE, answered_on=today - timedelta(days=1))
        with pytest.raises(Invalid):
            answer_action(actor=cast.caseworker.actor, case_ref=case.ref, action_ref=row.ref, answer=early)


class TestTheFamily:
    def test_it_reads_that_we_asked_and_never_what_came_of_it(self, cast: Cast) -> None:
        case = families.a_case(cast)
        row = shared(cast, case)
        before = told(case)
        answer = ActionAnswer(result=ActionResult.POSITIVE, said="He was here")
        answer_action(actor=cast.caseworker.actor, case_ref=case.ref, action_ref=row.ref, answer=answer)
        assert told(case) == before
        ((line),) = before
        assert (str(line.words), line.organisation) == ("We asked a hospital.", "Teranga Families")

    @pytest.mark.parametrize("action", [one for one in SearchStep if one.told is None])
    def test_it_reads_nothing_of_remains_and_comparisons(self, cast: Cast, action: SearchStep) -> None:
        case = families.a_case(cast)
        row = step(cast, case, action=action, family_reads=True)
        assert told(case) == []
        with pytest.raises(IntegrityError), transaction.atomic():
            CaseSearchAction.objects.filter(pk=row.pk).update(family_reads=True)


def test_partners_read_what_was_asked_and_not_what_went_along(cast: Cast) -> None:
    case = families.a_case(cast)
    shared(cast, case)
    (mine,) = steps_of(cast.caseworker.actor, case.ref).steps
    (theirs,) = steps_of(cast.second_caseworker.actor, case.ref).steps
    assert mine.share is not None
    assert theirs.share is None


def test_the_page_writes_a_step_and_its_answer_down(cast: Cast, client_for: ClientFor) -> None:
    case, client, today = families.a_case(cast), client_for(cast.caseworker.account), str(timezone.localdate())
    address = reverse("cases:actions", args=[case.ref])
    sent = {
        "step-action": "hospital_check", "step-asked_on": today, "step-share": ["case.names"],
        "step-organisation": cast.organisations.second_ngo.ref, "step-follow_up_on": today, "step-family_reads": "on",
    }  # fmt: skip
    assert client.post(address, sent | {"step-organisation": ""}).status_code == 422
    assert client.post(address, sent).status_code == 302
    row = CaseSearchAction.objects.get()
    assert "1 answer to ask for again" in client.get(reverse("cases:detail", args=[case.ref])).content.decode()
    assert client.post(address, {"about": row.ref, "answer-result": "negative"}).status_code == 302
    row.refresh_from_db()
    assert (row.result, row.answered_on, row.follow_up_on) == ("negative", timezone.localdate(), None)
