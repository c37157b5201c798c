"""Import a table of incidents from a file, as the page does: check every row, say what would happen, then save."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accessctl.actor import Actor
from accessctl.models import Account
from cases import services
from cases.models import Batch
from cases.selectors.imports import refused_rows
from registry.lib.errors import RegistryError


class Command(BaseCommand):
    help = "Import incidents (IOM Missing Migrants Project, layout of 2020 or the current one) from a CSV file."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--account", required=True, help="e-mail address of the person in whose name it is done")
        parser.add_argument("--dry-run", action="store_true", help="check and report only")

    def handle(self, *args: Any, file: Path, account: str, dry_run: bool, **options: Any) -> None:
        actor = _actor(account)
        try:
            batch = services.check_file(actor=actor, data=file.read_bytes(), name=file.name)
            self._report(actor, batch)
            if dry_run:
                services.discard_batch(actor=actor, ref=batch.ref)
                self.stdout.write("Nothing was saved.")
            elif batch.n_new or batch.n_changed:
                services.apply_batch(actor=actor, ref=batch.ref)
                self.stdout.write(f"Saved: {batch.n_new} new, {batch.n_changed} changed.")
            else:
                self.stdout.write("There was nothing to save.")
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        except RegistryError as error:
            raise CommandError(error.message) from error

    def _report(self, actor: Actor, batch: Batch) -> None:
        self.stdout.write(
            f"{batch.n_rows} rows: {batch.n_new} new, {batch.n_changed} changed, {batch.n_same} unchanged, "
            f"{batch.n_repeated} repeated, {batch.n_refused} refused."
        )
        for cell in refused_rows(actor, batch):
            self.stderr.write(f"row {cell.row}, {cell.column or 'whole row'}: {cell.found!r}: {cell.reason}")


def _actor(email: str) -> Actor:
    account = Account.objects.filter(email=email.lower()).first()
    actor = Actor.of_account(account) if account else Actor.public()
    if not actor.is_signed_in:
        raise CommandError(f"No member of an organisation signs in as {email}.")
    return actor
