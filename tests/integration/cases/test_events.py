"""Events: promoted by two people, worked by those who joined, lists heard and never a fate."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accessctl import door
from accessctl.approvals import services as approvals
from accessctl.approvals.services import NotTheSamePerson
from accessctl.codes import Purpose, Role
from accessctl.disclosure.services import Ask, ask, open_rings
from accessctl.erasure import services as erasure
from accessctl.models import JournalEntry
from accessctl.models.disclosure import AskReason
from accessctl.rings import Ring
from accessctl.signin.stepup import ProofNeeded
from cases.dvi import selectors
from cases.models import Case, DviEvent, EventMember, EventPassenger
from cases.services import IncidentEntry, dvi, dvi_people, log_incident
from cases.services.dvi import EventClosed, EventEntry, LedAlready, NotInvited
from cases.services.dvi_people import PassengerEntry
from registry.lib.dates import parse_edtf
from registry.lib.errors import Forbidden, Invalid, NotFound
from tests.cast import Cast
from tests.factories import dvi as events
from tests.factories import families, matching
from tests.factories.accessctl import Member, member
from tests.integration.erasure.acts import WISH
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db
NAME = PassengerEntry(name="Somebody Heard", source_kind="survivor", reliability="C", heard="boarded")


@pytest.fixture
def coordinator(cast: Cast) -> Member:
    return member(cast.organisations.institute, Role.FORENSIC_COORDINATOR)


@pytest.fixture
def event(cast: Cast, coordinator: Member) -> DviEvent:
    return events.led(cast.analyst.actor, coordinator.actor, members=[cast.organisations.ngo])


def post(client: Client, event: DviEvent, **said: Any) -> Any:
    return client.post(reverse("cases:event", args=[event.ref]), said)


class TestPromotion:
    def test_it_takes_two_people_and_happens_once(self, cast: Cast, coordinator: Member) -> None:
        incident = log_incident(actor=cast.caseworker.actor, entry=IncidentEntry(date=parse_edtf("2021-06-12")))
        entry = EventEntry(population="partly_open", aboard_low=40, aboard_high=60)
        with pytest.raises(Forbidden):
            dvi.ask_promotion(actor=cast.caseworker.actor, incident_ref=incident.ref, entry=entry)
        asked = dvi.ask_promotion(actor=coordinator.actor, incident_ref=incident.ref, entry=entry)
        with pytest.raises(NotTheSamePerson):
            approvals.approve(coordinator.actor, asked.ref)
        assert not DviEvent.objects.exists()
        approvals.approve(member(cast.organisations.institute, Role.FORENSIC_COORDINATOR).actor, asked.ref)
        work = selectors.event_work(cast.analyst.actor, DviEvent.objects.get().ref)
        assert work.file is not None
        assert (work.file.population, work.file.aboard_low, work.file.aboard_high) == ("partly_open", 40, 60)
        with pytest.raises(LedAlready):
            dvi.ask_promotion(actor=cast.analyst.actor, incident_ref=incident.ref, entry=entry)

    @pytest.mark.parametrize(
        ("entry", "field"),
        [
            (EventEntry(population="closed"), "aboard_low"),
            (EventEntry(aboard_low=9, aboard_high=3), "aboard_high"),
            (EventEntry(aboard_low=-1), "aboard_low"),
            (EventEntry(population="some"), "population"),
            (EventEntry(note="x" * 1001), "note"),
        ],
    )
    def test_bad_numbers_are_refused_at_their_field(
        self, entry: EventEntry, field: str, cast: Cast, event: DviEvent
    ) -> None:
        with pytest.raises(Invalid) as error:
            dvi.change_event(actor=cast.analyst.actor, ref=event.ref, entry=entry)
        assert set(error.value.fields) == {field}


class TestMembers:
    def test_who_is_invited_sees_that_alone_and_joining_opens_the_rest_until_it_ends(
        self, cast: Cast, event: DviEvent
    ) -> None:
        lead, guest = cast.analyst.actor, cast.focal_a
        with pytest.raises(NotFound):
            selectors.event_work(guest.actor, event.ref)
        dvi.invite(actor=lead, ref=event.ref, organisation=guest.organisation.ref)
        work = selectors.event_work(guest.actor, event.ref)
        assert (work.invited, work.file, work.members, work.phases) == (True, None, [], [])
        with pytest.raises(Forbidden):
            dvi.mark_step(actor=guest.actor, ref=event.ref, task="pm_images", state="done")
        dvi.answer_invitation(actor=guest.actor, ref=event.ref, accept=True)
        assert len(selectors.event_work(guest.actor, event.ref).members) == 2
        dvi.mark_step(actor=guest.actor, ref=event.ref, task="am_asked", state="done")
        dvi.end_membership(actor=lead, ref=event.ref, organisation=guest.organisation.ref)
        with pytest.raises(NotFound):
            selectors.event_work(guest.actor, event.ref)
        with pytest.raises(NotInvited):
            dvi.end_membership(actor=lead, ref=event.ref, organisation=guest.organisation.ref)
        task = next(
            task for phase in selectors.event_work(lead, event.ref).phases for task in phase.tasks
            if task.code == "am_asked"
        )  # fmt: skip
        assert (task.state, task.by, task.who) == ("done", guest.organisation.name, "")

    def test_an_invitation_stands_on_the_work_of_who_answers_until_it_is_answered(
        self, cast: Cast, event: DviEvent, client_for: ClientFor
    ) -> None:
        guest, address = cast.focal_a, reverse("cases:work-events")
        people = [client_for(who.account) for who in (guest, cast.supervisor, cast.second_caseworker)]

        def told() -> list[bool]:
            return [event.ref in client.get(address).content.decode() for client in people]

        assert told() == [False, False, False]
        dvi.invite(actor=cast.analyst.actor, ref=event.ref, organisation=guest.organisation.ref)
        assert told() == [True, False, False]
        assert reverse("cases:work-events") in people[0].get("/work/").content.decode()
        dvi.answer_invitation(actor=guest.actor, ref=event.ref, accept=False)
        assert told() == [False, False, False]

    def test_members_invite_nobody_and_change_nothing(self, cast: Cast, event: DviEvent) -> None:
        actor = cast.supervisor.actor
        for act in (
            lambda: dvi.invite(actor=actor, ref=event.ref, organisation=cast.organisations.state_a.ref),
            lambda: dvi.change_event(actor=actor, ref=event.ref, entry=EventEntry()),
            lambda: dvi.close_event(actor=actor, ref=event.ref),
        ):
            with pytest.raises(Forbidden):
                act()
        dvi.leave(actor=actor, ref=event.ref)
        assert EventMember.objects.get(organisation=cast.organisations.ngo).state == "left"

    def test_a_border_authority_is_never_invited(self, cast: Cast, event: DviEvent) -> None:
        with pytest.raises(Invalid):
            dvi.invite(actor=cast.analyst.actor, ref=event.ref, organisation=cast.organisations.border.ref)

    def test_a_closed_event_is_read_and_not_worked(self, cast: Cast, event: DviEvent) -> None:
        dvi.close_event(actor=cast.analyst.actor, ref=event.ref)
        for act in (
            lambda: dvi.mark_step(actor=cast.caseworker.actor, ref=event.ref, task="pm_images", state="done"),
            lambda: dvi_people.add_passenger(actor=cast.analyst.actor, ref=event.ref, entry=NAME),
        ):
            with pytest.raises(EventClosed):
                act()
        assert selectors.event_work(cast.caseworker.actor, event.ref).file is not None
        dvi.reopen_event(actor=cast.analyst.actor, ref=event.ref)
        dvi.mark_step(actor=cast.caseworker.actor, ref=event.ref, task="pm_images", state="done")


class TestNames:
    def test_a_member_counts_them_and_reads_them_by_a_grant_of_the_lead_alone(
        self, cast: Cast, coordinator: Member, event: DviEvent, client_for: ClientFor
    ) -> None:
        dvi_people.add_passenger(actor=cast.analyst.actor, ref=event.ref, entry=NAME)
        assert selectors.event_work(cast.caseworker.actor, event.ref).heard == 1
        with pytest.raises(Forbidden):
            selectors.passengers(cast.caseworker.actor, event.ref)
        page = client_for(cast.caseworker.account).get(reverse("cases:event", args=[event.ref]))
        assert b"Somebody Heard" not in page.content
        wanted = Ask(rings=frozenset({Ring.RESERVED}), purpose=Purpose.SHARE_SEARCH, reason=AskReason.SAME_PERSON)
        asked = ask(actor=cast.caseworker.actor, record_ref=event.ref, wanted=wanted)
        open_rings(actor=coordinator.actor, ref=asked.ref, rings=[Ring.RESERVED], lasting=timedelta(days=9))
        assert len(selectors.passengers(cast.caseworker.actor, event.ref).rows) == 1
        listed = selectors.passengers(cast.analyst.actor, event.ref)
        assert [one.row.name for one in listed.rows] == ["Somebody Heard"]
        entry = JournalEntry.objects.filter(action="ring.read", ring="3").latest("id")
        assert entry.refs == [event.ref]

    def test_a_focal_point_that_leads_reads_the_list_it_wrote_and_no_list_of_others(
        self, cast: Cast, event: DviEvent
    ) -> None:
        lead = cast.focal_a.actor
        mine = events.led(lead, member(cast.organisations.state_a, Role.FOCAL_POINT).actor)
        dvi_people.add_passenger(actor=lead, ref=mine.ref, entry=NAME)
        assert [one.row.name for one in selectors.passengers(lead, mine.ref).rows] == ["Somebody Heard"]
        EventMember.objects.create(event=event, organisation=cast.organisations.state_a, state="joined")
        with pytest.raises(Forbidden):
            selectors.passengers(lead, event.ref)

    def test_a_name_of_somebody_kept_from_the_reader_is_absent_from_list_and_count(
        self, cast: Cast, event: DviEvent
    ) -> None:
        kept = families.a_case(cast, consents=families.consents(search=(), forensic=()))
        row = dvi_people.add_passenger(actor=cast.analyst.actor, ref=event.ref, entry=NAME)
        EventPassenger.objects.filter(pk=row.pk).update(case=kept, organisation=cast.organisations.ngo)
        assert selectors.event_work(cast.analyst.actor, event.ref).heard == 0
        assert selectors.passengers(cast.analyst.actor, event.ref).rows == []
        work = selectors.event_work(cast.caseworker.actor, event.ref)
        assert (work.heard, work.linked) == (1, 1)

    def test_linking_is_a_lead_and_changes_no_case(self, cast: Cast, event: DviEvent) -> None:
        case = matching.case(cast.caseworker.actor)
        before = Case.objects.filter(pk=case.pk).values().get()
        row = dvi_people.add_passenger(actor=cast.analyst.actor, ref=event.ref, entry=NAME)
        dvi_people.link_passenger(actor=cast.analyst.actor, ref=event.ref, passenger=row.ref, case_ref=case.ref)
        (listed,) = selectors.passengers(cast.analyst.actor, event.ref).rows
        assert listed.case == case
        assert Case.objects.filter(pk=case.pk).values().get() == before
        with pytest.raises(Invalid) as error:
            dvi_people.link_passenger(
                actor=cast.analyst.actor, ref=event.ref, passenger=row.ref, case_ref="MMR-00000-00000-0"
            )
        assert set(error.value.fields) == {"case"}
        dvi_people.remove_passenger(actor=cast.analyst.actor, ref=event.ref, passenger=row.ref)
        assert not EventPassenger.objects.exists()

    def test_bad_input_stays_at_its_field(self, cast: Cast, event: DviEvent, client_for: ClientFor) -> None:
        client = client_for(cast.analyst.account)
        said = {"act": "add", "name": "a\u202eb", "source_kind": "", "heard_on": "2990-01-01", "heard": "boarded"}
        answer = client.post(reverse("cases:event-people", args=[event.ref]), said)
        assert answer.status_code == 422
        assert answer.content.count(b'aria-invalid="true"') >= 2
        assert not EventPassenger.objects.exists()
        entry = PassengerEntry(name=" ", source_kind="gossip", heard="x", reliability="z", note="n" * 501)
        with pytest.raises(Invalid) as error:
            dvi_people.add_passenger(actor=cast.analyst.actor, ref=event.ref, entry=entry)
        assert set(error.value.fields) == {"name", "source_kind", "heard", "reliability", "note"}

    def test_erasing_a_case_takes_what_the_family_said_and_leaves_what_others_said(
        self, cast: Cast, event: DviEvent
    ) -> None:
        case = families.a_case(cast)
        for source, name in (("family", "Told by the mother"), ("survivor", "Told by a survivor")):
            entry = PassengerEntry(name=name, source_kind=source)
            row = dvi_people.add_passenger(actor=cast.analyst.actor, ref=event.ref, entry=entry)
            EventPassenger.objects.filter(pk=row.pk).update(case=case)
        erasure.erase(actor=cast.caseworker.actor, ref=case.ref, **WISH)
        (left,) = EventPassenger.objects.all()
        assert (left.source_kind, left.case_id) == ("survivor", None)


class TestSurvivors:
    def test_only_the_unit_has_more_than_the_count_of_the_source(
        self, cast: Cast, event: DviEvent, client_for: ClientFor
    ) -> None:
        tracer = member(cast.organisations.ngo, Role.TRACING_OFFICER)
        found = matching.alive(tracer.actor)
        dvi_people.link_survivor(actor=tracer.actor, ref=event.ref, whereabouts=found.ref)
        readings = JournalEntry.objects.filter(action="ring.read", ring="4w", refs=[found.ref])
        assert selectors.event_work(tracer.actor, event.ref).survivors.is_unit
        assert not readings.exists()
        with pytest.raises(ProofNeeded):
            selectors.survivors_reported(replace(tracer.actor, proved_at=None), event.ref)
        assert selectors.survivors_reported(tracer.actor, event.ref) == [found]
        assert readings.count() == 1
        page = client_for(tracer.account).get(f"/events/{event.ref}/", {"survivors": "1"}).content.decode()
        assert found.ref in page
        for who in (cast.analyst, cast.caseworker, cast.supervisor):
            survivors = selectors.event_work(who.actor, event.ref).survivors
            assert (survivors.counted, survivors.is_unit) == (None, False)
            with pytest.raises(Forbidden):
                selectors.survivors_reported(who.actor, event.ref)
            with pytest.raises(Forbidden):
                dvi_people.link_survivor(actor=who.actor, ref=event.ref, whereabouts=found.ref)
        assert not JournalEntry.objects.filter(action="event.survivor_linked", refs__contains=[event.ref]).exists()


class TestPages:
    def test_the_work_is_done_from_the_page(self, cast: Cast, event: DviEvent, client_for: ClientFor) -> None:
        client = client_for(cast.analyst.account)
        invited = {"act": "invite", "invite-organisation": cast.organisations.second_ngo.ref}
        for said in (
            {"act": "step", "task": "scene_mapped", "state": "under_way"},
            {"act": "change", "event-population": "closed", "event-aboard_low": "40", "event-aboard_high": "40"},
            invited,
        ):
            assert post(client, event, **said).status_code == 302
        work = selectors.event_work(cast.analyst.actor, event.ref)
        assert work.file is not None
        assert (work.file.aboard_high, work.phases[0].tasks[0].state) == (40, "under_way")
        assert post(client, event, act="change", **{"event-population": "closed"}).status_code == 422
        assert post(client, event, act="no such thing").status_code == 404
        assert client.get(reverse("cases:event-list")).status_code == 200
        assert door.visible(cast.second_caseworker.actor, DviEvent).count() == 1
