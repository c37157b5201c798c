"""The campaign of the REST interface: a running registry of planted words, asked at random by eight kinds of systems.

`make campaign-api`: examples, every boundary of every field, random requests, and chains of them that use what they
made.  No answer breaks, none is other than described, and none holds a word that its reader may not know.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from accessctl.api import PURPOSE_HEADER
from accessctl.codes import Purpose
from accessctl.models import AccessToken
from accessctl.systems import tokens
from tests.access import words
from tests.access.planting import World
from tests.access.reading import words_in
from tests.factories.accessctl import organisation, partner
from tests.plugins.campaign import LONG

pytestmark = [
    pytest.mark.skipif(not LONG, reason="make campaign-api: for an hour or two"),
    pytest.mark.slow,
    pytest.mark.xdist_group("campaign-api"),
]
AT_LEAST = 20_000  # requests of all together
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
    "response_schema_conformance"
)
# At most so many random requests of an operation; the boundaries of its fields and the chains come on top.
EXAMPLES = 12
HOUR = 3600
Headers = dict[str, str]


def identities(world: World) -> dict[str, tuple[Headers, frozenset[str]]]:
    """name -> how they sign in, and the words that they may know."""
    orgs, system = world.cast.organisations, world.cast.system
    reading = tokens.issue(system.client, wanted="read:1:share_search").token
    AccessToken.objects.filter(client=system.client).update(expires_at=timezone.now() + timedelta(hours=8))
    colleagues = {
        "institute": (orgs.institute, ("analyst", "coordinator")),
        "ngo": (orgs.ngo, ("caseworker", "supervisor")),
        "focal point": (orgs.state_a, ("focal_a",)),
        "state of origin": (orgs.origin, ("origin_official",)),
    }
    public = words.readable("public")
    found: dict[str, tuple[Headers, frozenset[str]]] = {
        "nobody": ({}, public),
        "stranger": (partner(organisation(country="GRC")).headers, words.readable("public") | _of_ring_0()),
        "system": (system.headers, words.readable("system")),
        "codes alone": ({"Authorization": f"Bearer {reading}"}, words.readable("system")),
    }
    for name, (of, people) in colleagues.items():
        known = frozenset(word for one in people for word in words.readable(one))
        found[name] = (partner(of).headers | {PURPOSE_HEADER: Purpose.FORENSIC_COMPARISON}, known - _of_layer_4())
    return found


def _of_ring_0() -> frozenset[str]:
    return frozenset(word for word, (_record, ring) in words.place_of_words().items() if ring.startswith("0"))


def _of_layer_4() -> frozenset[str]:
    return frozenset(word for word, (_record, ring) in words.place_of_words().items() if ring.startswith("4"))


def test_nothing_breaks_and_no_word_gets_out(
    planted: World, static_files: None, live_site: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked, broken = Counter[str](), list[str]()
    for number, (name, (headers, known)) in enumerate(identities(planted).items()):
        report = tmp_path / f"{number}.har"
        done = _run(live_site, headers, report)
        report.with_suffix(".txt").write_text(done.stdout + done.stderr)
        if done.returncode:
            broken.append(f"{name}: {done.stdout[-6000:]}{done.stderr[-500:]}")
        statuses = Counter[str]()
        for status, said in answers(report):
            statuses[f"{status // 100}xx"] += 1
            broken += [f"{name} was told {word}" for word in words_in(said) - known]
        with capsys.disabled():
            print(f"{name}: {sum(statuses.values())} requests, {dict(sorted(statuses.items()))}", flush=True)  # noqa: T201 - the figures of the campaign
        asked += statuses
    assert not broken, "\n\n".join(broken)
    assert asked["5xx"] == 0
    assert asked.total() >= AT_LEAST


def _run(base: str, headers: Headers, report: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{base}/api/schema/?format=json"]
    command += ["--phases", "examples,coverage,fuzzing,stateful", "--checks", CHECKS, "--mode", "all", "--workers", "1"]
    command += [
        "--max-examples",
        str(EXAMPLES),
        "--continue-on-failure",
        "--suppress-health-check",
        "all",
        "--seed",
        "1",
    ]
    command += ["--warnings", "off", "--no-shrink", "--report", "har", "--report-har-path", str(report)]
    command += ["--output-sanitize", "false", "--request-timeout", "60"]
    for name, value in headers.items():
        command += ["--header", f"{name}:{value}"]
    hooks = {"SCHEMATHESIS_HOOKS": str(Path(__file__).with_name("schemathesis_hooks.py"))}
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=HOUR, cwd=report.parent, env=os.environ | hooks
    )  # fmt: skip


def answers(report: Path) -> Iterator[tuple[int, bytes]]:
    """Status and everything that was said, of each answer."""
    held: dict[str, Any] = json.loads(report.read_bytes())
    for entry in held["log"]["entries"]:
        response = entry["response"]
        yield response["status"], json.dumps(response, ensure_ascii=False).encode()
