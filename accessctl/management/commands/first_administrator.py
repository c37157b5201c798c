"""Names the first two who run the registry, since neither lets anybody in alone; others are invited in the browser."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from accessctl.actor import Actor
from accessctl.codes import RecipientClass, Role
from accessctl.models import Account, Membership, Organisation
from accessctl.organisations import invitations
from accessctl.services.accounts import create_account, create_organisation, join
from registry.lib.world import is_country

OPERATOR = "registry.operator"
ENOUGH = 2  # one asks, the other approves


class Command(BaseCommand):
    help = "Enter one of the first two who run the registry, and print the address of their password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="address of the person")
        parser.add_argument("name", help="name of the person")
        parser.add_argument("--organisation", required=True, help="whom they run it for")
        parser.add_argument("--country", required=True, help="its country, ISO 3166-1 alpha-3")
        parser.add_argument("--kind", default=RecipientClass.INTERNATIONAL_ORG, choices=RecipientClass.values)

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip().lower()
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError("This is not an e-mail address.") from None
        if not is_country(options["country"]):
            raise CommandError("The country is a code of three letters, such as ESP.")
        standing = Membership.objects.standing().filter(role=Role.SYSTEM_ADMINISTRATOR).select_related("organisation")
        if len(standing) >= ENOUGH:
            raise CommandError("Two people run the registry already: they invite others in the browser.")
        if Account.objects.filter(email=email).exists():
            raise CommandError("This address has an account: who runs the registry holds no other role.")
        actor = Actor.system_job(OPERATOR)
        organisation = standing[0].organisation if standing else self._operator(actor, options)
        if organisation.name != options["organisation"]:
            raise CommandError("The second person works for the organisation of the first.")
        account = create_account(actor, email=email, full_name=options["name"], password=None)
        join(actor, account, organisation, Role.SYSTEM_ADMINISTRATOR)
        self.stdout.write(f"Open this address of the site, once, to choose a password: {invitations.path_of(account)}")

    def _operator(self, actor: Actor, options: dict[str, Any]) -> Organisation:
        return create_organisation(
            actor, name=options["organisation"], kind=options["kind"], country=options["country"]
        )
