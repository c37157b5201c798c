"""`manage.py canaries`: plant known pairs, by which the registry checks that it still finds what it should."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching import extract
from matching.codes import PairKind
from matching.services import canaries
from registry.lib.errors import RegistryError
from registry.site.invented.profiles import case_profile, remains_profile
from registry.site.invented.world_of import Plan, invent

if TYPE_CHECKING:
    from argparse import ArgumentParser

REPORTS = 200  # invented, of which those with remains are taken
MOST = 30


class Command(BaseCommand):
    help = "Plant known pairs: of invented people, whom no reviewer ever meets, or one that was established."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--pair", metavar="REF", help="a pair that fingerprints, teeth or DNA established")
        what.add_argument("--invent", type=int, metavar="N", help=f"so many pairs of invented people, {MOST} at most")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            planted = [canaries.plant(actor=extract.matcher(), ref=options["pair"])] if options["pair"] else []
        except RegistryError as error:
            raise CommandError(str(error)) from error
        if options["invent"] is not None:
            planted = self._invent(options["invent"], options["seed"])
        self.stdout.write(
            ngettext("%(n)s known pair is planted.", "%(n)s known pairs are planted.", len(planted))
            % {"n": len(planted)}
        )

    def _invent(self, wanted: int, seed: int) -> list[Any]:
        if not 0 < wanted <= MOST:
            raise CommandError(_("Between 1 and %(most)s pairs can be invented.") % {"most": MOST})
        invented = invent(Plan.bench(REPORTS, seed=seed, as_of=timezone.localdate()))
        cases = {case.key: case for case in invented.cases}
        true = invented.true_cases()
        pairs = [(cases[min(true[one.key])], one) for one in invented.remains if true[one.key]][:wanted]
        return [
            canaries.plant_invented(
                actor=extract.matcher(), kind=PairKind.AM_PM,
                left=replace(case_profile(case), incidents=()), right=replace(remains_profile(found), incidents=()),
            )
            for case, found in pairs
        ]  # fmt: skip
