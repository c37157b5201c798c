"""Which uses a family is asked about, of which classes of recipients, and in what order.

A State body is told something only if consent covers both its function and its State: so functions and States are two
lists, and the form says so.  Immigration authorities are in none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accessctl.codes import BARRED_WHEN_FLAGGED, Purpose, RecipientClass
from families.services.consent import Key

SHARED_PURPOSES = (Purpose.SHARE_SEARCH, Purpose.SEARCH, Purpose.FORENSIC_COMPARISON)
PURPOSE_LABELS: dict[str, Promise] = {
    Purpose.SHARE_SEARCH: pgettext_lazy("consent question", "Be asked to check"),
    Purpose.SEARCH: pgettext_lazy("consent question", "Search themselves"),
    Purpose.FORENSIC_COMPARISON: pgettext_lazy("consent question", "Compare with remains"),
}


@dataclass(frozen=True)
class Recipient:
    """One class of recipients in plain words, and the uses it is asked for."""

    code: RecipientClass
    label: Promise
    example: Promise | str = ""
    purposes: tuple[Purpose, ...] = SHARED_PURPOSES


@dataclass(frozen=True)
class Group:
    """A table of the consent form."""

    key: str
    title: Promise
    text: Promise
    recipients: tuple[Recipient, ...]


GROUPS: tuple[Group, ...] = (
    Group(
        "helpers",
        _("Organisations that help to search"),
        _("They belong to no State. Some of them work in the countries along the route."),
        (
            Recipient(RecipientClass.CSO, _("Other aid organisations")),
            Recipient(RecipientClass.FAMILY_ASSOCIATION, _("Associations of families")),
            Recipient(RecipientClass.RED_CROSS_MOVEMENT, _("Red Cross and Red Crescent")),
            Recipient(RecipientClass.INTERNATIONAL_ORG, _("International organisations")),
            Recipient(RecipientClass.MEDICAL_FACILITY, _("Hospitals"), purposes=(Purpose.SHARE_SEARCH,)),
            Recipient(RecipientClass.FORENSIC_INSTITUTE, _("Forensic institutes"), _("They examine remains.")),
        ),
    ),
    Group(
        "state_functions",
        _("State bodies: which kinds"),
        _(
            "A State body is told something only with two yes: one to its kind, here, and one to its State, in the "
            "next table. An example: a focal point in the country where the person was heading needs a yes to "
            "“national focal points” and a yes to “the State of destination”."
        ),
        (
            Recipient(
                RecipientClass.NATIONAL_FOCAL_POINT,
                _("National focal points"),
                _("The office a State has named for missing migrants."),
            ),
            Recipient(
                RecipientClass.NATIONAL_SEARCH_BODY, _("National search bodies"), _("A State’s commission for search.")
            ),
            Recipient(
                RecipientClass.CONSULATE,
                _("Consulates of the person’s own State"),
                purposes=(Purpose.SHARE_SEARCH,),
            ),
        ),
    ),
    Group(
        "state_classes",
        _("State bodies: of which States"),
        _("Without a yes in the table before, a yes here tells nobody anything; and the other way round."),
        (
            Recipient(RecipientClass.STATE_OF_ORIGIN_BODY, _("The State of origin"), _("Where the person is from.")),
            Recipient(RecipientClass.STATE_OF_TRANSIT_BODY, _("States of transit"), _("On the way.")),
            Recipient(
                RecipientClass.STATE_OF_DESTINATION_BODY,
                _("The State of destination"),
                _("Where the person was heading."),
            ),
        ),
    ),
)
STATE_FUNCTIONS = frozenset(recipient.code for recipient in GROUPS[1].recipients)
STATE_CLASSES = frozenset(recipient.code for recipient in GROUPS[2].recipients)


def asked(*, is_flagged: bool) -> Iterator[tuple[Group, Recipient]]:
    """Every recipient that may be asked about, group by group (rule 13.11 of the data dictionary)."""
    for group in GROUPS:
        for recipient in group.recipients:
            if not (is_flagged and recipient.code in BARRED_WHEN_FLAGGED):
                yield group, recipient


def field_name(purpose: str, recipient_class: str) -> str:
    """The form field, and the key in a draft, of one answer."""
    return f"{purpose}__{recipient_class}"


def half_given(given: Iterable[Key]) -> list[str]:
    """Purposes for which State bodies have a yes to a kind but to no State, or the reverse: nobody is told by it."""
    given = set(given)
    return [
        purpose
        for purpose in SHARED_PURPOSES
        if bool({c for p, c in given if p == purpose} & STATE_FUNCTIONS)
        != bool({c for p, c in given if p == purpose} & STATE_CLASSES)
    ]


def receiver(recipient_class: str) -> str:
    """A class of recipients as the family was asked about it."""
    label = next((found.label for _group, found in asked(is_flagged=False) if found.code == recipient_class), "")
    return str(label or RecipientClass(recipient_class).label)


def in_words(purpose: str, recipient_class: str = "") -> str:
    """One answer as the family would say it: for whom, and what for."""
    use = PURPOSE_LABELS.get(purpose, Purpose(purpose).label)
    return f"{receiver(recipient_class)}: {use}" if recipient_class else str(use)
