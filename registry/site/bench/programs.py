"""A site for a measurement: gunicorn on a port and Celery matchers, real programs, and how busy they are."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import psutil
from django.conf import settings
from django.db import connection

from accessctl import journal
from registry.celery import app

AT_MOST = 3600.0  # seconds
HOST = "127.0.0.1"
MATCHER = ["celery", "-A", "registry.celery", "worker", "-P", "threads", "-c", "2", "-Q", "matcher", "--without-mingle"]
SINGLE_THREADED = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(frozen=True)
class Programs:
    """A site and its matchers."""

    port: int
    matchers: list[psutil.Process]

    def busy(self) -> float:
        """Seconds of processors that the matchers used so far."""
        return sum(sum(one.cpu_times()[:2]) for one in self.matchers)

    def database_busy(self) -> float:
        """Seconds of processors that PostgreSQL used so far, with those of its processes that ended; here only."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            server = psutil.Process(cursor.fetchone()[0]).parent()
        if server is None:
            return 0.0
        return sum(server.cpu_times()[:4]) + sum(sum(one.cpu_times()[:2]) for one in server.children())


@contextmanager
def programs(workers: int) -> Iterator[Programs]:
    """The site and so many matchers that are warm; they end with the block."""
    environment = {**os.environ, **SINGLE_THREADED, "REGISTRY_MATCHER_RUNS": str(max(workers, 1))}
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = int(probe.getsockname()[1])
    names = [f"matcher{number}@bench" for number in range(workers)]
    commands = [["gunicorn", "registry.wsgi", "--bind", f"{HOST}:{port}", "--threads", "4", "--no-control-socket"]]
    commands += [[*MATCHER, "-n", name] for name in names]
    running: list[subprocess.Popen[bytes]] = []
    try:
        running.extend(_started(command, environment) for command in commands)
        until(lambda: len(app.control.ping(destination=names, timeout=1.0) or ()) == workers, every=0.2)
        yield Programs(port, [psutil.Process(program.pid) for program in running[1:]])
    finally:
        for program in reversed(running):
            program.terminate()
        for program in running:
            program.wait()


def _started(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    whole = [sys.executable, "-m", *command]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(whole, cwd=settings.BASE_DIR, env=environment, stdout=quiet, stderr=quiet)


def until(holds: Callable[[], bool], *, every: float) -> None:
    """Wait, ringing now and then as the clock would."""
    began = rung = time.monotonic()
    while not holds():
        now = time.monotonic()
        if now - began > AT_MOST:
            raise TimeoutError("the matchers did not end in time")
        if now - rung > 5:
            rung = now
            journal.ring_doorbells()
        time.sleep(every)
