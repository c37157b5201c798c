"""Registration: case, relative, channels and consents in one transaction, whichever way it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accessctl import door
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.clear import reveal
from accessctl.codes import GrantReason, Purpose
from accessctl.models import RingRow
from accessctl.rings import Ring
from cases import services as cases
from cases.models import Case, CaseSource
from cases.services import validate
from families.codes import ChannelKind, Relationship
from families.models import Channel, Consent, Relative, RelativeName, RelativeTie
from families.services import consent
from families.services.effect import effect_of
from registry.lib.errors import BadText, Invalid
from registry.lib.names import clean_name, clean_text, detect_script, fold
from registry.lib.world import is_country, language_choices

PHONE_CHANNELS = frozenset(
    {ChannelKind.PHONE, ChannelKind.SMS, ChannelKind.WHATSAPP, ChannelKind.SIGNAL, ChannelKind.TELEGRAM}
)
GIVEN_TO_REGISTRAR = frozenset({Ring.CONTACT, Ring.PROTECTION})


@dataclass(frozen=True, kw_only=True)
class ChannelEntry:
    """One way to reach the relative; `country` (alpha-2) reads a phone number written without its prefix.

    safe_word: what the relative says so that we know them; safe_question: what we ask for it, where that was agreed.
    """

    kind: str
    value: str = ""
    safe_hours: str = ""
    safe_to_leave_message: bool = False
    shared_device: bool = False
    speaks_as: str = ""
    safe_question: str = ""
    safe_word: str = ""
    country: str = ""


@dataclass(frozen=True, kw_only=True)
class RelativeEntry:
    """The enquirer: fields 20 to 23 of the basic set.  Reached through the organisation when no channel is given."""

    name: str
    relationship: str
    language: str = ""
    interpreter_needed: bool = False
    country_of_residence: str = ""
    via_organisation: bool = False
    channels: tuple[ChannelEntry, ...] = ()
    absences: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Registration:
    """All of a registration: the basic set, the enquirer, and what they consented to."""

    case: cases.CaseEntry
    relative: RelativeEntry
    conversation: consent.Conversation
    consents: tuple[consent.ConsentEntry, ...] = field(default=())


def open_case(*, actor: Actor, registration: Registration) -> Case:
    """Register a missing person with the relative who asks and their consents.

    The registering person is given the channels and the protection file of the case, for the search, for 90 days, if
    their role may hold them.  Raises Invalid with every field at fault, Forbidden.
    """
    (case,) = open_cases(actor=actor, registrations=[registration])
    return case


@transaction.atomic
def open_cases(*, actor: Actor, registrations: Sequence[Registration]) -> list[Case]:
    """`open_case` for many, in about as many statements as for one; all of them or none."""
    door.ensure_writes(actor, Relative.RING)
    for registration in registrations:
        check(registration)
    now = timezone.now()
    briefings = {talk: consent.briefing_of(talk) for talk in {one.conversation for one in registrations}}
    consents = [
        consent.rows_of(one.conversation, briefings[one.conversation], one.consents, now) for one in registrations
    ]
    effects = [
        effect_of(reveal(rows), now=now, firewalls=one.case.firewalls)
        for one, rows in zip(registrations, consents, strict=True)
    ]
    entries = [(one.case, effect) for one, effect in zip(registrations, effects, strict=True)]
    opened = cases.open_cases(actor=actor, entries=entries)
    sources = {source.case_id: source for source in CaseSource.objects.filter(case__in=opened)}
    access.insert_rows(
        row
        for case, one, rows in zip(opened, registrations, consents, strict=True)
        for row in _rows(actor, case, sources[case.pk], one, rows)
    )
    rings = GIVEN_TO_REGISTRAR & {ring for rule in actor.rules for ring in rule.by_grant}
    if actor.account and rings:
        access.grant_rings(
            actor, opened, actor.account, rings=rings, purpose=Purpose.SEARCH, reason=GrantReason.REGISTERED_IT
        )
    return opened


def _rows(
    actor: Actor, case: Case, source: CaseSource, registration: Registration, consents: Iterable[Consent]
) -> Iterator[RingRow]:
    """The relative's rows and the consents that they gave."""
    relative = relative_of(actor, case, source, registration.relative)
    yield relative
    yield from relative_rows(actor, relative, registration.relative)
    yield from consent.given_on(actor, case, relative, registration.conversation, consents)


def check(registration: Registration) -> None:
    """Everything that can be said before anything is written, in one go.  Raises Invalid."""
    found = [
        error
        for error in (
            _fault(validate.check, registration.case),
            _fault(check_relative, registration.relative),
            _fault(
                consent.check,
                registration.conversation,
                registration.consents,
                is_flagged=registration.case.is_flagged,
            ),
        )
        if error is not None
    ]
    if len(found) == 1:
        raise found[0]
    if found:
        raise Invalid(fields={name: messages for error in found for name, messages in error.fields.items()})


def _fault(checker: Callable[..., None], *given: Any, **stated: Any) -> Invalid | None:
    try:
        checker(*given, **stated)
    except Invalid as error:
        return error
    return None


def check_relative(entry: RelativeEntry) -> None:
    """Raises Invalid: the enquirer's own three answers are required, and "unknown" is none."""
    faults: dict[str, list[str]] = {}
    try:
        if not clean_name(entry.name):
            faults["enquirer_name"] = [_("Write the name of the person who asks.")]
    except BadText as error:
        faults["enquirer_name"] = [error.message]
    if entry.relationship not in Relationship.values:
        faults["enquirer_relationship"] = [_("Choose how the person who asks is related.")]
    contact = [message for channel in entry.channels for message in channel_faults(channel)]
    if not entry.via_organisation and not any(channel.value.strip() for channel in entry.channels):
        contact.append(_("Give a way to reach the person, or choose “through the organisation”."))
    if contact:
        faults["enquirer_contact"] = contact
    if any(channel.safe_question.strip() and not channel.safe_word.strip() for channel in entry.channels):
        faults["safe_word"] = [_("Write the answer that was agreed as well, or leave the question out.")]
    for name, code, known in (
        ("enquirer_language", entry.language, is_language),
        ("country_of_residence", entry.country_of_residence, is_country),
    ):
        if code and not known(code):
            faults[name] = [_("This code is not in the list.")]
    if faults:
        raise Invalid(fields=faults)


def channel_faults(channel: ChannelEntry) -> list[str]:
    if channel.kind not in ChannelKind.values:
        return [_("Choose how the person can be reached.")]
    try:
        for text in (channel.value, channel.safe_hours, channel.speaks_as, channel.safe_question, channel.safe_word):
            clean_text(text)
    except BadText as error:
        return [error.message]
    if channel.kind in PHONE_CHANNELS and channel.value and e164(channel) is None:
        return [_("Write the phone number with its country prefix, such as +33.")]
    if channel.kind == ChannelKind.EMAIL and channel.value:
        try:
            validate_email(channel.value)
        except ValidationError:
            return [_("Write the whole e-mail address, such as name@example.org.")]
    return []


def is_language(code: str) -> bool:
    return code in dict(language_choices("en"))


def e164(channel: ChannelEntry) -> str | None:
    """The international form of a phone number, or None when it is not one."""
    try:
        text = "+" + channel.value[2:] if channel.value.startswith("00") else channel.value
        number = phonenumbers.parse(text, channel.country or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def relative_of(actor: Actor, case: Case, source: CaseSource, entry: RelativeEntry) -> Relative:
    return Relative(
        case=case, created_by=actor.account, source=source, language=entry.language or None,
        interpreter_needed=entry.interpreter_needed, country_of_residence=entry.country_of_residence or None,
        absences=entry.absences,
    )  # fmt: skip


def relative_rows(actor: Actor, relative: Relative, entry: RelativeEntry) -> Iterator[RingRow]:
    """What is known of a relative in the other rings, unsaved."""
    common = {"case": relative.case, "created_by": actor.account}
    name = clean_name(entry.name)
    yield RelativeName(
        **common, relative=relative, full_original=name, script=detect_script(name), latn=fold(name).title()
    )
    yield RelativeTie(
        **common, relative=relative, relationship=entry.relationship,
        via_organisation=relative.case.owner if entry.via_organisation else None,
    )  # fmt: skip
    for channel in entry.channels:
        yield Channel(**common, relative=relative, **channel_columns(channel))


def channel_columns(channel: ChannelEntry) -> dict[str, Any]:
    """The columns of one way to reach a relative."""
    return {
        "kind": channel.kind, "value": channel.value or None,
        "e164": e164(channel) if channel.kind in PHONE_CHANNELS and channel.value else None,
        "safe_hours": channel.safe_hours or None, "safe_to_leave_message": channel.safe_to_leave_message,
        "shared_device": channel.shared_device, "speaks_as": channel.speaks_as or None,
        "safe_question": channel.safe_question.strip() or None, "safe_word": channel.safe_word.strip() or None,
    }  # fmt: skip
