"""Lifting the protection from a State takes two persons; until the second approved, every firewall of it stands."""

from __future__ import annotations

from typing import Any

import pytest

from accessctl import door
from accessctl.actor import Actor
from accessctl.approvals import selectors, services
from accessctl.clear import reveal
from accessctl.codes import Role
from accessctl.models import Approval, JournalEntry
from accessctl.signin.stepup import ProofNeeded
from cases.models import Case, CaseProtectionFile
from cases.services import change_case
from cases.services.changing import TakesTwo
from families.codes import LiftReason
from families.services.lifting import LIFT, WHOLE, NotProtected, ask_to_lift
from families.services.standing import check_effects
from families.tasks import JOB
from registry.lib.errors import Forbidden, Invalid, NotFound
from tests.cast import Cast
from tests.factories.accessctl import Member, member
from tests.factories.families import a_case, entry
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db
FEARED: dict[str, Any] = {
    "nationalities": ("ERI",), "place_of_origin": None, "protection_flag": "possible",
    "protection_states": ("ITA", "TUN"),
}  # fmt: skip


@pytest.fixture
def fled(cast: Cast) -> Case:
    """Somebody from Eritrea who is afraid of Italy and Tunisia as well: both focal points are kept out."""
    return a_case(cast, **FEARED)


def sees(who: Member, case: Case) -> bool:
    return door.visible(who.actor, Case).filter(pk=case.pk).exists()


def ask(cast: Cast, case: Case, what: str = WHOLE) -> Approval:
    return ask_to_lift(actor=cast.caseworker.actor, case_ref=case.ref, what=what, reason=LiftReason.FAMILY_WISH)


def held(case: Case) -> tuple[str, list[str], list[str]]:
    (file,) = reveal([CaseProtectionFile.objects.get(case=case)])
    return file.protection_flag, file.protection_states, file.nationalities


def test_it_stands_until_a_supervisor_approves(cast: Cast, fled: Case) -> None:
    asked = ask(cast, fled)
    assert not sees(cast.focal_a, fled)
    assert held(fled) == ("possible", ["ITA", "TUN"], ["ERI"])
    with pytest.raises(services.NotTheSamePerson):
        services.approve(cast.caseworker.actor, asked.ref)
    services.approve(cast.supervisor.actor, asked.ref)
    assert held(fled) == ("none", [], [])
    fled.refresh_from_db()
    assert fled.nationalities == ["ERI"]
    assert sees(cast.focal_a, fled)
    assert sees(cast.focal_b, fled)
    assert check_effects(Actor.system_job(JOB)).differing == ()


def test_one_state_is_taken_off_and_the_others_stay(cast: Cast, fled: Case) -> None:
    services.approve(cast.supervisor.actor, ask(cast, fled, "ITA").ref)
    assert held(fled) == ("possible", ["TUN"], ["ERI"])
    assert sees(cast.focal_b, fled)
    assert not sees(cast.focal_a, fled)


def test_no_row_in_clear_tells_of_a_case_that_still_is_protected(cast: Cast, fled: Case) -> None:
    asked = ask(cast, fled)
    asking = JournalEntry.objects.get(action="approval.asked")
    assert asking.refs == [asked.ref]
    assert fled.ref not in str(vars(asking)) + str(vars(Approval.objects.get()))
    services.approve(cast.supervisor.actor, asked.ref)
    done = JournalEntry.objects.get(action="case.safeguarded")
    assert done.refs == [fled.ref]
    assert done.detail == {
        "changed": ["protection"], "approval": asked.ref, "second": cast.supervisor.actor.pseudonym,
    }  # fmt: skip


def test_it_is_seen_where_it_waits(cast: Cast, fled: Case, client_for: ClientFor) -> None:
    client, boss = client_for(cast.caseworker.account), client_for(cast.supervisor.account)
    path = f"/cases/{fled.ref}/safeguards/"
    assert client.post(path, {"lift": "1"}).status_code == 422
    sent = {"lift": "1", "lift-what": "whole", "lift-reason": "family_wish"}
    assert client.post(path, sent).status_code == 302
    asked = Approval.objects.get()
    for who in (client, boss):
        page = who.get(path).content.decode()
        assert "Waits for a second person since" in page
        assert cast.caseworker.account.full_name in page
    assert client.post(path, sent).status_code == 422  # it waits already
    assert asked.ref in boss.get("/approvals/work/").content.decode()
    assert fled.ref in boss.get(f"/approvals/{asked.ref}/").content.decode()
    # Who answers for the organisation and may not read protection learns that somebody's is lifted, not whose.
    officer = client_for(cast.officer.account).get(f"/approvals/{asked.ref}/")
    assert officer.status_code == 200
    assert fled.ref not in officer.content.decode()


def test_what_changed_since_stops_it(cast: Cast, fled: Case) -> None:
    asked = ask(cast, fled)
    more = entry(**FEARED | {"protection_flag": "confirmed", "protection_states": ("ITA", "TUN", "ESP")})
    change_case(actor=cast.caseworker.actor, ref=fled.ref, entry=more)
    with pytest.raises(services.NotAsAsked):
        services.approve(cast.supervisor.actor, asked.ref)
    assert held(fled)[0] == "confirmed"


def test_who_may_ask(cast: Cast, fled: Case) -> None:
    def asks(actor: Actor, case: Case = fled, what: str = WHOLE) -> Approval:
        return ask_to_lift(actor=actor, case_ref=case.ref, what=what, reason=LiftReason.MISTAKE)

    for actor, refused in (
        (member(cast.organisations.ngo).actor, Forbidden),  # may not read protection
        (cast.second_caseworker.actor, (Forbidden, NotFound)),
        (cast.focal_a.actor, NotFound),
        (Actor.of_account(cast.caseworker.account), ProofNeeded),
    ):
        with pytest.raises(refused):
            asks(actor)
    with pytest.raises(NotProtected):
        asks(cast.caseworker.actor, a_case(cast))
    with pytest.raises(Invalid):
        asks(cast.caseworker.actor, what="ESP")
    assert selectors.waiting_of(cast.supervisor.actor, LIFT) == []


def test_a_colleague_who_is_no_supervisor_does_not_approve(cast: Cast, fled: Case) -> None:
    asked = ask(cast, fled)
    for other in (member(cast.organisations.ngo), member(cast.organisations.ngo, Role.FORENSIC_COORDINATOR)):
        with pytest.raises((Forbidden, NotFound)):
            services.approve(other.actor, asked.ref)
    assert held(fled)[0] == "possible"


def test_nobody_takes_a_state_off_alone(cast: Cast) -> None:
    case = a_case(cast, **FEARED | {"nationalities": ("TUN",), "protection_states": ("ITA",)})

    def change(**said: Any) -> None:
        changed = entry(**FEARED | {"protection_states": ("ITA",)} | said)
        change_case(actor=cast.supervisor.actor, ref=case.ref, entry=changed)

    with pytest.raises(TakesTwo):
        change(protection_states=())
    # A nationality that is corrected kept its State away: it still is, by name.
    change(nationalities=("GMB",))
    assert held(case) == ("possible", ["ITA", "TUN"], ["GMB"])
    assert not sees(cast.focal_a, case)
