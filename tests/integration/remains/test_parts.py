"""Parts: counted piece by piece, each with a record of its own, joined by two and taken back as if never said."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accessctl import topology
from accessctl.approvals import services as approvals
from accessctl.codes import Role
from accessctl.erasure.steps import obstacles
from accessctl.models import Approval, JournalEntry
from accessctl.models.erasure import ErasureReason
from matching import extract
from registry.lib.errors import Forbidden, Invalid, NotFound, RegistryError
from remains import services
from remains.codes import RemainsStatus
from remains.models import BodyPart, ForensicFile, InventoryPiece, PartJoin, Remains
from remains.services import PartEntry
from remains.skeleton import selectors
from remains.skeleton.codes import JoinState
from remains.skeleton.counting import Piece
from tests.cast import Cast
from tests.factories.accessctl import Member, member, partner
from tests.factories.remains import entry, some_remains, typed
from tests.plugins.campaign import examples
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db

LEFT, RIGHT = Piece("femur", "l", "complete"), Piece("femur", "r", "complete")
SKULL = Piece("cranium", "mid", "complete")
HISTORIES, STEPS = examples(6, 500), examples(14, 30)


@pytest.fixture
def remains(cast: Cast) -> Remains:
    return some_remains(cast)


@pytest.fixture
def colleague(cast: Cast) -> Member:
    return member(cast.organisations.institute, Role.FORENSIC_COORDINATOR)


def count(cast: Cast, remains: Remains, *pieces: Piece) -> int:
    return services.write_inventory(actor=cast.analyst.actor, ref=remains.ref, pieces=pieces).number


def part(cast: Cast, *pieces: Piece, of: str = "") -> Remains:
    alone = {} if of else {"found_at": entry().found_at, "found_place": entry().found_place}
    return services.add_part(actor=cast.analyst.actor, entry=PartEntry(pieces=pieces, parent=of, **alone))


def confirmed(cast: Cast, colleague: Member, one: Remains, other: Remains) -> None:
    services.hold_joined(actor=cast.analyst.actor, ref=one.ref, to=other.ref, method="fracture_fit", note="They fit.")
    asked = services.ask_joining(actor=cast.analyst.actor, ref=one.ref)
    approvals.approve(colleague.actor, asked.ref)


def test_a_label_opens_the_part_for_who_may_know_that_it_is_one(
    cast: Cast, client_for: ClientFor, remains: Remains
) -> None:
    taken = part(cast, LEFT, of=remains.ref)
    page = "/remains/worksheet/"
    client = client_for(cast.analyst.account)
    for typed_in in (f"{remains.ref}-P01", f" {remains.ref.lower()} p1", taken.ref):
        assert client.get(page, {"label": typed_in})["Location"] == f"/remains/{taken.ref}/"
    assert selectors.labelled(cast.analyst.actor, remains.ref) == remains
    assert client.get(page, {"label": f"{remains.ref}-P02"}).status_code == 422
    focal = cast.focal_b.actor
    for number in ("01", "02"):  # a part that is there reads like one that is not
        with pytest.raises(NotFound):
            selectors.labelled(focal, f"{remains.ref}-P{number}")


def bytes_of(*remains: Remains) -> list[str]:
    """Every row of these records as the database holds it, ciphertext included; what is said of joining left out."""
    tables = [Remains, *(table for tables in topology.ring_tables(Remains).values() for table in tables)]
    found = []
    with connection.cursor() as cursor:
        for table in tables:
            if table is PartJoin:
                continue
            key = "id" if table is Remains else f"{table.RECORD}_id"
            keys = [row.pk for row in remains]
            cursor.execute(f'SELECT t::text FROM "{table._meta.db_table}" t WHERE {key} = ANY(%s) ORDER BY 1', [keys])
            found += [f"{table.__name__} {row}" for (row,) in cursor.fetchall()]
    return found


class TestInventory:
    def test_pieces_are_counted_and_the_reason_is_shown(
        self, cast: Cast, client_for: ClientFor, remains: Remains
    ) -> None:
        client = client_for(cast.analyst.account)
        sent = {"femur_l": "complete", "cranium": "fragment", "more-0-element": "femur", "more-0-side": "l"}
        answer = client.post(f"/remains/{remains.ref}/inventory/", sent | {"version": "1"})
        assert answer.status_code == 302
        page = client.get(f"/remains/{remains.ref}/inventory/").content.decode()
        assert "At least 2 people" in page
        assert "Femur, left: as much as 2 people have." in page
        assert 'bone--several" data-bone="femur_l"' in page
        assert 'bone--part" data-bone="cranium"' in page
        file = ForensicFile.objects.get(remains=remains)
        assert (file.minimum_number_of_individuals, file.elements) == (2, ["femur_l"])
        held = {(row.element, row.portion): row.count for row in InventoryPiece.objects.filter(remains=remains)}
        assert held == {("femur", "complete"): 2, ("cranium", "fragment"): 1}
        stale = client.post(f"/remains/{remains.ref}/inventory/", {"version": "1", "tibia_r": "shaft"})
        assert stale.status_code == 409
        assert 'value="shaft" selected' in stale.content.decode()

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"more-0-element": "femur", "more-0-side": "mid"}, "say the side"),
            ({"more-0-element": "cranium", "more-0-side": "l"}, "without a side"),
            ({"more-0-element": "cranium", "more-0-portion": "shaft"}, "cannot be said of it"),
            ({"more-0-element": "femur", "more-0-side": "l", "more-0-count": "0"}, "Row 1 needs another look"),
            ({"more-0-count": "3"}, "Row 1 needs another look"),
            ({"tibia_l": "half"}, "half is not one of the available choices"),
        ],
    )
    def test_what_cannot_be_is_refused_at_its_field_and_the_rest_stays(
        self, cast: Cast, client_for: ClientFor, remains: Remains, wrong: dict[str, str], words: str
    ) -> None:
        answer = client_for(cast.analyst.account).post(
            f"/remains/{remains.ref}/inventory/", {"femur_r": "distal", "version": "1"} | wrong
        )
        page = answer.content.decode()
        assert (answer.status_code, InventoryPiece.objects.count()) == (422, 0)
        assert words in page
        assert 'value="distal" selected' in page

    def test_the_findings_do_not_contradict_the_inventory(
        self, cast: Cast, client_for: ClientFor, remains: Remains
    ) -> None:
        count(cast, remains, Piece("femur", "l", "complete", 2))
        remains.refresh_from_db()
        answer = client_for(cast.analyst.account).post(
            f"/remains/{remains.ref}/edit/",
            typed(version=str(remains.version), minimum_number_of_individuals="1", elements=["cranium"]),
        )
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "The inventory shows at least 2 people." in page
        assert "An inventory of elements is kept of these remains" in page


class TestParts:
    def test_a_part_is_numbered_and_leaves_the_inventory_it_is_taken_out_of(self, cast: Cast, remains: Remains) -> None:
        count(cast, remains, Piece("femur", "l", "complete", 2), SKULL)
        first, second = part(cast, LEFT, of=remains.ref), part(cast, LEFT, of=remains.ref)
        held = selectors.parts_of(cast.analyst.actor, remains.ref)
        assert [one.label for one in held.taken] == [f"{remains.ref}-P01", f"{remains.ref}-P02"]
        assert (held.pieces, held.whole.number, held.state) == ((SKULL,), 2, "commingled")
        assert selectors.parts_of(cast.analyst.actor, second.ref).label == f"{remains.ref}-P02"
        with pytest.raises(Invalid):
            services.split(actor=cast.analyst.actor, ref=remains.ref)
        part(cast, SKULL, of=remains.ref)
        services.split(actor=cast.analyst.actor, ref=remains.ref)
        remains.refresh_from_db()
        assert remains.status == RemainsStatus.SPLIT_FROM
        assert first.ref != second.ref
        assert {row.ref for row in extract.in_care()} >= {first.ref, second.ref}
        assert remains not in extract.in_care()

    def test_a_part_of_nobody_known_has_no_parent(self, cast: Cast, client_for: ClientFor) -> None:
        client = client_for(cast.analyst.account)
        sent = {
            "pieces-0-element": "tibia", "pieces-0-side": "r", "completeness": "limb_only", "found_at_year": "2021",
            "found_place_country": "ITA",
        }  # fmt: skip
        assert client.post("/remains/part/", sent).status_code == 302
        row = BodyPart.objects.get()
        assert (row.parent, row.number) == (None, None)
        assert client.post("/remains/part/", sent | {"pieces-0-element": ""}).status_code == 422
        assert client.post("/remains/part/", sent | {"found_at_year": ""}).status_code == 422

    def test_nobody_else_learns_of_parts(self, cast: Cast, remains: Remains) -> None:
        part(cast, LEFT, of=remains.ref)
        for who in (cast.caseworker, cast.focal_a):
            for read in (selectors.parts_of, selectors.inventory_of):
                with pytest.raises((Forbidden, NotFound)):
                    read(who.actor, remains.ref)
            with pytest.raises((Forbidden, NotFound)):
                services.write_inventory(actor=who.actor, ref=remains.ref, pieces=[LEFT])

    def test_a_system_writes_the_inventory_and_logs_parts(self, cast: Cast, remains: Remains) -> None:
        client = Client(headers=partner(cast.organisations.institute).headers)
        at = f"/api/v1/remains/{remains.ref}/"
        sent = {"pieces": [{"element": "femur", "side": "l", "count": 2}], "version": 1}
        made = client.put(f"{at}inventory/", sent, content_type="application/json")
        assert made.status_code == 200, made.content
        assert made.json()["reasons"] == [{"element": "femur", "side": "l", "count": 2}]
        body = {"pieces": [{"element": "femur", "side": "l"}]}
        one = client.post(f"{at}parts/", body, content_type="application/json", headers={"Idempotency-Key": "a"})
        again = client.post(f"{at}parts/", body, content_type="application/json", headers={"Idempotency-Key": "a"})
        assert one.status_code == 201, one.content
        assert one.json() == again.json()
        assert (one.json()["part_ref"], one.json()["part_of"]) == (f"{remains.ref}-P01", remains.ref)
        wrong = client.put(
            f"{at}inventory/", {"pieces": [{"element": "femur", "side": "mid"}]}, content_type="application/json"
        )
        assert set(wrong.json()["fields"]) == {"pieces"}


class TestJoining:
    def test_two_people_join_and_one_takes_it_back_by_the_pages(
        self, cast: Cast, client_for: ClientFor, remains: Remains, colleague: Member
    ) -> None:
        count(cast, remains, SKULL)
        one = part(cast, LEFT)
        client, url = client_for(cast.analyst.account), f"/remains/{one.ref}/parts/"
        held = client.post(url, {"hold": "1", "hold-to": remains.ref, "hold-method": "dna", "hold-note": "Fits."})
        assert held.status_code == 302, held.content
        assert client.post(url, {"ask": "1"}).status_code == 302
        page = client.get(url).content.decode()
        assert "Waits for a second person" in page
        asked = Approval.objects.get(kind="remains.join_parts")
        with pytest.raises(approvals.NotTheSamePerson):
            approvals.approve(cast.analyst.actor, asked.ref)
        approvals.approve(colleague.actor, asked.ref)
        one.refresh_from_db()
        assert one.status == RemainsStatus.MERGED_INTO
        assert one.ref in client.get(f"/remains/{remains.ref}/parts/").content.decode()
        assert one in extract.in_care()
        assert obstacles(one, ErasureReason.MISTAKE)
        written = JournalEntry.objects.filter(action="remains.joined").latest("id")
        assert (written.refs, written.ring) == ([one.ref, remains.ref], "3f")
        assert client.post(url, {"back": "1", "back-reason": "dna"}).status_code == 302
        one.refresh_from_db()
        assert one.status == RemainsStatus.IN_CUSTODY
        assert client.post(url, {"back": "1", "back-reason": "dna"}).status_code == 422

    def test_what_is_there_twice_cannot_be_of_one_person(self, cast: Cast, remains: Remains, colleague: Member) -> None:
        count(cast, remains, SKULL)
        one, other, third = part(cast, LEFT), part(cast, LEFT, RIGHT), part(cast, RIGHT)
        confirmed(cast, colleague, one, remains)
        with pytest.raises(Invalid) as error:
            services.hold_joined(actor=cast.analyst.actor, ref=other.ref, to=remains.ref, method="dna")
        assert "Femur, left" in error.value.fields["to"][0]
        services.hold_joined(actor=cast.analyst.actor, ref=third.ref, to=remains.ref, method="dna")
        asked = services.ask_joining(actor=cast.analyst.actor, ref=third.ref)
        count(cast, remains, SKULL, RIGHT)
        with pytest.raises(Invalid):
            approvals.approve(colleague.actor, asked.ref)
        third.refresh_from_db()
        assert third.status == RemainsStatus.IN_CUSTODY

    def test_of_somebody_identified_people_are_told_by_the_journal_alone(
        self, cast: Cast, remains: Remains, colleague: Member
    ) -> None:
        Remains.objects.filter(pk=remains.pk).update(status=RemainsStatus.IDENTIFIED)
        confirmed(cast, colleague, part(cast, LEFT), remains)
        assert JournalEntry.objects.filter(action="remains.found_later", refs__contains=[remains.ref]).count() == 1


class Undo(Exception):
    """Rolls a history back."""


ACTS = st.tuples(
    st.sampled_from(["hold", "hold", "ask", "approve", "approve", "reject", "back"]),
    st.integers(0, 3),
    st.integers(0, 3),
    st.sampled_from(["analyst", "colleague", "outsider"]),
)


@pytest.mark.slow
def test_joined_and_taken_back_every_record_is_what_it_was_to_the_byte(
    cast: Cast, remains: Remains, colleague: Member
) -> None:
    """Random histories: whatever stands joined at their end is taken back, and nothing was ever moved or lost."""
    count(cast, remains, SKULL)
    records = [remains, part(cast, LEFT, of=remains.ref), part(cast, RIGHT), part(cast, LEFT)]
    people = {"analyst": cast.analyst.actor, "colleague": colleague.actor, "outsider": cast.focal_b.actor}
    before = bytes_of(*records)

    def act(what: str, one: Remains, other: Remains, who: Any) -> None:
        if what == "hold":
            services.hold_joined(actor=who, ref=one.ref, to=other.ref, method="articulation")
        elif what == "ask":
            services.ask_joining(actor=who, ref=one.ref)
        elif what == "approve":
            for row in Approval.objects.filter(state="waiting"):
                approvals.approve(who, row.ref)
        else:
            undo = services.reject_joining if what == "reject" else services.take_joining_back
            undo(actor=who, ref=one.ref, reason="no_fit")

    @settings(
        max_examples=HISTORIES, deadline=None, phases=[Phase.generate], derandomize=True,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )  # fmt: skip
    @given(st.lists(ACTS, min_size=STEPS // 2, max_size=STEPS))
    def walk(acts: list[tuple[str, int, int, str]]) -> None:
        with suppress(Undo), transaction.atomic():
            for what, one, other, who in acts:
                with suppress(RegistryError), transaction.atomic():
                    act(what, records[one], records[other], people[who])
                joins = list(PartJoin.objects.filter(state=JoinState.CONFIRMED).select_related("approval", "remains"))
                for join in joins:
                    assert join.approval is not None
                    assert join.approval.asked_by_id != join.approval.decided_by_id
                merged = Remains.objects.filter(status=RemainsStatus.MERGED_INTO)
                assert set(merged) == {join.remains for join in joins}
                assert all(selectors.parts_of(cast.analyst.actor, join.to.ref).whole.number == 1 for join in joins)
            for join in PartJoin.objects.filter(state=JoinState.CONFIRMED).select_related("remains"):
                services.take_joining_back(actor=cast.analyst.actor, ref=join.remains.ref, reason="mistake")
            assert bytes_of(*records) == before
            raise Undo

    walk()
    confirmed(cast, colleague, records[2], remains)
    assert bytes_of(*records) != before
    services.take_joining_back(actor=cast.analyst.actor, ref=records[2].ref, reason="mistake")
    assert bytes_of(*records) == before
