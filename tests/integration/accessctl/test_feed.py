"""The feed of changes: whoever folds it holds, at each step, exactly what the door shows them, and never heard more."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accessctl import door, services
from accessctl.agreements.services import resume_agreement, suspend_agreement
from accessctl.consent import ConsentEffect
from accessctl.models import Agreement, AgreementParty, FeedItem
from accessctl.rings import Ring
from accessctl.systems import feed, tokens
from cases.models import Case, Incident
from families.feedback.services import set_rhythm
from families.services.signing import keep_paper
from families.signed import view_paper
from matching.models import CandidatePair
from remains.models import Remains, Sample
from remains.services import (
    CheckEntry,
    EstimateEntry,
    ExaminationEntry,
    NoteEntry,
    add_estimate,
    note_injury,
    save_checklist,
    save_examination,
)
from tests.cast import Cast
from tests.factories import families, identification, remains, samples, support
from tests.factories.accessctl import Partner, organisation, partner
from tests.factories.images import image_entry
from tests.integration.erasure.acts import erase

pytestmark = [pytest.mark.journal, pytest.mark.usefixtures("static_files")]
CARRIED = {"case": Case, "incident": Incident, "remains": Remains, "sample": Sample, "pair": CandidatePair}


class Follower:
    """A partner system that keeps what it was told, and goes on from its cursor."""

    def __init__(self, cast: Cast, *, system: Partner | None = None, purpose: str = "share_search") -> None:
        self.actor = (system or cast.system).actor.acting_for(purpose)
        self.cursor, self.known, self.heard = "", dict[str, str](), list[tuple[str, str]]()

    def follow(self) -> list[tuple[str, str]]:
        """What is told now, as (reference, change)."""
        told = []
        while True:
            found = feed.changes(self.actor, after=self.cursor)
            told += [(item.ref, item.change) for item in found.items]
            for item in found.items:
                assert item.change != "changed" or item.ref in self.known, item
                if item.change == "gone":
                    self.known.pop(item.ref, None)
                else:
                    self.known[item.ref] = item.record
            self.cursor = found.next
            if not found.more:
                self.heard += told
                return told

    def shown(self) -> dict[str, str]:
        """What the door shows at this moment."""
        seen = {}
        for kind, model in CARRIED.items():
            seen |= dict.fromkeys(door.visible(self.actor, model).values_list("ref", flat=True), kind)
        return seen


class World:
    """What happens to records, and which of them the follower may never hear of."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.withheld = cast, set[str]()
        agreed = AgreementParty.objects.filter(organisation=cast.system.organisation).values("agreement")
        self.agreements = list(Agreement.objects.filter(pk__in=agreed))

    def share(self) -> None:
        families.a_case(self.cast)

    def register_own(self) -> None:
        families.a_case(self.cast, by=self.cast.second_caseworker.actor)

    def withhold(self) -> None:
        self.withheld.add(families.a_case(self.cast, consents=families.consents(search=(), forensic=())).ref)

    def log(self) -> None:
        remains.some_remains(self.cast)

    def change(self) -> None:
        for case in Case.objects.filter(owner=self.cast.organisations.ngo)[:2]:
            services.touch(self.cast.caseworker.actor, case, action="case.changed")

    def hide(self) -> None:
        case = Case.objects.filter(owner=self.cast.organisations.ngo).exclude(ref__in=self.withheld).last()
        if case:
            services.set_consent_effect(self.cast.caseworker.actor, case, ConsentEffect())

    def suspend(self) -> None:
        for agreement in self.agreements:
            agreement.refresh_from_db()
            if agreement.state() == "in_force":
                suspend_agreement(self.cast.supervisor.actor, agreement, reason="We look at it.")
            elif agreement.state() == "suspended":
                resume_agreement(self.cast.supervisor.actor, agreement)


def test_what_is_folded_is_what_the_door_shows(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "SWEEP_EVERY", timedelta())
    chance, world = random.Random(7), World(cast)
    follower, late = Follower(cast), Follower(cast)
    acts: list[Callable[[], None]] = [
        world.share, world.register_own, world.withhold, world.log, world.change, world.hide, world.suspend,
    ]  # fmt: skip
    for act in [world.share, world.withhold, world.share, *chance.choices(acts, k=14), world.suspend, world.suspend]:
        act()
        follower.follow()
        assert follower.known == follower.shown(), act.__name__
    late.follow()  # who begins later, or lost what it had, comes to the same
    assert late.known == follower.known != {}
    assert {change for _ref, change in follower.heard} == {"new", "changed", "gone"}
    assert not {ref for ref, _change in follower.heard} & world.withheld
    assert not FeedItem.objects.filter(ref__in=world.withheld).exists()


def test_hidden_and_erased_are_told_alike_and_at_once(cast: Cast) -> None:
    """Without waiting for the next sweep, because an entry names them."""
    hidden, gone, kept = (families.a_case(cast) for _number in range(3))
    follower = Follower(cast)
    assert {change for _ref, change in follower.follow()} == {"new"}
    services.set_consent_effect(cast.caseworker.actor, hidden, ConsentEffect())
    erase(cast, gone)
    services.touch(cast.caseworker.actor, kept, action="case.changed")
    assert sorted(follower.follow()) == sorted([(hidden.ref, "gone"), (gone.ref, "gone"), (kept.ref, "changed")])
    assert follower.follow() == []


def test_who_slept_through_a_coming_and_going_hears_that_it_went(cast: Cast) -> None:
    """And who first asks after it came and went never hears of it."""
    case = families.a_case(cast)
    sleeper, busy = Follower(cast), Follower(cast)
    sleeper.follow()
    shown = ConsentEffect(masks={layer: getattr(case, f"consent_{layer}") for layer in (1, 2, 3)})
    for effect in (ConsentEffect(), shown, ConsentEffect()):
        services.set_consent_effect(cast.caseworker.actor, case, effect)
        busy.follow()
    assert sleeper.follow() == [(case.ref, "gone")]
    assert Follower(cast).follow() == []


def test_what_is_done_in_a_ring_is_told_to_who_may_open_it(cast: Cast) -> None:
    case, own = families.a_case(cast), families.a_case(cast, by=cast.second_caseworker.actor)
    follower = Follower(cast)
    follower.follow()
    for one, by in ((case, cast.caseworker), (own, cast.second_caseworker)):
        services.touch(by.actor, one, action="case.changed", ring=Ring.RESERVED)
    assert follower.follow() == [(own.ref, "changed")]


def test_what_is_done_for_a_family_is_told_to_who_reads_its_file(cast: Cast) -> None:
    """Looking at something is told to nobody."""
    case, actor = families.a_case(cast), cast.caseworker.actor
    afar, own = Follower(cast), Follower(cast, system=partner(cast.organisations.ngo))
    assert all(case.ref in dict(side.follow()) for side in (afar, own))
    acts: list[Callable[[], object]] = [
        lambda: support.a_need(cast, case),
        lambda: support.a_paper(cast, case),
        lambda: set_rhythm(actor=actor, case_ref=case.ref, every_days=30),
        lambda: keep_paper(actor=actor, case_ref=case.ref, entry=image_entry(kind="consent_evidence")),
    ]
    for act in acts:
        act()
        assert (afar.follow(), own.follow()) == ([], [(case.ref, "changed")])
    view_paper(actor, case.ref, 1, "search")
    assert (afar.follow(), own.follow()) == ([], [])


def test_a_sample_is_told_to_who_took_it(cast: Cast) -> None:
    found = remains.some_remains(cast)
    afar, own = Follower(cast), Follower(cast, system=partner(cast.organisations.institute))
    assert all(found.ref in dict(side.follow()) for side in (afar, own))
    taken = samples.sample(cast.analyst.actor, found)
    assert (afar.follow(), own.follow()) == ([], [(found.ref, "changed"), (taken.ref, "new")])
    samples.step(cast.analyst.actor, taken, "audited")
    assert (afar.follow(), own.follow()) == ([], [(taken.ref, "changed")])


def test_an_examination_is_told_to_who_reads_forensic_files(cast: Cast) -> None:
    """Nobody else hears of it, nor of what injured somebody; what changes in layer 1 or 2 is told to its readers."""
    found, actor = remains.some_remains(cast), cast.analyst.actor
    afar, own = Follower(cast), Follower(cast, system=partner(cast.organisations.institute))
    assert all(found.ref in dict(side.follow()) for side in (afar, own))
    bone = EstimateEntry(trait="stature_cm", method="measured", range=(150, 154))
    acts: list[Callable[[], object]] = [
        lambda: save_examination(actor=actor, ref=found.ref, entry=ExaminationEntry(examiner="Ada Conti")),
        lambda: note_injury(actor=actor, ref=found.ref, entry=NoteEntry(injury_text="Seen at the left arm.")),
        lambda: save_checklist(actor=actor, ref=found.ref, checks=[CheckEntry(step="fingerprints", who="Ada Conti")]),
        lambda: add_estimate(actor=actor, ref=found.ref, entry=bone),
    ]
    for act in acts:
        act()
        assert (afar.follow(), own.follow()) == ([], [(found.ref, "changed")])


def test_an_identification_is_told_to_who_has_the_remains_alone(cast: Cast) -> None:
    """FW-NOTIFY: a draft, a signature and the issue are no news for a program before the family was told."""
    pair = identification.hypothesis(cast)
    sides = [
        Follower(cast, system=partner(of), purpose="forensic_comparison")
        for of in (cast.organisations.ngo, cast.organisations.institute)
    ]
    assert all(pair.ref in dict(side.follow()) for side in sides)
    identification.established(cast, pair)
    of_case, of_remains = (dict(side.follow()) for side in sides)
    assert pair.ref not in of_case
    assert of_remains[pair.ref] == "changed"


def test_what_others_do_shows_in_no_answer(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    follower = Follower(cast)
    follower.follow()
    before = feed.changes(follower.actor, after=follower.cursor)
    monkeypatch.setattr(feed, "BATCH", 1)
    monkeypatch.setattr(feed, "BATCHES", 1)
    families.a_case(cast, consents=families.consents(search=(), forensic=()))
    assert feed.changes(follower.actor, after=follower.cursor) == before


def test_another_purpose_has_a_feed_of_its_own(cast: Cast) -> None:
    families.a_case(cast)
    search, statistics = Follower(cast), Follower(cast, purpose="statistics")
    assert search.follow()
    assert statistics.follow() == []
    statistics.cursor = search.cursor
    with pytest.raises(feed.NoCursor):
        statistics.follow()


def test_the_feed_over_rest(cast: Cast) -> None:
    case = families.a_case(cast)
    client = Client(headers=cast.system.headers)
    first = client.get("/api/v1/changes/").json()
    assert {"ref": case.ref, "record": "case", "change": "new"} in first["results"]
    assert client.get("/api/v1/changes/", {"after": first["next"]}).json() == first | {"results": []}
    for cursor in ("share_search.999999", "x", "share_search.-1", "share_search.9" + "9" * 30):
        answer = client.get("/api/v1/changes/", {"after": cursor})
        assert (answer.status_code, answer.json()["code"]) == (422, "no_cursor")
    stranger = Client(headers=partner(organisation(country="GRC")).headers).get("/api/v1/changes/").json()
    assert case.ref not in str(stranger)
    small = tokens.issue(cast.system.client, wanted="read:3:statistics").token
    headers = {"Authorization": f"Bearer {small}", "X-Purpose": "share_search"}
    assert Client(headers=headers).get("/api/v1/changes/").json()["results"] == []
