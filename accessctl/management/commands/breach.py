"""`manage.py breach affected`: whose records somebody opened within a time, from the journal, in one command.

    manage.py breach affected --since 2026-03-01 --until 2026-03-04 --account somebody@example.org

`--organisation NAME` asks for all readings by an organisation; without either, for everybody's.  Prints a reference a
line with the rings that were opened, how often, and when last; the number of records last.
"""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accessctl import journal
from accessctl.actor import Actor
from accessctl.models import Account, JournalEntry, Organisation
from accessctl.registers.selectors import affected


class Command(BaseCommand):
    """Derives the records that a breach concerns."""

    help = "List the records that were opened within a time, by somebody, by an organisation, or by anybody."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("doing", choices=["affected"])
        parser.add_argument("--since", required=True, type=_moment, help="day or moment, UTC")
        parser.add_argument("--until", required=True, type=_moment, help="day or moment, UTC")
        parser.add_argument("--account", help="e-mail address of a person")
        parser.add_argument("--organisation", help="exact name of an organisation")

    def handle(self, *args: Any, **options: Any) -> None:
        readers = self._readers(options["account"], options["organisation"])
        entries = JournalEntry.objects.all()
        found = affected(entries, since=options["since"], until=options["until"], readers=readers)
        journal.record(Actor.system_job("breach.affected"), "breach.listed", count=len(found))
        for one in found:
            self.stdout.write(f"{one.ref}  {','.join(sorted(one.rings))}  {one.times}  {one.last_at:%Y-%m-%dT%H:%MZ}")
        self.stdout.write(f"{len(found)} records")

    def _readers(self, email: str | None, name: str | None) -> list[str]:
        readers = []
        if email:
            account = Account.objects.filter(email=email.lower()).first()
            if account is None:
                raise CommandError("No account has this address.")
            readers.append(f"account:{account.pk}")
        if name:
            organisation = Organisation.objects.filter(name=name).first()
            if organisation is None:
                raise CommandError("No organisation is called so.")
            readers.append(str(organisation.pk))
        return readers


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError("write a day as 2026-03-14, or a moment as 2026-03-14T08:30") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
