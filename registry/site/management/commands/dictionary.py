"""`manage.py dictionary`: write docs/data-dictionary.md from the code, or with --check say whether it is stale."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.site.dictionary import render

PATH = Path(settings.BASE_DIR) / "docs" / "data-dictionary.md"


class Command(BaseCommand):
    """Writes the generated data dictionary."""

    help = "Write docs/data-dictionary.md from models, code lists and declarations."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail when the document is stale")

    def handle(self, *args: Any, **options: Any) -> None:
        text = render()
        if options["check"]:
            if not PATH.exists() or PATH.read_text(encoding="utf-8") != text:
                raise CommandError("docs/data-dictionary.md is stale. Run: manage.py dictionary")
            self.stdout.write("docs/data-dictionary.md is up to date.")
            return
        PATH.parent.mkdir(exist_ok=True)
        PATH.write_text(text, encoding="utf-8")
        self.stdout.write(f"Written: {PATH.relative_to(settings.BASE_DIR)}")
