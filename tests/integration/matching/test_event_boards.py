"""The board of an event: all pairs in the background, a suggestion for all together, nothing of who is hidden."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse

from accessctl.codes import Purpose, RecipientClass, Role
from accessctl.consent import ConsentEffect, bits
from accessctl.models import JournalEntry
from accessctl.rings import Ring
from accessctl.services import set_consent_effect
from cases.models import Case, DviEvent
from cases.services import link_incident
from matching import event_board, event_report, event_together
from matching.api import events
from matching.codes import PairState
from matching.models import Board, BoardCase, BoardRemains, CandidatePair, KinshipLine
from matching.services import boards, catch_up, feed
from registry.lib.errors import Forbidden, NotFound
from remains.models import Remains
from remains.services import link_incident as link_remains
from tests import cast
from tests.access.reading import pdf_text
from tests.factories import accessctl, dvi
from tests.factories import matching as make
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.journal


@pytest.fixture
def second(cast: cast.Cast) -> accessctl.Member:
    return accessctl.member(cast.organisations.institute, Role.FORENSIC_COORDINATOR)


@pytest.fixture
def event(cast: cast.Cast, second: accessctl.Member) -> DviEvent:
    return dvi.led(cast.analyst.actor, second.actor, members=[cast.organisations.ngo, cast.organisations.second_ngo])


def case(people: cast.Cast, event: DviEvent, by: Any = None, **changes: Any) -> Case:
    actor = by or people.caseworker.actor
    made = make.case(actor, **changes)
    link_incident(actor=actor, case_ref=made.ref, incident_ref=event.incident.ref)
    return made


def remains(people: cast.Cast, event: DviEvent, **changes: Any) -> Remains:
    made = make.remains(people.analyst.actor, **changes)
    link_remains(actor=people.analyst.actor, remains_ref=made.ref, incident_ref=event.incident.ref)
    return made


def compared(people: cast.Cast, event: DviEvent) -> event_board.Sheet:
    make.match()
    boards.ask(actor=people.analyst.actor, ref=event.ref)
    catch_up()
    return event_board.sheet(people.analyst.actor, event.ref)


def together(people: cast.Cast, sheet: event_board.Sheet, who: str = "analyst") -> event_together.Together:
    return event_together.together(getattr(people, who).actor, sheet, kinship=True)


def suggestion(people: cast.Cast, sheet: event_board.Sheet) -> list[event_board.Cell]:
    return event_together.suggestion(together(people, sheet))


WOMAN = {"sex": "2", "marks": (), "height_cm": (150, 154)}
WOMANS = {"sex_estimated": "f", "marks": (), "stature_cm": (148, 156)}


class TestBoard:
    def test_all_are_compared_with_all_and_fall_into_place_together(self, cast: cast.Cast, event: DviEvent) -> None:
        his, hers = case(cast, event), case(cast, event, **WOMAN)
        make.case(cast.caseworker.actor)  # of no event
        found = remains(cast, event), remains(cast, event, **WOMANS)
        sheet = compared(cast, event)
        assert {row.pk for row in sheet.cases} == {his.pk, hers.pk}
        assert sheet.scores.shape == (2, 2)
        assert not sheet.is_stale
        named = {(one.case.ref, one.remains.ref) for one in suggestion(cast, sheet)}
        assert named == {(his.ref, found[0].ref), (hers.ref, found[1].ref)}
        page = event_board.page_of_cells(sheet, every=True)
        assert page.count == int((sheet.scores > -1e9).sum())
        assert [one.case.ref for one in page.rows[:1]] == [his.ref]
        after = f"{page.rows[0].case.ref}.{page.rows[0].remains.ref}"
        rest = event_board.page_of_cells(sheet, every=True, after=after)
        assert [(one.case, one.remains) for one in rest.rows] == [(one.case, one.remains) for one in page.rows[1:]]
        remains(cast, event)
        assert event_board.sheet(cast.analyst.actor, event.ref).is_stale

    def test_a_token_that_reads_reads_the_board_and_has_nothing_compared(
        self, cast: cast.Cast, event: DviEvent
    ) -> None:
        """The systems of the lead and of who joined; nobody else's, and not for another purpose."""
        case(cast, event), remains(cast, event)
        compared(cast, event)
        orgs, read = cast.organisations, "read:3:forensic_comparison"
        for of, scope, seen in (
            (orgs.institute, read, 200), (orgs.ngo, read, 200), (orgs.state_a, read, 404),
            (orgs.ngo, "read:3:statistics", 404),
        ):  # fmt: skip
            system = accessctl.partner(of, scopes=[scope])
            client = Client(headers=system.headers | {"X-Purpose": scope.rpartition(":")[2]})
            address = f"/api/v1/events/{event.ref}"
            for part in ("board", "report", "unaccounted", "people"):
                lists = part != "people" or of == orgs.institute
                assert client.get(f"{address}/{part}/").status_code == (seen if lists or seen == 404 else 403), part
            assert client.post(f"{address}/board/").status_code == (403 if seen == 200 else 404)
        assert Board.objects.get().number == 1

    def test_it_equals_the_list_of_the_remains(self, cast: cast.Cast, event: DviEvent) -> None:
        one, found = case(cast, event), remains(cast, event)
        sheet = compared(cast, event)
        pair = CandidatePair.objects.get(case=one, remains=found)
        assert pair.score is not None
        assert sheet.scores[0, 0] == pytest.approx(pair.score, abs=1e-4)

    def test_a_worker_that_dies_is_followed_and_asking_twice_is_asking_once(
        self, cast: cast.Cast, event: DviEvent, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for _number in range(3):
            case(cast, event)
        remains(cast, event)
        make.match()
        monkeypatch.setattr(boards, "PART", 1)
        monkeypatch.setattr(boards, "TURN", 0.0)
        first = boards.ask(actor=cast.analyst.actor, ref=event.ref)
        assert boards.ask(actor=cast.caseworker.actor, ref=event.ref).number == first.number == 1
        assert boards.work() == 1
        assert BoardCase.objects.exclude(scores=None).count() == 1
        assert event_board.progress(cast.analyst.actor, event) == 3
        monkeypatch.setattr(boards, "TURN", 60.0)
        monkeypatch.setattr(boards.effects, "FIRST_PAUSE", boards.effects.FIRST_PAUSE * 0)
        feed.effects.Effect.objects.filter(kind=boards.BOARD).update(leased_until=None)
        assert boards.work() == 1
        assert Board.objects.get().made_at is not None
        assert event_board.progress(cast.analyst.actor, event) is None

    def test_who_is_hidden_is_absent_everywhere_also_from_counts(self, cast: cast.Cast, event: DviEvent) -> None:
        """A case whose family let only its own organisation search; it would take the remains from the other."""
        shown, found = case(cast, event, marks=()), remains(cast, event)
        alone = bits([Purpose.SEARCH, Purpose.FORENSIC_COMPARISON], [RecipientClass.OWN_ORG])
        private = case(cast, event, effect=ConsentEffect(masks=dict.fromkeys((1, 2, 3), alone)))
        sheet = compared(cast, event)
        assert [row.pk for row in sheet.cases] == [shown.pk]
        assert {one.case.pk for one in suggestion(cast, sheet)} <= {shown.pk}
        assert {one.case.pk for one in event_board.page_of_cells(sheet, every=True).rows} == {shown.pk}
        counts = event_report.as_data(event_report.report(cast.analyst.actor, event.ref))["counts"]
        assert (counts["am_files"], counts["am_compared"], counts["am_open"]) == (1, 1, 1)  # type: ignore[index]
        mine = event_board.sheet(cast.caseworker.actor, event.ref)
        assert {row.pk for row in mine.cases} == {shown.pk, private.pk}
        assert event_board.sheet(cast.second_caseworker.actor, event.ref).cases == []
        assert [row.pk for row in sheet.remains] == [found.pk]

    def test_consent_that_ends_takes_a_case_off_at_once_and_its_numbers_soon(
        self, cast: cast.Cast, event: DviEvent
    ) -> None:
        gone, found = case(cast, event), remains(cast, event)
        compared(cast, event)
        set_consent_effect(cast.caseworker.actor, gone, ConsentEffect())
        assert event_board.sheet(cast.analyst.actor, event.ref).cases == []
        catch_up()
        assert not BoardCase.objects.filter(case=gone).exists()
        assert BoardRemains.objects.filter(remains=found).exists()

    def test_kinship_stands_beside_the_evidence_and_decides_between_two_alike(
        self, cast: cast.Cast, event: DviEvent, client_for: ClientFor
    ) -> None:
        """For who reads its figure; who reads words alone, or nothing, has a suggestion of the evidence alone."""
        one, other = case(cast, event), case(cast, event)
        found = remains(cast, event)
        before = compared(cast, event)
        bands = {one.case.pk: one.band for one in event_board.page_of_cells(before, every=True).rows}
        kin = {one.pk: -2.5, other.pk: 4.0}
        for key, log10 in kin.items():
            pair = CandidatePair.objects.get(case=key, remains=found)
            KinshipLine.objects.create(
                remains=found, pair=pair, band="strong" if log10 > 0 else "against", samples=[], inputs="0" * 64,
                found={"log10": log10},
            )  # fmt: skip
        sheet = event_board.sheet(cast.analyst.actor, event.ref)
        (cell,) = suggestion(cast, sheet)
        assert (cell.case.pk, cell.kinship and cell.kinship.log10, cell.share) == (other.pk, 4.0, "dominant")
        assert {one.case.pk: one.band for one in event_board.page_of_cells(sheet, every=True).rows} == bands
        joint = together(cast, sheet)
        nobody = {one.record.pk: one.nobody for one in event_together.unaccounted(joint, Case).rows}
        assert nobody[one.pk] == "dominant"
        assert nobody[other.pk] in ("slight", "negligible")
        (told,) = event_together.unaccounted(joint, Remains).rows
        assert told.nobody == nobody[other.pk]
        mine = together(cast, event_board.sheet(cast.caseworker.actor, event.ref), "caseworker")
        assert {kin.log10 for kin in mine.kinships.values()} <= {None}
        assert np.array_equal(mine.weights, mine.sheet.scores, equal_nan=True)
        outside = together(cast, event_board.sheet(cast.second_caseworker.actor, event.ref), "second_caseworker")
        assert outside.kinships == {}
        address = reverse("matching:event-board", args=[event.ref])
        client, opened = client_for(cast.analyst.account), JournalEntry.objects.filter(ring="3f", action="ring.read")
        before_looking = opened.count()
        for view in ("suggestion", "pairs", "pairs&kinship=1", "open"):
            assert 'data-label="Kinship"' not in client.get(f"{address}?view={view}").content.decode()
        assert opened.count() == before_looking
        page = client.get(f"{address}?kinship=1").content.decode()
        assert "By far the likeliest" in page
        assert "Strong support" in page
        assert opened.count() == before_looking + 1
        assert opened.latest("id").refs == [found.ref]
        CandidatePair.objects.filter(case=other, remains=found).update(state=PairState.EXCLUDED)
        again = event_board.sheet(cast.analyst.actor, event.ref)
        assert {one.case.pk for one in suggestion(cast, again)} <= {one.pk}

    def test_profiles_that_do_not_fit_one_another_say_nothing_of_the_remains(
        self, cast: cast.Cast, event: DviEvent
    ) -> None:
        """It is the family as recorded that they do not fit; over REST that is not the same as no line."""
        one, found = case(cast, event), remains(cast, event)
        compared(cast, event)
        pair = CandidatePair.objects.get(case=one, remains=found)
        KinshipLine.objects.create(
            remains=found, pair=pair, band=None, samples=[], inputs="0" * 64, found={"log10": None}
        )
        joint = together(cast, event_board.sheet(cast.analyst.actor, event.ref))
        assert np.array_equal(joint.weights, joint.sheet.scores)
        alone = event_together.together(cast.analyst.actor, joint.sheet)
        for weighed, kinship in ((alone, None), (joint, "no_fit")):
            (cell,) = event_together.suggestion(weighed)
            said = events.in_json(cell, joint=True)
            assert (said["kinship"], said["nobody"]) == (kinship, cell.nobody)
            assert cell.nobody
        remains(cast, event)  # not compared: it could be the one
        late = together(cast, event_board.sheet(cast.analyst.actor, event.ref))
        assert {one.nobody for one in event_together.unaccounted(late, Case).rows} == {None}
        (cell,) = event_together.suggestion(late)
        assert cell.nobody == ""

    def test_what_reviewers_excluded_is_not_suggested(self, cast: cast.Cast, event: DviEvent) -> None:
        one, found = case(cast, event), remains(cast, event)
        sheet = compared(cast, event)
        assert len(suggestion(cast, sheet)) == 1
        before = Case.objects.filter(pk=one.pk).values().get(), Remains.objects.filter(pk=found.pk).values().get()
        CandidatePair.objects.filter(case=one, remains=found).update(state=PairState.EXCLUDED)
        sheet = event_board.sheet(cast.analyst.actor, event.ref)
        assert suggestion(cast, sheet) == []
        after = Case.objects.filter(pk=one.pk).values().get(), Remains.objects.filter(pk=found.pk).values().get()
        assert before == after

    def test_two_cases_held_for_one_are_a_conflict(self, cast: cast.Cast, event: DviEvent) -> None:
        found = remains(cast, event)
        for _number in range(2):
            case(cast, event)
        compared(cast, event)
        CandidatePair.objects.filter(remains=found).update(state=PairState.HYPOTHESIS)
        shared = [one for one in event_board.conflicts(event_board.sheet(cast.analyst.actor, event.ref)) if one.one]
        assert [(one.one.pk, len(one.pairs)) for one in shared if one.one] == [(found.pk, 2)]

    def test_it_is_for_who_works_on_the_event(self, cast: cast.Cast, event: DviEvent) -> None:
        with pytest.raises(NotFound):
            event_board.sheet(cast.focal_b.actor, event.ref)
        officer = accessctl.member(cast.organisations.institute, Role.DATA_PROTECTION)
        with pytest.raises(Forbidden):
            boards.ask(actor=officer.actor, ref=event.ref)


class TestPages:
    def test_board_files_and_report_are_read_and_journalled(
        self, cast: cast.Cast, event: DviEvent, client_for: ClientFor
    ) -> None:
        one, found = case(cast, event), remains(cast, event)
        client, board = client_for(cast.analyst.account), reverse("matching:event-board", args=[event.ref])
        assert b"not compared with one another yet" in client.get(board).content
        make.match()
        assert client.post(board).status_code == 302
        assert client.get(reverse("matching:event-board-progress", args=[event.ref])).status_code == 200
        catch_up()
        assert client.get(reverse("matching:event-board-progress", args=[event.ref])).status_code == 286
        for view in ("suggestion", "pairs", "open"):
            said = client.get(f"{board}?view={view}").content.decode()
            assert one.ref in said, view
            assert found.ref in said, view
        assert client.get(f"{board}?view=conflicts").status_code == 200
        read = JournalEntry.objects.filter(action="ring.read", ring=Ring.SEARCH, refs__contains=[one.ref]).latest("id")
        assert read.detail["tables"] == ["CaseIncident"]
        files = client.get(reverse("matching:event-files", args=[event.ref])).content.decode()
        assert one.ref in files
        assert found.ref in files
        report = reverse("matching:event-report", args=[event.ref])
        for form in ("", "?form=json", "?form=pdf"):
            answer = client.get(report + form)
            text = pdf_text(answer.content) if form.endswith("pdf") else answer.content
            assert answer.status_code == 200
            for record in (one, found):
                assert record.ref.encode() not in text
        counts = json.loads(client.get(f"{report}?form=json").content)["counts"]
        assert (counts["am_files"], counts["pm_files"], counts["hypotheses"]) == (1, 1, 0)
