"""`manage.py access_model`: write docs/access-model.md from the code, or with --check say whether it is stale."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accessctl.access_model import render

NAME = "docs/access-model.md"


class Command(BaseCommand):
    """Writes the generated access model."""

    help = f"Write {NAME} from roles and policies."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail when the document is stale")

    def handle(self, *args: Any, **options: Any) -> None:
        path, text = Path(settings.BASE_DIR) / NAME, render()
        if options["check"]:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                raise CommandError(f"{NAME} is stale. Run: manage.py access_model")
            self.stdout.write(f"{NAME} is up to date.")
            return
        path.write_text(text, encoding="utf-8")
        self.stdout.write(f"Written: {NAME}")
