"""Registration: one transaction for case, relative, channels and consents."""

from __future__ import annotations

from accessctl import door
from cases.models import Case
from tests.factories.families import a_case


def test_an_ordinary_registration_is_in_the_reach_of_who_registered_it(cast):
    case = a_case(cast)
    assert list(door.visible(cast.caseworker.actor, Case)) == [case]
