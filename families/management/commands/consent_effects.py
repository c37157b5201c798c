"""`manage.py consent_effects --check | --repair`: the effect columns of every case equal its consent rows."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accessctl.actor import Actor
from families import services
from families.services.donors import JOB


class Command(BaseCommand):
    help = "Compare the effect of consents on every case with the consent rows, and mend what differs if asked to."

    def add_arguments(self, parser: CommandParser) -> None:
        chosen = parser.add_mutually_exclusive_group(required=True)
        chosen.add_argument("--check", action="store_true", help="only compare; ends with an error where any differs")
        chosen.add_argument("--repair", action="store_true", help="write the effect anew where it differs")

    def handle(self, *args: Any, check: bool, repair: bool, **options: Any) -> None:
        actor = Actor.system_job(JOB)
        found = services.check_effects(actor)
        self.stdout.write(f"cases {found.cases}, differing {len(found.differing)}")
        for ref in found.differing:
            self.stdout.write(ref)
        if repair:
            self.stdout.write(f"repaired {services.repair_effects(actor, found.differing)}")
        elif found.differing:
            raise CommandError("effect columns differ from the consent rows; run with --repair")
