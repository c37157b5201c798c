"""`manage.py campaign journal`: run a long proof in databases of its own, print its report, end with 1 if it fails."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.test.utils import setup_databases, teardown_databases

from registry.site.campaigns import journal


class Command(BaseCommand):
    """A campaign runs in databases of its own, made before it and dropped after it."""

    help = "Run a long proof in databases made for it; needs the owner's role."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        campaigns = parser.add_subparsers(dest="campaign", required=True)
        found = campaigns.add_parser("journal", help="tamper with the journal; verify a large one")
        found.add_argument("--entries", type=int, default=1_000_000)
        found.add_argument("--tamperings", type=int, default=1000)
        found.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        kept = setup_databases(verbosity=0, interactive=False)
        try:
            report = journal.run(entries=options["entries"], tamperings=options["tamperings"], seed=options["seed"])
        finally:
            teardown_databases(kept, verbosity=0)
        for line in report.lines():
            self.stdout.write(line)
        if not report.passed:
            sys.exit(1)
