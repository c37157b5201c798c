"""Danger to life: one record, one person, an hour; no consent is asked, firewalls hold, and everybody is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import ProgrammingError, connection, connections, transaction
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accessctl import door, journal, services
from accessctl.codes import Purpose, Role
from accessctl.consent import AudienceSpec
from accessctl.disclosure import selectors as disclosure
from accessctl.emergency import selectors
from accessctl.emergency import services as emergency
from accessctl.models import EmergencyOpening, JournalEntry, Membership, Organisation, ShareEvent
from accessctl.models.emergency import Danger, FamilyWord, Review
from accessctl.policy import Action
from accessctl.rings import Ring
from accessctl.signin.stepup import ProofNeeded
from accessctl.who import holders
from cases.models import Case, CaseDocument
from families.services import withdraw_consent
from registry.lib.errors import Forbidden, NotFound
from registry.lib.ids import new_ref
from tests.cast import Cast
from tests.factories import families, remains
from tests.factories.accessctl import Member, agreement, member, organisation
from tests.integration.accessctl.worlds import NUMBER, case, effect, filled
from tests.pages import lasting
from tests.plugins.database import as_owner
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db
FORM = {"rings": ["3"], "danger": "medical", "sure": "on"}


@pytest.fixture
def row(cast: Cast) -> Case:
    """A case of the first NGO of whose sharing nobody was asked."""
    return filled(case(cast.caseworker.actor, effect(purposes=())))


def opened(by: Member, row: Case, *rings: Ring) -> EmergencyOpening:
    return emergency.open_in_danger(
        actor=by.actor, record_ref=row.ref, rings=rings or (Ring.RESERVED,), danger=Danger.MEDICAL
    )


def reads(by: Member, row: Case, purpose: Purpose | None = None) -> bool:
    try:
        found = door.open(by.actor, row, Ring.RESERVED, purpose=purpose, tables=[CaseDocument])
    except Forbidden:
        return False
    return [one.doc_number for one in found.rows(row, CaseDocument)] == [NUMBER]


def sees(by: Member, row: Case) -> bool:
    return door.visible(by.actor, Case).filter(pk=row.pk).exists()


class TestOpening:
    def test_without_consent_and_agreement_it_is_open_to_one_person_alone(self, cast: Cast, row: Case) -> None:
        stranger = member(organisation("Rescue without any agreement"))
        assert not sees(stranger, row)
        opening = opened(stranger, row)
        assert reads(stranger, row)
        assert reads(stranger, row, Purpose.FORENSIC_COMPARISON)  # danger asks for no purpose
        assert sees(stranger, row)
        assert opening.owner == cast.organisations.ngo
        colleague = member(stranger.organisation)
        assert not any(reads(one, row) for one in (colleague, cast.second_caseworker, cast.analyst, cast.focal_a))

    def test_only_the_parts_chosen_of_that_record_alone_to_be_read_alone(self, cast: Cast, row: Case) -> None:
        other = filled(case(cast.caseworker.actor, effect(purposes=())))
        opened(cast.focal_a, row)
        assert door.rings(cast.focal_a.actor, row) == {Ring.COMMON, Ring.RESERVED}
        assert not sees(cast.focal_a, other)
        assert not door.can(cast.focal_a.actor, Action.REVIEW, row)
        assert not door.can(cast.focal_a.actor, Action.CHANGE, row)

    def test_what_an_agreement_keeps_closed_opens_too(self, cast: Cast) -> None:
        """Whoever has an agreement that denies a part must not see less than who has none."""
        row = filled(case(cast.caseworker.actor))
        reader = member(organisation("Partner"))
        agreement(row.owner, reader.organisation, max_layer=3, deny=("case.documents",))
        with_part = {"case.documents"}
        assert door.open(reader.actor, row, Ring.SEARCH).closed(row) & with_part
        opened(reader, row)
        assert not door.open(reader.actor, row, Ring.RESERVED, tables=[CaseDocument]).closed(row) & with_part
        assert reads(reader, row)

    def test_in_the_own_organisation_too(self, cast: Cast, row: Case) -> None:
        colleague = member(cast.organisations.ngo)
        assert Ring.CONTACT not in door.rings(colleague.actor, row)
        opening = opened(colleague, row, Ring.CONTACT)
        assert Ring.CONTACT in door.rings(colleague.actor, row)
        assert opening.share is None  # nothing left the organisation
        assert selectors.waiting(cast.supervisor.actor) == [opening]

    @pytest.mark.parametrize(
        "ring", [Ring.PROTECTION, Ring.WHEREABOUTS, Ring.GENETIC, Ring.ACCOUNTABILITY, Ring.COMMON, Ring.PUBLIC]
    )
    def test_what_must_never_open_so_does_not(self, cast: Cast, row: Case, ring: Ring) -> None:
        everything = member(cast.organisations.second_ngo, Role.SUPERVISOR, Role.TRACING_OFFICER)
        for rings in ((ring,), (Ring.RESERVED, ring)):
            with pytest.raises(emergency.NotOpenable):
                opened(everything, row, *rings)
        assert not EmergencyOpening.objects.exists()

    def test_nothing_chosen_opens_nothing(self, cast: Cast, row: Case) -> None:
        with pytest.raises(emergency.NotOpenable):
            emergency.open_in_danger(actor=cast.focal_a.actor, record_ref=row.ref, rings=(), danger=Danger.CHILD)

    def test_what_is_open_already_costs_no_hour(self, cast: Cast) -> None:
        row = filled(case(cast.caseworker.actor))
        with pytest.raises(emergency.OpenAlready):
            opened(cast.second_caseworker, row, Ring.SEARCH)

    def test_only_with_a_fresh_proof(self, cast: Cast, row: Case) -> None:
        actor = cast.focal_a.actor
        with time_machine.travel(timezone.now() + timedelta(minutes=6)), pytest.raises(ProofNeeded):
            emergency.open_in_danger(actor=actor, record_ref=row.ref, rings=[Ring.RESERVED], danger=Danger.THREAT)

    def test_partner_systems_jobs_and_those_who_work_on_no_case_open_nothing(self, cast: Cast, row: Case) -> None:
        auditor = member(cast.organisations.ngo, Role.AUDITOR)
        for actor in (cast.system.actor, cast.matcher, cast.public, cast.officer.actor, auditor.actor):
            with pytest.raises((Forbidden, emergency.NotOpenable)):
                emergency.open_in_danger(actor=actor, record_ref=row.ref, rings=[Ring.SEARCH], danger=Danger.CHILD)
        assert not EmergencyOpening.objects.exists()

    def test_records_of_other_kinds_do_not_open(self, cast: Cast) -> None:
        found = remains.some_remains(cast)
        for ref in (found.ref, "MMR-00000-00000-0", "", "nothing"):
            with pytest.raises(NotFound):
                emergency.open_in_danger(
                    actor=cast.second_caseworker.actor, record_ref=ref, rings=[Ring.FORENSIC], danger=Danger.STRANDED
                )


class TestEnd:
    def test_it_ends_by_the_clock_of_the_database(self, cast: Cast, row: Case) -> None:
        opened(cast.focal_a, row)
        with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
            assert sees(cast.focal_a, row)  # whatever the application's clock says
        with as_owner(connection):  # as if the hour had passed
            EmergencyOpening.objects.update(expires_at=Now())
        with time_machine.travel(timezone.now() - timedelta(hours=2), tick=False):
            assert not sees(cast.focal_a, row)
        assert not reads(cast.focal_a, row)
        assert not holders(row)

    def test_it_lasts_an_hour(self, cast: Cast, row: Case) -> None:
        opening = opened(cast.focal_a, row)
        assert opening.expires_at - opening.at == pytest.approx(timedelta(minutes=60), abs=timedelta(seconds=5))

    def test_the_application_can_neither_lengthen_nor_delete_it(self, cast: Cast, row: Case) -> None:
        opened(cast.focal_a, row)
        for change in (
            "UPDATE accessctl_emergencyopening SET expires_at = expires_at + interval '1 day'",
            "UPDATE accessctl_emergencyopening SET rings = '{4k}'",
            "DELETE FROM accessctl_emergencyopening",
        ):
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(change)

    def test_who_opened_it_ends_it(self, cast: Cast, row: Case) -> None:
        opening = opened(cast.focal_a, row)
        emergency.end_now(actor=cast.focal_a.actor, ref=opening.ref)
        assert not reads(cast.focal_a, row)
        with pytest.raises(emergency.Settled):
            emergency.end_now(actor=cast.focal_a.actor, ref=opening.ref)

    def test_who_answers_for_the_owner_ends_it_nobody_else(self, cast: Cast, row: Case) -> None:
        opening = opened(cast.focal_a, row)
        for other in (cast.second_caseworker, cast.caseworker, cast.focal_b):
            with pytest.raises(NotFound):
                emergency.end_now(actor=other.actor, ref=opening.ref)
        emergency.end_now(actor=cast.supervisor.actor, ref=opening.ref)
        assert not reads(cast.focal_a, row)

    @pytest.mark.parametrize("whole", [True, False])
    def test_a_suspension_ends_it(self, cast: Cast, row: Case, *, whole: bool) -> None:
        opened(cast.focal_a, row)
        if whole:
            Organisation.objects.filter(pk=cast.focal_a.organisation.pk).update(suspended_at=timezone.now())
        else:
            Membership.objects.filter(account=cast.focal_a.account).update(suspended_at=timezone.now())
        assert not reads(cast.focal_a, row)
        assert not sees(cast.focal_a, row)

    def test_an_immigration_function_ends_it(self, cast: Cast, row: Case) -> None:
        opened(cast.focal_a, row)
        Organisation.objects.filter(pk=cast.focal_a.organisation.pk).update(immigration_function=True)
        assert not reads(cast.focal_a, row)
        with pytest.raises((Forbidden, emergency.NotOpenable)):
            opened(cast.focal_a, row)

    def test_the_family_s_withdrawal_ends_it_and_recalls(self, cast: Cast) -> None:
        row = families.a_case(cast)
        opening = opened(cast.focal_a, row)
        assert Ring.RESERVED in door.rings(cast.focal_a.actor, row)
        withdraw_consent(actor=cast.caseworker.actor, case_ref=row.ref)
        assert door.rings(cast.focal_a.actor, row) == frozenset()
        assert ShareEvent.objects.get(pk=opening.share_id).recall == ShareEvent.Recall.SENT

    def test_another_consent_recalls_nothing(self, cast: Cast, row: Case) -> None:
        opening = opened(cast.focal_a, row)
        services.set_consent_effect(cast.caseworker.actor, row, effect(max_layer=1))
        assert reads(cast.focal_a, row)
        assert ShareEvent.objects.get(pk=opening.share_id).recall == ShareEvent.Recall.NONE


class TestFirewalls:
    """They beat it: the answer is that for a reference that never was."""

    @pytest.fixture
    def fled(self, cast: Cast) -> Case:
        spec = AudienceSpec(firewall_states=frozenset({cast.organisations.origin.country}))
        return filled(case(cast.caseworker.actor, effect(audience=spec)))

    @pytest.mark.parametrize("way", ["firewall", "narrowed", "withdrawn"])
    def test_hidden_and_absent_cost_and_say_the_same(
        self, cast: Cast, client_for: ClientFor, fled: Case, way: str
    ) -> None:
        if way == "narrowed":
            spec = AudienceSpec(except_organisations=frozenset({str(cast.organisations.origin.pk)}))
            fled = filled(case(cast.caseworker.actor, effect(audience=spec)))
        elif way == "withdrawn":
            fled = families.a_case(cast)
            withdraw_consent(actor=cast.caseworker.actor, case_ref=fled.ref)
        client = client_for(cast.origin_official.account)
        first = answered(client, new_ref("MMR"))
        before = JournalEntry.objects.count()
        absent, hidden = answered(client, new_ref("MMR")), answered(client, fled.ref)
        assert hidden == absent
        assert JournalEntry.objects.count() - before == 2  # a refusal each, naming no record
        assert first[0] == hidden[0] == 422
        assert not EmergencyOpening.objects.exists()
        with pytest.raises(NotFound):
            opened(cast.origin_official, fled)

    def test_a_firewall_that_comes_up_closes_it_and_hides_what_became_of_it(self, cast: Cast, row: Case) -> None:
        opening = opened(cast.focal_a, row)
        services.set_firewall(cast.caseworker.actor, row, frozenset({"TUN"}))
        assert not sees(cast.focal_a, row)
        assert ShareEvent.objects.get(pk=opening.share_id).recall == ShareEvent.Recall.SENT
        with pytest.raises(NotFound):
            selectors.fetch(cast.focal_a.actor, opening.ref)
        assert selectors.listed(cast.focal_a.actor) == []
        assert selectors.listed(cast.supervisor.actor) == [opening]

    def test_a_childs_file_stays_closed_to_who_is_not_competent_for_children(self, cast: Cast, row: Case) -> None:
        Case.objects.filter(pk=row.pk).update(is_child=True)
        rescue = organisation("Rescue without any agreement")
        stranger = member(rescue)
        with pytest.raises(NotFound):
            opened(stranger, row)
        Organisation.objects.filter(pk=rescue.pk).update(child_competent=True)
        with pytest.raises(NotFound):  # nobody weighed what is best for the child
            opened(stranger, row)
        Case.objects.filter(pk=row.pk).update(best_interest_noted=True)
        opened(stranger, row)
        assert reads(stranger, row)
        Organisation.objects.filter(pk=rescue.pk).update(child_competent=False)
        assert not reads(stranger, row)

    def test_who_investigates_crime_opens_nothing_without_consent_to_accountability(
        self, cast: Cast, row: Case
    ) -> None:
        police = organisation("Police")
        Organisation.objects.filter(pk=police.pk).update(law_enforcement=True)
        with pytest.raises(NotFound):
            opened(member(police), row)

    def test_the_door_asks_no_more_statements_for_it(self, cast: Cast, row: Case) -> None:
        def statements(reader: Member) -> int:
            actor = reader.actor
            with CaptureQueriesContext(connection) as asked:
                list(door.visible(actor, Case, ring=Ring.RESERVED))
            return len(asked)

        before = statements(cast.focal_a)
        opened(cast.focal_a, row)
        assert statements(cast.focal_a) == before == statements(cast.focal_b)


def answered(client: Client, ref: str) -> tuple[int, bytes, int]:
    """Status, body without what differs each time, statements."""
    with CaptureQueriesContext(connections["default"]) as asked, CaptureQueriesContext(connections["keystore"]) as keys:
        response = client.post("/requests/emergency/", {**FORM, "record": ref})
        journal.write_denials()
    return response.status_code, lasting(response.content.replace(ref.encode(), b"REF")), len(asked) + len(keys)


class TestLimits:
    def test_one_at_a_time(self, cast: Cast, row: Case) -> None:
        other = filled(case(cast.caseworker.actor, effect(purposes=())))
        opening = opened(cast.focal_a, row)
        with pytest.raises(emergency.OneAtATime):
            opened(cast.focal_a, other)
        emergency.end_now(actor=cast.focal_a.actor, ref=opening.ref)
        opened(cast.focal_a, other)

    def test_three_in_thirty_days(self, cast: Cast, row: Case) -> None:
        now = timezone.now()
        for days in (31, 29, 20):
            with time_machine.travel(now - timedelta(days=days)):
                EmergencyOpening.objects.create(
                    ref=new_ref("MEO"), record_ref=row.ref, owner=row.owner, organisation=cast.focal_a.organisation,
                    account=cast.focal_a.account, rings=[Ring.RESERVED], danger=Danger.STRANDED,
                    expires_at=timezone.now(),
                )  # fmt: skip
        third = opened(cast.focal_a, row)
        emergency.end_now(actor=cast.focal_a.actor, ref=third.ref)
        with pytest.raises(emergency.TooOften):
            opened(cast.focal_a, row)
        opened(cast.focal_b, row)  # each person's own


class TestTold:
    def test_the_owner_and_both_officers_see_it_at_once_others_do_not(self, cast: Cast, row: Case) -> None:
        their_officer = member(cast.organisations.second_ngo, Role.DATA_PROTECTION)
        opening = opened(cast.second_caseworker, row)
        for told in (cast.supervisor, cast.officer, their_officer):
            assert selectors.waiting(told.actor) == [opening]
            assert selectors.fetch(told.actor, opening.ref) == opening
        assert selectors.listed(cast.second_caseworker.actor) == [opening]
        assert selectors.waiting(cast.second_caseworker.actor) == []
        for other in (cast.caseworker, cast.analyst, cast.focal_a):
            assert selectors.listed(other.actor) == []
            with pytest.raises(NotFound):
                selectors.fetch(other.actor, opening.ref)

    def test_ledger_journal_and_who_could_see_it_name_it(self, cast: Cast, row: Case) -> None:
        opening = opened(cast.second_caseworker, row)
        share = ShareEvent.objects.get()
        assert (share.channel, share.rings, share.receiver) == ("danger", ["3"], cast.organisations.second_ngo)
        entry = JournalEntry.objects.get(action="emergency.opened")
        assert (entry.refs, entry.detail) == ([row.ref, opening.ref], {"rings": ["3"], "danger": "medical"})
        (holder,) = holders(row)
        assert (holder.account, holder.in_danger) == (cast.second_caseworker.account, True)
        assert disclosure.shares_of(cast.supervisor.actor, row.ref) == [share]

    def test_what_was_read_stands_with_it(self, cast: Cast, row: Case) -> None:
        other = filled(case(cast.second_caseworker.actor))
        opening = opened(cast.second_caseworker, row)
        assert selectors.readings(opening) == []
        assert reads(cast.second_caseworker, row)
        assert reads(cast.second_caseworker, other)
        assert [reading.ring for reading in selectors.readings(opening)] == [Ring.RESERVED]

    def test_the_family_is_told_or_told_later(self, cast: Cast, row: Case) -> None:
        opening = opened(cast.second_caseworker, row)
        for said in (FamilyWord.WOULD_ADD_DANGER, FamilyWord.TOLD):
            emergency.tell_family(actor=cast.officer.actor, ref=opening.ref, said=said)
            opening.refresh_from_db()
            assert (opening.family, opening.family_by) == (said, cast.officer.account)
        for said in FamilyWord:
            with pytest.raises(emergency.Settled):
                emergency.tell_family(actor=cast.officer.actor, ref=opening.ref, said=said)

    def test_it_stays_in_my_work_until_reviewed_and_told(self, cast: Cast, row: Case) -> None:
        opening = opened(cast.second_caseworker, row)
        emergency.review(actor=cast.supervisor.actor, ref=opening.ref, found=Review.JUSTIFIED)
        assert selectors.waiting(cast.supervisor.actor) == [opening]
        emergency.tell_family(actor=cast.supervisor.actor, ref=opening.ref, said=FamilyWord.TOLD)
        assert selectors.waiting(cast.supervisor.actor) == []
        assert reads(cast.second_caseworker, row)  # justified: the hour goes on

    def test_not_justified_closes_it_and_recalls(self, cast: Cast, row: Case) -> None:
        opening = opened(cast.second_caseworker, row)
        emergency.review(actor=cast.supervisor.actor, ref=opening.ref, found=Review.NOT_JUSTIFIED)
        assert not reads(cast.second_caseworker, row)
        assert ShareEvent.objects.get().recall == ShareEvent.Recall.SENT
        with pytest.raises(emergency.Settled):
            emergency.review(actor=cast.supervisor.actor, ref=opening.ref, found=Review.JUSTIFIED)

    def test_nobody_reviews_their_own_and_the_other_side_does_not_clear_itself(self, cast: Cast, row: Case) -> None:
        their_officer = member(cast.organisations.second_ngo, Role.DATA_PROTECTION)
        theirs = opened(cast.second_caseworker, row)
        for actor in (cast.second_caseworker.actor, their_officer.actor):
            with pytest.raises(Forbidden):
                emergency.review(actor=actor, ref=theirs.ref, found=Review.JUSTIFIED)
            with pytest.raises(Forbidden):
                emergency.tell_family(actor=actor, ref=theirs.ref, said=FamilyWord.TOLD)
        leader = member(cast.organisations.ngo, Role.FORENSIC_COORDINATOR, Role.CASEWORKER)
        own = opened(leader, row, Ring.CONTACT)
        with pytest.raises(Forbidden):
            emergency.review(actor=leader.actor, ref=own.ref, found=Review.JUSTIFIED)
        emergency.review(actor=cast.officer.actor, ref=own.ref, found=Review.JUSTIFIED)


class TestPages:
    def test_from_the_request_to_the_review(self, cast: Cast, client_for: ClientFor) -> None:
        row = families.a_case(cast)
        opening_client, owner = client_for(cast.second_caseworker.account), client_for(cast.supervisor.account)
        ask = opening_client.get("/requests/ask/", {"record": row.ref}).content.decode()
        assert f"/requests/emergency/?record={row.ref}" in ask
        assert row.ref in opening_client.get("/requests/emergency/", {"record": row.ref}).content.decode()
        answer = opening_client.post("/requests/emergency/", {**FORM, "record": row.ref}, follow=True)
        assert answer.redirect_chain == [(f"/cases/{row.ref}/", 302)]
        opening = EmergencyOpening.objects.get()
        page = answer.content.decode()
        assert f"until {opening.expires_at:%H:%M} UTC" in page
        assert "because of danger to life until" not in owner.get(f"/cases/{row.ref}/").content.decode()
        assert row.ref in owner.get("/requests/work/").content.decode()
        assert opening.ref in owner.get("/requests/").content.decode()
        address = f"/requests/emergencies/{opening.ref}/"
        assert cast.second_caseworker.account.full_name in owner.get(address).content.decode()
        assert owner.post(f"{address}family/", {}).status_code == 422
        assert owner.post(f"{address}review/", {"review-found": "open"}).status_code == 422
        assert owner.post(f"{address}family/", {"family-said": "told"}).status_code == 302
        assert owner.post(f"{address}review/", {"review-found": "justified"}).status_code == 302
        assert opening_client.post(f"{address}review/", {}).status_code == 403
        assert opening_client.post(f"{address}end/").status_code == 302
        assert "because of danger to life until" not in opening_client.get(f"/cases/{row.ref}/").content.decode()
        assert row.ref not in owner.get("/requests/work/").content.decode()

    def test_what_is_missing_is_named_and_nothing_opens(self, cast: Cast, client_for: ClientFor, row: Case) -> None:
        client = client_for(cast.second_caseworker.account)
        for missing in ("rings", "danger", "sure", "record"):
            sent = {name: value for name, value in {**FORM, "record": row.ref}.items() if name != missing}
            assert client.post("/requests/emergency/", sent).status_code == 422
        assert not EmergencyOpening.objects.exists()

    def test_a_limit_is_said_above_the_form(self, cast: Cast, client_for: ClientFor, row: Case) -> None:
        client = client_for(cast.second_caseworker.account)
        sent = {**FORM, "record": row.ref}
        assert client.post("/requests/emergency/", sent).status_code == 302
        answer = client.post("/requests/emergency/", sent)
        assert answer.status_code == 422
        assert "End that first" in answer.content.decode()

    def test_who_cannot_is_told_whom_to_call(self, cast: Cast, client_for: ClientFor) -> None:
        page = client_for(cast.officer.account).get("/requests/emergency/").content.decode()
        assert "Your role cannot open a case" in page
        assert '<form method="post" action="/requests/emergency/"' not in page

    def test_partner_systems_have_no_such_address(self, cast: Cast, row: Case) -> None:
        answer = Client(headers=cast.system.headers).post("/requests/emergency/", {**FORM, "record": row.ref})
        assert answer.status_code in (302, 403)
        assert not EmergencyOpening.objects.exists()
