"""Belongings in care: where each is, by which seal, who took it; between two people, in one place, never changed."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from accessctl.codes import Role
from accessctl.models import JournalEntry
from cases.services import ItemEntry
from registry.lib.errors import Conflict, Forbidden, Invalid, NotFound
from remains import services
from remains.belongings.codes import FOLLOWS, BelongingStepKind
from remains.belongings.selectors import Belonging, belongings_of, incoming
from remains.codes import RemainsStatus
from remains.models import BelongingStep, KeptBelonging, Remains
from remains.selectors import whole_file
from remains.services import BelongingStepEntry, belongings, custody
from tests.cast import Cast
from tests.factories.accessctl import Member, agreement, member, organisation, partner
from tests.factories.custody import begun, storage
from tests.factories.remains import some_remains
from tests.plugins.campaign import LONG
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db

RING = ItemEntry(item_class="ring", colours=("yel",), inscription="MARTA 2011")
PHONE = ItemEntry(item_class="phone", colours=("blk",), brand="Nokio")


@pytest.fixture
def remains(cast: Cast) -> Remains:
    return some_remains(cast, belongings=(RING, PHONE))


@pytest.fixture
def colleague(cast: Cast) -> Member:
    return member(cast.organisations.institute, Role.FORENSIC_PRACTITIONER)


def things(cast: Cast, remains: Remains) -> dict[str, Belonging]:
    """The belongings by what they are."""
    held = belongings_of(cast.analyst.actor, remains.ref).things
    return {"ring" if "MARTA" in one.words else "phone": one for one in held}


def step(actor: Any, remains: Remains, kind: str, *items: str, **said: Any) -> list[BelongingStep]:
    last = BelongingStep.objects.filter(remains=remains).order_by("at").last()
    said.setdefault("at", last.at + timedelta(hours=1) if last else begun())
    return services.add_belonging_steps(
        actor=actor, ref=remains.ref, items=items, entry=BelongingStepEntry(kind=kind, **said)
    )


def test_the_database_holds_the_same_table() -> None:
    with connection.cursor() as cursor:
        for before in FOLLOWS:
            for after in BelongingStepKind.values:
                cursor.execute("SELECT belonging_may_follow(%s, %s)", [before, after])
                assert cursor.fetchone() == (after in FOLLOWS[before],), (before, after)


def test_bagged_stored_handed_over_and_returned_by_the_pages(
    cast: Cast, client_for: ClientFor, remains: Remains, colleague: Member
) -> None:
    ring, phone = (things(cast, remains)[name].name for name in ("ring", "phone"))
    place, url = storage(cast.analyst.actor), f"/remains/{remains.ref}/belongings/"
    client, other = client_for(cast.analyst.account), client_for(colleague.account)
    at = (timezone.localtime() - timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M")

    def send(by: Client, **said: Any) -> tuple[int, str]:
        answer = by.post(url, {"at": at, **said})
        return answer.status_code, answer.content.decode()

    assert "Not taken into care yet" in client.get(url).content.decode()
    assert send(client, step="taken", seal_no="S-1")[0] == 422, "of which?"
    assert send(client, step="taken", items=[ring, phone], seal_no="S-1")[0] == 302
    assert send(client, step="stored", items=[ring, phone], place=place.ref)[0] == 302
    status, page = send(client, step="stored", items=[ring], place=place.ref)
    assert (status, "in this place already" in page) == (422, True)
    with pytest.raises(Conflict):
        services.close_place(actor=cast.analyst.actor, ref=place.ref)
    assert send(client, step="sent", items=[ring], to_org=cast.organisations.institute.ref, seal_no="S-2")[0] == 302
    assert "?step=received" not in client.get(url).content.decode(), "who hands over does not receive"
    assert send(other, step="received", items=[ring])[0] == 302
    page = client.get(url).content.decode()
    assert "Put in a storage place · North wing · Cold room 2 · 7 · seal S-1" in page
    assert "Received · seal S-2" in page
    status, page = send(client, step="returned", items=[ring], to_person="Her sister")
    assert (status, "Nobody has a name yet" in page) == (422, True)
    assert send(client, step="returned", items=[ring], to_person="Her sister", order_no="PM 7/2021")[0] == 302
    assert not things(cast, remains)["ring"].kinds
    written = JournalEntry.objects.filter(action="belonging.step_written", refs=[remains.ref], ring="3f")
    assert written.count() == BelongingStep.objects.count() == 7


def test_what_left_the_list_is_answered_for_by_its_own_words(cast: Cast, remains: Remains) -> None:
    ring = things(cast, remains)["ring"]
    step(cast.analyst.actor, remains, "taken", ring.name)
    entry = whole_file(cast.analyst.actor, remains.ref).entry
    assert entry is not None
    services.change_remains(actor=cast.analyst.actor, ref=remains.ref, entry=replace(entry, belongings=(PHONE,)))
    held = things(cast, remains)["ring"]
    assert (held.number, held.words, held.is_whole) == (1, ring.words, True)
    step(cast.analyst.actor, remains, "lost", ring.name)


def test_another_institution_confirms_by_number_and_reads_nothing_else(cast: Cast, remains: Remains) -> None:
    police = organisation()
    officer = member(police, Role.FORENSIC_PRACTITIONER)
    agreement(cast.organisations.institute, police, purposes=("forensic_comparison",), max_layer=1)
    ring = things(cast, remains)["ring"].name
    for who in (officer, cast.caseworker, cast.focal_b):
        with pytest.raises((Forbidden, NotFound)):
            belongings_of(who.actor, remains.ref)
    step(cast.analyst.actor, remains, "taken", ring)
    step(cast.analyst.actor, remains, "sent", ring, to_org=police.ref)
    held = belongings_of(officer.actor, remains.ref)
    assert [(one.number, one.words, one.lines, *one.kinds) for one in held.things] == [(1, "", (), "received")]
    assert incoming(officer.actor, police) == [remains]
    with pytest.raises(Forbidden):
        step(cast.analyst.actor, remains, "received", ring)
    step(officer.actor, remains, "received", ring)
    assert incoming(officer.actor, police) == []
    with pytest.raises(Forbidden):
        step(cast.analyst.actor, remains, "returned", ring, to_person="A sister", order_no="1")
    assert things(cast, remains)["ring"].kinds == {"audited", "lost"}


def test_nothing_goes_to_a_family_before_its_wishes_are_known(
    cast: Cast, remains: Remains, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = things(cast, remains)["ring"].name
    step(cast.analyst.actor, remains, "taken", ring)
    Remains.objects.filter(pk=remains.pk).update(status=RemainsStatus.IDENTIFIED)
    with pytest.raises(Invalid) as refused:
        step(cast.analyst.actor, remains, "returned", ring, to_person="A sister")
    assert list(refused.value.fields) == ["order_no"]
    monkeypatch.setattr(custody, "_wishes_known", [lambda _remains: True])
    with pytest.raises(Invalid) as refused:
        step(cast.analyst.actor, remains, "returned", ring)
    assert list(refused.value.fields) == ["to_person"]
    step(cast.analyst.actor, remains, "returned", ring, to_person="A sister")


def test_the_database_keeps_the_chain_by_itself(cast: Cast, remains: Remains) -> None:
    (first,) = step(cast.analyst.actor, remains, "taken", things(cast, remains)["ring"].name)
    for sql in (
        "UPDATE remains_belongingstep SET kind = 'lost'",
        "UPDATE remains_keptbelonging SET number = 9",
        "DELETE FROM remains_belongingstep; SET CONSTRAINTS ALL IMMEDIATE",
        "DELETE FROM remains_keptbelonging; SET CONSTRAINTS ALL IMMEDIATE",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    entry = BelongingStepEntry(kind="received", at=timezone.now())
    writing = belongings.Writing(cast.analyst.actor, remains, entry)
    with pytest.raises(DatabaseError), transaction.atomic():
        belongings.write(writing, first.belonging, [first])


TRIES = st.tuples(
    st.sampled_from([*BelongingStepKind.values, "taken", "stored", "received"]),
    st.sampled_from(["analyst", "analyst", "colleague", "officer"]),
    st.sampled_from([("ring",), ("phone",), ("ring", "phone")]), st.integers(0, 1), st.booleans(),
)  # fmt: skip


class Undo(Exception):
    """Rolls a history back."""


@pytest.mark.slow
def test_in_no_history_is_a_belonging_in_two_places_or_handed_to_oneself(
    cast: Cast, remains: Remains, colleague: Member
) -> None:
    police = organisation()
    officer = member(police, Role.FORENSIC_PRACTITIONER)
    agreement(cast.organisations.institute, police, purposes=("forensic_comparison",), max_layer=1)
    people = {"analyst": cast.analyst, "colleague": colleague, "officer": officer}
    places = [storage(cast.analyst.actor, shelf=str(number)) for number in range(2)]
    names = {name: one.name for name, one in things(cast, remains).items()}

    def live(tries: list[tuple[str, str, tuple[str, ...], int, bool]]) -> None:
        for kind, who, of, place, by_order in tries:
            before = BelongingStep.objects.count()
            said = {"place": places[place].ref} if kind == "stored" else {}
            said |= {"to_org": (police if place else cast.organisations.institute).ref} if kind == "sent" else {}
            said |= {"to_person": "A sister"} if kind == "returned" else {}
            said |= {"order_no": "7/2021"} if by_order else {}
            try:
                step(people[who].actor, remains, kind, *(names[one] for one in of), **said)
            except (Forbidden, Invalid, NotFound):
                assert BelongingStep.objects.count() == before, "all of them, or none"

    def judge(one: Belonging) -> None:
        steps = [line.step for line in one.lines]
        assert one.is_whole
        assert [row.number for row in steps] == list(range(1, len(steps) + 1))
        for was, now in pairwise([row for row in steps if row.kind != "audited"]):
            assert now.kind in FOLLOWS[was.kind]
            assert now.kind != "received" or was.kind == "lost" or now.created_by_id != was.created_by_id
            assert now.kind != "stored" or now.place_id != was.place_id
            assert {was.kind, now.kind} & {"sent", "lost"} or now.organisation_id == was.organisation_id
        assert all(row.by_order for row in steps if row.kind == "returned")

    @settings(max_examples=200 if LONG else 12, deadline=None, phases=[Phase.generate], derandomize=True)
    @given(tries=st.lists(TRIES, min_size=10, max_size=25))
    def run(tries: list[tuple[str, str, tuple[str, ...], int, bool]]) -> None:
        with contextlib.suppress(Undo), transaction.atomic():
            live(tries)
            for one in belongings_of(cast.analyst.actor, remains.ref).things:
                judge(one)
                reached.update(line.step.kind for line in one.lines)
            raise Undo

    reached: set[str] = set()
    run()
    assert reached == set(BelongingStepKind.values), "the histories go everywhere"
    assert not KeptBelonging.objects.exists()


def test_systems_store_and_look_but_hand_nothing_over(cast: Cast, remains: Remains) -> None:
    institute = Client(headers=partner(cast.organisations.institute).headers)
    url, key = f"/api/v1/remains/{remains.ref}/belongings/", things(cast, remains)["ring"].name
    said = {"items": [key], "kind": "taken", "at": begun().isoformat(), "seal_no": "S-9"}
    made = institute.post(url, said, content_type="application/json")
    assert made.status_code == 201, made.content
    ring = next(one for one in made.json()["belongings"] if one["key"] == key)
    assert (ring["number"], ring["steps"][0]["seal_no"], ring["is_whole"]) == (1, "S-9", True)
    for wrong, field in (
        ({"kind": "sent"}, "kind"),
        ({"kind": "stored", "place": "MKP-0"}, "place"),
        ({"items": ["x"]}, "items"),
    ):
        answer = institute.post(url, said | {"at": timezone.now().isoformat()} | wrong, content_type="application/json")
        assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])
    assert Client(headers=partner(cast.organisations.ngo).headers).get(url).status_code in (403, 404)
