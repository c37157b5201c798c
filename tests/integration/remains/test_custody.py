"""The chain of custody: one step after the other, in one place at a time, between two people, never changed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accessctl.approvals import services as approvals
from accessctl.codes import RecipientClass, Role
from accessctl.erasure import services as erasure
from accessctl.models import JournalEntry
from accessctl.models.erasure import ErasureReason, Telling
from registry.lib.errors import Forbidden, Invalid
from remains import services
from remains.custody import chain, selectors
from remains.custody.codes import FOLLOWS, CustodyKind, CustodyState, StopPoint
from remains.models import BurialPlace, CustodyEvent, Remains
from remains.services import BurialEntry, StepEntry
from tests.cast import Cast
from tests.factories.accessctl import Member, agreement, member, organisation, partner
from tests.factories.custody import GRAVE, begun, laid, ready, storage, write
from tests.factories.remains import some_remains
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db


@pytest.fixture
def remains(cast: Cast) -> Remains:
    return some_remains(cast)


@pytest.fixture
def colleague(cast: Cast) -> Member:
    return member(cast.organisations.institute, Role.FORENSIC_COORDINATOR)


def refused(cast: Cast, remains: Remains, kind: str, **said: Any) -> set[str]:
    with pytest.raises(Invalid) as error:
        write(cast.analyst.actor, remains, kind, **said)
    return set(error.value.fields)


class TestSteps:
    def test_a_chain_is_read_back_in_its_order_with_the_place_now(self, cast: Cast, remains: Remains) -> None:
        actor, place = cast.analyst.actor, storage(cast.analyst.actor)
        ready(actor, remains)
        write(actor, remains, "stored", place=place.ref)
        held = selectors.custody_of(actor, remains.ref)
        kinds = [line.step.kind for line in held.lines]
        assert kinds == ["recovered", "admitted", "sampled", "examined", "stored"]
        assert (held.state, held.is_whole, held.gaps, held.missing) == (CustodyState.KEPT, True, (), ())
        assert held.current is not None
        assert (held.current.place, held.lines[1].step.tag_no) == (place.label, "T-17")
        entry = JournalEntry.objects.filter(action="custody.step_written").latest("id")
        assert (entry.refs, entry.detail["digest"]) == ([remains.ref], held.lines[-1].step.digest)

    def test_what_may_follow_is_the_same_in_the_database(self) -> None:
        with connection.cursor() as cursor:
            for before, after in FOLLOWS.items():
                for kind in CustodyKind:
                    cursor.execute("SELECT custody_may_follow(%s, %s)", [before, kind.value])
                    assert cursor.fetchone() == (kind in after,), (before, kind)

    def test_bad_input_is_refused_at_its_field(self, cast: Cast, remains: Remains) -> None:
        actor, now = cast.analyst.actor, timezone.now()
        assert refused(cast, remains, "stored") == {"kind"}
        assert refused(cast, remains, "buried") == {"kind"}
        assert refused(cast, remains, "no such thing") == {"kind"}
        write(actor, remains, "recovered")
        assert refused(cast, remains, "admitted", at=now + timedelta(hours=1)) == {"at"}
        assert refused(cast, remains, "admitted", at=begun() - timedelta(days=1)) == {"at"}
        write(actor, remains, "admitted")
        assert refused(cast, remains, "stored", place="MKP-00000-00000-0") == {"place"}
        assert refused(cast, remains, "examined") == {"step"}
        assert refused(cast, remains, "moved") == {"to_person"}
        assert refused(cast, remains, "moved", to_person="x", due_at=begun()) == {"due_at"}
        assert refused(cast, remains, "sampled", tag_no="9") == {"tag_no"}
        assert refused(cast, remains, "cremated") == refused(cast, remains, "released") == {"order_no"}
        assert refused(cast, remains, "audited", condition_note="a\u202eb") == {"condition_note"}
        assert refused(cast, remains, "audited", condition_note="a" * 501) == {"condition_note"}
        assert CustodyEvent.objects.count() == 2

    def test_a_place_holds_what_it_holds(self, cast: Cast, remains: Remains) -> None:
        actor, place = cast.analyst.actor, storage(cast.analyst.actor)
        for one in (remains, other := some_remains(cast)):
            write(actor, one, "recovered")
            write(actor, one, "admitted")
        write(actor, remains, "stored", place=place.ref)
        assert refused(cast, remains, "stored", place=place.ref) == {"place"}
        assert refused(cast, other, "stored", place=place.ref) == {"place"}
        with pytest.raises(services.storage.StillInUse):
            services.close_place(actor=actor, ref=place.ref)
        write(actor, remains, "stored", place=storage(actor, shelf="8").ref)
        write(actor, other, "stored", place=place.ref)

    def test_others_write_nothing_and_read_nothing(self, cast: Cast, remains: Remains) -> None:
        for who in (cast.caseworker, cast.focal_b, cast.second_caseworker):
            with pytest.raises(Forbidden):
                write(who.actor, remains, "recovered")
            with pytest.raises(Forbidden):
                selectors.custody_of(who.actor, remains.ref)


class TestHandOver:
    def test_who_hands_over_does_not_receive(self, cast: Cast, remains: Remains, colleague: Member) -> None:
        actor = cast.analyst.actor
        write(actor, remains, "recovered")
        write(actor, remains, "admitted")
        write(actor, remains, "moved", to_person="The driver")
        with pytest.raises(Forbidden):
            write(actor, remains, "admitted")
        assert selectors.custody_of(actor, remains.ref).kinds == (CustodyKind.LOST,)
        write(colleague.actor, remains, "admitted")
        assert selectors.custody_of(actor, remains.ref).gaps == ()

    def test_the_database_refuses_the_same_person(self, cast: Cast, remains: Remains) -> None:
        actor = cast.analyst.actor
        for kind in ("recovered", "admitted"):
            write(actor, remains, kind)
        last = write(actor, remains, "moved", to_person="The driver")
        for account in (cast.analyst.account, None):
            with pytest.raises(DatabaseError, match="does not receive"), transaction.atomic():
                self.insert(last, kind="admitted", created_by=account)

    def test_another_institution_confirms_and_moves_them_then(self, cast: Cast, remains: Remains) -> None:
        orgs, actor = cast.organisations, cast.analyst.actor
        other = organisation("Second institute", kind=RecipientClass.FORENSIC_INSTITUTE, country="ITA")
        there = member(other, Role.FORENSIC_PRACTITIONER)
        agreement(orgs.institute, other, purposes=("forensic_comparison",), max_layer=1)
        for kind in ("recovered", "admitted"):
            write(actor, remains, kind)
        with pytest.raises(Forbidden):
            write(there.actor, remains, "moved", to_person="x")
        write(actor, remains, "moved", to_org=other.ref)
        assert [row.ref for row in selectors.worksheet(there.actor).incoming] == [remains.ref]
        narrow = selectors.custody_of(there.actor, remains.ref)
        assert (narrow.is_read, narrow.kinds, narrow.lines) == (False, (CustodyKind.ADMITTED,), ())
        write(there.actor, remains, "admitted")
        assert set(selectors.custody_of(actor, remains.ref).kinds) == {"sampled", "examined", "audited", "lost"}

    @pytest.mark.parametrize(("kind", "late", "first"), [("moved", 25, True), ("moved", 1, False), ("lost", 1, True)])
    def test_what_nobody_can_account_for_is_first_on_the_sheet(
        self, cast: Cast, remains: Remains, monkeypatch: pytest.MonkeyPatch, kind: str, late: int, first: bool
    ) -> None:
        """However many came after: the sheet is cut behind it, not before."""
        monkeypatch.setattr(selectors, "MOST_ON_SHEET", 1)
        actor, at = cast.analyst.actor, timezone.now() - timedelta(hours=late)
        write(actor, remains, "recovered")
        write(actor, remains, "admitted")
        write(actor, remains, kind, at=at, **({"to_person": "The driver"} if kind == "moved" else {}))
        newer = some_remains(cast)
        sheet = selectors.worksheet(actor)
        assert [line.remains for line in sheet.lines] == [remains if first else newer]
        assert (sheet.more, bool(sheet.lines[0].gap)) == (1, first)

    def test_a_way_nobody_confirms_is_shown_as_a_gap(self, cast: Cast, remains: Remains, colleague: Member) -> None:
        actor = cast.analyst.actor
        write(actor, remains, "recovered")
        write(actor, remains, "admitted")
        sent = write(actor, remains, "moved", to_person="The driver")
        held = selectors.custody_of(actor, remains.ref)
        assert held.open_gap == chain.Gap(chain.Why.ON_THE_WAY, sent.at, None)
        assert selectors.worksheet(actor).lines[0].overdue
        came = write(colleague.actor, remains, "admitted", at=timezone.now())
        held = selectors.custody_of(actor, remains.ref)
        assert held.gaps == (chain.Gap(chain.Why.ON_THE_WAY, sent.at, came.at),)
        assert held.lines[-1].gap is not None

    @staticmethod
    def insert(last: CustodyEvent, **columns: Any) -> CustodyEvent:
        said = {"remains": last.remains, "organisation": last.organisation, "at": last.at, "number": last.number + 1}
        return CustodyEvent.objects.create(
            **said | {"previous": last.digest, "digest": "0" * 64, "nonce": "x"} | columns
        )


class TestNothingChanges:
    def test_the_database_refuses_change_and_removal(self, cast: Cast, remains: Remains) -> None:
        actor = cast.analyst.actor
        ready(actor, remains)
        laid(actor, remains)
        rows = CustodyEvent.objects.filter(remains=remains)
        changes: tuple[dict[str, Any], ...] = (
            {"kind": "lost"}, {"at": begun()}, {"number": 99}, {"tag_no": None}, {"digest": "0" * 64},
        )  # fmt: skip
        for change in changes:
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                rows.filter(number=2).update(**change)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            BurialPlace.objects.update(depth_cm=20)
        connection.check_constraints()  # what waits for the commit
        for rows_of in ("remains_custodyevent WHERE number = 2", "remains_burialplace"):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {rows_of}; SET CONSTRAINTS ALL IMMEDIATE")
        assert rows.count() == 5

    def test_an_entry_made_by_mistake_goes_with_its_chain(
        self, cast: Cast, remains: Remains, colleague: Member
    ) -> None:
        ready(cast.analyst.actor, remains)
        laid(cast.analyst.actor, remains)
        erasure.erase(actor=colleague.actor, ref=remains.ref, reason=ErasureReason.MISTAKE, told=Telling.NOBODY)
        connection.check_constraints()
        assert not CustodyEvent.objects.exists()
        assert not BurialPlace.objects.exists()

    def test_words_exchanged_behind_the_trigger_are_noticed(self, cast: Cast, remains: Remains) -> None:
        ready(cast.analyst.actor, remains)
        held = selectors.custody_of(cast.analyst.actor, remains.ref)
        steps = [line.step for line in held.lines]
        assert chain.is_whole(steps)
        assert not chain.is_whole([*steps[:1], *steps[2:]])
        assert not chain.is_whole([steps[0], steps[2], steps[1], steps[3]])

        class Exchanged:
            tag_no = "T-18"

            def __getattr__(self, name: str) -> Any:
                return getattr(steps[1], name)

        assert not chain.is_whole([steps[0], Exchanged(), *steps[2:]])


class TestBurial:
    def test_the_stop_rule_names_what_is_missing_and_the_database_holds_it(self, cast: Cast, remains: Remains) -> None:
        actor = cast.analyst.actor
        write(actor, remains, "recovered")
        last = write(actor, remains, "admitted")
        assert selectors.custody_of(actor, remains.ref).missing == tuple(StopPoint)
        with pytest.raises(Invalid) as error:
            laid(actor, remains)
        assert set(error.value.fields) == {"exception"}
        with pytest.raises(DatabaseError, match="stop rule"), transaction.atomic():
            TestHandOver.insert(last, kind="buried", tag_no="T-1")
        last = write(actor, remains, "examined", step="photography", tag_no="T-1")
        with pytest.raises(DatabaseError, match="stop rule"), transaction.atomic():
            TestHandOver.insert(last, kind="buried")
        last = write(actor, remains, "sampled")
        with transaction.atomic():
            TestHandOver.insert(last, kind="buried")
            with pytest.raises(DatabaseError, match="has a place"), transaction.atomic():
                connection.check_constraints()
            transaction.set_rollback(True)
        laid(actor, remains)
        connection.check_constraints()

    def test_an_exception_takes_two_people_and_counts_once(
        self, cast: Cast, remains: Remains, colleague: Member
    ) -> None:
        actor, other = cast.analyst.actor, some_remains(cast)
        for one in (remains, other):
            write(actor, one, "recovered")
            write(actor, one, "admitted")
        asked = services.ask_exception(actor=actor, ref=remains.ref, reason="An epidemic")
        for exception in (asked.ref, "MAP-00000-00000-0"):
            with pytest.raises(Invalid):
                laid(actor, remains, exception=exception)
        with pytest.raises(approvals.NotTheSamePerson):
            approvals.approve(actor, asked.ref)
        approvals.approve(colleague.actor, asked.ref)
        assert selectors.custody_of(actor, remains.ref).exception == asked.ref
        with pytest.raises(Invalid):
            laid(actor, other, exception=asked.ref)
        with pytest.raises(Invalid):
            laid(colleague.actor, remains, exception=asked.ref)
        laid(actor, remains, exception=asked.ref)
        assert CustodyEvent.objects.get(kind="buried").exception == asked

    def test_a_grave_is_found_again_with_who_lies_in_it(self, cast: Cast, remains: Remains) -> None:
        actor, others = cast.analyst.actor, [some_remains(cast), some_remains(cast)]
        for one in (remains, *others):
            ready(actor, one)
        laid(actor, remains)
        for one in others:
            laid(actor, one, beside=remains.ref)
        held = selectors.custody_of(actor, remains.ref)
        assert set(held.beside) == {one.ref for one in others}
        assert (held.burial.cemetery, held.burial.place, held.burial.depth_cm) == ("New cemetery", GRAVE["place"], 180)
        write(actor, others[0], "exhumed")
        assert selectors.custody_of(actor, remains.ref).beside == (others[1].ref,)
        with pytest.raises(Invalid):
            laid(actor, remains)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("cemetery", " "),
            ("depth_cm", 5),
            ("outline", ((35.5, 12.6), (35.5, 12.7))),
            ("outline", ((95, 12.6), (35.5, 12.7), (35.6, 12.7))),
            ("wrap", "sack"),
            ("lease_expires_at", date(2001, 1, 1)),
            ("beside", "MRR-00000-00000-0"),
            ("rite", "a\u202eb"),
        ],
    )
    def test_bad_graves_are_refused_at_their_field(self, cast: Cast, remains: Remains, field: str, value: Any) -> None:
        ready(cast.analyst.actor, remains)
        with pytest.raises(Invalid) as error:
            laid(cast.analyst.actor, remains, **{field: value})
        assert set(error.value.fields) == {field}
        assert not BurialPlace.objects.exists()

    def test_a_lease_that_ends_is_on_the_alarm_list_until_it_is_prolonged(self, cast: Cast, remains: Remains) -> None:
        actor, today = cast.analyst.actor, timezone.localdate()
        ready(actor, remains)
        laid(actor, remains, lease_expires_at=today + timedelta(days=300))
        assert [lease.remains.ref for lease in selectors.leases(actor)] == [remains.ref]
        for days in (299, 298, 297):
            ready(actor, sooner := some_remains(cast))
            laid(actor, sooner, plot=f"P-{days}", lease_expires_at=today + timedelta(days=days))
            assert [lease.remains for lease in selectors.leases(actor, most=1)] == [sooner]
        for one in Remains.objects.exclude(pk=remains.pk):
            services.change_lease(actor=actor, ref=one.ref, until=today + timedelta(days=800))
        services.change_lease(actor=actor, ref=remains.ref, until=today + timedelta(days=800))
        assert selectors.leases(actor) == []
        with pytest.raises(Invalid):
            services.change_lease(actor=actor, ref=remains.ref, until=date(2001, 1, 1))


class TestPages:
    def test_a_chain_is_written_on_its_page(self, cast: Cast, remains: Remains, client_for: ClientFor) -> None:
        client, address = client_for(cast.analyst.account), f"/remains/{remains.ref}/custody/"
        assert "Nothing is written yet" in client.get(address).content.decode()
        at = timezone.localtime(begun()).strftime("%Y-%m-%dT%H:%M")
        sent = client.post(f"{address}?step=recovered", {"write": "recovered", "at": at, "tag_no": "T-5"})
        assert sent.status_code == 302
        assert "T-5" in client.get(address).content.decode()
        assert client.post(address, {"write": "buried", "at": at, "cemetery": "X", "plot": "1"}).status_code == 422
        assert client_for(cast.caseworker.account).get(address).status_code == 403

    def test_a_scanned_label_opens_the_record_within_permission(
        self, cast: Cast, remains: Remains, client_for: ClientFor
    ) -> None:
        client = client_for(cast.analyst.account)
        assert client.get("/remains/worksheet/", {"label": remains.ref.lower()}).status_code == 302
        hidden = some_remains(cast, by=member(organisation("Apart"), Role.FOCAL_POINT).actor)
        answers = [client.get("/remains/worksheet/", {"label": ref}) for ref in (hidden.ref, "MRR-00000-00000-0")]
        assert {answer.status_code for answer in answers} == {422}

    def test_storage_places_are_added_and_closed(self, cast: Cast, client_for: ClientFor) -> None:
        client = client_for(cast.analyst.account)
        sent = {"add": "1", "facility": "North", "room": "2", "shelf": "7", "capacity": "1"}
        assert [client.post("/remains/storage/", sent).status_code for _again in range(2)] == [302, 422]
        with CaptureQueriesContext(connection) as asked, pytest.raises(Invalid):
            services.add_place(actor=cast.analyst.actor, facility="North", room="2", shelf="7")
        assert any("FOR NO KEY UPDATE" in one["sql"] for one in asked), "two at once ask one after the other"
        (place,) = selectors.open_places(cast.analyst.actor)
        assert client.post("/remains/storage/", {"close": place.ref}).status_code == 302
        assert selectors.open_places(cast.analyst.actor) == []

    def test_a_system_reads_and_writes_but_hands_nothing_over(self, cast: Cast, remains: Remains) -> None:
        client = Client(headers=partner(cast.organisations.institute).headers)
        address, at = f"/api/v1/remains/{remains.ref}/custody/", begun().isoformat()
        for kind in ("recovered", "admitted"):
            sent = {"kind": kind, "at": at, "tag_no": "T-1"}
            assert client.post(address, sent, content_type="application/json").status_code == 201
        read = client.get(address).json()
        assert [step["kind"] for step in read["steps"]] == ["recovered", "admitted"]
        assert (read["state"], read["missing"]) == ("kept", ["sample", "photographs"])
        sent = {"kind": "moved", "at": at, "to_person": "x"}
        assert client.post(address, sent, content_type="application/json").status_code == 403
        sent = {"kind": "buried", "at": at, "burial": {"cemetery": "X", "plot": "1"}}
        refusal = client.post(address, sent, content_type="application/json")
        assert (refusal.status_code, set(refusal.json()["fields"])) == (422, {"exception"})
        assert BurialEntry(cemetery="X").wrap == "unknown"
        assert StepEntry(kind="lost", at=begun()).place == ""
