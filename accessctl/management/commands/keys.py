"""`manage.py keys status`, and `manage.py keys rotate root|organisation|records`: while the registry works.

A rotation that was killed is simply begun again.  Rotating the root key: put a new first line in the key file (or a new
version in the transit engine), rotate, then remove the old line.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accessctl import journal, rotation
from accessctl.actor import Actor
from accessctl.keystore.models import OrganisationKey, RecordKey
from accessctl.models import Organisation
from accessctl.rotation import Progress
from accessctl.transparency import signing

WHAT = ("root", "organisation", "records", "signing")
PER_ORGANISATION = {"organisation": rotation.rotate_organisation, "records": rotation.rotate_records}


class Command(BaseCommand):
    """Shows and rotates keys."""

    help = "Show how keys are wrapped, or rotate them: resumable, while readers and writers work."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="doing", required=True)
        actions.add_parser("status", help="how many keys there are, and how many an older key still wraps")
        rotating = actions.add_parser("rotate", help="replace keys")
        rotating.add_argument("what", choices=WHAT)
        rotating.add_argument("--organisation", help="its number or exact name; all of them if none is given")
        rotating.add_argument("--dry-run", action="store_true", help="say how much there is to do, and do nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["doing"] == "status":
            self._status()
        elif options["what"] == "signing":
            self._sign_anew(dry=options["dry_run"])
        elif options["what"] == "root":
            self._rotate("root", None, rotation.rotate_root(), dry=options["dry_run"])
        else:
            for organisation in self._organisations(options["organisation"]):
                steps = PER_ORGANISATION[options["what"]](organisation)
                self._rotate(options["what"], organisation, steps, dry=options["dry_run"])

    def _status(self) -> None:
        found = rotation.standing()
        self.stdout.write(
            f"{found.organisation_keys} organisation keys, {found.under_older_root} under an older root key\n"
            f"{found.record_keys} record keys, {found.under_older_organisation} under an older organisation key,"
            f" {found.pending} to be replaced by a rotation that is not finished"
        )

    def _sign_anew(self, *, dry: bool) -> None:
        self.stdout.write("a new key would sign the journal" if dry else f"signing with key {signing.rotate()}")

    def _organisations(self, wanted: str | None) -> list[UUID]:
        held = OrganisationKey.objects.order_by("organisation").values_list("organisation", flat=True).distinct()
        if not wanted:
            return list(held)
        try:
            chosen = UUID(wanted)
        except ValueError:
            chosen = next(iter(Organisation.objects.filter(name=wanted).values_list("pk", flat=True)), UUID(int=0))
        if chosen not in set(held):
            raise CommandError(f"No organisation with keys is called {wanted}.")
        return [chosen]

    def _rotate(self, what: str, organisation: UUID | None, steps: Iterator[Progress], *, dry: bool) -> None:
        label = f"{what} {organisation or ''}".strip()
        if dry:
            keys = RecordKey.objects.filter(organisation=organisation) if organisation else OrganisationKey.objects
            self.stdout.write(f"{label}: {keys.count()} keys would be wrapped or replaced")
            return
        for step in steps:
            self.stdout.write(f"{label}: {step.stage} {step.done or ''}".rstrip())
        about = str(organisation) if organisation else None
        journal.record(Actor.system_job("keys.rotate"), f"keys.rotated.{what}", organisation_id=about)
        self.stdout.write(f"{label}: done")
