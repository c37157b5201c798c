"""Drafts: sealed, their maker's alone, replaced part by part, gone with their keys."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from accessctl import door
from accessctl.images import Picture
from accessctl.keystore.models import RecordKey
from accessctl.models import JournalEntry
from accessctl.tasks import purge_staged
from cases.models import Case
from families import selectors, services
from families.models import DraftPhoto, RegistrationDraft
from families.services.intake import warn_of_drafts
from registry.lib.errors import Forbidden, Invalid, NotFound
from tests.factories.families import registration

PARTS = {"person": {"name": ["Zabulon Tekeste"]}}


@pytest.fixture
def draft(cast):
    return services.begin_draft(actor=cast.caseworker.actor, parts=PARTS)


def test_a_draft_is_read_back_as_it_was_typed(cast, draft):
    found = selectors.draft(cast.caseworker.actor, draft.ref)
    assert found.parts == PARTS
    assert found.label == "Zabulon Tekeste"


def test_a_part_is_replaced_and_the_others_stay(cast, draft):
    actor = cast.caseworker.actor
    services.save_draft(actor=actor, ref=draft.ref, parts={"consent": {"own_search": ["yes"]}})
    services.save_draft(actor=actor, ref=draft.ref, parts={"person": {"name": ["Z"]}})
    assert selectors.draft(actor, draft.ref).parts == {"consent": {"own_search": ["yes"]}, "person": {"name": ["Z"]}}


def test_a_draft_is_its_makers_and_the_supervisors(cast, draft):
    assert [found.row for found in selectors.work_drafts(cast.caseworker.actor)] == [draft]
    assert [found.row for found in selectors.work_drafts(cast.supervisor.actor)] == [draft]
    for member in (cast.officer, cast.second_caseworker, cast.analyst, cast.focal_a):
        assert not door.visible(member.actor, RegistrationDraft).exists()
        with pytest.raises(NotFound):
            services.save_draft(actor=member.actor, ref=draft.ref, parts={})
    assert not door.visible(cast.system.actor, RegistrationDraft).exists()
    assert not door.visible(cast.matcher, RegistrationDraft).exists()


def test_who_may_not_register_begins_no_draft(cast):
    with pytest.raises(Forbidden):
        services.begin_draft(actor=cast.analyst.actor, parts=PARTS)
    assert not RegistrationDraft.objects.exists()


def test_what_was_typed_is_ciphertext_in_the_database(cast, draft):
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload FROM families_registrationdraft")
        assert b"Zabulon" not in bytes(cursor.fetchone()[0])


def test_a_photo_is_kept_with_the_draft_and_replaced(cast, draft):
    actor = cast.caseworker.actor
    for content in (b"first", b"second"):
        services.keep_photo(actor=actor, ref=draft.ref, picture=Picture(content, b"small", 10, 12))
    photo = selectors.draft(actor, draft.ref).photo
    assert (photo.content, photo.width) == (b"second", 10)
    services.drop_photo(actor=actor, ref=draft.ref)
    assert selectors.draft(actor, draft.ref).photo is None


def test_registering_turns_the_draft_into_a_case_with_its_keys_gone(cast, draft, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        case = services.register_draft(actor=cast.caseworker.actor, ref=draft.ref, registration=registration())
    assert list(door.visible(cast.caseworker.actor, Case)) == [case]
    assert not RegistrationDraft.objects.exists()
    assert not RecordKey.objects.filter(record=draft.pk).exists()
    with pytest.raises(NotFound):
        services.register_draft(actor=cast.caseworker.actor, ref=draft.ref, registration=registration())


def test_a_refused_registration_leaves_the_draft(cast, draft):
    with pytest.raises(Invalid):
        services.register_draft(actor=cast.caseworker.actor, ref=draft.ref, registration=registration(names=()))
    assert RegistrationDraft.objects.filter(pk=draft.pk).exists()
    assert not Case.objects.exists()


def test_a_deleted_draft_leaves_only_its_entry(cast, draft, django_capture_on_commit_callbacks):
    services.keep_photo(actor=cast.caseworker.actor, ref=draft.ref, picture=Picture(b"x", b"y", 1, 1))
    with django_capture_on_commit_callbacks(execute=True):
        services.delete_draft(actor=cast.caseworker.actor, ref=draft.ref)
    assert not RegistrationDraft.objects.exists()
    assert not DraftPhoto.objects.exists()
    assert not RecordKey.objects.filter(record=draft.pk).exists()
    assert JournalEntry.objects.filter(action="draft.deleted", refs=[draft.ref]).exists()


def test_thirty_idle_days_purge_a_draft_and_saving_begins_them_anew(cast, draft):
    with time_machine.travel(timezone.now() + timedelta(days=29), tick=False):
        services.save_draft(actor=cast.caseworker.actor, ref=draft.ref, parts={})
    with time_machine.travel(timezone.now() + timedelta(days=58), tick=False):
        assert purge_staged() == 0
    with time_machine.travel(timezone.now() + timedelta(days=60), tick=False):
        assert purge_staged() == 0  # nothing goes without a warning
        assert (warn_of_drafts(), warn_of_drafts()) == (1, 0)
    with time_machine.travel(timezone.now() + timedelta(days=66), tick=False):
        assert purge_staged() == 0
    with time_machine.travel(timezone.now() + timedelta(days=68), tick=False):
        assert purge_staged() == 1


def test_a_draft_that_is_saved_after_a_warning_is_warned_of_anew(cast, draft):
    with time_machine.travel(timezone.now() + timedelta(days=24), tick=False):
        assert warn_of_drafts() == 1
        services.save_draft(actor=cast.caseworker.actor, ref=draft.ref, parts={})
    with time_machine.travel(timezone.now() + timedelta(days=55), tick=False):
        assert purge_staged() == 0
        assert warn_of_drafts() == 1


def test_autosaving_does_not_fill_the_journal(cast, draft):
    for number in range(5):
        services.save_draft(actor=cast.caseworker.actor, ref=draft.ref, parts={"person": {"name": [str(number)]}})
    assert not JournalEntry.objects.filter(action="draft.changed").exists()
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        services.save_draft(actor=cast.caseworker.actor, ref=draft.ref, parts={})
    assert JournalEntry.objects.filter(action="draft.changed").count() == 1
