"""The demo as a person starts it: servers, site, workers, beat; a taken port, Ctrl-C, a second start, a reset.

Inventing the registry has tests of its own and takes minutes, so the handover it leaves is put there by the test.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from registry.embedded import postgres
from registry.embedded.broker import worker_answers
from registry.embedded.fingerprint import of_migrations
from registry.embedded.layout import Layout
from registry.embedded.process import Record, record_path
from registry.embedded.servers import start_servers, stop_servers
from tests.plugins.prepared import prepare

ROOT = Path(__file__).resolve().parents[3]
PROGRAMS = ("postgres", "valkey", "web", "matcher", "worker", "beat")
HANDOVER = {
    "accounts": [{"email": "a@demo.invalid", "name": "Ana", "role": "caseworker", "organisation": "Voces"}],
    "password": "a-password",
    "client": "MCL-1",
    "secret": "mms_secret",
    "family": {"code": "0123-4567", "pin": "204417"},
}


@pytest.fixture
def layout() -> Iterator[Layout]:
    """A folder whose databases are migrated and whose registry counts as invented."""
    with tempfile.TemporaryDirectory(prefix="registry-") as folder:
        layout = Layout(Path(folder))
        prepare(layout)
        (layout.pg / "migrated").write_text(of_migrations())
        (layout.root / "demo.json").write_text(json.dumps(HANDOVER))
        yield layout
        run_action(layout, "reset")


@pytest.fixture
def empty() -> Iterator[Layout]:
    """A folder in which nothing was made yet."""
    with tempfile.TemporaryDirectory(prefix="registry-") as folder:
        yield Layout(Path(folder))
        stop_servers(Layout(Path(folder)))


def run_action(layout: Layout, action: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "registry.embedded", "--local", str(layout.root), action]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)


def start_demo(layout: Layout, **environment: str) -> tuple[subprocess.Popen[str], str]:
    """The running demo, and what it said until it was ready."""
    command = [sys.executable, "-m", "registry.embedded", "--local", str(layout.root), "demo"]
    run = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert run.stdout is not None
    said = ""
    for line in run.stdout:
        said += line
        if line.startswith("Logs:"):
            return run, said
    raise AssertionError(f"the demo ended: {said}")


def end(run: subprocess.Popen[str]) -> str:
    run.send_signal(signal.SIGINT)
    return run.communicate(timeout=90)[0]


def address(said: str) -> tuple[str, int]:
    found = re.search(r"^Ready: http://(localhost):(\d+)", said, re.MULTILINE)
    assert found is not None
    return found[1], int(found[2])


def records(layout: Layout) -> dict[str, Record]:
    found = {name: Record.read(record_path(layout, name)) for name in PROGRAMS}
    return {name: record for name, record in found.items() if record is not None}


@pytest.mark.slow
def test_after_a_killed_run_it_serves_beside_a_taken_port_and_stops_as_a_whole(layout: Layout) -> None:
    killed, _ = start_demo(layout, PORT="18000")
    left = records(layout)
    killed.kill()
    killed.communicate()
    assert set(left) == set(PROGRAMS)
    assert all(record.leader() for record in left.values())
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        run, said = start_demo(layout, PORT=str(taken))
        try:
            assert [name for name, record in left.items() if record.leader()] == []
            host, port = address(said)
            assert port != taken
            assert f"(port {taken} is taken)" in said
            assert "API client: MCL-1  Secret: mms_secret" in said
            assert f"Family page: http://localhost:{port}/family/" in said
            assert "Code: 0123-4567  PIN: 204417" in said
            assert re.search(r"a@demo\.invalid +Ana +caseworker, Voces", said)
            connection = http.client.HTTPConnection(host, port, timeout=20)
            connection.request("GET", "/")
            answer = connection.getresponse()
            assert answer.status in (200, 302)
            connection.close()
            assert worker_answers(layout, "matcher@registry") or worker_answers(layout, "matcher@registry")
            assert worker_answers(layout, "worker@registry") or worker_answers(layout, "worker@registry")
            assert set(records(layout)) == set(PROGRAMS)
            web = psutil.Process(records(layout)["web"].pid)
            listening = {one.laddr.ip for one in web.net_connections("inet") if one.status == psutil.CONN_LISTEN}
            assert listening == {"127.0.0.1"}
            assert stat.S_IMODE((layout.root / "demo.json").stat().st_mode) & 0o077 == 0
            second = run_action(layout, "demo")
            assert (second.returncode, second.stdout.split(" (")[0]) == (
                1,
                f"Already running: http://localhost:{port}",
            )
        finally:
            started = records(layout)
            rest = end(run)
    assert rest.endswith("Stopped.\n")
    assert run.returncode == 0
    assert [name for name, record in started.items() if record.leader()] == []
    assert records(layout) == {}


def test_databases_half_filled_by_an_interrupted_start_are_emptied(empty: Layout) -> None:
    start_servers(empty)
    with psycopg.connect(empty.database_url("registry_owner", "registry"), autocommit=True) as owner:
        owner.execute("CREATE TABLE half (id int)")
    (empty.pg / "migrated").touch()
    postgres.forget(empty)
    assert not (empty.pg / "migrated").exists()
    with psycopg.connect(empty.database_url("registry_app", "registry")) as application:
        assert application.execute("SELECT to_regclass('half')").fetchone() == (None,)


def test_a_reset_stops_everything_and_deletes_data_and_keys(empty: Layout) -> None:
    start_servers(empty)
    running = records(empty)
    assert run_action(empty, "reset").stdout == "Deleted the demo's data and keys.\n"
    assert [path.name for path in empty.root.iterdir()] == []
    assert [name for name, record in running.items() if record.leader()] == []


def test_a_port_that_is_no_number_is_refused_in_words(empty: Layout) -> None:
    command = [sys.executable, "-m", "registry.embedded", "--local", str(empty.root), "demo"]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"PORT": "eight"}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "PORT is 'eight'; it must be a number from 1 to 65535.\n")
