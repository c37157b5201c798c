"""From the journal to rankings, pairs and evidence, in one process."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accessctl import effects
from accessctl import services as access
from accessctl.codes import Purpose
from accessctl.models import Effect, JournalEntry
from cases.services import change_case
from matching import counts, extract, services
from matching.codes import PairKind, PairState, RematchState, Task
from matching.engine.profile import Profile
from matching.engine.weights import DEFAULT
from matching.index import memory
from matching.models import (
    CandidatePair,
    CaseReservedProfile,
    CaseSearchProfile,
    Compared,
    EvidenceLine,
    Ranking,
    RemainsSearchProfile,
    Rematch,
)
from matching.selectors import record_pairs
from matching.services import comparing, feed, owing, profiles, rematching
from registry.lib.dates import parse_edtf
from remains.services import change_remains
from tests import cast
from tests.factories import matching as make

pytestmark = pytest.mark.journal


@pytest.fixture
def people(cast: cast.Cast) -> cast.Cast:
    return cast


def lines_of(pair: CandidatePair) -> dict[str, EvidenceLine]:
    return {line.line: line for line in EvidenceLine.objects.filter(pair=pair)}


def test_a_case_and_remains_that_fit_become_a_pair_with_evidence(people: cast.Cast) -> None:
    case = make.case(people.caseworker.actor)
    remains = make.remains(people.analyst.actor)
    make.match()
    pair = CandidatePair.objects.get()
    assert (pair.kind, pair.state, pair.case, pair.remains) == (PairKind.AM_PM, PairState.PROPOSED, case, remains)
    assert pair.score is not None
    assert pair.score > 1.0
    lines = lines_of(pair)
    assert lines["marks"].log_lr > 1
    assert lines["lag"].log_lr > 0
    assert lines["stature"].ring == "2"
    assert sum(line.coverage for line in lines.values()) == pytest.approx(pair.coverage)
    ranking = Ranking.objects.get(task=Task.PM_AM, remains=remains)
    assert (ranking.refs, ranking.considered) == ([case.ref], 1)
    assert Ranking.objects.get(task=Task.AM_PM, case=case).refs == [remains.ref]


def test_the_list_of_a_new_record_is_stored_before_all_that_follows_of_it_and_counts_once(people: cast.Cast) -> None:
    """A worker that dies in between leaves a list that nobody takes for settled; who goes on enters it everywhere."""
    case = make.case(people.caseworker.actor)
    make.match()
    remains = make.remains(people.analyst.actor)
    fresh = profiles.take_in([remains.ref])
    memory.refresh(fresh)
    comparing.store(remains.ref, comparing.rank([remains.ref], fresh))
    early = Ranking.objects.get(task=Task.PM_AM, remains=remains)
    assert early.refs == [case.ref]
    assert not record_pairs(people.analyst.actor, remains.ref, Task.PM_AM).progress.settled
    assert not CandidatePair.objects.exists()
    other = Ranking.objects.get(task=Task.AM_PM, case=case)
    assert (other.refs, other.considered) == ([], 0)
    make.match()
    other.refresh_from_db()
    assert (other.refs, other.considered) == ([remains.ref], 1)
    assert record_pairs(people.analyst.actor, remains.ref, Task.PM_AM).progress.settled
    assert CandidatePair.objects.count() == 1


def test_evidence_of_the_same_profiles_and_counts_is_not_made_again(people: cast.Cast) -> None:
    make.case(people.caseworker.actor)
    make.remains(people.analyst.actor)
    make.match()
    stamp = CandidatePair.objects.values_list("evidence_at", flat=True).get()
    rows = set(EvidenceLine.objects.values_list("pk", flat=True))
    run, _ = rematching.start(actor=extract.matcher(), anew=False)
    make.match()
    run.refresh_from_db()
    assert (run.state, run.pairs_renewed) == (RematchState.DONE, 1)
    assert CandidatePair.objects.values_list("evidence_at", flat=True).get() == stamp
    assert set(EvidenceLine.objects.values_list("pk", flat=True)) == rows


def test_two_reports_of_one_person_become_a_pair_in_one_order(people: cast.Cast) -> None:
    first = make.case(people.caseworker.actor)
    second = make.case(people.second_caseworker.actor)
    make.match()
    pair = CandidatePair.objects.get(kind=PairKind.AM_AM)
    assert (pair.case, pair.other_case) == (first, second)
    assert lines_of(pair)["name"].log_lr > 1
    assert lines_of(pair)["paper"].ring == "3"


def test_a_case_that_comes_later_enters_the_list_of_remains_that_were_there(people: cast.Cast) -> None:
    remains = make.remains(people.analyst.actor)
    poor = make.case(people.caseworker.actor, marks=(), height_cm=(150, 155), names=make.names("Somebody Else"))
    make.match()
    good = make.case(people.caseworker.actor)
    make.match()
    assert Ranking.objects.get(task=Task.PM_AM).refs == [good.ref, poor.ref]
    assert CandidatePair.objects.filter(remains=remains, case=good).exists()


def believed_none(ranking: Ranking) -> float:
    """(1 - pi) / [(1 - pi) + (pi / N) sum LR], by hand."""
    registered = {"am-pm": 0.3, "pm-am": 0.5, "am-am": 0.08, "pm-pm": 0.05, "am-alive": 0.06}[ranking.task]
    whole = (1 - registered) + registered / ranking.considered * sum(10.0**score for score in ranking.scores)
    return (1 - registered) / whole


def every_list_is_right() -> dict[str, float]:
    """All counterparts are listed, so what a list believes of none of them follows from what it shows."""
    for ranking in Ranking.objects.exclude(refs=[]):
        assert ranking.considered == len(ranking.refs)
        assert ranking.none == pytest.approx(believed_none(ranking)), ranking
    assert set(Ranking.objects.filter(refs=[]).values_list("none", flat=True)) <= {1.0}
    return {f"{row.task} {row.case_id or row.remains_id}": row.none for row in Ranking.objects.all()}


def test_what_a_list_believes_of_none_follows_every_change_of_it(people: cast.Cast) -> None:
    remains = make.remains(people.analyst.actor)
    make.match()
    assert set(every_list_is_right().values()) == {1.0}, "nobody to compare with"
    make.case(people.caseworker.actor, names=make.names("Somebody Else"), marks=(), height_cm=(150, 155))
    make.match()
    poor = every_list_is_right()
    good = make.case(people.caseworker.actor)
    make.match()
    better = every_list_is_right()
    mine = f"pm-am {remains.pk}"
    assert better[mine] < poor[mine] < 1.0
    change_case(actor=people.caseworker.actor, ref=good.ref, entry=replace(make.CASE, marks=(), route_code="watl"))
    make.match()
    assert every_list_is_right()[mine] > better[mine]
    access.set_consent_effect(people.caseworker.actor, good, make.consent(Purpose.FAMILY_SUPPORT))
    make.match()
    every_list_is_right()
    access.set_consent_effect(people.caseworker.actor, good, make.consent())
    make.match()
    every_list_is_right()
    services.compare_everything()
    every_list_is_right()


def test_what_is_counted_on_loading_is_what_is_counted_later(
    people: cast.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.case(people.caseworker.actor)
    make.case(people.caseworker.actor, effect=make.consent(Purpose.SEARCH), nationalities=("GMB",))
    make.remains(people.analyst.actor)
    make.match()
    memory.forget()
    counts.forget()
    memory.refresh()
    one = Profile("MMR-A", "am", sex="m")
    before = [memory.rank(one, task, 1).version for task in (Task.AM_PM, Task.AM_AM)]
    loaded = counts.newest()
    monkeypatch.setattr(counts, "LIFE", timedelta(seconds=-1))  # every look is due
    memory.refresh()
    assert counts.newest() != loaded
    assert [memory.rank(one, task, 1).version for task in (Task.AM_PM, Task.AM_AM)] == before
    assert before[0] != before[1]  # each comparison counts those who consent to it


def test_catching_up_twice_changes_nothing(people: cast.Cast) -> None:
    make.case(people.caseworker.actor)
    make.remains(people.analyst.actor)
    make.match()
    before = (CandidatePair.objects.count(), EvidenceLine.objects.count(), Effect.objects.count())
    assert services.catch_up() == 0
    assert (CandidatePair.objects.count(), EvidenceLine.objects.count(), Effect.objects.count()) == before
    assert not Effect.objects.exclude(state=Effect.State.DONE).exists()


def test_changes_of_one_record_wait_as_one_effect(people: cast.Cast) -> None:
    case = make.case(people.caseworker.actor)
    for age in ((20, 22), (22, 24), (24, 26)):
        change_case(actor=people.caseworker.actor, ref=case.ref, entry=replace(make.CASE, age=age))
        feed.take_entries()
    assert Effect.objects.filter(kind=owing.REMATCH).count() == 1


def test_a_bulk_load_does_not_stand_before_a_single_case(people: cast.Cast) -> None:
    for _ in range(feed.MANY + 2):
        make.case(people.caseworker.actor, marks=(), documents=())
    feed.take_entries()
    single = make.case(people.second_caseworker.actor)
    feed.take_entries()
    memory.forget()
    feed.work()
    done = Effect.objects.filter(state=Effect.State.DONE)
    assert [effect.payload["ref"] for effect in done] == [single.ref]


def test_without_consent_to_a_comparison_a_case_takes_no_part_in_it(people: cast.Cast) -> None:
    make.remains(people.analyst.actor)
    make.case(people.caseworker.actor, effect=make.consent(Purpose.SEARCH))
    make.case(people.caseworker.actor, effect=make.consent(Purpose.FAMILY_SUPPORT))
    make.match()
    assert not CandidatePair.objects.exists()
    assert CaseSearchProfile.objects.count() == 1
    assert set(Ranking.objects.filter(case__isnull=False).values_list("task", flat=True)) == {Task.AM_AM, Task.AM_ALIVE}


def test_a_layer_without_consent_lends_no_facts(people: cast.Cast) -> None:
    make.case(people.caseworker.actor, effect=make.consent(layers=(1, 2)))
    make.case(people.caseworker.actor)
    make.match()
    assert CaseReservedProfile.objects.count() == 1
    pair = CandidatePair.objects.get()
    assert lines_of(pair)["paper"].outcome == "missing"


def test_when_consent_is_withdrawn_pairs_are_hidden_and_profiles_deleted(people: cast.Cast) -> None:
    case = make.case(people.caseworker.actor)
    make.remains(people.analyst.actor)
    make.match()
    access.set_consent_effect(people.caseworker.actor, case, make.consent(Purpose.FAMILY_SUPPORT))
    make.match()
    pair = CandidatePair.objects.get()
    assert pair.state == PairState.VOID_CONSENT
    assert (pair.score, pair.coverage, pair.band) == (None, None, None)
    assert not EvidenceLine.objects.exists()
    assert not CaseSearchProfile.objects.exists()
    assert not CaseReservedProfile.objects.exists()
    assert RemainsSearchProfile.objects.exists()
    assert Ranking.objects.get(task=Task.PM_AM).refs == []
    access.set_consent_effect(people.caseworker.actor, case, make.consent())
    make.match()
    pair.refresh_from_db()
    assert pair.state == PairState.PROPOSED
    assert lines_of(pair)


def test_consent_that_runs_out_without_an_event_is_noticed(people: cast.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    soon = timezone.now() + timedelta(seconds=2)
    make.case(people.caseworker.actor, effect=replace(make.consent(), until=soon))
    make.match()
    assert CaseSearchProfile.objects.exists()
    monkeypatch.setattr(feed, "_lapse_looked_at", -1e9)
    while timezone.now() <= soon:
        pass
    make.match()
    assert not CaseSearchProfile.objects.exists()
    assert not Compared.objects.get().live


def test_a_closed_case_leaves_the_lists_and_its_unreviewed_pairs_are_set_aside(people: cast.Cast) -> None:
    case = make.case(people.caseworker.actor)
    make.remains(people.analyst.actor)
    make.match()
    case.status = "inactive"
    access.touch(people.caseworker.actor, case, action="case.closed", fields=["status"])
    make.match()
    assert CandidatePair.objects.get().state == PairState.STALE
    assert Ranking.objects.get(task=Task.PM_AM).refs == []


def test_a_changed_record_gives_new_evidence_and_drops_pairs_that_no_longer_stand(people: cast.Cast) -> None:
    case = make.case(people.caseworker.actor)
    remains = make.remains(people.analyst.actor)
    make.match()
    before = CandidatePair.objects.get()
    entry = replace(make.REMAINS, found_at=parse_edtf("2016-03-01"), sex_estimated="f", marks=())
    change_remains(actor=people.analyst.actor, ref=remains.ref, entry=entry)
    make.match()
    after = CandidatePair.objects.get()
    assert after.right_revision == before.right_revision + 1
    assert after.left_revision == before.left_revision
    assert after.state == PairState.STALE
    change_remains(actor=people.analyst.actor, ref=remains.ref, entry=make.REMAINS)
    make.match()
    assert CandidatePair.objects.get().state == PairState.PROPOSED
    assert case.ref in Ranking.objects.get(task=Task.PM_AM, remains=remains).refs


def test_an_unchanged_profile_keeps_its_revision(people: cast.Cast) -> None:
    case = make.case(people.caseworker.actor)
    make.match()
    change_case(actor=people.caseworker.actor, ref=case.ref, entry=replace(make.CASE, companions_text="two friends"))
    make.match()
    assert Compared.objects.get().revision == 1
    change_case(actor=people.caseworker.actor, ref=case.ref, entry=replace(make.CASE, age=(40, 45)))
    make.match()
    assert Compared.objects.get().revision == 2


AFTER = parse_edtf("2021-07-01")


def test_remains_found_before_a_proof_of_life_are_never_proposed(people: cast.Cast) -> None:
    make.case(people.caseworker.actor, date_last_contact=AFTER, last_proof_of_life=AFTER)
    make.remains(people.analyst.actor)
    make.match()
    assert not CandidatePair.objects.exists()


def test_comparing_everything_at_once_gives_what_single_steps_give(people: cast.Cast) -> None:
    for age in range(20, 32, 2):
        make.case(people.caseworker.actor, age=(age, age + 2), marks=() if age % 4 else make.CASE.marks)
    for age in (22, 28):
        make.remains(people.analyst.actor, age=(age, age + 6))
    make.match()
    services.compare_everything()
    stepwise = {row.remains_id: row.refs for row in Ranking.objects.filter(task=Task.PM_AM)}
    pairs = CandidatePair.objects.count()
    memory.forget()
    services.compare_everything()
    assert {row.remains_id: row.refs for row in Ranking.objects.filter(task=Task.PM_AM)} == stepwise
    assert CandidatePair.objects.count() == pairs
    assert not Effect.objects.exclude(state=Effect.State.DONE).exists()


def test_the_journal_tells_of_every_reading_and_of_new_pairs_without_a_value(people: cast.Cast) -> None:
    case = make.case(people.caseworker.actor)
    remains = make.remains(people.analyst.actor)
    make.match()
    entries = JournalEntry.objects.filter(actor="system:matching")
    assert {case.ref, remains.ref} <= {ref for entry in entries.filter(action="ring.read") for ref in entry.refs}
    pair = CandidatePair.objects.get()
    assert entries.filter(action="pair.proposed", refs__contains=[pair.ref]).exists()
    text = " ".join(str(entry.detail) for entry in entries)
    assert "Canary" not in text
    assert "EP1234567" not in text


def test_the_index_follows_what_another_process_wrote(people: cast.Cast) -> None:
    make.case(people.caseworker.actor)
    make.match()
    held = len(memory)
    make.case(people.caseworker.actor)
    feed.take_entries()
    owed = effects.lease(owing.REMATCH, limit=5)
    profiles.take_in([effect.payload["ref"] for effect in owed])
    memory.refresh()
    assert len(memory) == held + 1


def test_the_command_compares_everything_here_or_in_the_background(people: cast.Cast) -> None:
    make.case(people.caseworker.actor)
    make.remains(people.analyst.actor)
    memory.forget()
    said = StringIO()
    call_command("rematch", "--wait", stdout=said)
    assert "1 new candidate pair" in said.getvalue()
    assert not Effect.objects.exclude(state=Effect.State.DONE).exists()
    for _second in range(2):
        call_command("rematch", "--weights", DEFAULT.version, stdout=said)
    run = Rematch.objects.get()
    assert f"Run {run.ref} began.\nRun {run.ref} is open already." in said.getvalue()
    services.catch_up()
    run.refresh_from_db()
    assert (run.state, run.read, run.compared) == (RematchState.DONE, 2, 2)
    with pytest.raises(CommandError, match=DEFAULT.version):
        call_command("rematch", "--weights", "other")
