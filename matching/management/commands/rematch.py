"""`manage.py rematch --all`: compare every record anew, in the background or, with --wait, here and now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching import services


class Command(BaseCommand):
    help = "Compare records anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="every record")
        parser.add_argument("--wait", action="store_true", help="in this process, until it is done")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["all"]:
            raise CommandError(_("Say what to compare: --all."))
        if options["wait"]:
            news = services.compare_everything()
            self.stdout.write(
                ngettext("Done: %(n)s new candidate pair.", "Done: %(n)s new candidate pairs.", news) % {"n": news}
            )
            return
        owed = services.owe_everything()
        self.stdout.write(
            ngettext("%(n)s record will be compared.", "%(n)s records will be compared.", owed) % {"n": owed}
        )
