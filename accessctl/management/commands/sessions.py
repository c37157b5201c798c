"""Ends the sessions of a person, or of everybody."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accessctl.actor import Actor
from accessctl.models import Account, Session
from accessctl.signin import sessions

OPERATOR = "signin.operator"


class Command(BaseCommand):
    help = "sessions end EMAIL, or sessions end --all: they open nothing from the next request on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["end"])
        parser.add_argument("email", nargs="?", default="", help="address of the account")
        parser.add_argument("--all", action="store_true", help="of every account")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip().lower()
        if bool(email) == options["all"]:
            raise CommandError("Name an address, or say --all.")
        signed_in = Account.objects.filter(pk__in=Session.objects.values("account"))
        accounts = signed_in if options["all"] else Account.objects.filter(email=email)
        if email and not accounts:
            raise CommandError("There is no account with this address.")
        actor = Actor.system_job(OPERATOR)
        ended = sum(sessions.end(actor, account) for account in accounts)
        self.stdout.write(f"Ended {ended} sessions.")
