"""`make demo`: a whole registry of invented people on this machine, under one supervisor.

What was made once is reused: the cluster, the migrations, the static files, the invented records. The command that
invents them leaves `demo.json` (accounts, password, client of a partner system) for this one to print.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from registry.embedded import postgres, valkey
from registry.embedded.broker import worker_answers
from registry.embedded.fingerprint import of_migrations
from registry.embedded.keys import ensure_keys
from registry.embedded.layout import Layout
from registry.embedded.process import Program, Record, StartError, record_path, spawn
from registry.embedded.static import collect
from registry.embedded.supervisor import NAME, AlreadyRunning, Interrupted, Supervisor, stop_leftovers, stop_supervisor
from registry.embedded.translations import compile_catalogues
from registry.embedded.web import free_port, site_answers, web_command

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_PORT = 8000
LOG_LIMIT = 5_000_000
# One small machine shares itself between the database, two workers and the page: no library takes all its cores.
SINGLE_THREADED = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def demo(layout: Layout) -> int:
    """Run until a signal comes. 0 after an ordered stop."""
    try:
        with Supervisor(layout, say) as run:
            wanted = _wanted_port()
            port = free_port(wanted)
            _rotate_logs(layout)
            ensure_keys(layout)
            run.start(postgres.program(layout))
            run.start(valkey.program(layout))
            environment = _environment(layout, port)
            _prepare(layout, environment)
            # Imports and the matcher's compiling take one core, inventing the other.
            run.start(*programs(layout, environment, port), meanwhile=lambda: _invent(layout, environment))
            _write_address(layout, port)
            say(_greeting(layout, port, wanted))
            run.watch()
    except Interrupted:
        say("Stopped.")
        return 0
    except AlreadyRunning:
        say(f"Already running: {_address(layout)}. Stop it with Ctrl-C where it was started.")
        return 1
    except StartError as problem:
        say(str(problem))
        return 1
    raise AssertionError("watch() ends only by an exception")


def reset(layout: Layout) -> None:
    """Stop what runs and delete everything that was made, so that the next start begins afresh."""
    stop_supervisor(layout)
    if layout.run.is_dir():
        stop_leftovers(layout)
    for made in (layout.pg, layout.valkey, layout.run, layout.log, layout.keys, layout.root / "static"):
        if made.is_dir():
            shutil.rmtree(made)
    layout.tombstones.unlink(missing_ok=True)
    _handover(layout).unlink(missing_ok=True)
    say("Deleted the demo's data and keys.")


def programs(layout: Layout, environment: dict[str, str], port: int) -> list[Program]:
    """The four programs of the registry, by the same commands as in production."""

    def celery(name: str, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "celery", "-A", "registry.celery", *arguments, "--loglevel", "INFO"]

    def program(name: str, command: list[str], **kwargs: Any) -> Program:
        return Program(name, lambda: spawn(layout, name, command, environment), **kwargs)

    def worker(name: str, queue: str) -> Program:
        node = f"{name}@registry"
        command = celery(name, "worker", "-P", "threads", "-c", "2", "-Q", queue, "-n", node, "--without-mingle")
        return program(name, command, ready=lambda: worker_answers(layout, node), seconds=120)

    beat = celery("beat", "beat", "--schedule", str(layout.run / "beat"), "--pidfile", "")
    return [
        program("web", web_command(port), ready=lambda: site_answers(port)),
        worker("matcher", "matcher"),
        worker("worker", "default"),
        program("beat", beat, ready=lambda: True),
    ]


def say(text: str) -> None:
    print(text, flush=True)


def _environment(layout: Layout, port: int) -> dict[str, str]:
    """Nothing of the caller's own registry settings leaks in; the address is where this demo answers."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("REGISTRY_", "DJANGO_"))}
    papers = ROOT / "registry" / "site" / "invented" / "papers"
    own = {
        "REGISTRY_DEMO": "1",
        "REGISTRY_PAPERS_FOLDER": str(papers),
        "PORT": str(port),
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }
    return {**inherited, **SINGLE_THREADED, **layout.environment(), **own}


def _prepare(layout: Layout, environment: dict[str, str]) -> None:
    """Catalogues, static files and tables, each only when something changed."""
    compile_catalogues()
    collect(environment, layout.root / "static")
    begun = _begun(layout)
    if begun.is_file():
        say("The last start ended while people were being invented; beginning with empty databases.")
        postgres.forget(layout)
        begun.unlink()
    stamp, wanted = layout.pg / "migrated", of_migrations()
    if not stamp.is_file():
        _handover(layout).unlink(missing_ok=True)  # of a cluster that is gone
    if not stamp.is_file() or stamp.read_text() != wanted:
        say("Preparing the databases …")
        owner = environment | {"REGISTRY_AS_OWNER": "1"}
        _manage(owner, "migrate", "--noinput", "-v", "0")
        _manage(owner, "migrate", "keystore", "--database", "keystore", "--noinput", "-v", "0")
        stamp.write_text(wanted)


def _invent(layout: Layout, environment: dict[str, str]) -> None:
    """The invented records, unless they are there."""
    if not _handover(layout).is_file():
        say("Inventing people, organisations and remains …")
        begun = _begun(layout)
        begun.touch()
        _manage(environment, "invent", "--demo")
        if not _handover(layout).is_file():
            raise StartError("The invented registry left no demo.json. Run: make demo-reset")
        begun.unlink()
    _handover(layout).chmod(0o600)


def _manage(environment: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    done = subprocess.run(command, env=environment, cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise StartError(f"manage.py {' '.join(arguments)} failed; its words are above.")


def _begun(layout: Layout) -> Path:
    """There while people are being invented."""
    return layout.pg / "inventing"


def _handover(layout: Layout) -> Path:
    return layout.root / "demo.json"


def _wanted_port() -> int:
    given = os.environ.get("PORT", "").strip()
    if given and not (given.isdigit() and 0 < int(given) < 65536):
        raise StartError(f"PORT is {given!r}; it must be a number from 1 to 65535.")
    return int(given or DEFAULT_PORT)


def _greeting(layout: Layout, port: int, wanted: int) -> str:
    made = json.loads(_handover(layout).read_text())
    moved = f" (port {wanted} is taken)" if port != wanted else ""
    rows = [(one["email"], one["name"], f"{one['role']}, {one['organisation']}") for one in made["accounts"]]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    lines = ["", f"Ready: http://localhost:{port}{moved}", ""]
    lines += ["Invented accounts, one click each on the sign-in page:"]
    lines += [f"  {email:<{widths[0]}}  {name:<{widths[1]}}  {about}" for email, name, about in rows]
    lines += [f"  Password of all: {made['password']}", "", f"API client: {made['client']}  Secret: {made['secret']}"]
    if family := made.get("family"):
        lines += ["", f"Family page: http://localhost:{port}/family/"]
        lines += [f"  Code: {family['code']}  PIN: {family['pin']}"]
    return "\n".join([*lines, "", f"Logs: {layout.log}. Ctrl-C stops everything.", ""])


def _write_address(layout: Layout, port: int) -> None:
    (layout.run / "address").write_text(f"http://localhost:{port}")


def _address(layout: Layout) -> str:
    record = Record.read(record_path(layout, NAME))
    try:
        address = (layout.run / "address").read_text()
    except OSError:
        address = "starting"
    return f"{address} (process {record.pid})" if record else address


def _rotate_logs(layout: Layout) -> None:
    """Keep one older file of each log, so that a demo left on a laptop does not fill it."""
    for path in layout.log.glob("*.log"):
        if path.stat().st_size > LOG_LIMIT:
            path.replace(path.with_suffix(".log.1"))
