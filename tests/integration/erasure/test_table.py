"""Erasing a case that everything was done with: every row of the data dictionary's table (11.1)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse
from django.utils import timezone

from accessctl import door, effects, services, topology
from accessctl.codes import GrantReason, Purpose
from accessctl.disclosure import ledger, selectors
from accessctl.disclosure import services as disclosure
from accessctl.disclosure.services import Ask
from accessctl.erasure import burial, steps
from accessctl.erasure import selectors as erasures
from accessctl.erasure import services as erasure
from accessctl.images import Picture
from accessctl.keystore.models import DestroyedKey, RecordKey
from accessctl.models import DisclosureRequest, Effect, JournalEntry, ShareEvent, Tombstone
from accessctl.models.disclosure import AskReason, RequestState
from accessctl.rings import Ring
from cases.models import Case, CaseIncident, CasePhoto, StoredSearch
from cases.services import IncidentEntry, link_incident, log_incident, searching
from matching import searching as names
from matching.index import memory
from matching.models import CandidatePair, Compared, EndedPair, EvidenceLine, KeptDecision, Ranking, Review, ReviewNote
from matching.services import catch_up
from matching.services.erasing import forget_notices
from registry.lib.dates import parse_edtf
from registry.lib.errors import NotFound
from tests.cast import Cast
from tests.factories import families, identification, matching, remains
from tests.integration.erasure.acts import coordinator, erase, judged, lines, near, readable, shared, tables_of
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.journal


class TestTheTable:
    """A row each, in the order of the table."""

    def test_every_row_has_its_words(self) -> None:
        assert list(steps.TABLE) == list(steps.Derived)

    def test_every_table_that_points_at_a_record_is_cared_for(self) -> None:
        """A new foreign key to a root without an answer here fails: rings go by themselves, the others are named."""
        named = {"CaseGrant", "RemainsGrant", "WhereaboutsGrant", "IncidentGrant"}  # reading
        named |= {"Compared", "Ranking"}  # profiles
        named |= {"CandidatePair", "EndedPair"}  # pairs
        named |= {"PeerQuestion", "PeerHit", "PeerDecision"}  # work under way
        named |= {"Incident"}  # its import, which is public
        named |= {"DviEventGrant", "EventMember", "EventStep"}  # of an event, which is never erased
        named |= {"DviEvent"}  # of an incident
        named |= {"Board", "BoardCase", "BoardRemains"}  # rows and columns of an event's board, coded: they go along
        pointing = {
            model.__name__
            for model in apps.get_models()
            if not issubclass(model, topology.RingRow)
            for field in model._meta.concrete_fields
            if isinstance(field, models.ForeignKey) and field.related_model in (*topology.roots(),)
        }
        assert pointing == named

    def test_reading_by_others_ends(self, cast: Cast) -> None:
        case = families.a_case(cast, consents=families.consents(max_layer=3))
        services.grant(
            cast.supervisor.actor, case, cast.analyst.account, ring=Ring.RESERVED,
            purpose=Purpose.FORENSIC_COMPARISON, reason=GrantReason.DISCLOSED,
        )  # fmt: skip
        wanted = Ask(rings=frozenset({Ring.RESERVED}), purpose=Purpose.SHARE_SEARCH, reason=AskReason.FAMILY_ASKED)
        asked = disclosure.ask(actor=cast.second_caseworker.actor, record_ref=case.ref, wanted=wanted)
        assert lines(case)["reading"] >= 2
        erase(cast, case)
        assert DisclosureRequest.objects.get(pk=asked.pk).state == RequestState.ENDED
        assert selectors.asked_of_us(cast.supervisor.actor) == []
        assert selectors.asked_by_us(cast.second_caseworker.actor) == []
        with pytest.raises(NotFound):
            door.fetch(cast.analyst.acting_for(Purpose.FORENSIC_COMPARISON), Case, ref=case.ref)

    def test_profiles_lists_and_memory_forget_it(self, cast: Cast) -> None:
        remains.some_remains(cast)
        case, other = near(cast), near(cast)
        matching.match()
        names.names_of(case.owner_id)
        assert case.ref in memory._known.values()
        assert Ranking.objects.filter(refs__contains=[case.ref]).exists()
        erase(cast, case)
        assert not Compared.objects.filter(case=case.pk).exists()
        assert not Ranking.objects.filter(refs__contains=[case.ref]).exists()
        catch_up()
        assert case.ref not in memory._known.values()
        assert other.ref in memory._known.values()
        assert case.ref not in names.names_of(case.owner_id).refs

    def test_open_pairs_go_with_their_evidence(self, cast: Cast) -> None:
        remains.some_remains(cast)
        case = near(cast)
        matching.match()
        pair = CandidatePair.objects.get()
        erase(cast, case)
        assert not CandidatePair.objects.exists()
        assert not EvidenceLine.objects.filter(pair=pair.pk).exists()
        assert not EndedPair.objects.exists()  # nobody had worked on it
        matching.match()
        assert not CandidatePair.objects.exists()

    def test_the_other_side_of_a_hypothesis_reads_that_it_is_gone_and_not_why(
        self, cast: Cast, client_for: ClientFor
    ) -> None:
        found = remains.some_remains(cast)
        case = near(cast)
        matching.match()
        pair = CandidatePair.objects.get()
        judged(cast, pair, cast.analyst.actor, "anthropologist")
        judged(cast, pair, cast.caseworker.actor, "caseworker")
        pair.refresh_from_db()
        assert pair.state == "hypothesis"
        assert lines(case)["hypotheses"] == 1
        erase(cast, case, cast.supervisor.actor)
        page = (
            client_for(cast.analyst.account).get(reverse("matching:remains-pairs", args=[found.ref])).content.decode()
        )
        assert f"Candidate pair {pair.ref} is no longer available." in page
        assert case.ref not in page
        EndedPair.objects.update(ended_at=timezone.now() - timedelta(days=31))
        forget_notices()
        assert not EndedPair.objects.exists()

    def test_decisions_stay_without_a_link_and_words_go(self, cast: Cast) -> None:
        remains.some_remains(cast)
        case = near(cast)
        matching.match()
        judged(cast, CandidatePair.objects.get(), cast.analyst.actor, "anthropologist", "support")
        assert lines(case)["reviews"] == 1
        erase(cast, case)
        kept = KeptDecision.objects.get()
        assert (kept.decision, kept.role, kept.kind, kept.month.day) == ("support", "anthropologist", "am-pm", 1)
        assert not Review.objects.exists()
        assert not ReviewNote.objects.exists()
        assert not [field.name for field in KeptDecision._meta.fields if field.is_relation]

    def test_reasons_kept_in_the_ring_of_the_other_report_do_not_open_any_more(self, cast: Cast, settings: Any) -> None:
        settings.KEY_CACHE_SECONDS = 0.01
        left, right = near(cast), near(cast)
        left, right = sorted((left, right), key=lambda row: row.pk)
        matching.match()
        pair = CandidatePair.objects.get(kind="am-am")
        judged(cast, pair, cast.supervisor.actor, "caseworker", "support")
        note = ReviewNote.objects.get()
        assert note.case_id == left.pk
        before = set(RecordKey.objects.filter(record=left.pk, ring=Ring.FORENSIC).values_list("pk", flat=True))
        erase(cast, right)
        burial.settle()
        after = set(RecordKey.objects.filter(record=left.pk, ring=Ring.FORENSIC).values_list("pk", flat=True))
        assert after
        assert not before & after
        assert len(readable(left)) == len(tables_of(left))

    def test_an_identification_that_stands_is_not_erased(self, cast: Cast) -> None:
        case = families.a_case(cast)
        identification.established(cast, identification.hypothesis(cast, case=case))
        with pytest.raises(erasure.MayNotBeErased):
            erase(cast, case)
        assert Case.objects.filter(pk=case.pk).exists()

    def test_photos_go(self, cast: Cast) -> None:
        case = families.a_case(cast, photo=Picture(b"face", b"small", 64, 64))
        assert lines(case)["photos"] == 1
        erase(cast, case)
        assert not CasePhoto.objects.exists()

    def test_receivers_are_asked_to_delete_and_their_answers_are_tracked(
        self, cast: Cast, client_for: ClientFor
    ) -> None:
        case = families.a_case(cast, consents=families.consents(max_layer=3))
        share = shared(cast, case, ShareEvent.Channel.GRANT)
        paper = shared(cast, case, ShareEvent.Channel.PRINTED)
        assert (lines(case)["copies"], lines(case)["exports"]) == (1, 1)
        erase(cast, case)
        assert {row.pk for row in selectors.recalls(coordinator(cast).actor)} == {share.pk, paper.pk}
        found = erasures.fetch(cast.officer.actor, case.ref)
        assert (found.open, found.late, found.refused) == (2, 0, 0)
        ShareEvent.objects.filter(pk=paper.pk).update(recalled_at=timezone.now() - timedelta(days=8))
        assert erasures.fetch(cast.officer.actor, case.ref).late == 1
        ledger.answer(actor=coordinator(cast).actor, key=str(share.pk), said=ShareEvent.Recall.ACKNOWLEDGED)
        ledger.answer(actor=coordinator(cast).actor, key=str(paper.pk), said=ShareEvent.Recall.REFUSED)
        found = erasures.fetch(cast.officer.actor, case.ref)
        assert (found.open, found.late, found.refused) == (1, 0, 1)
        page = client_for(cast.officer.account).get(f"/erasures/{case.ref}/").content.decode()
        assert "Somebody refused. Tell the family" in page
        assert "Institute of Forensic Medicine" in page

    def test_work_under_way_is_dropped(self, cast: Cast) -> None:
        case = families.a_case(cast)
        effects.owe("record.compare", "compare:x", ref=case.ref)
        assert lines(case)["queued"] >= 1
        erase(cast, case)
        assert not Effect.objects.filter(payload__ref=case.ref).exists()

    def test_links_to_incidents_and_searches_that_found_it_go(self, cast: Cast) -> None:
        actor = cast.caseworker.actor
        case, other = families.a_case(cast), families.a_case(cast)
        event = log_incident(actor=actor, entry=IncidentEntry(date=parse_edtf("2021-06-12"), cause_quoted="A boat"))
        link_incident(actor=actor, case_ref=case.ref, incident_ref=event.ref)
        for row in (case, other):
            asked = searching.ask(actor=actor, criteria={"name": "Lamin"})
            searching.answer(ref=asked.ref, refs=[row.ref], scores=[1.0])
        kept = StoredSearch.objects.latest("created_at")
        gone = StoredSearch.objects.earliest("created_at")
        assert lines(case)["incidents"] == 2
        erase(cast, case)
        assert not CaseIncident.objects.exists()
        assert [row.pk for row in StoredSearch.objects.all()] == [kept.pk]
        assert not RecordKey.objects.filter(record=gone.pk).exists()

    def test_journal_and_ledger_stay(self, cast: Cast) -> None:
        case = families.a_case(cast)
        shared(cast, case, ShareEvent.Channel.ORAL)
        before = set(JournalEntry.objects.filter(refs__contains=[case.ref]).values_list("pk", flat=True))
        erase(cast, case)
        after = set(JournalEntry.objects.filter(refs__contains=[case.ref]).values_list("pk", flat=True))
        assert before < after
        assert ShareEvent.objects.filter(record_ref=case.ref).exists()

    def test_the_tombstone_goes_after_a_year(self, cast: Cast) -> None:
        stone = erase(cast, families.a_case(cast))
        assert burial.forget_old() == 0
        Tombstone.objects.filter(pk=stone.pk).update(erased_at=timezone.now() - timedelta(days=366))
        assert burial.forget_old() == 1
        assert not DestroyedKey.objects.exists()
