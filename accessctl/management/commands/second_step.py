"""Takes the second steps of somebody away who lost every device, so that they can set up new ones."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accessctl import journal
from accessctl.actor import Actor
from accessctl.models import Account
from accessctl.signin import sessions

OPERATOR = "signin.operator"


class Command(BaseCommand):
    help = "second_step reset EMAIL: remove passkeys, app and recovery codes of an account, and end its sessions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["reset"])
        parser.add_argument("email", help="address of the account")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        account = Account.objects.filter(email=options["email"].strip().lower()).first()
        if account is None:
            raise CommandError("There is no account with this address.")
        removed, _per_model = Authenticator.objects.filter(user=account).delete()
        actor = Actor.system_job(OPERATOR)
        journal.record(actor, "account.second_step_reset", of=f"account:{account.pk}", removed=removed)
        ended = sessions.end(actor, account)
        self.stdout.write(f"Removed {removed} second steps and ended {ended} sessions.")
