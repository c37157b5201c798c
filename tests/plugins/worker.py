"""A real Celery worker process on the test's own databases and Valkey, started by the test that asks for one."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable, Iterator

import pytest

from registry.embedded.broker import worker_answers
from registry.embedded.process import Program, Record, record_path, spawn, stop
from registry.embedded.process import start as start_program
from tests.plugins.database import process_environment
from tests.plugins.layout import LAYOUT

StartWorker = Callable[..., Record]


@pytest.fixture
def worker(transactional_db: None, servers: None) -> Iterator[StartWorker]:
    """`worker()` starts one worker on all queues, `worker("matcher")` on some; it stops with the test.

    The returned record has the pid, so that a test may kill it. The test has to commit, and is made to.
    """
    started: list[Record] = []

    def start(*queues: str, pool: str = "threads", concurrency: int = 2, **settings: str) -> Record:
        LAYOUT.prepare()
        name = f"worker-{secrets.token_hex(4)}"
        command = [sys.executable, "-m", "celery", "-A", "registry.celery", "worker", "-P", pool]
        command += ["-c", str(concurrency), "-Q", ",".join(queues or ("matcher", "default")), "-n", f"{name}@test"]
        program = Program(
            name,
            lambda: spawn(LAYOUT, name, command, process_environment() | settings),
            ready=lambda: worker_answers(LAYOUT, f"{name}@test"),
            seconds=90,
        )
        record = start_program(LAYOUT, program)
        started.append(record)
        return record

    yield start
    for record in reversed(started):
        stop(record, grace=15)
        record_path(LAYOUT, record.name).unlink(missing_ok=True)
