"""Comparing every record anew, chunk by chunk: the same lists, each chunk once, steered by who runs the registry."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils import timezone

from accessctl import door, effects
from accessctl import services as access
from accessctl.codes import Purpose, Role
from accessctl.models import Effect, JournalEntry
from cases.models import CaseName
from matching import extract
from matching.codes import RematchState, RematchStep, Task
from matching.index import memory
from matching.models import CandidatePair, Ranking, Rematch
from matching.services import catch_up, chunks, compare_everything, comparing, feed, profiles, rematching
from matching.services.owing import LeaseLost
from registry.lib.errors import NotFound
from tests import cast
from tests.factories import accessctl
from tests.factories import matching as make
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.journal
PAGE = "/comparisons/"


@pytest.fixture
def people(cast: cast.Cast) -> cast.Cast:
    memory.forget()
    return cast


@pytest.fixture
def operator(people: cast.Cast) -> accessctl.Member:
    return accessctl.member(accessctl.organisation("Operators"), Role.SYSTEM_ADMINISTRATOR)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks of two records."""
    for name in ("FIRST_SIZE", "LEAST", "MOST"):
        monkeypatch.setattr(rematching, name, 2)


def some_records(people: cast.Cast) -> None:
    for age in (20, 24, 28):
        make.case(people.caseworker.actor, age=(age, age + 2), marks=() if age == 24 else make.CASE.marks)
    for age in (19, 26):
        make.remains(people.analyst.actor, age=(age, age + 6))


def begin(**options: bool) -> Rematch:
    return rematching.start(actor=extract.matcher(), **options)[0]


def state() -> Rematch:
    return Rematch.objects.latest("began_at")


def lists() -> dict[str, list[str]]:
    return {f"{row.task} {row.case_id or row.remains_id}": row.refs for row in Ranking.objects.all()}


def evidence() -> dict[object, tuple[object, ...]]:
    rows = CandidatePair.objects.all()
    return {(row.case_id, row.remains_id, row.other_case_id): (row.state, row.score, row.band) for row in rows}


@pytest.mark.parametrize("anew", [True, False])
def test_a_run_makes_the_lists_and_pairs_of_comparing_at_once(people: cast.Cast, small: None, anew: bool) -> None:
    some_records(people)
    make.match()
    compare_everything()
    listed, known = lists(), evidence()
    assert len(known) > 3
    CandidatePair.objects.order_by("pk")[0].delete()
    Ranking.objects.filter(task=Task.PM_AM).update(refs=[], scores=[])
    begin(anew=anew)
    catch_up()
    run = state()
    assert (run.state, run.step, run.records, run.compared) == (RematchState.DONE, RematchStep.COMPARING, 5, 5)
    assert (run.read, run.chunks) == ((5, 6) if anew else (0, 3))
    assert (run.pairs_new, run.pairs_renewed) == (1, len(known) - 1)
    assert lists() == listed
    assert evidence() == known
    assert not Effect.objects.exclude(state=Effect.State.DONE).exists()
    entry = JournalEntry.objects.get(action="matching.run")
    assert (entry.refs, entry.detail) == ([run.ref], {"records": 5, "new": 1})


def test_a_run_pauses_goes_on_and_is_cancelled(people: cast.Cast, small: None, operator: accessctl.Member) -> None:
    some_records(people)
    make.match()
    run = begin()
    assert rematching.work() == 1
    rematching.pause(actor=operator.actor, ref=run.ref)
    assert (rematching.work(), state().read) == (0, 2)
    rematching.resume(actor=operator.actor, ref=run.ref)
    assert (rematching.work(), state().read) == (1, 4)
    assert rematching.cut()
    rematching.cancel(actor=operator.actor, ref=run.ref)
    assert (rematching.work(), catch_up()) == (0, 0)
    assert (state().state, state().read, state().is_open) == (RematchState.CANCELLED, 4, False)
    for steer in (rematching.pause, rematching.resume, rematching.cancel):
        assert steer(actor=operator.actor, ref=run.ref).state == RematchState.CANCELLED
    said = [action.partition("run_")[2] for action in JournalEntry.objects.filter(
        action__startswith="matching.run_").order_by("pk").values_list("action", flat=True)]  # fmt: skip
    assert said == ["began", "paused", "resumed", "cancelled"]


def test_one_run_is_open_at_a_time(people: cast.Cast, operator: accessctl.Member) -> None:
    first = begin()
    rematching.pause(actor=operator.actor, ref=first.ref)
    again, is_new = rematching.start(actor=operator.actor)
    assert (again, is_new) == (first, False)
    rematching.cancel(actor=operator.actor, ref=first.ref)
    assert rematching.start(actor=operator.actor)[1]


def test_a_chunk_whose_worker_was_thought_dead_counts_once(people: cast.Cast, small: None) -> None:
    some_records(people)
    make.match()
    begin()
    assert rematching.cut()
    (dead,) = effects.lease(rematching.CHUNK)
    assert not effects.lease(rematching.CHUNK)
    Effect.objects.filter(pk=dead.pk).update(leased_until=timezone.now() - timedelta(seconds=1))
    assert rematching.work() == 1
    with pytest.raises(LeaseLost):
        rematching.carry_out(dead)
    assert (state().read, state().chunks) == (2, 1)


def keep_trying() -> None:
    """As the clock does, without the pauses between attempts."""
    for _attempt in range(2 * effects.MAX_ATTEMPTS):
        catch_up()
        Effect.objects.update(leased_until=None)


def test_a_record_that_cannot_be_read_keeps_back_no_other(people: cast.Cast, small: None) -> None:
    some_records(people)
    broken = make.case(people.caseworker.actor)
    make.match()
    compare_everything()
    listed = {key: set(refs) for key, refs in lists().items()}
    CaseName.objects.filter(case=broken).update(full_original=RawSQL("%s::bytea", (b"not sealed",)))
    begin()
    keep_trying()
    assert state().state == RematchState.DONE
    assert [row.payload["ref"] for row in Effect.objects.exclude(state=Effect.State.DONE)] == [broken.ref]
    assert {key: set(refs) for key, refs in lists().items()} == listed


def test_the_records_of_a_chunk_that_keeps_failing_go_by_themselves(
    people: cast.Cast, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_records(people)
    make.match()
    begin(anew=False)
    with monkeypatch.context() as broken:
        broken.setattr(memory, "rank_all", None)
        for _attempt in range(rematching.WHOLE_TRIES):
            rematching.work()
            Effect.objects.update(leased_until=None)
    catch_up()
    assert (state().state, state().compared) == (RematchState.DONE, 3)
    assert not Effect.objects.exclude(state=Effect.State.DONE).exists()
    assert Ranking.objects.count() == 13  # three of each case, two of each find


def test_a_run_of_older_weights_gives_way(people: cast.Cast, operator: accessctl.Member) -> None:
    old = begin()
    Rematch.objects.update(version="older")
    new, is_new = rematching.start(actor=operator.actor)
    old.refresh_from_db()
    assert (is_new, old.state, new.state) == (True, RematchState.CANCELLED, RematchState.RUNNING)


@pytest.mark.parametrize("step", RematchStep)
def test_a_run_that_takes_the_place_of_one_that_reads_reads(people: cast.Cast, step: RematchStep) -> None:
    """What it had not read yet has no profile of now, and would leave the lists as if it might not be compared."""
    begin(anew=step == RematchStep.READING)
    Rematch.objects.update(version="older")
    assert begin(anew=False).step == step


def test_who_is_at_a_chunk_of_a_cancelled_run_writes_nothing(
    people: cast.Cast, small: None, operator: accessctl.Member
) -> None:
    some_records(people)
    make.match()
    run = begin(anew=False)
    assert rematching.cut()
    (chunk,) = effects.lease(rematching.CHUNK)
    before = lists()
    Ranking.objects.update(refs=[], scores=[])
    rematching.cancel(actor=operator.actor, ref=run.ref)
    with pytest.raises(LeaseLost):
        rematching.carry_out(chunk)
    assert before
    assert not any(lists().values())
    effects.sweep()
    begin()
    assert effects.lease(rematching.CHUNK) == []


def test_what_people_change_goes_before_the_next_chunk(people: cast.Cast) -> None:
    some_records(people)
    make.match()
    begin()
    make.case(people.caseworker.actor)
    feed.take_entries()
    assert (feed.work(), state().chunks) == (1, 0)
    assert Ranking.objects.filter(task=Task.AM_PM).count() == 4
    assert (feed.work(), state().chunks) == (1, 1)


def test_a_case_that_comes_while_a_chunk_is_ranked_is_in_its_lists(people: cast.Cast) -> None:
    some_records(people)
    make.match()
    found = make.latest_remains()
    write = chunks.compare([found.ref])
    case = make.case(people.caseworker.actor)
    fresh = profiles.take_in([case.ref])
    memory.refresh(fresh)
    ranked = comparing.rank([case.ref], fresh)
    with transaction.atomic():
        comparing.compare(case.ref, ranked, timezone.now())
    with transaction.atomic():
        assert write()["compared"] == 1
    row = Ranking.objects.get(task=Task.PM_AM, remains=found)
    assert case.ref in row.refs
    assert row.considered == 4


def test_what_is_withdrawn_while_a_chunk_is_ranked_is_seen_by_nobody_and_leaves_nothing(people: cast.Cast) -> None:
    some_records(people)
    make.match()
    pair = CandidatePair.objects.filter(case__isnull=False, remains__isnull=False, state="proposed")[0]
    case, found = pair.case, pair.remains
    assert case is not None
    assert found is not None
    of_case = door.visible(people.analyst.actor, CandidatePair).filter(case=case)
    assert of_case.exists()
    write = chunks.compare([found.ref])
    access.set_consent_effect(people.caseworker.actor, case, make.consent(Purpose.FAMILY_SUPPORT))
    with transaction.atomic():
        write()
    assert not of_case.exists()  # before the matcher has heard of it
    make.match()
    assert not Ranking.objects.filter(refs__contains=[case.ref]).exists()
    assert not CandidatePair.objects.filter(case=case).exclude(state="void_consent").exists()


def test_a_run_takes_out_what_may_no_longer_be_compared(people: cast.Cast) -> None:
    some_records(people)
    make.match()
    case = CandidatePair.objects.filter(remains__isnull=False)[0].case
    access.set_consent_effect(people.caseworker.actor, case, make.consent(Purpose.FAMILY_SUPPORT))
    begin()
    while rematching.work():
        pass
    assert state().state == RematchState.DONE
    assert not Ranking.objects.filter(case=case).exists()
    assert not Ranking.objects.filter(refs__contains=[case.ref]).exists()
    assert not CandidatePair.objects.filter(case=case).exclude(state="void_consent").exists()


@pytest.mark.parametrize(
    ("records", "took", "size"),
    [(50, 0.6, 100), (50, 0.01, 100), (50, 2.4, 25), (50, 9.0, 25), (50, 1.5, 40), (7, 9.0, 50)],
)
def test_the_next_chunk_is_as_large_as_the_last_says(records: int, took: float, size: int) -> None:
    assert rematching.next_size(Rematch(size=50), records, took) == size


def test_who_runs_the_registry_steers_runs_on_a_page(
    people: cast.Cast, operator: accessctl.Member, client_for: ClientFor
) -> None:
    some_records(people)
    make.match()
    client, steer = client_for(operator.account), reverse("matching:run-steer")
    assert "Begin" in client.get(PAGE).content.decode()
    assert client.post(steer, {"act": "start", "anew": "1"}).status_code == 302
    run = state()
    page = client.get(PAGE).content.decode()
    assert "Step 1 of 2: Reading the records" in page
    assert 'value="0"' in page
    assert 'hx-trigger="every 2s"' in page
    assert client.get("/comparisons/progress/").status_code == 200
    client.post(steer, {"act": "pause", "run": run.ref})
    part = client.get("/comparisons/progress/")
    assert (part.status_code, part.headers["HX-Refresh"]) == (286, "true")
    assert "every 2s" not in client.get(PAGE).content.decode()
    client.post(steer, {"act": "resume", "run": run.ref})
    catch_up()
    over = client.get(PAGE).content.decode()
    assert run.ref in over
    assert "Runs that are over" in over
    assert client.post(steer, {"act": "explode"}).status_code == 404
    assert client.post(steer, {"act": "pause", "run": "MRN-00000-00000-0"}).status_code == 404


def test_nobody_else_sees_or_steers_a_run(people: cast.Cast, client_for: ClientFor) -> None:
    run = begin()
    for person in (people.supervisor, people.caseworker, people.officer, people.analyst):
        client = client_for(person.account)
        assert client.get(PAGE).status_code == 404
        assert client.post(reverse("matching:run-steer"), {"act": "cancel", "run": run.ref}).status_code == 404
        with pytest.raises(NotFound):
            rematching.pause(actor=person.actor, ref=run.ref)
        with pytest.raises(NotFound):
            rematching.start(actor=person.actor)
    assert Rematch.objects.get().state == RematchState.RUNNING
