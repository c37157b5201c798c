"""Versions of the weights: proposed, activated and taken back by a person, and named by what they scored."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accessctl.codes import Role
from accessctl.models import JournalEntry
from matching import extract, selectors, weighing
from matching.codes import Task
from matching.engine.changes import BadWeights, Changes
from matching.engine.weights import DEFAULT
from matching.index import memory
from matching.models import CandidatePair, Ranking, Rematch, WeightsVersion
from matching.services import catch_up, weights
from registry.lib.errors import Conflict, Forbidden, NotFound
from tests import cast
from tests.factories import accessctl
from tests.factories import matching as make
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.journal
LESS_LAG = Changes(weights={"lag": 0.5})
LESS_SEX = Changes(weights={"sex": 0.5})


@pytest.fixture
def people(cast: cast.Cast) -> cast.Cast:
    memory.forget()
    return cast


@pytest.fixture
def operator(people: cast.Cast) -> accessctl.Member:
    return accessctl.member(accessctl.organisation("Operators"), Role.SYSTEM_ADMINISTRATOR)


def propose(changes: Changes = LESS_LAG, *, judged: int = 0, passed: bool | None = None) -> WeightsVersion:
    return weights.propose(actor=extract.matcher(), changes=changes, judged=judged, passed=passed)


def test_what_is_proposed_scores_only_after_a_person_said_so(people: cast.Cast, operator: accessctl.Member) -> None:
    make.case(people.caseworker.actor)
    make.remains(people.analyst.actor)
    make.match()
    before = Ranking.objects.get(task=Task.PM_AM)
    version = propose()
    assert propose() == version
    with pytest.raises(BadWeights, match="far: lag_mean/decomposed = 500000000"):
        propose(Changes({"lag_mean/decomposed": 5e8}))
    assert weighing.active() == DEFAULT
    weights.activate(actor=operator.actor, ref=version.ref)
    run = Rematch.objects.get()
    assert (run.version, run.step) == (version.version, "comparing")
    catch_up()
    after = Ranking.objects.get(task=Task.PM_AM)
    assert before.version.startswith(f"{DEFAULT.version}/")
    assert after.version.startswith(f"{version.version}/")
    assert after.version.partition("/")[2] == before.version.partition("/")[2]  # the same reference, not counted anew
    assert after.scores != before.scores
    pair = CandidatePair.objects.get(kind="am-pm")
    assert pair.version.startswith(version.version)
    weights.roll_back(actor=operator.actor)
    catch_up()
    again = Ranking.objects.get(task=Task.PM_AM)
    assert (again.version, again.scores) == (before.version, before.scores)
    said = JournalEntry.objects.filter(action__startswith="matching.weights_").order_by("pk")
    assert [(entry.action.partition("_")[2], entry.refs, entry.detail) for entry in said] == [
        ("proposed", [version.ref], {"weights": version.version, "judged": 0}),
        ("activated", [version.ref], {"weights": version.version, "was": DEFAULT.version}),
        ("rolled_back", [version.ref], {"weights": DEFAULT.version, "was": version.version}),
    ]


def test_a_score_is_read_by_the_weights_that_made_it(people: cast.Cast) -> None:
    make.case(people.caseworker.actor)
    make.remains(people.analyst.actor)
    make.match()
    seldom = propose(Changes(rates={"registered/pm-am": 0.01, "cap/total": 1.0}))
    ranking = Ranking.objects.get(task=Task.PM_AM)
    usual = selectors.none_of_seen(people.analyst.actor, ranking)
    ranking.version = f"{seldom.version}/abc"
    assert selectors.none_of_seen(people.analyst.actor, ranking) > usual
    assert weighing.rates_of(ranking.version).m("cap", "total") == 1.0
    assert weighing.rates_of(f"{DEFAULT.version}/abc") == weighing.rates_of("0-older/abc") == DEFAULT


def test_going_back_leads_to_the_version_before(people: cast.Cast, operator: accessctl.Member) -> None:
    first, second = propose(LESS_LAG), propose(LESS_SEX)
    for version in (first, second, second):
        weights.activate(actor=operator.actor, ref=version.ref)
    assert weighing.active().version == second.version
    assert weights.roll_back(actor=operator.actor) == first
    assert weights.roll_back(actor=operator.actor) is None
    with pytest.raises(weights.NothingBefore):
        weights.roll_back(actor=operator.actor)


def test_turning_between_versions_ends_at_the_released_weights(people: cast.Cast, operator: accessctl.Member) -> None:
    first, second = propose(LESS_LAG), propose(LESS_SEX)
    for version in (first, second, first):
        weights.activate(actor=operator.actor, ref=version.ref)
    with pytest.raises(Conflict):
        weights.roll_back(actor=operator.actor, seen=second.ref)
    assert weights.roll_back(actor=operator.actor, seen=first.ref) == second
    WeightsVersion.objects.filter(pk=first.pk).update(changes={"weights": {"nose": 0.5}})
    assert weights.roll_back(actor=operator.actor) is None


def test_a_version_measured_again_keeps_the_newer_figures(people: cast.Cast, operator: accessctl.Member) -> None:
    assert propose(judged=300, passed=False) == propose(judged=400, passed=True)
    row = WeightsVersion.objects.get()
    assert (row.judged, row.passed) == (400, True)
    weights.activate(actor=operator.actor, ref=row.ref)
    propose(judged=500, passed=False)
    row.refresh_from_db()
    assert (row.judged, row.passed) == (400, True)


def test_what_did_not_pass_or_does_not_fit_is_not_activated(people: cast.Cast, operator: accessctl.Member) -> None:
    worse, other = propose(LESS_LAG, judged=300, passed=False), propose(LESS_SEX)
    with pytest.raises(weights.NoBetter):
        weights.activate(actor=operator.actor, ref=worse.ref)
    WeightsVersion.objects.filter(pk=other.pk).update(changes={"weights": {"nose": 0.5}})
    with pytest.raises(weights.DoNotFit):
        weights.activate(actor=operator.actor, ref=other.ref)
    assert weighing.active() == DEFAULT


def test_active_weights_that_do_not_fit_an_upgrade_leave_the_released_ones(
    people: cast.Cast, operator: accessctl.Member, client_for: ClientFor
) -> None:
    version = propose()
    WeightsVersion.objects.filter(pk=version.pk).update(changes={"rates": {"nose/long": 0.5}})
    WeightsVersion.objects.filter(pk=version.pk).update(is_active=True, activated_at=version.proposed_at)
    assert weighing.active() == DEFAULT
    client = client_for(operator.account)
    assert "do not fit this release" in client.get(reverse("matching:weights")).content.decode()
    page = client.get(reverse("matching:weights-version", args=[version.ref])).content.decode()
    assert "“nose/long”: there is no such rate. The value given is “0.5”." in page


def test_nobody_but_a_person_who_runs_the_registry_turns_weights(
    people: cast.Cast, operator: accessctl.Member, client_for: ClientFor
) -> None:
    version = propose()
    steer = reverse("matching:weights-steer")
    with pytest.raises(Forbidden):
        weights.activate(actor=extract.matcher(), ref=version.ref)
    with pytest.raises(NotFound):
        weights.propose(actor=operator.actor, changes=LESS_SEX)
    for person in (people.supervisor, people.caseworker, people.officer, people.analyst):
        client = client_for(person.account)
        for address in (reverse("matching:weights"), reverse("matching:weights-version", args=[version.ref])):
            assert client.get(address).status_code == 404
        assert client.post(steer, {"act": "activate", "version": version.ref}).status_code == 404
        with pytest.raises((NotFound, Forbidden)):
            weights.activate(actor=person.actor, ref=version.ref)
    assert not WeightsVersion.objects.filter(is_active=True).exists()


def test_who_runs_the_registry_turns_weights_on_a_page(
    people: cast.Cast, operator: accessctl.Member, client_for: ClientFor
) -> None:
    version = propose(Changes({"build/same": 0.6, "build/far": 0.15}, {"lag": 0.5}), judged=7)
    client, steer = client_for(operator.account), reverse("matching:weights-steer")
    listed = client.get(reverse("matching:weights")).content.decode()
    assert version.version in listed
    assert "Go back" not in listed
    page = client.get(reverse("matching:weights-version", args=[version.ref])).content.decode()
    assert "build/same" in page
    assert "Score by these weights" in page
    assert client.post(steer, {"act": "activate", "version": version.ref}).status_code == 302
    assert (
        f'Go back to <bdi dir="ltr">{DEFAULT.version}</bdi>' in client.get(reverse("matching:weights")).content.decode()
    )
    unknown = {"act": "activate", "version": "MWV-00000-00000-0", "active": version.ref}
    assert client.post(steer, unknown).status_code == 404
    assert client.post(steer, {"act": "explode"}).status_code == 404
    assert client.post(steer, {"act": "back", "active": ""}).status_code == 409
    assert client.post(steer, {"act": "back", "active": version.ref}).status_code == 302
    assert weighing.active() == DEFAULT


def test_a_run_for_other_weights_than_those_that_score_is_not_begun(people: cast.Cast) -> None:
    version = propose()
    with pytest.raises(CommandError, match=DEFAULT.version):
        call_command("rematch", "--weights", version.version)


def test_a_pair_says_which_weights_it_was_weighed_with(
    people: cast.Cast, operator: accessctl.Member, client_for: ClientFor
) -> None:
    make.case(people.caseworker.actor)
    make.remains(people.analyst.actor)
    make.match()
    pair, client = CandidatePair.objects.get(kind="am-pm"), client_for(people.caseworker.account)
    address = reverse("matching:pair", args=[pair.ref])
    assert f'hash <bdi dir="ltr">{DEFAULT.digest[:16]}</bdi>' in client.get(address).content.decode()
    version = propose(judged=3)
    CandidatePair.objects.update(version=f"{version.version}/abc")
    page = client.get(address).content.decode()
    assert "learnt from 3 judged pairs" in page
    assert version.digest[:16] in page
    CandidatePair.objects.update(version="0-older/abc")
    assert "of an earlier release" in client.get(address).content.decode()
