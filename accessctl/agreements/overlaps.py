"""Agreements that meet the one being proposed: what they open already, and where one of the two denies and wins.

Only agreements that the proposer may see are looked at: what others agreed among themselves is not told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext

from accessctl import door
from accessctl.actor import Actor
from accessctl.agreements.terms import Terms, terms_of
from accessctl.agreements.words import OPENED, day, named_parts, opened_rings
from accessctl.models import Agreement
from accessctl.models.agreements import AgreementState
from registry.lib.speech import listed

MEETING = (AgreementState.IN_FORCE, AgreementState.COMING, AgreementState.SUSPENDED, AgreementState.PROPOSED)


@dataclass(frozen=True)
class Overlap:
    """Another agreement, and what it means for this one, in sentences."""

    ref: str
    title: str
    state: AgreementState
    notes: tuple[str, ...]

    @property
    def contradicts(self) -> bool:
        return len(self.notes) > 1


def overlaps(actor: Actor, terms: Terms, *, but: Agreement | None = None) -> list[Overlap]:
    """The agreements that some record, receiver, purpose and day have in common with these terms."""
    seen = door.visible(actor, Agreement).filter(
        purposes__overlap=list(terms.purposes), valid_until__gt=terms.valid_from or timezone.now()
    )
    if terms.valid_until is not None:
        seen = seen.filter(valid_from__lt=terms.valid_until)
    found = []
    for agreement in seen.prefetch_related("parties__organisation").order_by("ref"):
        if agreement == but:
            continue
        state, other = agreement.state(), terms_of(agreement)
        if state in MEETING and other.scope.meets(terms.scope) and _pairs(terms) & _pairs(other):
            found.append(Overlap(agreement.ref, agreement.title, state, tuple(_notes(terms, other, agreement.ref))))
    return found


def _pairs(terms: Terms) -> set[tuple[object, object]]:
    return {(one.pk, other.pk) for one in terms.providers for other in terms.receivers if one != other}


def _notes(terms: Terms, other: Terms, ref: str) -> Iterator[str]:
    shared = _pairs(terms) & _pairs(other)
    receivers = listed(party.name for party in other.receivers if any(taker == party.pk for _giver, taker in shared))
    assert other.valid_until is not None  # the column is never empty
    yield gettext("Agreement %(ref)s already opens this to %(receivers)s, until %(day)s: %(what)s.") % {
        "ref": ref,
        "receivers": receivers,
        "day": day(other.valid_until),
        "what": "; ".join(str(OPENED[ring]) for ring in opened_rings(other)),
    }
    if closed := _closed(by=other, of=terms):
        said = gettext("Agreement %(ref)s keeps parts closed, and that wins; here too stay closed: %(parts)s.")
        yield said % {"ref": ref, "parts": closed}
    if closed := _closed(by=terms, of=other):
        said = gettext("This agreement closes what %(ref)s opens, and that wins: %(parts)s.")
        yield said % {"ref": ref, "parts": closed}


def _closed(*, by: Terms, of: Terms) -> str:
    """Names of the parts that one denies and the other would open."""
    if of.max_layer < 2:
        return ""
    denied = [code for code in by.deny if code not in of.deny and (not of.allow or code in of.allow)]
    return named_parts(denied) if denied else ""
