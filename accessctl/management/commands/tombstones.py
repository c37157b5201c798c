"""`manage.py tombstones replay`: after a restore, before the registry opens.  `manage.py tombstones check`: is it owed?

Exit codes: 0 nothing is owed, 1 erasures are owed, 2 cannot tell (a line of the file is not signed, a part is lost).
"""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError

from accessctl import journal
from accessctl.actor import Actor
from accessctl.erasure import outside, replay
from accessctl.keys import KeysUnavailable


class Command(BaseCommand):
    """Honours tombstones after a restore."""

    help = "Erase again what a restored backup brought back (replay), or say whether that is owed (check)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("doing", choices=["replay", "check"])
        parser.add_argument(
            "--unsigned", action="store_true",
            help="believe lines that no key here signed: after the key store was restored to before their key was made",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            sys.exit((self._replay if options["doing"] == "replay" else self._check)(unsigned=options["unsigned"]))
        except outside.Unsigned as problem:
            self.stderr.write(f"Cannot tell: line {problem} of the file of tombstones is not signed by this registry.")
        except (OSError, ValueError, DatabaseError, KeysUnavailable) as error:
            self.stderr.write(f"Cannot tell: {type(error).__name__}.")
        sys.exit(2)

    def _check(self, *, unsigned: bool) -> int:
        outside.read(unsigned=unsigned)
        owed = replay.owed()
        self.stdout.write(f"{owed} erasures are owed." if owed else "Nothing is owed.")
        return 1 if owed else 0

    def _replay(self, *, unsigned: bool) -> int:
        done = replay.replay(unsigned=unsigned)
        journal.record(Actor.system_job(replay.JOB), "tombstones.replayed", erased=done.erased, keys=done.keys)
        self.stdout.write(
            f"{done.erased} erased again, {done.keys} keys destroyed again, {done.learnt} tombstones learnt."
        )
        if done.left:
            self.stderr.write(f"Still there: {', '.join(done.left)}.")
        return 1 if done.left or replay.owed() else 0
