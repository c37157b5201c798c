"""Writing through the door: what is written lies within the writer's own reach, or nothing is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from accessctl import journal, services, tasks, vault
from accessctl.actor import Actor
from accessctl.codes import GrantReason, Purpose
from accessctl.consent import ConsentEffect
from accessctl.keystore.models import RecordKey
from accessctl.models import JournalEntry
from accessctl.rings import Ring
from cases.models import Case, StoredSearch
from registry.lib.errors import Conflict, Forbidden
from tests.cast import Cast
from tests.integration.accessctl.worlds import case, effect


def test_a_new_record_has_reference_owner_keys_and_entry(cast: Cast) -> None:
    row = case(cast.caseworker.actor)
    assert row.ref.startswith("MMR-")
    assert row.owner == cast.organisations.ngo
    assert row.created_by == cast.caseworker.account
    rings = set(RecordKey.objects.filter(record=row.pk).values_list("ring", flat=True))
    assert {"2", "3", "3f", "3k", "4k", "4p"} <= rings
    entry = JournalEntry.objects.get(action="case.opened", refs=[row.ref])
    assert entry.owners == [row.owner_id]
    assert entry.actor == cast.caseworker.actor.pseudonym


@pytest.mark.parametrize("who", ["officer", "analyst"])
def test_nobody_writes_what_their_role_may_not(cast: Cast, who: str) -> None:
    with pytest.raises(Forbidden):
        case(cast.people[who].actor)
    assert not Case.objects.exists()


def test_nobody_writes_for_another_organisation(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        services.create_record(
            cast.caseworker.actor, Case(owner=cast.organisations.second_ngo, purposes=[]), action="case.opened"
        )
    with pytest.raises(Forbidden):
        services.create_record(Actor.public(), Case(purposes=[]), action="case.opened")
    assert not Case.objects.exists()


class TestTouch:
    def test_it_saves_the_named_columns_and_raises_the_version(self, cast: Cast) -> None:
        row = case(cast.caseworker.actor)
        row.has_photo, row.has_marks = True, True
        services.touch(cast.caseworker.actor, row, action="case.changed", fields=["has_photo"], expected_version=1)
        held = Case.objects.get(pk=row.pk)
        assert (held.has_photo, held.has_marks, held.version) == (True, False, 2)
        assert row.version == 2

    def test_whoever_comes_second_is_told(self, cast: Cast) -> None:
        row = case(cast.caseworker.actor)
        services.touch(cast.caseworker.actor, row, action="case.changed", expected_version=1)
        with pytest.raises(Conflict):
            services.touch(cast.supervisor.actor, row, action="case.changed", expected_version=1)

    def test_others_change_nothing(self, cast: Cast) -> None:
        row = case(cast.caseworker.actor)
        for other in (cast.second_caseworker, cast.analyst, cast.officer):
            with pytest.raises(Forbidden):
                services.touch(other.actor, row, action="case.changed")
            with pytest.raises(Forbidden):
                services.set_consent_effect(other.actor, row, effect())
        assert Case.objects.get(pk=row.pk).version == 1

    def test_a_row_cannot_be_moved_out_of_the_writers_reach(self, cast: Cast) -> None:
        row = case(cast.caseworker.actor)
        row.owner = cast.organisations.second_ngo
        with pytest.raises(Forbidden), transaction.atomic():
            services.touch(cast.caseworker.actor, row, action="case.changed", fields=["owner"])
        assert Case.objects.get(pk=row.pk).owner == cast.organisations.ngo


class TestGrantsToOneself:
    def test_who_registered_a_case_may_hold_its_channels(self, cast: Cast) -> None:
        row = case(cast.caseworker.actor)
        given = services.grant(
            cast.caseworker.actor, row, cast.caseworker.account, ring=Ring.CONTACT, purpose=Purpose.SEARCH,
            reason=GrantReason.REGISTERED_IT,
        )  # fmt: skip
        assert given.organisation == cast.organisations.ngo
        assert given.expires_at <= timezone.now() + services.grants.LONGEST

    def test_nobody_else_takes_that_road(self, cast: Cast) -> None:
        row = case(cast.supervisor.actor)
        with pytest.raises(Forbidden):
            services.grant(
                cast.caseworker.actor, row, cast.caseworker.account, ring=Ring.CONTACT, purpose=Purpose.SEARCH,
                reason=GrantReason.REGISTERED_IT,
            )  # fmt: skip


class TestStaged:
    @pytest.fixture
    def search(self, cast: Cast) -> StoredSearch:
        row = StoredSearch(purge_at=timezone.now(), payload={"name": "Selam"})
        return services.create_record(cast.caseworker.actor, row, action="search.stored")

    def test_discarding_destroys_the_keys_once_it_is_committed(
        self, search: StoredSearch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        key = search.pk
        with django_capture_on_commit_callbacks() as callbacks:
            services.discard(search)
        assert RecordKey.objects.filter(record=key).exists()
        for callback in callbacks:
            callback()
        assert not RecordKey.objects.filter(record=key).exists()

    def test_what_outlived_its_purge_date_goes(self, search: StoredSearch) -> None:
        StoredSearch.objects.filter(pk=search.pk).update(purge_at=timezone.now() - timedelta(seconds=1))
        assert tasks.purge_staged() == 1
        assert not StoredSearch.objects.exists()


def test_keys_whose_record_was_never_written_are_swept(cast: Cast) -> None:
    row = case(cast.caseworker.actor, effect())
    search = services.create_record(
        cast.caseworker.actor, StoredSearch(purge_at=timezone.now(), payload={}), action="search.stored"
    )
    orphan = Case().pk
    vault.enrol(orphan, cast.organisations.ngo.pk, [Ring.SEARCH])
    assert tasks.sweep_orphan_keys() == 0  # younger than an hour: its record may still be on its way
    RecordKey.objects.update(created_at=timezone.now() - timedelta(hours=2))
    assert tasks.sweep_orphan_keys() == 1
    kept = set(RecordKey.objects.values_list("record", flat=True))
    assert {row.pk, search.pk} <= kept
    assert orphan not in kept


@pytest.mark.parametrize(
    "detail",
    [
        {"name": "Selam Tesfaye"},
        {"name": "سلام"},
        {"fields": ["surname", "two words"]},
        {"given": {"name": "Selam"}},
        {"long": "x" * 81},
        {"number": 1.5},
    ],
)
def test_the_journal_takes_codes_and_no_values(cast: Cast, detail: dict[str, Any]) -> None:
    with pytest.raises(TypeError) as caught:
        journal.record(cast.caseworker.actor, "case.changed", "MMR-x", **detail)
    assert "Selam" not in str(caught.value)


def test_the_journal_takes_names_of_fields(cast: Cast) -> None:
    detail: dict[str, Any] = {"changed": ["sex", "has_photo"], "count": 3, "forced": True, "of": Purpose.SEARCH}
    entry = journal.record(cast.caseworker.actor, "case.changed", "MMR-x", **detail)
    assert JournalEntry.objects.get(pk=entry.pk).detail == detail


def test_consents_taken_back_leave_nothing(cast: Cast) -> None:
    row = case(cast.caseworker.actor, effect())
    services.set_consent_effect(cast.caseworker.actor, row, ConsentEffect())
    held = Case.objects.get(pk=row.pk)
    assert (held.consent_1, held.consent_2, held.consent_3, held.audience) == (0, 0, 0, 0)
