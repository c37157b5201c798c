"""Two complete registries, with databases, keys and sites of their own, find each other's people and tell no name."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from random import Random
from typing import Any

import psycopg
import pytest

from registry.embedded.layout import APPLICATION_ROLE, OWNER_ROLE
from registry.embedded.process import Program, spawn, start, stop
from registry.embedded.web import free_port, site_answers, web_command
from tests.plugins.campaign import examples
from tests.plugins.database import LAYOUT_DATABASES, _drop, process_environment
from tests.plugins.layout import LAYOUT
from tests.plugins.site import ROOT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("peers")]
VARIABLES = {"default": "REGISTRY_DATABASE_URL", "keystore": "REGISTRY_KEYSTORE_URL"}


class Registry:
    """A program of `peer_instance`, asked line by line."""

    def __init__(self, name: str, environment: dict[str, str], port: int) -> None:
        self.name, self.address = name, f"http://127.0.0.1:{port}"
        self._program = subprocess.Popen(
            [sys.executable, "-m", "tests.integration.matching.peer_instance"], cwd=ROOT, env=environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def _line(self) -> str:
        assert self._program.stdout is not None
        return self._program.stdout.readline().strip()

    def tried(self, command: str, **given: Any) -> dict[str, Any]:
        """What came of a command: found, or refused."""
        assert self._program.stdin is not None
        self._program.stdin.write(json.dumps([command, given]) + "\n")
        self._program.stdin.flush()
        answer: dict[str, Any] = json.loads(self._line())
        return answer

    def do(self, command: str, **given: Any) -> Any:
        answer = self.tried(command, **given)
        assert "found" in answer, answer
        return answer["found"]

    def end(self) -> None:
        self._program.terminate()
        self._program.communicate(timeout=30)


@contextmanager
def _databases(name: str) -> Iterator[dict[str, str]]:
    """Copies of the migrated databases, for one registry."""
    made = {alias: f"{name}_{prepared}" for alias, prepared in LAYOUT_DATABASES.items()}
    with psycopg.connect(LAYOUT.database_url(OWNER_ROLE, "postgres"), autocommit=True) as owner:
        for alias, prepared in LAYOUT_DATABASES.items():
            _drop(owner, made[alias])
            owner.execute(f'CREATE DATABASE "{made[alias]}" TEMPLATE "{prepared}"')
        yield {VARIABLES[alias]: LAYOUT.database_url(APPLICATION_ROLE, database) for alias, database in made.items()}
        for database in made.values():
            _drop(owner, database)


@contextmanager
def registry(name: str) -> Iterator[Registry]:
    """A complete registry: databases, root key, site."""
    with ExitStack() as stack:
        own = stack.enter_context(_databases(name)) | {
            "REGISTRY_ROOT_KEY": base64.b64encode(os.urandom(32)).decode(), "REGISTRY_DEPLOYMENT": name,
            "REGISTRY_WEBHOOKS_TO_THIS_MACHINE": "1", "REGISTRY_PEER_SECONDS": "0",
            "REGISTRY_EFFECT_LEASE_SECONDS": "3",
            "DJANGO_SETTINGS_MODULE": "registry.settings",
        }  # fmt: skip
        environment = {key: value for key, value in process_environment().items() if key != "REGISTRY_ROOT_KEY_FILE"}
        environment |= own
        port = free_port(0)
        found = Registry(name, environment, port)
        stack.callback(found.end)
        site = Program(name, lambda: spawn(LAYOUT, name, web_command(port), environment), lambda: site_answers(port))
        stack.callback(stop, start(LAYOUT, site))
        yield found


@pytest.fixture(scope="module")
def both(django_db_setup: None) -> Iterator[tuple[Registry, Registry]]:
    """Two registries whose people exchanged keys and compared fingerprints."""
    with registry("north") as north, registry("south") as south:
        keys = {one: one.do("propose", address=other.address) for one, other in ((north, south), (south, north))}
        for one, other in ((north, south), (south, north)):
            assert one.do("their_key", key=keys[other]["key"], told=keys[other]["fingerprint"]) == "live"
            one.do("work")  # the first tables
        yield north, south


def asked(one: Registry, other: Registry, ref: str, purpose: str = "share_search") -> list[str]:
    """The outcome of a question, with as many turns of both jobs as it takes."""
    question = one.do("ask", ref=ref, purpose=purpose)
    for _turn in range(12):
        one.do("work")
        other.do("work")
        if (found := one.do("outcome", ref=question))[0] != "waiting":
            return list(found)
    raise AssertionError("no answer")


def test_two_registries_find_each_others_people(both: tuple[Registry, Registry]) -> None:
    """Each asks the other: a hit for the same person, differently spelt, and for nobody else."""
    north, south = both
    held = south.do("case", names=["Yonas Tesfay Ghebre"], day="2021-06-12")
    south.do("case", names=["Abel Mekonnen Haile"], age=[40, 40], day="2020-01-05")
    wanted = north.do("case", names=["Jonas Tesfai Gebre"], age=[25, 25])
    nobody = north.do("case", names=["Fatou Diallo Sow"], sex="2", nationalities=["SEN"])
    outcome, hit = asked(north, south, wanted)
    assert outcome == "hit"
    assert south.do("met")[hit] == [held]
    assert asked(north, south, nobody) == ["no_hit", ""]
    assert asked(south, north, held)[0] == "hit"
    for one in both:
        told = one.do("told")
        assert {"peer.question_asked", "peer.question_answered", "peer.inquiry_received", "peer.inquiry_answered"} <= {
            *told
        }


def test_remains_with_a_paper_are_found_for_comparison(both: tuple[Registry, Registry]) -> None:
    north, south = both
    found = south.do("remains", papers=["ZZ7654321"])
    case = north.do("case", names=["Samuel Kidane Berhe"], papers=["ZZ7654321"])
    outcome, hit = asked(north, south, case, "forensic_comparison")
    assert outcome == "hit"
    assert south.do("met")[hit] == [found]


def test_what_is_kept_from_them_is_answered_as_if_it_were_not_there(both: tuple[Registry, Registry]) -> None:
    """A flagged case, one without consent, one whose consent was taken back: no hit, and never asked about."""
    north, south = both
    name = "Helen Araya Weldu"
    flagged = south.do("case", names=[name], flagged=True, day="2021-06-11")
    silent = south.do("case", names=[name], consents=False)
    withdrawn = south.do("case", names=[name])
    wanted = north.do("case", names=[name])
    south.do("withdraw", ref=withdrawn)
    for ref in (flagged, silent, withdrawn):
        assert south.tried("ask", ref=ref)["refused"] == "NotForPeers"
    outcome = asked(north, south, wanted)
    assert outcome == ["no_hit", ""], ({"flagged": flagged, "silent": silent, "taken back": withdrawn}, south.do("met"))


def test_a_withdrawal_between_two_rounds_is_no_hit(both: tuple[Registry, Registry]) -> None:
    """The table that a record was in is worth nothing any more; the question begins again with the next."""
    north, south = both
    held = south.do("case", names=["Dawit Isaak Negash"])
    wanted = north.do("case", names=["Dawit Isaak Negash"])
    assert asked(north, south, wanted)[0] == "hit"
    again = north.do("case", names=["Dawit Isaak Negash"])
    question = north.do("ask", ref=again)
    for one in (north, north, south, north):
        one.do("work")
    south.do("withdraw", ref=held)
    for _turn in range(12):
        north.do("work")
        south.do("work")
    assert north.do("outcome", ref=question) == ["no_hit", ""]


KILLED = examples(4, 30)
NAMES = (("Filmon", "Habte", "Okbay"), ("Saliou", "Keita", "Barry"), ("Parwin", "Rahimi", "Noori"))
BEYOND = ("Weldu", "Medhanie", "Tsegay", "Ghide", "Zerom", "Issak", "Bahta", "Fisseha", "Lijam", "Russom")


def test_jobs_that_are_killed_lose_no_question_and_answer_none_twice(both: tuple[Registry, Registry]) -> None:
    """In the middle of each question a job of one side dies; all are answered in the end, each once."""
    north, south = both
    chance, questions, before = Random(7), dict[str, str](), south.do("met")
    for number in range(KILLED):
        name = " ".join([*NAMES[number % 3], BEYOND[number // 3]])
        said = {"names": [name], "papers": [f"KK{number:07}"], "day": f"2021-0{1 + number // 3 % 9}-1{number % 3}"}
        held, wanted = south.do("case", **said), north.do("case", **said)
        questions[north.do("ask", ref=wanted)] = held
        for turn in range(chance.randrange(6)):
            (north, south)[turn % 2].do("work")
        assert chance.choice(both).do("killed_at_work", after=chance.uniform(0.01, 0.5))
    until, waiting = time.monotonic() + 30 * KILLED, set(questions)
    while waiting:
        assert time.monotonic() < until
        north.do("work")
        south.do("work")
        waiting -= {ref for ref in waiting if north.do("outcome", ref=ref)[0] != "waiting"}
    outcomes = {ref: north.do("outcome", ref=ref) for ref in questions}
    assert {outcome for outcome, _hit in outcomes.values()} == {"hit"}
    hits = {hit: questions[ref] for ref, (_outcome, hit) in outcomes.items()}
    found = {hit: refs for hit, refs in south.do("met").items() if hit not in before}
    assert found.keys() == hits.keys()
    assert all(hits[hit] in refs for hit, refs in found.items())
    assert {north.do("answers", ref=ref) for ref in questions} == {1}
    print(f"federation: {KILLED} killed, {len(questions)} questions, each answered once")  # noqa: T201 - the campaign's figure


AGE_KEY = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"


def hit_of(both: tuple[Registry, Registry], name: str) -> tuple[str, str, str]:
    """(hit, the record that was asked about, the record that was met)."""
    north, south = both
    held, wanted = south.do("case", names=[name]), north.do("case", names=[name])
    outcome, hit = asked(north, south, wanted)
    assert outcome == "hit"
    return hit, wanted, held


def test_more_is_told_only_once_both_sides_said_yes(both: tuple[Registry, Registry]) -> None:
    """Yes of one side alone shows nowhere; with both it opens, cannot be taken back, and stands in both journals."""
    north, south = both
    hit, wanted, held = hit_of(both, "Natnael Berhane Seyoum")
    for one, record in ((north, wanted), (south, held)):
        assert one.tried("hand_over", hit=hit, record=record, key=AGE_KEY)["refused"] == "NotBoth"
    north.do("decide", hit=hit, record=wanted)
    south.do("hour_passes")
    north.do("exchange")
    assert (north.do("state", hit=hit), south.do("state", hit=hit)) == ("open", "open")
    north.do("take_back", hit=hit, record=wanted)
    south.do("decide", hit=hit, record=held)
    south.do("hour_passes")
    north.do("exchange")
    assert (north.do("state", hit=hit), south.do("state", hit=hit)) == ("open", "open")
    north.do("decide", hit=hit, record=wanted)
    south.do("hour_passes")
    north.do("exchange")
    for one, record in ((north, wanted), (south, held)):
        assert one.do("state", hit=hit) == "both"
        assert one.tried("take_back", hit=hit, record=record)["refused"] == "BothSaidYes"
        assert one.tried("hand_over", hit=hit, record=record, key="")["refused"] == "Invalid"
        name, shares = one.do("hand_over", hit=hit, record=record, key=AGE_KEY)
        assert (name.rsplit(".", 2)[1:], shares) == (["json", "age"], "1")
        assert one.do("entries", hit=hit)[-2:] == ["peer.hit_agreed", "peer.hit_handed_over"]


# What becomes of a hit on the side that is asked: a no, nothing, a consent that ends before and after both said yes.
ASKED_SIDE = {
    "no": "Amanuel Ghirmay Woldu", "silent": "Senait Kibrom Hagos", "withdrawn": "Robel Yemane Desta",
    "agreed": "Luwam Fessehaye Tewolde",
}  # fmt: skip


def test_no_and_no_answer_lapse_alike_and_a_withdrawal_closes(both: tuple[Registry, Registry]) -> None:
    """What the asking side can see of a no, of no answer and of a consent that ended is the same until the end."""
    north, south = both
    hits = {said: hit_of(both, name) for said, name in ASKED_SIDE.items()}
    south.do("decide", hit=hits["no"][0], record=hits["no"][2], discloses=False)
    for said in ("withdrawn", "agreed"):
        south.do("decide", hit=hits[said][0], record=hits[said][2])
    south.do("withdraw", ref=hits["withdrawn"][2])
    for hit, wanted, _held in hits.values():
        north.do("decide", hit=hit, record=wanted)
    south.do("hour_passes")
    north.do("exchange")
    assert {said: north.do("state", hit=hit) for said, (hit, *_rest) in hits.items()} == {
        "no": "open", "silent": "open", "withdrawn": "open", "agreed": "both",
    }  # fmt: skip
    south.do("withdraw", ref=hits["agreed"][2])  # after both said yes: nothing goes any more
    south.do("keep")
    assert [south.do("state", hit=hits[said][0]) for said in ("withdrawn", "agreed")] == ["closed", "closed"]
    agreed = hits["agreed"]
    assert south.tried("hand_over", hit=agreed[0], record=agreed[2], key=AGE_KEY)["refused"] == "NotBoth"
    assert south.tried("decide", hit=hits["withdrawn"][0], record=hits["withdrawn"][2])["refused"] == "DisclosureOver"
    for said in ("no", "silent", "withdrawn"):
        north.do("days_pass", hit=hits[said][0])
        assert north.do("state", hit=hits[said][0]) == "lapsed"
    south.do("days_pass", hit=hits["silent"][0])
    assert south.tried("decide", hit=hits["silent"][0], record=hits["silent"][2])["refused"] == "DisclosureOver"


def test_programs_that_code_differently_say_so(both: tuple[Registry, Registry]) -> None:
    north, south = both
    for registry in both:
        registry.do("case", names=["Selam Habte Kidane"])
    first, again = (north.do("case", names=["Selam Habte Kidane"], day=f"2021-06-0{day}") for day in (3, 4))
    north.do("codes_as", version=2)
    assert asked(north, south, first) == ["other_coding", ""]
    north.do("codes_as", version=1)
    assert asked(north, south, again)[0] == "hit"


def test_an_old_key_is_refused_in_words(both: tuple[Registry, Registry]) -> None:
    """Last of all: a key is replaced, who still uses the old one is told so, and the new one works."""
    north, south = both
    first = north.do("case", names=["Meron Asmelash Tekle"])
    south.do("case", names=["Meron Asmelash Tekle"])
    fresh = south.do("new_key")
    assert asked(north, south, first) == ["key_replaced", ""]
    assert north.do("their_key", key=fresh["key"], told=fresh["fingerprint"]) == "live"
    again = north.do("case", names=["Meron Asmelash Tekle"], day="2021-06-11")
    assert asked(north, south, again)[0] == "hit"
