"""The cast and the factories make what they say."""

from __future__ import annotations

from accessctl.codes import Purpose, Role
from accessctl.models import Agreement
from tests.cast import Cast


def test_every_person_of_the_cast_acts_for_their_own_organisation(cast: Cast) -> None:
    for name, person in cast.people.items():
        assert person.actor.organisation == person.organisation, name
        assert len(person.actor.roles) == 1, name


def test_all_agreements_of_the_cast_are_in_force(cast: Cast) -> None:
    assert set(Agreement.objects.live()) == set(vars(cast.agreements).values())


def test_the_partner_system_acts_for_its_organisation(cast: Cast) -> None:
    assert cast.system.actor.roles == {Role.PARTNER_SYSTEM}
    assert cast.system.actor.organisation == cast.organisations.second_ngo
    assert cast.system.headers["Authorization"].startswith("Bearer mmr_")


def test_a_person_may_state_another_purpose(cast: Cast) -> None:
    assert cast.focal_a.actor.purpose is Purpose.SHARE_SEARCH
    assert cast.focal_a.acting_for(Purpose.FORENSIC_COMPARISON).purpose is Purpose.FORENSIC_COMPARISON
