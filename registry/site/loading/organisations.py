"""The demonstration's organisations, people, agreements and partner system, as planned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils import timezone

from accessctl import services
from accessctl.actor import Actor
from accessctl.agreements.terms import Terms
from accessctl.codes import Purpose, RecipientClass, Role
from accessctl.models import Account, Organisation
from accessctl.models.agreements import LegalProcess
from accessctl.scope import Scope
from registry.site.invented.demo import ACCOUNTS, AGREEMENTS, CLIENT, ORGANISATIONS, registering_account

JOB = "setup"
AGREED_FOR = timedelta(days=730)


@dataclass(frozen=True)
class Standing:
    """What stands before the first record."""

    organisations: dict[str, Organisation]
    accounts: dict[str, Account]
    client: str
    secret: str

    def registrar(self, organisation: str) -> Actor:
        """The person in whose name records of an organisation are made."""
        return Actor.of_account(self.accounts[registering_account(organisation).key])


def fresh(standing: Standing, account: str) -> Actor:
    """Somebody who has just shown who they are."""
    return replace(Actor.of_account(standing.accounts[account]), proved_at=timezone.now())


def set_up(password: str) -> Standing:
    """Make them.  The accounts of the sign-in page share one password (they are invented and the demo answers on this
    machine only); the others have none.
    """
    actor = Actor.system_job(JOB)
    organisations = {
        plan.key: services.create_organisation(
            actor, name=plan.name, kind=RecipientClass(plan.kind), country=plan.country, mandate=plan.mandate,
            is_state_body=plan.is_state_body, child_competent=True,
        )
        for plan in ORGANISATIONS
    }  # fmt: skip
    accounts = {}
    for person in ACCOUNTS:
        account = services.create_account(
            actor,
            email=person.email,
            full_name=person.name,
            language=person.language,
            password=password if person.listed else None,
        )
        services.join(actor, account, organisations[person.organisation], Role(person.role))
        accounts[person.key] = account
    _agree(actor, organisations)
    owner, name = CLIENT
    client, secret = services.create_client(actor, organisations[owner], name=name)
    return Standing(organisations, accounts, client.ref, secret)


def _agree(actor: Actor, organisations: dict[str, Organisation]) -> None:
    for plan in AGREEMENTS:
        terms = Terms(
            title=plan.title, providers=tuple(organisations[k] for k in plan.providers),
            receivers=tuple(organisations[k] for k in plan.receivers), summary=plan.summary,
            purposes=tuple(Purpose(p) for p in plan.purposes), max_layer=plan.max_layer, compartments=plan.compartments,
            scope=Scope(not plan.routes, frozenset(plan.routes)), deny=plan.deny,
            legal_process_clause=LegalProcess.NOTIFY_BEFORE, valid_until=timezone.now() + AGREED_FOR,
        )  # fmt: skip
        agreement = services.propose_agreement(actor, terms)
        for party in terms.parts:
            if party not in [organisations[key] for key in plan.unsigned]:
                services.sign_agreement(actor, agreement, party)
