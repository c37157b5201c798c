"""Command line of the embedded registry.

env       start both servers if they do not run and print the environment as export lines
exports   print the environment only
start     start both servers
stop      stop both servers, and those of tests below the same folder
manage    run manage.py on the servers, started for it if they do not run
demo      run a whole registry of invented people until Ctrl-C
reset     stop the demo and delete its data and keys
messages  compile the message catalogues; --extract brings them up to the code first
docs      write the documents that are generated from the code
checks    system checks, missing migrations, stale generated documents
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
from pathlib import Path

from registry.embedded import documents
from registry.embedded.demo import demo, reset, say
from registry.embedded.keys import ensure_keys
from registry.embedded.layout import Layout, LayoutError
from registry.embedded.process import StartError
from registry.embedded.servers import start_servers, stop_servers
from registry.embedded.translations import compile_catalogues, extract

ROOT = Path(__file__).resolve().parents[2]
ACTIONS = ("env", "exports", "start", "stop", "manage", "demo", "reset", "messages", "docs", "checks")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m registry.embedded", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--local", type=Path, help="the folder to use instead of REGISTRY_LOCAL or .local")
    parser.add_argument("--scratch", action="store_true", help="a cluster to throw away: fast, not crash-safe")
    parser.add_argument("--migrated", action="store_true", help="bring the databases up to the code before `manage`")
    parser.add_argument("action", choices=ACTIONS)
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="of manage.py, or --extract")
    options = parser.parse_args()
    layout = Layout(options.local.resolve()) if options.local else Layout.default()
    try:
        if options.action == "manage" and options.migrated:
            return manage_migrated(layout, options.arguments, scratch=options.scratch)
        return run(options.action, layout, scratch=options.scratch, arguments=options.arguments)
    except (StartError, LayoutError) as problem:
        print(problem, file=sys.stderr)
    except PermissionError as problem:
        message = f"{problem.filename} belongs to another account: was this run as root before? Delete {layout.root}."
        print(message, file=sys.stderr)
    return 1


def run(action: str, layout: Layout, *, scratch: bool, arguments: list[str]) -> int:
    if action == "demo":
        return demo(layout)
    if action == "reset":
        reset(layout)
    elif action == "messages":
        messages(layout, arguments)
    elif action == "docs":
        documents.write(layout)
        return manage(layout, ["rates"], scratch=scratch) | manage(layout, ["dictionary"], scratch=scratch)
    elif action == "checks":
        return checks(layout, scratch=scratch)
    elif action == "manage":
        return manage(layout, arguments, scratch=scratch)
    elif action == "stop":
        for place in (layout, *(Layout(path.parent) for path in sorted((layout.root / "test").glob("*/run")))):
            stop_servers(place)
    elif action == "exports":
        ensure_keys(layout)
        print_exports(layout)
    else:
        start_servers(layout, scratch=scratch)
        if action == "env":
            print_exports(layout)
    return 0


def manage(layout: Layout, arguments: list[str], *, scratch: bool) -> int:
    """Run one command of manage.py; servers that were started for it are stopped after it."""
    started = start_servers(layout, scratch=scratch)
    try:
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        return subprocess.run(command, env=os.environ | layout.environment(), check=False).returncode
    finally:
        if started:
            stop_servers(layout)


def manage_migrated(layout: Layout, arguments: list[str], *, scratch: bool) -> int:
    """The same, as the owner and with every table there."""
    os.environ["REGISTRY_AS_OWNER"] = "1"
    started = start_servers(layout, scratch=scratch)
    try:
        for one in (["migrate"], ["migrate", "keystore", "--database", "keystore"]):
            if failed := manage(layout, [*one, "--noinput", "-v", "0"], scratch=scratch):
                return failed
        return manage(layout, arguments, scratch=scratch)
    finally:
        if started:
            stop_servers(layout)


def messages(layout: Layout, arguments: list[str]) -> None:
    if "--extract" in arguments:
        ensure_keys(layout)
        extract(os.environ | layout.environment())
    for path in compile_catalogues():
        say(f"Compiled {path.relative_to(ROOT)}")


def checks(layout: Layout, *, scratch: bool) -> int:
    """Every check, even after one failed, so that one run shows all."""
    started = start_servers(layout, scratch=scratch)
    try:
        failed = 0
        for arguments in (
            ["check", "--fail-level", "WARNING"],
            ["makemigrations", "--check", "--dry-run"],
            ["dictionary", "--check"],
            ["rates", "--check"],
        ):
            failed |= manage(layout, arguments, scratch=scratch)
        if not documents.is_fresh(layout):
            say(".env.example is stale. Run: make docs")
            failed = 1
        return 1 if failed else 0
    finally:
        if started:
            stop_servers(layout)


def print_exports(layout: Layout) -> None:
    for name, value in layout.environment().items():
        say(f"export {name}={shlex.quote(value)}")


if __name__ == "__main__":
    sys.exit(main())
