"""The consent conversation: what was answered, how it was asked, and the rows that keep both.

What consents amount to is decided in `effect` and written by `standing`; here nothing is opened to anybody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from accessctl.actor import Actor
from accessctl.codes import BARRED_WHEN_FLAGGED, Purpose, RecipientClass
from accessctl.models import Organisation
from cases.models import Case
from families.codes import ConsentDecision, ConsentForm, ConsentState, SubjectKind
from families.models import Consent, ConsentTaking, Relative, RiskBriefing
from registry.lib.errors import Invalid
from registry.lib.names import fold

VALID_FOR = timedelta(days=730)
OWN_LAYER = 3  # the registering organisation holds it all; its consent says what may be done with it

Key = tuple[str, str]
OWN_SEARCH: Key = (Purpose.SEARCH, RecipientClass.OWN_ORG)


class NotExplained(Invalid):
    code = "consent_not_explained"
    template = _("Explain the risks and the rights first, then ask for consent.")


class NoSearchConsent(Invalid):
    code = "no_search_consent"
    template = _("Without a yes to the search by this organisation nothing can be registered.")


class BarredByProtection(Invalid):
    code = "barred_by_protection"
    template = _(
        "This person needs protection from a State: consent cannot be recorded for a consulate or a body of the State "
        "of origin."
    )


class NeverAllowed(Invalid):
    code = "never_allowed"
    template = _("An immigration authority is never told anything: consent cannot be recorded for it.")


class AnsweredTwice(Invalid):
    code = "answered_twice"
    template = _("Each use is answered once for each kind of receiver. Say everything about it in that one answer.")


class InterpreterIsReceiver(Invalid):
    code = "interpreter_is_receiver"
    template = _(
        "The interpreter belongs to %(name)s, which a yes lets receive what is told: a family cannot refuse freely in "
        "front of it. Ask with another interpreter, or without these answers."
    )


class NeedsGuardian(Invalid):
    code = "needs_guardian"
    template = _("Somebody under 18 does not consent alone: name the parent or guardian who decides with them.")


class UnknownReceiver(Invalid):
    code = "unknown_receiver"
    template = _("An organisation that is named is not in this registry. Name it by its reference.")


@dataclass(frozen=True, kw_only=True)
class ConsentEntry:
    """One answer: yes or no to one purpose and one class of recipients, how deep, whom not.

    Organisations by reference; countries, alpha-3, as `country_scope` says (a code of CountryScope, or empty).
    """

    purpose: str
    recipient_class: str
    given: bool
    max_layer: int = 2
    except_organisations: tuple[str, ...] = ()
    only_organisations: tuple[str, ...] = ()
    country_scope: str = ""
    countries: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        return self.purpose, self.recipient_class


@dataclass(frozen=True, kw_only=True)
class Present:
    """Who was there when a family answered, by name."""

    interpreter: str = ""
    is_minor: bool = False
    guardian: str = ""


@dataclass(frozen=True, kw_only=True)
class Conversation(Present):
    """How consent was taken: the wording shown, both explanations, the form, who helped."""

    wording_version: str
    wording_language: str
    wording: str
    risks_explained: bool
    rights_explained: bool
    how: str = ConsentForm.ORAL_WITNESSED
    witness: str = ""


def check_explained(conversation: Conversation) -> None:
    """Raises NotExplained, naming what was not."""
    marks = {"risks_explained": conversation.risks_explained, "rights_explained": conversation.rights_explained}
    missing = {name: [str(NotExplained.template)] for name, told in marks.items() if not told}
    if missing:
        raise NotExplained(fields=missing)


def check_present(present: Present, entries: Iterable[ConsentEntry]) -> None:
    """Who may not be missing, and who may not be there.  Raises NeedsGuardian, InterpreterIsReceiver."""
    if present.is_minor and not present.guardian.strip():
        raise NeedsGuardian(fields={"guardian": [str(NeedsGuardian.template)]})
    helper = fold(present.interpreter)
    if not helper:
        return
    given = [entry for entry in entries if entry.given and entry.recipient_class != RecipientClass.OWN_ORG]
    for organisation in Organisation.objects.filter(kind__in={entry.recipient_class for entry in given}):
        if fold(organisation.name) in helper and any(_receives(organisation, entry) for entry in given):
            error = InterpreterIsReceiver(name=organisation.name)
            raise InterpreterIsReceiver(name=organisation.name, fields={"interpreter": [error.message]})


def _receives(organisation: Organisation, entry: ConsentEntry) -> bool:
    named = not entry.only_organisations or organisation.ref in entry.only_organisations
    return organisation.kind == entry.recipient_class and named and organisation.ref not in entry.except_organisations


def check_answers(entries: Iterable[ConsentEntry], *, is_flagged: bool) -> None:
    """What may be recorded at all.  Raises AnsweredTwice, NeverAllowed, BarredByProtection."""
    entries = list(entries)
    if len({entry.key for entry in entries}) != len(entries):
        raise AnsweredTwice(fields={"consents": [str(AnsweredTwice.template)]})
    told = {entry.recipient_class for entry in entries if entry.given}
    if RecipientClass.IMMIGRATION_AUTHORITY in told:
        raise NeverAllowed(fields={"consents": [str(NeverAllowed.template)]})
    if is_flagged and told & BARRED_WHEN_FLAGGED:
        raise BarredByProtection(fields={"consents": [str(BarredByProtection.template)]})


def check(conversation: Conversation, entries: Iterable[ConsentEntry], *, is_flagged: bool) -> None:
    """What a registration needs.

    Raises NotExplained, NoSearchConsent, NeedsGuardian, InterpreterIsReceiver, NeverAllowed, BarredByProtection.
    """
    entries = list(entries)
    check_explained(conversation)
    if OWN_SEARCH not in {entry.key for entry in entries if entry.given}:
        raise NoSearchConsent(fields={"consent_search": [str(NoSearchConsent.template)]})
    check_present(conversation, entries)
    check_answers(entries, is_flagged=is_flagged)


def rows_of(
    conversation: Conversation, briefing: RiskBriefing, entries: Iterable[ConsentEntry], now: datetime
) -> list[Consent]:
    """Unsaved consents, which no case has yet.  Raises UnknownReceiver."""
    entries = list(entries)
    ids = _receivers({ref for one in entries for ref in (*one.only_organisations, *one.except_organisations)})
    return [_row(entry, conversation, briefing, now, ids) for entry in entries]


def _receivers(refs: set[str]) -> dict[str, str]:
    """Reference -> id as text: what stays the same whatever an organisation is called."""
    found = Organisation.objects.filter(ref__in=refs).values_list("ref", "pk") if refs else ()
    known = {ref: str(key) for ref, key in found}
    if len(known) != len(refs):
        raise UnknownReceiver(fields={"consents": [str(UnknownReceiver.template)]})
    return known


def given_on(
    actor: Actor, case: Case, relative: Relative | None, conversation: Conversation, consents: Iterable[Consent],
    subject: SubjectKind = SubjectKind.ENQUIRER,
) -> Iterator[Consent | ConsentTaking]:  # fmt: skip
    """The consents as those of a case, each with its taking, to be inserted.  subject: as what they consent."""
    for row in consents:
        row.case, row.created_by = case, actor.account
        yield row
        yield ConsentTaking(
            case=case, consent=row, given_by=relative, how=conversation.how,
            subject_kind=SubjectKind.GUARDIAN if conversation.guardian and subject != SubjectKind.DONOR else subject,
            interpreter=conversation.interpreter or None, witness=conversation.witness or None,
            guardian=conversation.guardian or None,
            created_by=actor.account,
        )  # fmt: skip


def write_withdrawal(
    actor: Actor, case: Case, old: Consent, now: datetime, *, reason: str, how: str = ConsentForm.ORAL_WITNESSED
) -> Consent:
    """Insert the row that ends a consent, under the wording the consent was given with."""
    row = Consent(
        case=case, purpose=old.purpose, recipient_class=old.recipient_class, decision=ConsentDecision.GIVEN,
        state=ConsentState.WITHDRAWN, max_layer=old.max_layer, briefing=old.briefing, risks_explained=True,
        rights_explained=True, valid_from=now, supersedes=old, created_by=actor.account,
    )  # fmt: skip
    row.save(force_insert=True)
    ConsentTaking.objects.create(
        case=case, consent=row, how=how, reason=reason or None, created_by=actor.account,
        given_by_id=actor.subject.person if actor.subject else None,
    )  # fmt: skip
    return row


def _row(
    entry: ConsentEntry, conversation: Conversation, briefing: RiskBriefing, now: datetime, ids: dict[str, str]
) -> Consent:
    return Consent(
        briefing=briefing, risks_explained=conversation.risks_explained, rights_explained=conversation.rights_explained,
        purpose=entry.purpose, recipient_class=entry.recipient_class, max_layer=entry.max_layer,
        decision=ConsentDecision.GIVEN if entry.given else ConsentDecision.REFUSED,
        state=ConsentState.GIVEN if entry.given else ConsentState.REFUSED,
        valid_from=now, valid_until=now + VALID_FOR,
        recipient_organisations={
            "only": [ids[ref] for ref in entry.only_organisations],
            "except": [ids[ref] for ref in entry.except_organisations],
        },
        country_scope=(
            {"scope": entry.country_scope, "countries": list(entry.countries)} if entry.country_scope else None
        ),
    )  # fmt: skip


def briefing_of(conversation: Conversation) -> RiskBriefing:
    """The words that were read out, kept once however often they are."""
    digest = hashlib.sha256(conversation.wording.encode()).hexdigest()
    row, _created = RiskBriefing.objects.get_or_create(
        version=conversation.wording_version, language=conversation.wording_language, digest=digest,
        defaults={"text": conversation.wording},
    )  # fmt: skip
    return row
