"""A whole registry of its own whose parts a test may take away: records, key store, broker, site, matcher, beat.

The key store is a server of its own, as it may be in production, so that either can be lost without the other. Run as
a program, this file writes the standing cast into that registry and prints who is signed in.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg

from registry.embedded import postgres, valkey
from registry.embedded.broker import worker_answers
from registry.embedded.keys import ensure_keys
from registry.embedded.layout import APPLICATION_ROLE, OWNER_ROLE, Layout
from registry.embedded.process import Program, Record, spawn, start, stop
from registry.embedded.web import HOST, free_port, site_answers, web_command
from tests.plugins.prepared import prepare

ROOT = Path(__file__).resolve().parents[3]
PASSWORD = "four words that nobody knows"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")

    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the page holds ready to be sent again."""
        reader = _Kept()
        reader.feed(self.text)
        return reader.found


class _Kept(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "input" and given.get("type") == "hidden":
            self.found.append((given["name"], given.get("value", "")))


@dataclass
class Registry:
    """What runs, by name; a part is taken away with `without` and comes back at the end of the block."""

    records: Layout
    keys: Layout
    static: str
    running: dict[str, Record] = field(default_factory=dict)
    signed_in: dict[str, str] = field(default_factory=dict)
    port: int = 0

    # -- parts -----------------------------------------------------------------------------------------------------
    def _program(self, name: str) -> tuple[Layout, Program]:
        if name == "valkey":
            return self.records, valkey.program(self.records)
        layout = self.records if name == "records" else self.keys
        return layout, postgres.program(layout, scratch=True)

    def begin(self, *names: str) -> None:
        for name in names:
            layout, program = self._program(name)
            layout.prepare()
            self.running[name] = start(layout, program)

    def end(self, name: str) -> None:
        quick = signal.SIGINT if name in ("records", "keys") else signal.SIGTERM
        stop(self.running.pop(name), first=quick, grace=20)

    @contextlib.contextmanager
    def without(self, name: str) -> Iterator[None]:
        self.end(name)
        try:
            yield
        finally:
            self.begin(name)

    @contextlib.contextmanager
    def frozen(self, name: str) -> Iterator[None]:
        """The part keeps its socket and answers nothing, as on a machine that swaps."""
        os.kill(self.running[name].pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.running[name].pid, signal.SIGCONT)

    def environment(self) -> dict[str, str]:
        hidden = ("REGISTRY_", "PYTEST_", "DJANGO_")
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
        keystore = {"REGISTRY_KEYSTORE_URL": self.keys.database_url(APPLICATION_ROLE, "keystore")}
        keystore["REGISTRY_OWNER_KEYSTORE_URL"] = keystore["REGISTRY_KEYSTORE_URL"]
        own = {"REGISTRY_STATIC_ROOT": self.static, "PYTHONPATH": str(ROOT)}
        return inherited | self.records.environment() | keystore | own

    def serve(self) -> None:
        self.port = free_port(0)
        self._run("web", web_command(self.port), lambda: site_answers(self.port))

    def work(self) -> None:
        """The matcher and the clock."""
        celery = [sys.executable, "-m", "celery", "-A", "registry.celery"]
        matcher = [*celery, "worker", "-P", "threads", "-c", "2", "-Q", "matcher", "-n", "matcher@lost"]
        self._run("matcher", matcher, lambda: worker_answers(self.records, "matcher@lost"))
        beat = [*celery, "beat", "--schedule", str(self.records.run / "beat"), "--pidfile", ""]
        self._run("beat", beat, lambda: True)

    def _run(self, name: str, command: list[str], ready: Any) -> None:
        launch = lambda: spawn(self.records, name, command, self.environment())  # noqa: E731
        self.running[name] = start(self.records, Program(name, launch, ready, seconds=90))

    def close(self) -> None:
        for name in reversed(list(self.running)):
            self.end(name)

    # -- what it holds ---------------------------------------------------------------------------------------------
    def sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.records.database_url(OWNER_ROLE, "registry"), autocommit=True) as connection:
            cursor = connection.execute(statement, values)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    def waiting(self) -> int:
        """How many sessions wait for a lock; the superuser alone is told of others' waiting."""
        with psycopg.connect(self.records.database_url(postgres.SUPERUSER, "registry")) as connection:
            (row,) = connection.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchall()
            return int(row[0])

    def count(self, *tables: str) -> list[int]:
        return [int(self.sql(f"SELECT count(*) FROM {table}")[0][0]) for table in tables]  # names of our own tables

    def empty(self) -> None:
        """No case, no remains, no draft; the cast and its sessions stay."""
        tables = ("cases_case", "families_registrationdraft", "remains_remains", "remains_remainsdraft")
        emptying = f"SET registry.maintenance = 'on'; TRUNCATE {', '.join(tables)} CASCADE"
        for _attempt in range(5):  # the matcher reads the same tables in another order
            with contextlib.suppress(psycopg.errors.DeadlockDetected):
                self.sql(emptying)
                return
        raise AssertionError("the tables stay locked")

    # -- asking ----------------------------------------------------------------------------------------------------
    def ask(
        self, method: str, path: str, *, by: str = "", body: str | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One request, as that member of the cast."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
        sent = {"Accept": "*/*", "Host": f"localhost:{self.port}"} | dict(headers or {})
        sent["Cookie"] = f"session={self.signed_in.get(by, '')}; csrf={CSRF}"
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.headers), answer.read().decode())
        finally:
            connection.close()

    def get(self, path: str, *, by: str = "caseworker") -> Answer:
        return self.ask("GET", path, by=by)

    def post(self, path: str, typed: Any, *, by: str = "caseworker", script: bool = False) -> Answer:
        """A form as the browser sends it; a list of pairs is sent as it is."""
        pairs = typed if isinstance(typed, list) else [("csrfmiddlewaretoken", CSRF), *_pairs(typed)]
        headers = {"Content-Type": "application/x-www-form-urlencoded"} | ({"HX-Request": "true"} if script else {})
        return self.ask("POST", path, by=by, body=urlencode(pairs), headers=headers)

    def api(self, method: str, path: str, data: Any = None) -> Answer:
        """A call of the partner's system."""
        headers = {"Authorization": f"Bearer {self.signed_in['token']}", "Content-Type": "application/json"}
        return self.ask(method, f"/api/v1/{path}", body=None if data is None else json.dumps(data), headers=headers)


CSRF = "c" * 32


def _pairs(typed: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(name, value) for name, given in typed.items() for value in (given if isinstance(given, list) else [given])]


def make(folder: Path, static: str) -> Registry:
    """Two clusters, migrated; the cast; the site.  Whoever calls it closes it."""
    registry = Registry(Layout(folder / "records"), Layout(folder / "keys"), static)
    try:
        for layout in (registry.records, registry.keys):
            prepare(layout)
        ensure_keys(registry.records)
        registry.begin("records", "keys", "valkey")
        said = _python(registry, str(Path(__file__)))
        registry.signed_in = json.loads(re.findall(r"^\{.*\}$", said, re.MULTILINE)[-1])
        registry.serve()
    except BaseException:
        registry.close()
        raise
    return registry


def _python(registry: Registry, *arguments: str) -> str:
    environment = registry.environment() | {"DJANGO_SETTINGS_MODULE": "registry.settings"}
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _write_cast() -> None:
    """In a process of its own, whose settings are those of this registry."""
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from tests import cast
    from tests.plugins.site import sign_in

    standing = cast.build()
    standing.supervisor.account.set_password(PASSWORD)
    standing.supervisor.account.save(update_fields=["password"])
    signed_in = {"token": standing.system.token}
    for name in ("caseworker", "analyst"):
        client = Client()
        sign_in(client, standing.people[name].account)
        signed_in[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
    print(json.dumps(signed_in))  # noqa: T201 - for the process that started this one


if __name__ == "__main__":
    _write_cast()
