"""What an agreement says, before it is written; and what it must not say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.models import Agreement, AgreementParty, Organisation
from accessctl.models.agreements import AgreementKind, LegalProcess, OnwardTransfer
from accessctl.scope import Scope
from registry.lib.errors import Invalid

LONGEST = timedelta(days=5 * 366)
NO_PURPOSE = _("Choose what the agreement is for: for any other purpose it opens nothing.")
NO_SCOPE = _(
    "Choose what is covered: without routes, countries or incidents an agreement opens nothing. "
    "If all records are meant, say so."
)
NO_END = _("Give the day it ends: an agreement without an end is not possible.")
Objection = tuple[str, str | Promise]


class BadTerms(Invalid):
    code = "bad_terms"
    template = _("The agreement cannot be proposed like this. Each reason stands where it belongs.")


@dataclass(frozen=True, kw_only=True)
class Terms:
    """allow, deny: codes of parts (`accessctl.parts`); an organisation on both sides shares both ways."""

    title: str
    providers: tuple[Organisation, ...]
    receivers: tuple[Organisation, ...]
    purposes: tuple[Purpose, ...]
    valid_until: datetime | None
    valid_from: datetime | None = None
    kind: AgreementKind = AgreementKind.MULTILATERAL
    max_layer: int = 1
    compartments: tuple[str, ...] = ()
    scope: Scope = field(default_factory=Scope)
    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    onward_transfer: OnwardTransfer = OnwardTransfer.FORBIDDEN
    legal_process_clause: LegalProcess = LegalProcess.NONE
    retention_days: int = 365
    deletion_proof: bool = True
    breach_contact: str = ""
    breach_hours: int = 72
    summary: str = ""
    review_on: date | None = None

    @property
    def parts(self) -> dict[Organisation, AgreementParty.Part]:
        """What each party does."""
        part = AgreementParty.Part
        found = dict.fromkeys(self.providers, part.PROVIDER)
        for organisation in self.receivers:
            found[organisation] = part.BOTH if organisation in found else part.RECEIVER
        return found


def check_terms(actor: Actor, terms: Terms) -> None:
    """Raises BadTerms, which names every answer that cannot stand."""
    found: dict[str, list[str]] = {}
    for name, message in (*_about_parties(actor, terms), *_about_depth(terms), *_about_time(terms)):
        found.setdefault(name, []).append(str(message))
    if found:
        raise BadTerms(fields=found)


def _about_parties(actor: Actor, terms: Terms) -> Iterator[Objection]:
    parties = terms.parts
    if len(parties) < 2:
        yield "others", _("Choose another organisation: none needs an agreement with itself.")
    elif not any(one != other for one in terms.providers for other in terms.receivers):
        yield "others", _("One organisation must provide and another receive.")
    if terms.kind == AgreementKind.BILATERAL and len(parties) > 2:
        yield "kind", _("An agreement between two organisations has two parties.")
    if not actor.is_system and actor.organisation not in parties:
        yield "others", _("Your own organisation must be a party.")
    for party in parties:
        if party.suspended_at is not None:
            yield "others", format_lazy(_("{name} is suspended and cannot be a party now."), name=party.name)
        elif not party.may_take_part:
            yield (
                "others",
                format_lazy(_("{name} has an immigration function: no agreement admits it."), name=party.name),
            )


def _about_depth(terms: Terms) -> Iterator[Objection]:
    if not terms.purposes:
        yield "purposes", NO_PURPOSE
    if not terms.scope:
        yield "covers", NO_SCOPE
    if terms.legal_process_clause == LegalProcess.NONE and terms.max_layer > 1:
        yield (
            "legal_process_clause",
            _("Who has promised nothing about demands by courts and authorities is shown layer 1 only."),
        )
    if set(terms.allow) & set(terms.deny):
        yield "deny", _("A part cannot be both opened and kept closed: take it out of one of the two lists.")


def _about_time(terms: Terms) -> Iterator[Objection]:
    now = timezone.now()
    begins = terms.valid_from or now
    if terms.valid_until is None:
        yield "valid_until", NO_END
    elif terms.valid_until <= begins:
        yield "valid_until", _("The end must lie after the start.")
    elif terms.valid_until <= now:
        yield "valid_until", _("That day has passed already.")
    elif terms.valid_until - begins > LONGEST:
        yield "valid_until", _("Five years at most: renewing it is the moment to look at it again.")


def terms_of(agreement: Agreement) -> Terms:
    """What an agreement says, with the parties that have not withdrawn: for proposing it anew."""
    staying = [party for party in agreement.parties.all() if party.withdrawn_at is None]
    same = (
        "title", "max_layer", "retention_days", "deletion_proof", "breach_contact", "breach_hours", "summary",
        "review_on", "scope", "valid_from", "valid_until",
    )  # fmt: skip
    return Terms(
        kind=AgreementKind(agreement.kind),
        providers=tuple(party.organisation for party in staying if party.gives),
        receivers=tuple(party.organisation for party in staying if party.takes),
        purposes=tuple(Purpose(code) for code in agreement.purposes),
        compartments=tuple(agreement.compartments),
        allow=tuple(agreement.field_allow),
        deny=tuple(agreement.field_deny),
        onward_transfer=OnwardTransfer(agreement.onward_transfer),
        legal_process_clause=LegalProcess(agreement.legal_process_clause),
        **{name: getattr(agreement, name) for name in same},
    )


def columns(terms: Terms) -> dict[str, object]:
    """The same as columns of the agreement's row."""
    same = (
        "title", "kind", "max_layer", "onward_transfer", "legal_process_clause", "retention_days", "deletion_proof",
        "breach_contact", "breach_hours", "summary", "review_on", "valid_until",
    )  # fmt: skip
    return {name: getattr(terms, name) for name in same} | {
        "purposes": list(terms.purposes),
        "compartments": sorted(terms.compartments),
        "field_allow": sorted(terms.allow),
        "field_deny": sorted(terms.deny),
        "covers_all": terms.scope.everything,
        "routes": sorted(terms.scope.routes),
        "countries": sorted(terms.scope.countries),
        "incidents": sorted(terms.scope.incidents),
        "valid_from": terms.valid_from or timezone.now(),
    }
