"""Services of remains: logging under a reserved reference, changing without erasing, links to incidents."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accessctl.models import JournalEntry
from cases.services import MarkEntry
from registry.lib.errors import Conflict, Forbidden, Invalid, NotFound
from registry.lib.ids import normalise_ref
from remains import selectors, services
from remains.models import ForensicFile, PostMortemProfile, Remains, RemainsDraft, RemainsProtectedDocument
from remains.services import FoundDocument
from tests.cast import Cast
from tests.factories.remains import entry, some_remains


@pytest.fixture
def remains(cast: Cast) -> Remains:
    return some_remains(cast)


def held(cast: Cast, remains: Remains) -> services.RemainsEntry:
    file = selectors.whole_file(cast.analyst.actor, remains.ref)
    assert file.entry is not None
    return file.entry


def test_what_was_logged_is_read_back_as_it_was_entered(cast: Cast, remains: Remains) -> None:
    assert held(cast, remains) == entry()


def test_layer_1_tells_codes_only(remains: Remains) -> None:
    assert (remains.sex, remains.age_class, remains.found_country) == ("1", "young", "ITA")
    assert str(remains.found_month) == "2021-06-01"
    assert remains.has_marks
    assert remains.has_documents
    assert remains.has_belongings


def test_faults_are_named_all_at_once_and_nothing_is_saved(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        some_remains(cast, found_at=None, found_place=None, age=(40, 20), setting="moon")
    assert {*refused.value.fields} == {"found_at", "found_place", "age", "setting"}
    assert not Remains.objects.exists()


def test_a_caseworker_may_not_log_remains(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        some_remains(cast, by=cast.caseworker.actor)
    assert not Remains.objects.exists()


class TestDrafts:
    def test_the_reserved_reference_is_that_of_the_remains(self, cast: Cast) -> None:
        draft = services.reserve(actor=cast.analyst.actor)
        reserved = services.reserved_ref(draft)
        assert normalise_ref(reserved, prefix="MRR") == reserved
        logged = services.log_draft(actor=cast.analyst.actor, ref=draft.ref, entry=entry())
        assert logged.ref == reserved
        assert not RemainsDraft.objects.exists()

    def test_a_refused_entry_leaves_the_draft(self, cast: Cast) -> None:
        draft = services.reserve(actor=cast.analyst.actor)
        with pytest.raises(Invalid):
            services.log_draft(actor=cast.analyst.actor, ref=draft.ref, entry=entry(found_at=None))
        assert RemainsDraft.objects.get() == draft

    def test_what_was_typed_is_kept_until_deleted(self, cast: Cast) -> None:
        draft = services.reserve(actor=cast.analyst.actor)
        services.save_draft(actor=cast.analyst.actor, ref=draft.ref, form={"found_at_year": ["2021"]})
        draft = selectors.fetch_draft(cast.analyst.actor, draft.ref)
        assert selectors.draft_form(cast.analyst.actor, draft) == {"found_at_year": ["2021"]}
        services.delete_draft(actor=cast.analyst.actor, ref=draft.ref)
        assert not RemainsDraft.objects.exists()

    def test_other_organisations_see_no_draft(self, cast: Cast) -> None:
        draft = services.reserve(actor=cast.analyst.actor)
        for reader in (cast.focal_a, cast.caseworker, cast.officer):
            with pytest.raises(NotFound):
                selectors.fetch_draft(reader.actor, draft.ref)


class TestChange:
    def test_the_same_entry_changes_nothing(self, cast: Cast, remains: Remains) -> None:
        services.change_remains(actor=cast.analyst.actor, ref=remains.ref, entry=entry())
        assert JournalEntry.objects.filter(action="remains.changed").latest("id").detail["changed"] == []

    def test_changes_reach_every_ring_and_name_fields_only(self, cast: Cast, remains: Remains) -> None:
        new = entry(sex_estimated="f", alterations=(), marks=(), documents=())
        services.change_remains(actor=cast.analyst.actor, ref=remains.ref, entry=new)
        assert held(cast, remains) == new
        remains.refresh_from_db()
        assert (remains.sex, remains.has_marks, remains.has_documents) == ("2", False, False)
        changed = JournalEntry.objects.filter(action="remains.changed").latest("id").detail["changed"]
        assert {"sex", "sex_estimated", "alterations", "RemainsMark", "RemainsDocument"} <= {*changed}

    def test_a_stale_version_is_refused_and_nothing_is_saved(self, cast: Cast, remains: Remains) -> None:
        services.change_remains(actor=cast.analyst.actor, ref=remains.ref, entry=entry(setting="shore"))
        with pytest.raises(Conflict):
            services.change_remains(
                actor=cast.analyst.actor, ref=remains.ref, entry=entry(setting="lake"), expected_version=remains.version
            )
        assert held(cast, remains).setting == "shore"

    def test_parts_to_keep_stay(self, cast: Cast, remains: Remains) -> None:
        bare = replace(
            entry(), alterations=(), documents=(), presumptive_identity="", presumptive_basis="", not_recovered=(),
            marks=entry().marks[:1], weight_kg=None, skin_tone="", ancestry_note="",
        )  # fmt: skip
        services.change_remains(
            actor=cast.analyst.actor, ref=remains.ref, entry=bare, keep=services.FORENSIC_FIELDS | {"intimate_marks"}
        )
        assert held(cast, remains) == entry()

    def test_another_organisation_may_not_change(self, cast: Cast, remains: Remains) -> None:
        with pytest.raises(Forbidden):
            services.change_remains(actor=cast.focal_a.actor, ref=remains.ref, entry=entry())

    def test_a_focal_point_changes_their_own_but_not_the_forensic_file(self, cast: Cast) -> None:
        own = some_remains(cast, by=cast.focal_b.actor)
        visible = replace(
            entry(), setting="shore", alterations=(), documents=(), presumptive_identity="", presumptive_basis="",
            not_recovered=(), marks=entry().marks[:1], weight_kg=None, skin_tone="", ancestry_note="",
        )  # fmt: skip
        services.change_remains(actor=cast.focal_b.actor, ref=own.ref, entry=visible)
        assert PostMortemProfile.objects.get(remains=own).setting == "shore"
        file = ForensicFile.objects.get(remains=own)
        assert file.alterations == ["marine_growth", "waterlogged"]
        assert (file.weight_kg_low, file.weight_kg_high) == (60, 75)
        with pytest.raises(Invalid) as refused:
            services.change_remains(actor=cast.focal_b.actor, ref=own.ref, entry=entry())
        assert "presumptive_identity" in refused.value.fields
        assert "marks" in refused.value.fields

    def test_papers_of_protection_are_added_and_never_taken_away(self, cast: Cast, remains: Remains) -> None:
        asylum = FoundDocument(doc_type="asylum", doc_number="A-77")
        for documents in ((*entry().documents, asylum), (*entry().documents, asylum), ()):
            services.change_remains(actor=cast.analyst.actor, ref=remains.ref, entry=entry(documents=documents))
        assert RemainsProtectedDocument.objects.filter(remains=remains).count() == 1
        remains.refresh_from_db()
        assert remains.has_documents

    @pytest.mark.parametrize("status", ["identified", "hypothesis", "released", "merged_into"])
    def test_states_with_a_guard_are_not_entered(self, cast: Cast, remains: Remains, status: str) -> None:
        with pytest.raises(Invalid) as refused:
            services.change_remains(actor=cast.analyst.actor, ref=remains.ref, entry=entry(status=status))
        assert "status" in refused.value.fields

    def test_the_next_state_is_entered(self, cast: Cast, remains: Remains) -> None:
        services.change_remains(actor=cast.analyst.actor, ref=remains.ref, entry=entry(status="examined"))
        remains.refresh_from_db()
        assert remains.status == "examined"


def test_marks_of_the_protection_file_are_refused_and_not_a_database_error(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        some_remains(cast, marks=(MarkEntry(mark_type="circumcision_f"),))
    assert {*refused.value.fields} == {"marks"}
