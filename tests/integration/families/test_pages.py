"""The pages of a registration, as a caseworker without script sees them."""

from __future__ import annotations

import pytest

from accessctl import door
from cases.models import Case
from families.models import RegistrationDraft
from tests.integration.families.steps import CONSENT, PERSON, begin, consented


def test_a_registration_from_the_first_word_to_the_case(cast, client_for):
    client = client_for(cast.caseworker.account)
    ref = begin(client)
    assert client.post(f"/cases/new/{ref}/consent/", CONSENT).headers["Location"] == f"/cases/new/{ref}/person/"
    answer = client.post(f"/cases/new/{ref}/person/", PERSON)
    assert answer.status_code == 302, answer.content.decode()[:6000]
    case = door.visible(cast.caseworker.actor, Case).get()
    assert answer.headers["Location"] == f"/cases/{case.ref}/"
    assert not door.visible(cast.caseworker.actor, RegistrationDraft).exists()
