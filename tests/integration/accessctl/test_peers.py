"""Links to other registries: two people, fingerprints by another way; nobody leads another organisation elsewhere."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accessctl.models import JournalEntry, Organisation, Peer
from accessctl.peers import selectors, services
from accessctl.peers.envelopes import fingerprint, fresh
from registry.lib.errors import Forbidden, Invalid
from tests.cast import Cast
from tests.factories import peers
from tests.factories.accessctl import organisation

pytestmark = pytest.mark.django_db
TOLD = fingerprint(peers.KEY)


@pytest.fixture
def link(cast: Cast) -> Peer:
    return peers.link(cast.supervisor, cast.officer, organisation("Registry elsewhere"))


def taking_part(link: Peer) -> set[Organisation]:
    link.refresh_from_db()
    return {member.organisation for member in link.members.filter(left_at=None, key=link.key)}


def test_a_second_person_confirms_by_the_fingerprint_that_they_were_told(cast: Cast) -> None:
    waiting = peers.proposed(cast.supervisor, organisation("Registry elsewhere"))
    with pytest.raises(services.OtherPerson):
        services.confirm(cast.supervisor.actor, ref=waiting.ref, fingerprint=TOLD)
    with pytest.raises(services.NotTheFingerprint):
        services.confirm(cast.officer.actor, ref=waiting.ref, fingerprint=fingerprint(fresh()[1]))
    with pytest.raises(Forbidden):
        services.confirm(cast.focal_a.actor, ref=waiting.ref, fingerprint=TOLD)
    services.confirm(cast.officer.actor, ref=waiting.ref, fingerprint=TOLD.upper().replace(" ", "  "))
    assert taking_part(waiting) == {cast.organisations.ngo}
    told = JournalEntry.objects.filter(refs__contains=[waiting.ref]).order_by("pk").values_list("action", flat=True)
    assert list(told) == ["peer.proposed", "peer.confirmed"]


def test_a_link_is_changed_by_who_entered_it_alone(cast: Cast, link: Peer) -> None:
    """Others take part by comparing the fingerprint themselves, and do so again with each new key."""
    actor, ngo, state = cast.focal_a.actor, cast.organisations.ngo, cast.organisations.state_a
    with pytest.raises(services.NotTheFingerprint):
        services.join(actor, ref=link.ref, fingerprint="0000")
    services.join(actor, ref=link.ref, fingerprint=TOLD)
    assert taking_part(link) == {ngo, state}
    for act in (services.suspend, services.end, services.replace_own_key):
        with pytest.raises(Forbidden):
            act(actor, ref=link.ref)
    other = fresh()[1]
    with pytest.raises(Forbidden):
        services.replace_their_key(actor, ref=link.ref, key=other)
    services.replace_their_key(cast.supervisor.actor, ref=link.ref, key=other)
    assert taking_part(link) == set()
    services.confirm(cast.officer.actor, ref=link.ref, fingerprint=fingerprint(other))
    assert taking_part(link) == {ngo}
    assert "join" in selectors.link(actor, link.ref).may
    services.join(actor, ref=link.ref, fingerprint=fingerprint(other))
    assert taking_part(link) == {ngo, state}
    services.leave(actor, ref=link.ref)
    assert taking_part(link) == {ngo}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"address": "http://registry.invalid"}, "address"),
        ({"address": "https://registry.invalid/?to="}, "address"),
        ({"address": "https://somebody@registry.invalid"}, "address"),
        ({"purposes": ()}, "purposes"),
        ({"valid_until": timezone.now() - timedelta(days=1)}, "valid_until"),
        ({"valid_until": timezone.now() + timedelta(days=800)}, "valid_until"),
        ({"key": "A" * 43 + "="}, "key"),  # a point of small order keeps nothing secret
    ],
)
def test_what_cannot_be_is_said_at_its_field(cast: Cast, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        peers.proposed(cast.supervisor, organisation("Registry elsewhere"), **changes)
    assert set(refused.value.fields) == {field}
    with pytest.raises(Invalid) as refused:
        peers.proposed(cast.supervisor, cast.organisations.border)
    assert set(refused.value.fields) == {"organisation"}


def test_the_private_half_is_sealed_and_another_one_replaces_it(cast: Cast, link: Peer) -> None:
    before = link.own_key
    services.replace_own_key(cast.supervisor.actor, ref=link.ref)
    link.refresh_from_db()
    assert link.own_key != before
    assert link.own_earlier == [before]
    services.suspend(cast.supervisor.actor, ref=link.ref)
    link.refresh_from_db()
    assert not link.is_live
    services.resume(cast.supervisor.actor, ref=link.ref)
    Peer.objects.update(valid_until=timezone.now() - timedelta(seconds=1))
    link.refresh_from_db()
    assert not link.is_live
