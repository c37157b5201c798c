"""The state of a case: steps that a reason leads to, and a pause that closes it to others without a consent less."""

from __future__ import annotations

import pytest

from accessctl import door
from accessctl.actor import Actor
from accessctl.models import JournalEntry
from cases.codes import CaseWorkflow, StateReason
from cases.models import Case, CaseSearchFile
from families.models import Consent
from families.services import check_effects, withdraw_consent
from families.services.state import change_state
from registry.lib.errors import Forbidden, NotFound
from tests.cast import Cast
from tests.factories.families import a_case
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db
JOB = Actor.system_job("families.consent")
LEAD, OPEN, PAUSED = CaseWorkflow.LEAD, CaseWorkflow.OPEN, CaseWorkflow.PAUSED


def seen_by(who, case: Case) -> bool:
    return door.visible(who.actor, Case).filter(pk=case.pk).exists()


def test_paused_a_case_is_its_organisations_alone_until_the_family_goes_on(cast: Cast) -> None:
    case, actor = a_case(cast), cast.caseworker.actor
    agreed = Consent.objects.filter(case=case).count()
    assert seen_by(cast.second_caseworker, case)
    change_state(actor=actor, case_ref=case.ref, to=PAUSED, reason=StateReason.FAMILY_WISH)
    assert not seen_by(cast.second_caseworker, case)
    assert seen_by(cast.caseworker, case)
    assert not door.visible(cast.matcher, Case).exists()
    assert check_effects(JOB).differing == ()
    change_state(actor=actor, case_ref=case.ref, to=OPEN, reason=StateReason.FAMILY_WISH)
    assert seen_by(cast.second_caseworker, case)
    assert Consent.objects.filter(case=case).count() == agreed
    moves = JournalEntry.objects.filter(action="case.state_changed", refs__contains=[case.ref]).order_by("pk")
    assert [(move.detail["state"], move.detail["reason"]) for move in moves] == [
        (PAUSED, "family_wish"), (OPEN, "family_wish"),
    ]  # fmt: skip


def test_a_consent_given_in_a_pause_does_not_end_it(cast: Cast) -> None:
    case, actor = a_case(cast), cast.caseworker.actor
    change_state(actor=actor, case_ref=case.ref, to=PAUSED, reason=StateReason.FAMILY_WISH)
    withdraw_consent(actor=actor, case_ref=case.ref, purpose="share_search")
    assert not seen_by(cast.second_caseworker, case)
    assert CaseSearchFile.objects.get(case=case).workflow_status == PAUSED


def test_only_its_own_organisation_moves_a_case(cast: Cast) -> None:
    case = a_case(cast)
    with pytest.raises((Forbidden, NotFound)):
        change_state(actor=cast.second_caseworker.actor, case_ref=case.ref, to=LEAD, reason=StateReason.LEAD_FOUND)


def test_the_page_offers_the_steps_and_says_the_new_state(cast: Cast, client_for: ClientFor) -> None:
    case, client = a_case(cast), client_for(cast.caseworker.account)
    path = f"/cases/{case.ref}/state/"
    assert "Pause the search for the family" in client.get(path).content.decode()
    assert client.post(path, {"step": "archived:family_agrees"}).status_code == 422
    answer = client.post(path, {"step": "paused_by_family:family_wish"}, follow=True)
    assert "The state of the case is now: Paused by the family." in answer.content.decode()
