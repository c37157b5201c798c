"""What another registry is answered: as long whatever it is, so many a day, once however often it is sent."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from accessctl import effects, rotation, vault
from accessctl.codes import Purpose
from accessctl.models import Effect, KeyWork, Peer, PeerState
from accessctl.peers import envelopes, services
from accessctl.services import set_consent_effect
from cases.services import NameEntry
from matching.models import CodedTable, GivenTable, PeerInquiry, PeerQuestion
from matching.peers import protocol, selectors
from matching.peers.entries import LEAST
from matching.peers.protocol import Answer, Kind, Message, Status
from matching.peers.services import answering, asking, tables
from tests.cast import Cast
from tests.factories import matching
from tests.integration.erasure.acts import erase
from tests.integration.matching.elsewhere import ENVELOPES, TABLES, Elsewhere

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("peers")]
SEARCH = Purpose.SHARE_SEARCH


@pytest.fixture(autouse=True)
def _at_once(settings: LazySettings) -> None:
    settings.PEER_SECONDS = 0


@pytest.fixture
def elsewhere(cast: Cast) -> Elsewhere:
    return Elsewhere(cast, purposes=(SEARCH,), questions_a_day=2)


def test_a_question_that_begins_again_with_another_table_is_counted_once(cast: Cast, elsewhere: Elsewhere) -> None:
    answering.make_tables()
    asked = []
    for _number in range(2):
        late = elsewhere.ask()
        tables.make(elsewhere.peer, SEARCH)
        answering.work()
        assert elsewhere.told(late)[0] == Status.STALE
        asked.append(elsewhere.ask())
        answering.work()
    assert [elsewhere.told(message)[0] for message in asked] == [Status.CODED, Status.CODED]
    (counted,) = selectors.counted(cast.supervisor.actor)
    assert (counted.asked, counted.refused) == (2, 0)


def test_more_than_was_agreed_is_refused_and_a_flood_not_even_kept(elsewhere: Elsewhere) -> None:
    answering.make_tables()
    first = elsewhere.ask()
    elsewhere.say(first)  # sent again: the same question
    asked = [first, *(elsewhere.ask() for _number in range(2))]
    assert PeerInquiry.objects.count() == 3
    answering.work()
    said = [elsewhere.told(message) for message in asked]
    assert [one[0] for one in said] == [Status.CODED, Status.CODED, Status.ANSWER]
    assert said[2][1] == Answer.REFUSED
    for _number in range(2 * answering.FLOOD):
        elsewhere.ask()
    assert PeerInquiry.objects.count() == 2 * answering.FLOOD


def test_nothing_is_told_before_its_time(elsewhere: Elsewhere, settings: LazySettings) -> None:
    settings.PEER_SECONDS = 600
    answering.make_tables()
    message = elsewhere.ask()
    answering.work()
    assert elsewhere.told(message)[0] == Status.WAIT


def test_points_off_the_curve_and_nonsense_are_refused(elsewhere: Elsewhere) -> None:
    answering.make_tables()
    message = elsewhere.ask(b"\xff" * 32 * protocol.POINTS)
    answering.work()
    assert elsewhere.told(message)[:2] == bytes([Status.ANSWER, Answer.REFUSED])
    client = Client()
    good = elsewhere.sealed(Message(Kind.LOOK, uuid4(), SEARCH))
    for body in (b"", good[:-1], good + b"x", b"\x02" + good[1:], good[:-1] + bytes([good[-1] ^ 1]), os.urandom(9)):
        answer = client.post(ENVELOPES, body, content_type="application/octet-stream")
        assert (answer.status_code, answer.json()["code"]) == (400, "peer_no_envelope"), len(body)
    unknown = envelopes.fresh()
    stray = envelopes.seal(b"", private=unknown[0], public=unknown[1], to=elsewhere.peer.own_key)
    answer = client.post(ENVELOPES, stray, content_type="application/octet-stream")
    assert (answer.status_code, answer.json()["code"]) == (403, "peer_key_unknown")
    assert client.post(ENVELOPES, "{}", content_type="application/json").status_code == 415


@pytest.mark.parametrize("state", [PeerState.SUSPENDED, PeerState.LIVE])
def test_who_may_ask_nothing_is_refused_and_given_nothing(elsewhere: Elsewhere, state: PeerState) -> None:
    """Suspended, or for a purpose that was not agreed."""
    answering.make_tables()
    message = elsewhere.ask()
    changes = {"state": state} if state is PeerState.SUSPENDED else {"purposes": [Purpose.FORENSIC_COMPARISON]}
    Peer.objects.update(**changes)
    answering.work()
    assert elsewhere.told(message)[:2] == bytes([Status.ANSWER, Answer.REFUSED])
    wanted = Message(Kind.TABLE, uuid4(), SEARCH)
    assert elsewhere.say(wanted)[0][:2] == bytes([Status.ANSWER, Answer.REFUSED])
    assert elsewhere.say(wanted, TABLES) == (bytes([Status.WAIT]).ljust(envelopes.CONTENT, b"\0"), b"")


def test_a_table_is_given_out_so_many_times_and_while_it_is_made_a_question_waits(elsewhere: Elsewhere) -> None:
    answering.make_tables()
    wanted = Message(Kind.TABLE, uuid4(), SEARCH)
    given = [elsewhere.say(wanted, TABLES)[1] for _number in range(tables.MOST_GIVEN + 1)]
    assert [len(one) // protocol.ENTRY for one in given] == [LEAST] * tables.MOST_GIVEN + [0]
    with tables.alone(elsewhere.peer, SEARCH), ThreadPoolExecutor(1) as another, pytest.raises(tables.BeingMade):
        another.submit(_make, elsewhere.peer).result()
    tables.make(elsewhere.peer, SEARCH)


def test_tables_are_made_anew_and_go_with_their_link(cast: Cast, elsewhere: Elsewhere) -> None:
    """With nobody asking: a day after it was given out, when a record leaves, when the link ends."""
    row = matching.case(
        cast.supervisor.actor, effect=matching.consent(), names=(NameEntry(full_original="Abel Haile"),)
    )
    answering.make_tables()
    wanted = Message(Kind.TABLE, uuid4(), SEARCH)
    first = CodedTable.objects.get()
    CodedTable.objects.update(made_at=timezone.now() - tables.LIFE, given=tables.MOST_GIVEN)
    assert elsewhere.say(wanted, TABLES)[1] == b""
    assert (tables.keep(), tables.keep()) == (1, 0)
    second = CodedTable.objects.get()
    assert len(elsewhere.say(wanted, TABLES)[1]) == LEAST * protocol.ENTRY
    set_consent_effect(cast.supervisor.actor, row, matching.consent(Purpose.SEARCH))
    assert tables.keep() == 1
    third = CodedTable.objects.get()
    assert third.records == []
    GivenTable.objects.create(peer=elsewhere.peer, purpose=SEARCH, version=uuid4(), entries=b"")
    services.end(cast.supervisor.actor, ref=elsewhere.peer.ref)
    assert tables.keep() == 2
    assert not CodedTable.objects.exists()
    assert not GivenTable.objects.exists()
    assert not any(rotation.newest_key(table.record) for table in (first, second, third))


def test_a_table_that_an_erased_record_was_in_goes_and_its_key_is_owed_with_it(
    cast: Cast, elsewhere: Elsewhere
) -> None:
    row = matching.case(
        cast.supervisor.actor, effect=matching.consent(), names=(NameEntry(full_original="Abel Haile"),)
    )
    answering.make_tables()
    table = CodedTable.objects.get()
    assert table.records == [row.pk]
    with transaction.atomic():
        erase(cast, row)
        assert KeyWork.objects.filter(record=table.record, rings=[]).exists()  # whatever a crash leaves, is settled
    assert not CodedTable.objects.exists()
    assert not rotation.newest_key(table.record)
    assert not KeyWork.objects.exists()


def test_a_question_is_given_up_after_a_day_whatever_became_of_its_effect(cast: Cast, elsewhere: Elsewhere) -> None:
    row = matching.case(
        cast.supervisor.actor, effect=matching.consent(), names=(NameEntry(full_original="Abel Haile"),)
    )
    question = asking.ask(cast.supervisor.actor, record_ref=row.ref, peer_ref=elsewhere.peer.ref, purpose=SEARCH)
    Effect.objects.create(kind=asking.KIND, key=f"question:{question.pk}:0", state=Effect.State.PARKED)
    asking.work()
    assert PeerQuestion.objects.get().outcome == "waiting"
    PeerQuestion.objects.update(asked_at=timezone.now() - asking.GIVEN_UP)
    asking.work()
    assert PeerQuestion.objects.get().outcome == "unreached"


def test_work_that_takes_longer_than_a_lease_stays_its_workers(settings: LazySettings) -> None:
    settings.EFFECT_LEASE_SECONDS = 1
    effects.owe(asking.KIND, "long")
    (effect,) = effects.lease(asking.KIND)
    before = effect.leased_until
    with effects.holding(effect):
        until = time.monotonic() + 20
        while Effect.objects.get().leased_until == before and time.monotonic() < until:
            Event().wait(0.05)
    assert Effect.objects.get().leased_until > before
    assert effects.done(effect)


def _make(peer: Peer) -> None:
    """On a connection of its own, as another worker."""
    try:
        tables.make(peer, SEARCH)
    finally:
        connection.close()


def test_a_question_ends_when_its_link_does_or_its_record_is_gone(cast: Cast, elsewhere: Elsewhere) -> None:
    effect = matching.consent()
    rows = [
        matching.case(cast.supervisor.actor, effect=effect, names=(NameEntry(full_original="Yonas Tesfay"),))
        for _number in range(2)
    ]
    kept, gone = (
        asking.ask(cast.supervisor.actor, record_ref=row.ref, peer_ref=elsewhere.peer.ref, purpose=SEARCH)
        for row in rows
    )
    assert vault.unseal_for_deployment(vault.PEER_QUESTION, kept.secret)
    gone.delete()
    Peer.objects.update(state=PeerState.SUSPENDED)
    asking.work()
    assert PeerQuestion.objects.get().outcome == "stopped"
