"""`manage.py journal verify`: is the journal what was sealed?  `manage.py journal seal`: seal now, without the worker.

Exit codes of verify: 0 intact, 1 altered (the first bad index is named), 2 cannot tell.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError

from accessctl.keys import KeysUnavailable
from accessctl.transparency import sealer
from accessctl.transparency.verify import Finding, Verdict, verify


class Command(BaseCommand):
    """Seals and verifies the journal."""

    help = "Verify the journal against its signed heads (exit 0 intact, 1 altered, 2 cannot tell), or seal it now."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="doing", required=True)
        checking = actions.add_parser("verify", help="recompute the tree from the entries")
        checking.add_argument(
            "--against", action="append", default=[], metavar="HEAD", help="a file with heads kept elsewhere"
        )
        actions.add_parser("seal", help="seal what is settled and write the head outside the database")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["doing"] == "seal":
            self.stdout.write(f"{sealer.seal_all()} entries sealed.")
            sealer.publish()
            return
        finding = self._verify(options["against"])
        self.stdout.write(_report(finding))
        sys.exit(finding.verdict)

    def _verify(self, files: list[str]) -> Finding:
        """The heads of the configured file are met as well, when there is one."""
        own = settings.JOURNAL_HEADS_FILE
        paths = [Path(name) for name in files] + ([Path(own)] if own and Path(own).exists() else [])
        try:
            return verify([note for path in paths for note in _notes(path.read_text(encoding="utf-8"))])
        except (OSError, UnicodeDecodeError, DatabaseError, KeysUnavailable) as error:
            return Finding(Verdict.CANNOT_TELL, problem=type(error).__name__)


def _notes(text: str) -> list[str]:
    """The signed notes of a file: body, blank line, signature, blank line."""
    parts = text.strip().split("\n\n")
    return ["\n\n".join(parts[place : place + 2]) for place in range(0, len(parts), 2)]


def _report(finding: Finding) -> str:
    counts = f"{finding.sealed} entries sealed under {finding.heads} heads, {finding.unsealed} not sealed yet"
    if finding.verdict is Verdict.INTACT:
        return f"Intact: {counts}."
    if finding.verdict is Verdict.CANNOT_TELL:
        return f"Cannot tell: {finding.problem}."
    return f"ALTERED at index {finding.index}: {finding.problem}."
