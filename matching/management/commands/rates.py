"""`manage.py rates`: write docs/matching-rates.md from the table of rates, or with --check say whether it is stale."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from matching.engine.rates_page import render

PATH = Path(settings.BASE_DIR) / "docs" / "matching-rates.md"


class Command(BaseCommand):
    """Writes the page of rates."""

    help = "Write docs/matching-rates.md from the released table of rates."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail when the document is stale")

    def handle(self, *args: Any, **options: Any) -> None:
        text = render()
        if not options["check"]:
            PATH.write_text(text, encoding="utf-8")
        elif not PATH.exists() or PATH.read_text(encoding="utf-8") != text:
            raise CommandError("docs/matching-rates.md is stale. Run: manage.py rates")
        self.stdout.write(f"{PATH.relative_to(settings.BASE_DIR)} is up to date.")
