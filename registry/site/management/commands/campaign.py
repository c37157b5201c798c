"""`manage.py campaign journal|keys|federation`: a long proof in databases of its own.

It prints a report and ends with 1 if it fails.
"""

from __future__ import annotations

import os
import sys
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections
from django.test.utils import setup_databases, teardown_databases

from registry.site.campaigns import federation, journal, keys

URLS = {"default": "REGISTRY_OWNER_DATABASE_URL", "keystore": "REGISTRY_OWNER_KEYSTORE_URL"}


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
        found = campaigns.add_parser("keys", help="kill rotations of keys beside readers and writers")
        found.add_argument("--kills", type=int, default=20)
        found.add_argument("--threads", type=int, default=8)
        found.add_argument("--seed", type=int, default=1)
        found = campaigns.add_parser("federation", help="attack questions between registries, and count what they find")
        found.add_argument("--reports", type=int, default=6000)
        found.add_argument("--attacked", type=int, default=300)
        found.add_argument("--seed", type=int, default=7)

    def handle(self, *args: Any, **options: Any) -> None:
        kept = setup_databases(verbosity=0, interactive=False)
        try:
            report = self._run(options)
        finally:
            teardown_databases(kept, verbosity=0)
        for line in report.lines():
            self.stdout.write(line)
        if not report.passed:
            sys.exit(1)

    def _run(self, options: dict[str, Any]) -> journal.Report | keys.Report | federation.Report:
        seed = options["seed"]
        if options["campaign"] == "journal":
            return journal.run(entries=options["entries"], tamperings=options["tamperings"], seed=seed)
        if options["campaign"] == "federation":
            return federation.run(reports=options["reports"], seed=seed, attacked=options["attacked"])
        settings.KEY_CACHE_SECONDS = 1
        return keys.run(_environment(), kills=options["kills"], threads=options["threads"], seed=seed)


def _environment() -> dict[str, str]:
    """What a process needs to work in this command's databases."""
    found = {**os.environ, "REGISTRY_KEY_CACHE_SECONDS": "1"}
    for alias, variable in URLS.items():
        given = connections[alias].settings_dict
        host = quote(str(given["HOST"]), safe="")
        found[variable] = f"postgresql://{given['USER']}:{quote(given['PASSWORD'])}@/{given['NAME']}?host={host}"
    return found
