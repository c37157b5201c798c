"""Records divided among matchers: the lists of one process, whole or not at all, weighed by the same counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from celery import current_app
from django.db import transaction
from django.utils import timezone

from accessctl import door
from accessctl.actor import Actor
from accessctl.keystore.models import RecordKey
from accessctl.models import Effect, JournalEntry
from accessctl.rings import Ring
from matching import counts, extract
from matching.codes import RematchState, Task
from matching.engine.profile import Profile
from matching.index import Memory, Shard, memory
from matching.models import CandidatePair, CaseSearchProfile, Counted, EvidenceLine, Part, Question, Ranking, Rematch
from matching.services import answer_question, asking, chunks, compare_everything, feed, profiles, rematching
from matching.services.owing import Unanswered
from registry.lib.errors import Forbidden
from tests import cast
from tests.factories import matching as make
from tests.integration.erasure.acts import erase
from tests.integration.matching.test_worker import A_WHILE, until
from tests.plugins.worker import StartWorker

pytestmark = pytest.mark.journal
SHARDS = 3
LISTS = 7 * 3 + 5 * 2  # of each case three, of each find two


@pytest.fixture
def people(cast: cast.Cast) -> cast.Cast:
    memory.forget()
    return cast


@pytest.fixture
def half(monkeypatch: pytest.MonkeyPatch) -> None:
    """This process holds one of two shards, and nobody the other."""
    monkeypatch.setattr(memory, "shard", Shard(0, 2))
    monkeypatch.setattr(asking, "PATIENCE", 0.1)


def some_records(people: cast.Cast) -> None:
    for number in range(7):
        make.case(people.caseworker.actor, age=(18 + 2 * number, 21 + 2 * number), documents=())
    for number in range(5):
        make.remains(people.analyst.actor, age=(18 + 3 * number, 24 + 3 * number))


def lists() -> dict[tuple[str, object], tuple[object, ...]]:
    return {
        (row.task, row.case_id or row.remains_id): (row.refs, row.scores, row.considered, row.version)
        for row in Ranking.objects.all()
    }


def sums() -> dict[object, float]:
    """Of what all records of a list are believed: as rough as ranking several probes in one pass makes it."""
    return {(row.task, row.case_id or row.remains_id): row.log10_sum for row in Ranking.objects.all()}


def pairs() -> dict[object, tuple[object, ...]]:
    rows = CandidatePair.objects.filter(impossible="")
    return {(row.left.pk, row.right.pk): (row.kind, row.state, row.score, row.coverage) for row in rows}


@pytest.mark.slow
def test_three_shards_in_three_processes_store_the_lists_of_one(people: cast.Cast, worker: StartWorker) -> None:
    some_records(people)
    make.match()
    CandidatePair.objects.all().delete()  # as they came in, other lists were worth other pairs
    compare_everything()
    alone, believed, evidence = lists(), sums(), pairs()
    assert len(alone) == LISTS
    assert all(refs for (task, _), (refs, *_) in alone.items() if task != Task.AM_ALIVE)
    Ranking.objects.update(refs=[], scores=[], version="")
    EvidenceLine.objects.all().delete()
    CandidatePair.objects.all().delete()
    for number in range(SHARDS):
        worker(
            "matcher", REGISTRY_MATCHER_SHARDS=str(SHARDS), REGISTRY_MATCHER_SHARD=str(number),
            REGISTRY_MATCHER_RUNS=str(SHARDS),
        )  # fmt: skip
    rematching.start(actor=extract.matcher(), anew=False)
    current_app.send_task("matching.tasks.catch_up")
    until(lambda: Rematch.objects.get().state == RematchState.DONE, A_WHILE)
    assert lists() == alone
    assert sums() == pytest.approx(believed, abs=0.02)
    assert pairs() == evidence
    assert not Question.objects.exists()
    case = make.case(people.caseworker.actor)
    until(lambda: Ranking.objects.filter(case=case, task=Task.AM_PM, considered=5).exists(), A_WHILE)


def test_without_a_shard_nothing_is_stored_and_no_attempt_is_counted(people: cast.Cast, half: None) -> None:
    some_records(people)
    feed.take_entries()
    assert feed.work()
    assert not Ranking.objects.exists()
    waiting = Effect.objects.exclude(state=Effect.State.DONE)
    assert {(effect.state, effect.attempts) for effect in waiting} == {(Effect.State.DUE, 0)}
    assert not Question.objects.exists()


def test_what_waited_for_a_shard_is_done_when_it_is_back(
    people: cast.Cast, half: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_records(people)
    feed.take_entries()
    feed.work()
    monkeypatch.setattr(memory, "shard", Shard())
    Effect.objects.update(leased_until=None)
    make.match()
    assert Ranking.objects.count() == LISTS


def test_a_chunk_that_was_overtaken_asks_nobody_with_its_lists_locked(
    people: cast.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_records(people)
    make.match()
    write = chunks.compare([make.latest_remains().ref])
    monkeypatch.setattr(memory, "shard", Shard(0, 2))
    monkeypatch.setattr(asking, "rank", None)  # nobody is asked
    profiles.take_in([make.case(people.caseworker.actor).ref])
    with pytest.raises(Unanswered), transaction.atomic():
        write()


def test_each_record_is_in_one_shard(people: cast.Cast) -> None:
    some_records(people)
    make.match()
    divided = [Memory(Shard(number, SHARDS)) for number in range(SHARDS)]
    for one in divided:
        one.refresh()
    assert sum(len(one) for one in divided) == len(memory) == 12
    assert all(len(one) < 12 for one in divided)


def test_a_shard_answers_once_for_the_revision_asked_about_and_not_for_another_division(people: cast.Cast) -> None:
    case = make.case(people.caseworker.actor)
    found = make.remains(people.analyst.actor)
    make.match()
    ask = {"shards": 1, "asker": 1}
    old = Question.objects.create(wanted={"am-pm": {case.ref: 99}}, **ask)
    now = Question.objects.create(wanted={"am-pm": {case.ref: 1}, "pm-am": {found.ref: 1}}, **ask)
    other = Question.objects.create(wanted={"am-pm": {case.ref: 1}}, shards=2, asker=1)
    assert [answer_question(str(one.pk)) for one in (old, now, now, other)] == [True, True, False, False]
    assert Part.objects.get(question=old).found == {}
    assert Part.objects.get(question=now).found["am-pm"][case.ref][2] == [found.ref]
    Question.objects.update(asked_at=timezone.now() - timedelta(hours=1))
    asking.forget_outlived()
    assert not Part.objects.exists()


def test_all_processes_weigh_by_the_counts_of_one(people: cast.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    some_records(people)
    make.match()
    counted = Counted.objects.get()
    monkeypatch.setattr(counts, "_count", None)  # nobody else counts
    other = Memory(Shard())
    other.refresh()
    probe = Profile("MMR-A", "am", sex="m")
    assert other.rank(probe, Task.AM_PM, 1) == memory.rank(probe, Task.AM_PM, 1)
    assert Counted.objects.get() == counted


def test_a_column_opened_in_bulk_is_what_opening_rows_gives(people: cast.Cast) -> None:
    cases = [make.case(people.caseworker.actor) for _ in range(2)]
    make.match()
    rows = door.open(extract.matcher(), cases, Ring.SEARCH, tables=[CaseSearchProfile])
    packed = {case.pk: clear.packed for case in cases if (clear := rows.one(case, CaseSearchProfile))}
    column = (Ring.SEARCH, CaseSearchProfile, "packed")
    assert door.open_column(extract.matcher(), cases, *column) == packed
    assert len(packed) == 2
    entries = JournalEntry.objects.filter(action="ring.read").order_by("-pk")[:2]
    assert len({(one.actor, one.ring, *one.refs, *one.detail["tables"]) for one in entries}) == 1
    with pytest.raises(Forbidden):
        door.open_column(Actor.system_job("nobody"), cases, *column)
    assert door.open_column(extract.matcher(), [], *column) == {}


def test_an_erasure_takes_the_counts_and_their_key_with_it(people: cast.Cast) -> None:
    case = make.case(people.caseworker.actor)
    make.remains(people.analyst.actor)
    make.match()
    key = Counted.objects.get().record
    assert RecordKey.objects.filter(record=key).exists()
    erase(people, case)
    assert not Counted.objects.exists()
    assert not RecordKey.objects.filter(record=key).exists()
    memory.refresh()
    assert Counted.objects.get().record != key


Keep = Callable[[counts.Counts, int, counts.Watch], Counted | None]


@pytest.mark.parametrize("by", ["who loads", "who counts"])
def test_who_is_erased_while_records_are_counted_is_in_no_counts(
    people: cast.Cast, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    some_records(people)
    case = make.case(people.caseworker.actor)
    make.match()
    counts.forget()
    keep, tried = counts.keep, []

    def erase_first(found: counts.Counts, records: int, watch: counts.Watch) -> Counted | None:
        if not tried:
            erase(people, case)
        tried.append(records)
        return keep(found, records, watch)

    monkeypatch.setattr(counts, "keep", erase_first)
    if by == "who loads":
        memory.forget()
        memory.refresh()
    else:
        counts.renew(counts.live())
    assert tried == [13, 12]
    assert Counted.objects.get().records == 12


def test_what_an_erased_record_said_is_in_no_memory(people: cast.Cast) -> None:
    case = make.case(people.caseworker.actor, names=make.names("Quirina Zwyx"))
    other = make.case(people.caseworker.actor, names=make.names("Amina Diallo"))
    make.match()
    assert any("zwyx" in said for said in held_in_memory())
    erase(people, case)
    memory.drop_erased()
    assert not any("zwyx" in said for said in held_in_memory())
    assert any("diallo" in said for said in held_in_memory())
    probe = Profile("MMR-A", "am", sex="m")
    assert memory.rank(probe, Task.AM_AM, 5).refs == (other.ref,)


def held_in_memory() -> list[str]:
    """Every value of every line of every index, those that the values were coded by among them."""
    batches = [batch for index in memory._indexes.values() for batch in index.batches]
    return [repr(value).lower() for batch in batches for value in (*batch.values, *batch._codes)]
