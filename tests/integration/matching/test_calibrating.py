"""Calibrating on the registry's own judgements: what is kept of each, what is gathered, the command and its files."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accessctl import door
from accessctl.codes import Role
from accessctl.models import JournalEntry
from matching import extract
from matching.codes import Decision, PairState, Reason, ReviewRole
from matching.engine.changes import Changes
from matching.index import memory
from matching.learning.calibrate import calibrate
from matching.models import CandidatePair, JudgedPair, WeightsVersion
from matching.services import Judgement, calibrating, review_pair, weights
from matching.services.reviewing import stamp_of
from registry.lib.errors import NotFound
from tests import cast
from tests.factories import accessctl
from tests.factories import matching as make
from tests.plugins.site import ClientFor
from tests.unit.matching.learning.test_calibrate import world

pytestmark = pytest.mark.journal


@pytest.fixture
def people(cast: cast.Cast) -> cast.Cast:
    memory.forget()
    return cast


@pytest.fixture
def pair(people: cast.Cast) -> CandidatePair:
    make.case(people.caseworker.actor)
    make.remains(people.analyst.actor)
    make.match()
    return CandidatePair.objects.get(kind="am-pm")


def judge(pair: CandidatePair, member: accessctl.Member, role: ReviewRole, decision: Decision, reason: Reason) -> None:
    pair.refresh_from_db()
    review_pair(actor=member.actor, ref=pair.ref, judgement=Judgement(
        role=role, decision=decision, reasons=[reason], words="As examined.", stamp=stamp_of(pair), data_seen="x",
    ))  # fmt: skip


def established(pair: CandidatePair, people: cast.Cast) -> None:
    """A hypothesis of both sides that a primary identifier settled."""
    for decision, reason in ((Decision.HYPOTHESIS, Reason.MARK_FITS), (Decision.CONFIRM, Reason.PRIMARY_FITS)):
        judge(pair, people.caseworker, ReviewRole.CASEWORKER, decision, reason)
        judge(pair, people.analyst, ReviewRole.ANTHROPOLOGIST, decision, reason)


def test_a_decision_keeps_its_lines_and_how_the_pair_was_found(people: cast.Cast, pair: CandidatePair) -> None:
    judge(pair, people.caseworker, ReviewRole.CASEWORKER, Decision.EXCLUDE, Reason.PRIMARY_EXCLUDES)
    kept = JudgedPair.objects.get()
    assert (kept.found, kept.rank, kept.primary, kept.version) == ("proposed", 1, True, pair.version)
    assert kept.score == pair.score
    by_line = {line["line"]: line for line in kept.lines}
    assert by_line["sex"]["sight"] == {"rate": "sex/decomposed", "seen": False, "gap": None, "spread": None}
    assert by_line["stature"]["sight"]["rate"] == "stature/bias_m"
    assert by_line["name"]["outcome"] == "missing"
    said = json.dumps(kept.lines)
    assert all(word not in said for word in ("Yonas", "MARTA", "EP1234567", "ERI", "2021"))
    with pytest.raises(NotFound):
        door.fetch(people.supervisor.actor, CandidatePair, ref="MCP-00000-00000-0")
    assert not door.visible(people.supervisor.actor, JudgedPair).exists()
    assert door.visible(extract.matcher(), JudgedPair).exists()


def test_only_settled_judgements_are_gathered(people: cast.Cast, pair: CandidatePair) -> None:
    judge(pair, people.caseworker, ReviewRole.CASEWORKER, Decision.HYPOTHESIS, Reason.MARK_FITS)
    assert calibrating.judged_pairs() == []
    judge(pair, people.analyst, ReviewRole.ANTHROPOLOGIST, Decision.HYPOTHESIS, Reason.MARK_FITS)
    judge(pair, people.analyst, ReviewRole.ANTHROPOLOGIST, Decision.CONFIRM, Reason.MARK_FITS)
    assert calibrating.judged_pairs() == []  # the score itself chose it
    judge(pair, people.caseworker, ReviewRole.CASEWORKER, Decision.CONFIRM, Reason.PRIMARY_FITS)
    (found,) = calibrating.judged_pairs()
    assert (found.key, found.same, found.primary, found.rank) == (pair.ref, True, True, 1)
    assert found.sights["sex"].rate == "sex/decomposed"
    assert "name" not in found.log_lrs
    registry = calibrating.Registry([found])
    rates = memory.rates
    anew = registry.lines(found, rates)
    assert anew == pytest.approx(dict(found.log_lrs))
    assert dict(registry.ranks(rates)) == {"": 1.0, "sex m": 1.0, "tradition tir": 1.0}


def test_an_excluded_pair_that_somebody_speaks_for_is_not_settled(people: cast.Cast, pair: CandidatePair) -> None:
    judge(pair, people.caseworker, ReviewRole.CASEWORKER, Decision.EXCLUDE, Reason.BIOLOGY_CONFLICT)
    (found,) = calibrating.judged_pairs()
    assert (found.same, found.primary) == (False, False)
    judge(pair, people.analyst, ReviewRole.ANTHROPOLOGIST, Decision.SUPPORT, Reason.MARK_FITS)
    assert calibrating.judged_pairs() == []
    assert CandidatePair.objects.get(pk=pair.pk).state == PairState.IN_REVIEW


def test_what_lines_were_multiplied_by_is_taken_back(people: cast.Cast, pair: CandidatePair) -> None:
    version = weights.propose(actor=extract.matcher(), changes=Changes(weights={"sex": 0.5}))
    CandidatePair.objects.update(version=f"{version.version}/abc")
    judge(pair, people.caseworker, ReviewRole.CASEWORKER, Decision.EXCLUDE, Reason.BIOLOGY_CONFLICT)
    calibrating._weights_of.cache_clear()
    (found,) = calibrating.judged_pairs()
    stored = next(line["log_lr"] for line in JudgedPair.objects.get().lines if line["line"] == "sex")
    assert found.log_lrs["sex"] == pytest.approx(2 * stored)


def test_nobodys_whereabouts_are_opened_for_it(people: cast.Cast, pair: CandidatePair) -> None:
    found = make.alive(accessctl.member(people.organisations.ngo, Role.TRACING_OFFICER).actor)
    make.match()
    before = JournalEntry.objects.latest("pk").pk
    calibrating.propose(actor=extract.matcher())
    read = JournalEntry.objects.filter(pk__gt=before, action="ring.read")
    assert read.filter(refs__contains=[pair.left.ref]).exists()
    assert not read.filter(refs__contains=[found.ref]).exists()


def test_the_command_proposes_and_activates_nothing(people: cast.Cast, pair: CandidatePair, tmp_path: Path) -> None:
    said = StringIO()
    call_command("calibrate", stdout=said)
    assert "Nothing is proposed" in said.getvalue()
    established(pair, people)
    call_command("calibrate", "--out", str(tmp_path), stdout=said)
    version = WeightsVersion.objects.get()
    assert (version.judged, version.passed, version.is_active) == (1, None, False)
    assert version.version in said.getvalue()
    assert "Fewer than 200 pairs were judged" in said.getvalue()
    assert Changes.from_text((tmp_path / "weights.json").read_text()).applied().version == version.version
    assert version.version in (tmp_path / "report.html").read_text()
    assert not (tmp_path / "tippett.svg").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"rates": {"sex/swapped": 1}}', "“sex/swapped”: 1 is no probability"),
        ('{"weights": {"nose": 1}}', "“nose”: there is no such line of evidence"),
        ("no json", "cannot be read as a table of weights"),
        (None, "cannot be read"),
    ],
)
def test_a_weights_file_with_faults_is_refused_in_words(
    people: cast.Cast, tmp_path: Path, content: str | None, words: str
) -> None:
    file = tmp_path / "weights.json"
    if content is not None:
        file.write_text(content)
    with pytest.raises(CommandError, match=words):
        call_command("calibrate", "--weights", str(file))
    assert not WeightsVersion.objects.exists()


def test_the_report_is_a_page_with_a_drawing_and_its_table(people: cast.Cast, client_for: ClientFor) -> None:
    made = calibrate(
        world(400, 1), memory.rates, lists={}, ranks=lambda rates: [("tradition som", 2.0), ("sex f", 30.0)] * 20
    )
    version = weights.propose(
        actor=extract.matcher(), changes=made.changes, judged=400, passed=made.passed, report=made.report
    )
    operator = accessctl.member(accessctl.organisation("Operators"), Role.SYSTEM_ADMINISTRATOR)
    address = reverse("matching:weights-version", args=[version.ref])
    page = client_for(operator.account).get(address).content.decode()
    assert 'role="img" aria-labelledby="tippett-title tippett-desc"' in page
    assert all(f'id="tippett-{part}"' in page for part in ("title", "desc"))
    assert page.count("<polyline") == 4
    assert page.count('<th scope="row" class="num">') == 13
    assert "Women and girls" in page
    assert "Somali" in page
    assert f"{made.report['cllr']['after']:.3f}" in page
    assert "Proposed, passed" in page
