"""The door's answers to the letter: order, bounds and count of a page; what an opening writes and leaves out; locks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from accessctl import door, journal, services
from accessctl.budgets import BudgetSpent
from accessctl.codes import Purpose, Role
from accessctl.consent import AudienceSpec
from accessctl.models import JournalEntry, Organisation, ShareEvent
from accessctl.policy import Action
from accessctl.rings import Ring
from accessctl.scope import Scope
from accessctl.signin.stepup import ProofNeeded
from cases.models import Case, CaseDocument, CaseName, CaseProtectionFile, CaseSource, Whereabouts
from families.models import DraftPhoto, RegistrationDraft
from registry.lib.errors import Forbidden
from tests.cast import Cast
from tests.factories.accessctl import agreement, member, organisation
from tests.integration.accessctl.worlds import NAME, NUMBER, case, effect, filled, whereabouts

FORENSIC = Purpose.FORENSIC_COMPARISON


def denial() -> tuple[object, ...]:
    """Whom the latest refusal names, and for what."""
    journal.write_denials()
    entry = JournalEntry.objects.filter(action="access.denied").latest("pk")
    return entry.actor, entry.purpose, entry.refs, entry.ring, entry.rule


class TestFetch:
    def test_it_locks_the_row_itself_and_only_when_told(self, cast: Cast) -> None:
        row = case(cast.caseworker.actor)
        with CaptureQueriesContext(connection) as asked:
            door.fetch(cast.caseworker.actor, Case, ref=row.ref)
            door.fetch(cast.caseworker.actor, Case, Action.CHANGE, ref=row.ref)
        assert not any("FOR UPDATE" in query["sql"] for query in asked.captured_queries)
        actor = cast.caseworker.actor
        with CaptureQueriesContext(connection) as asked:
            assert door.fetch(actor, Case, ref=row.ref, lock=True) == row
        assert asked.captured_queries[-1]["sql"].endswith('FOR UPDATE OF "cases_case"')

    def test_a_refusal_names_who_asked_for_what(self, cast: Cast) -> None:
        row, actor = case(cast.caseworker.actor), cast.second_caseworker.actor
        with pytest.raises(Forbidden):
            door.fetch(actor, Case, Action.CHANGE, ref=row.ref)
        assert denial() == (actor.pseudonym, "share_search", [row.ref], "", "change")


class TestPage:
    @pytest.fixture
    def rows(self, cast: Cast) -> list[Case]:
        """Four cases; the first is the newest, the others of one moment and written in no order."""
        rows = [case(cast.caseworker.actor) for _number in range(4)]
        newest = timezone.now()
        for number in (0, 2, 1, 3):
            rows[number].created_at = newest if number == 0 else newest - timedelta(hours=1)
            rows[number].save(update_fields=["created_at"])
        return [rows[0], rows[3], rows[2], rows[1]]

    @pytest.mark.parametrize("size", [1, 2, 3, 4])
    def test_pages_follow_one_another_without_gap_or_overlap(self, cast: Cast, rows: list[Case], size: int) -> None:
        actor, pages, after = cast.caseworker.actor, [], None
        while (not pages or after) and len(pages) < 5:
            page = door.page(actor, Case, after=after, size=size)
            pages.append(page.rows)
            after = page.next
        assert pages == [rows[start : start + size] for start in range(0, 4, size)]
        assert door.page(actor, Case).rows == rows
        assert door.page(actor, Case, after="").rows == rows

    def test_the_count_is_capped_only_above_the_cap(
        self, cast: Cast, rows: list[Case], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        counted = []
        for cap in (3, 4, 5):
            monkeypatch.setattr(door, "COUNT_CAP", cap)
            page = door.page(cast.caseworker.actor, Case)
            counted.append((page.count, page.count_capped))
        assert counted == [(3, True), (4, False), (4, False)]

    def test_it_is_of_the_action_asked_for_and_brings_the_owners(
        self, cast: Cast, rows: list[Case], django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        actor = cast.second_caseworker.actor
        assert door.page(actor, Case, action=Action.CHANGE).rows == []
        page = door.page(actor, Case)
        with django_assert_num_queries(0):
            assert {row.owner.name for row in page.rows} == {cast.organisations.ngo.name}


class TestOpen:
    @pytest.fixture
    def full(self, cast: Cast) -> Case:
        return filled(case(cast.caseworker.actor))

    def test_a_refusal_names_every_record_and_the_stated_purpose(self, cast: Cast, full: Case) -> None:
        actor, other = cast.analyst.actor, filled(case(cast.caseworker.actor))
        with pytest.raises(Forbidden):
            door.open(actor, [full, other], Ring.RESERVED, purpose=Purpose.SHARE_SEARCH)
        assert denial() == (actor.pseudonym, "share_search", [full.ref, other.ref], "3", "ring")

    def test_layer_4_asks_for_a_fresh_proof(self, cast: Cast, full: Case) -> None:
        actor = cast.supervisor.actor
        with pytest.raises(ProofNeeded):
            door.open(replace(actor, proved_at=None), full, Ring.PROTECTION)
        held = door.open(actor, full, Ring.PROTECTION).one(full, CaseProtectionFile)
        assert held is not None
        assert held.protection_states == ["ERI"]

    def test_it_counts_against_the_budget(self, cast: Cast, full: Case, settings: Settings) -> None:
        settings.BUDGET_OF_PERSON = 2
        door.open(cast.second_caseworker.actor, full, Ring.SEARCH)
        with pytest.raises(BudgetSpent):
            door.open(cast.second_caseworker.actor, filled(case(cast.caseworker.actor)), Ring.SEARCH)

    def test_what_a_partner_system_takes_is_in_the_ledger(self, cast: Cast, full: Case) -> None:
        door.open(cast.system.actor, full, Ring.SEARCH)
        event = ShareEvent.objects.get()
        assert (event.record_ref, event.by, event.rings, event.purpose, event.receiver) == (
            full.ref, cast.system.actor.pseudonym, ["2"], "share_search", cast.organisations.second_ngo,
        )  # fmt: skip
        entry = JournalEntry.objects.get(action="ring.read")
        assert (entry.actor, entry.refs, entry.ring) == (cast.system.actor.pseudonym, [full.ref], "2")

    def test_rows_come_by_age_those_of_one_moment_by_id(self, cast: Cast, full: Case) -> None:
        source = CaseSource.objects.filter(case=full).first()
        assert source is not None
        for name in ("B", "C", "D"):
            CaseName.objects.create(case=full, source=source, kind="alias", full_original=name)
        names = list(CaseName.objects.filter(case=full).order_by("pk"))
        moment = timezone.now()
        for number, age in ((2, 1), (1, 1), (3, 2), (0, 0)):  # written in no order
            CaseName.objects.filter(pk=names[number].pk).update(created_at=moment - timedelta(hours=age))
        opened = door.open(cast.caseworker.actor, full, Ring.SEARCH).rows(full, CaseName)
        assert [clear.full_original for clear in opened] == ["D", "B", "C", NAME]

    def test_all_tables_of_a_ring_are_read_for_each_record(self, cast: Cast, full: Case) -> None:
        actor, other = cast.caseworker.actor, filled(case(cast.caseworker.actor))
        opened = door.open(actor, (full, other), Ring.RESERVED)
        for row in (full, other):
            (held,) = opened.rows(row, CaseDocument)
            assert (held.doc_number, held.case_id) == (NUMBER, row.pk)
        assert opened.one(full, CaseDocument) is not None
        assert opened.one(full, CaseName) is None
        assert opened.closed(full) == frozenset()

    @pytest.mark.parametrize("tables", [None, [RegistrationDraft, DraftPhoto], [DraftPhoto, RegistrationDraft]])
    def test_a_staged_record_is_its_own_ring(self, cast: Cast, tables: Sequence[type[models.Model]] | None) -> None:
        actor, until = cast.caseworker.actor, timezone.now() + timedelta(days=1)
        drafts = [
            services.create_record(actor, RegistrationDraft(payload={"number": number}, purge_at=until), action="begun")
            for number in (1, 2)
        ]
        DraftPhoto.objects.create(draft=drafts[0], mime="image/webp", size=1, content=b"p")
        opened = door.open(actor, drafts[0], Ring.SEARCH, tables=tables)  # type: ignore[arg-type]
        (held,), (photo,) = opened.rows(drafts[0], RegistrationDraft), opened.rows(drafts[0], DraftPhoto)
        assert (held.payload, photo.content) == ({"number": 1}, b"p")
        assert opened.rows(drafts[1], RegistrationDraft) == []

    def test_parts_are_closed_of_those_records_alone_that_an_agreement_covers(self, cast: Cast, full: Case) -> None:
        newcomer = member(organisation(country="MEX"))
        other = filled(case(cast.caseworker.actor))
        Case.objects.filter(pk=full.pk).update(route_code="watl")
        agreement(cast.organisations.ngo, newcomer.organisation)
        strict = Scope(routes=frozenset({"watl"}))
        agreement(cast.organisations.ngo, newcomer.organisation, deny=("case.names",), scope=strict)
        opened = door.open(newcomer.actor, [full, other], Ring.SEARCH)
        assert opened.rows(full, CaseName) == []
        assert [clear.full_original for clear in opened.rows(other, CaseName)] == [NAME]
        assert (opened.closed(full), opened.closed(other)) == (frozenset({"case.names"}), frozenset())
        assert door.open(newcomer.actor, full, Ring.SEARCH).rows(full, CaseName) == []


class TestInDanger:
    """Which records danger to life reaches, before anybody opens one (`accessctl.emergency` decides that)."""

    @pytest.fixture
    def row(self, cast: Cast) -> Case:
        return case(cast.caseworker.actor, effect(purposes=()))

    def test_it_reaches_what_nobody_shared_in_the_own_organisation_and_in_others(self, cast: Cast, row: Case) -> None:
        for reader in (cast.caseworker, cast.second_caseworker, cast.focal_a):
            assert list(door.in_danger(reader.actor, Case)) == [row]

    def test_it_stops_at_firewalls_but_not_for_the_owner(self, cast: Cast) -> None:
        ngo = frozenset({str(cast.organisations.ngo.pk)})
        spec = AudienceSpec(firewall_states=frozenset({"ERI"}), except_organisations=ngo)
        fled = case(cast.caseworker.actor, effect(audience=spec))
        assert list(door.in_danger(cast.origin_official.actor, Case)) == []
        assert list(door.in_danger(cast.caseworker.actor, Case)) == [fled]

    def test_who_investigates_crime_is_reached_by_consent_to_accountability_alone(self, cast: Cast, row: Case) -> None:
        police = organisation("Police")
        Organisation.objects.filter(pk=police.pk).update(law_enforcement=True)
        officer = member(police)
        assert list(door.in_danger(officer.actor, Case)) == []
        told = case(cast.caseworker.actor, effect(purposes=(Purpose.ACCOUNTABILITY,)))
        assert list(door.in_danger(officer.actor, Case)) == [told]

    def test_it_is_for_people_of_an_organisation_that_takes_part(self, cast: Cast, row: Case) -> None:
        own, person = case(cast.focal_b.actor), cast.focal_b.actor
        assert own in door.in_danger(person, Case)
        for actor in (cast.system.actor, cast.matcher, cast.public, replace(person, organisation=None)):
            assert list(door.in_danger(actor, Case)) == []
        Organisation.objects.filter(pk=cast.organisations.state_b.pk).update(immigration_function=True)
        turned = Organisation.objects.get(pk=cast.organisations.state_b.pk)
        assert list(door.in_danger(replace(person, organisation=turned), Case)) == []

    def test_it_is_for_no_other_kind_of_record(self, cast: Cast, row: Case) -> None:
        tracer = member(cast.organisations.ngo, Role.TRACING_OFFICER)
        whereabouts(tracer.actor)
        assert list(door.in_danger(tracer.actor, Whereabouts)) == []
        assert list(door.in_danger(cast.officer.actor, JournalEntry)) == []  # type: ignore[type-var]
