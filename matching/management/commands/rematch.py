"""`manage.py rematch`: compare every record anew, in the background or, with --wait, here and now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching import extract, services, weighing
from matching.services import rematching


class Command(BaseCommand):
    help = "Compare every record anew: one run at a time, which the page of runs shows and steers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--weights", metavar="V", help="only if these weights are the ones that score now")
        parser.add_argument("--stored", action="store_true", help="compare the stored profiles, read no record again")
        parser.add_argument("--wait", action="store_true", help="in this process, until it is done")

    def handle(self, *args: Any, **options: Any) -> None:
        version = weighing.active().version
        if options["weights"] not in (None, version):
            said = _("The weights that score now are %(version)s. Others are activated on the page of weights.")
            raise CommandError(said % {"version": version})
        if options["wait"]:
            news = services.compare_everything()
            self.stdout.write(
                ngettext("Done: %(n)s new candidate pair.", "Done: %(n)s new candidate pairs.", news) % {"n": news}
            )
            return
        run, is_new = rematching.start(actor=extract.matcher(), anew=not options["stored"])
        said = _("Run %(ref)s began.") if is_new else _("Run %(ref)s is open already. Nothing else was begun.")
        self.stdout.write(said % {"ref": run.ref})
