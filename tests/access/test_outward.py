"""The outward side of a deployment that is set to the search alone: whatever was agreed, no other purpose is served."""

from __future__ import annotations

from itertools import cycle, islice
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.utils import timezone

from accessctl import outward
from accessctl.codes import Purpose
from accessctl.disclosure import ledger
from accessctl.models import AccessToken, Delivery, Peer, ShareEvent, Webhook
from accessctl.outward import HUMANITARIAN_SEARCH, OutwardClosed
from accessctl.peers import services as peer_services
from accessctl.permits import Operation, every_scope, scopes_of
from accessctl.systems import tokens, webhooks
from accessctl.systems.tokens import ScopeRefused
from cases import handing
from cases.models import Case
from matching.peers import protocol, records
from matching.peers.protocol import Kind, Malformed, Message
from tests.access.planting import World
from tests.access.reading import Reader, told
from tests.access.routes import walk
from tests.factories import peers
from tests.factories.accessctl import Partner, partner
from tests.plugins.campaign import examples

pytestmark = [pytest.mark.django_db(databases=["default", "keystore"]), pytest.mark.xdist_group("access-reading")]
CLOSED = [one for one in Purpose if one not in HUMANITARIAN_SEARCH]
NOTHING: tuple[set[str], set[str], set[str]] = (set(), set(), set())
OF_RECORDS = [route for route in walk() if route.pattern.startswith("api/v1/")]


@pytest.fixture(autouse=True)
def _gateway(settings: LazySettings) -> None:
    settings.OUTWARD_SEARCH_ONLY = True


@pytest.fixture
def given_before(planted: World) -> Partner:
    """A system of the owner of the cases, whose tokens were given for every other purpose."""
    made = partner(planted.cast.organisations.ngo, "Given before")
    scopes = scopes_of(Operation.values, 3, CLOSED)
    made.client.scopes = scopes
    made.client.save(update_fields=["scopes"])
    AccessToken.objects.filter(client=made.client).update(scopes=scopes)
    return made


def test_every_address_of_systems_refuses_every_other_purpose(
    planted: World, given_before: Partner, static_files: None
) -> None:
    """Stated in the header of a token for everything, and by a token for nothing else: nothing of a record is told."""
    whole = Reader(headers=partner(planted.cast.organisations.ngo, "For everything").headers)
    old = Reader(headers=given_before.headers)
    turn = cycle(CLOSED)  # a purpose each in turn; every one at every address in the long version
    for route in OF_RECORDS:
        refs = [planted.refs[name] for name in route.records] if route.takes_ref else [""]
        for address in (one for ref in refs for one in route.addresses(ref)):
            for purpose in islice(turn, examples(1, len(CLOSED))):
                refused = whole.get(address, headers={"X-Purpose": purpose})
                assert (refused.status_code, told(refused, address)) == (400, NOTHING), (route.name, purpose)
            assert told(old.get(address), address) == NOTHING, route.name  # without the header: what its token is for


def test_tokens_and_systems_are_given_no_other_purpose(planted: World, given_before: Partner) -> None:
    assert {scope.rpartition(":")[2] for scope in every_scope()} == set(HUMANITARIAN_SEARCH)
    for purpose in CLOSED:
        with pytest.raises(ScopeRefused):
            tokens.issue(given_before.client, wanted=f"read:1:{purpose}")
        with pytest.raises(ValueError, match="no scope"):
            partner(planted.cast.organisations.ngo, "New", scopes=[f"read:1:{purpose}"])
    assert tokens.issue(given_before.client).scopes == ()


def test_addresses_for_other_purposes_are_told_nothing(planted: World, given_before: Partner) -> None:
    hook = Webhook.objects.get(ref=planted.refs["webhook"])
    Webhook.objects.filter(pk=hook.pk).update(purpose=Purpose.ACCOUNTABILITY, told=0)
    Delivery.objects.filter(webhook=hook).update(due_at=timezone.now())
    before = list(Delivery.objects.filter(webhook=hook).values_list("pk", "attempts"))
    webhooks.follow()
    assert list(Delivery.objects.filter(webhook=hook).values_list("pk", "attempts")) == before


def test_other_registries_are_asked_and_answered_for_the_search_alone(planted: World) -> None:
    link, case = Peer.objects.get(ref=planted.refs["peer"]), Case.objects.get(ref=planted.refs["case"])
    for purpose in sorted(protocol.PURPOSES):
        message = Message(Kind.TABLE, uuid4(), purpose).to_bytes()
        if outward.admits(purpose):
            assert protocol.read(message).purpose is purpose
        else:
            assert not records.is_admitted(link, purpose, case)
            with pytest.raises(Malformed):
                protocol.read(message)
    terms = peers.terms(planted.cast.organisations.second_ngo, purposes=(Purpose.FORENSIC_COMPARISON,))
    with pytest.raises(peer_services.BadTerms):
        peer_services.propose(planted.cast.supervisor.actor, terms)


def test_files_leave_for_the_search_alone(planted: World) -> None:
    case, receiver = Case.objects.get(ref=planted.refs["case"]), planted.cast.organisations.second_ngo
    for purpose in CLOSED:
        ((_case, let),) = handing.let([case], receiver, purpose)
        assert (let.parts, set(let.held)) == (frozenset(), set(handing.PARTS)), purpose
        with pytest.raises(OutwardClosed):
            ledger.record(
                planted.cast.supervisor.actor, case, receiver, rings=[handing.RING], purpose=purpose,
                channel=ShareEvent.Channel.EXPORT, until=timezone.now(),
            )  # fmt: skip


def test_inside_and_without_the_setting_purposes_stand_as_they_were(planted: World, settings: LazySettings) -> None:
    """What people of the registry do is theirs; and the same checks let through where nothing is limited."""
    officer = planted.cast.officer.actor
    assert {officer.acting_for(purpose).purpose for purpose in Purpose} == set(Purpose)
    settings.OUTWARD_SEARCH_ONLY = False
    assert {scope.rpartition(":")[2] for scope in every_scope()} == set(Purpose.values)
    assert protocol.read(Message(Kind.TABLE, uuid4(), Purpose.FORENSIC_COMPARISON).to_bytes())
