"""What the consents of a case amount to, as masks, an end and an audience.

Pure: rows in, effect out.  The repair command proves the columns on the record equal to what this says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from accessctl.codes import RecipientClass
from accessctl.consent import LAYERS, NOBODY_AT_ALL, AudienceSpec, ConsentEffect, Narrowing, Use, bit
from families.codes import ConsentState, CountryScope


class Decided(Protocol):
    """What is read of a consent, in clear."""

    pk: Any
    purpose: str
    recipient_class: str
    max_layer: int
    state: str
    valid_from: datetime
    valid_until: datetime | None
    supersedes_id: Any
    briefing_id: Any
    recipient_organisations: dict[str, list[str]] | None
    country_scope: dict[str, Any] | None


def in_force(rows: Iterable[Decided], now: datetime) -> list[Decided]:
    """The consents that count: given, not superseded by a later row, begun and not ended."""
    return _live(rows, now, ConsentState.GIVEN)


def kept_back(rows: Iterable[Decided], now: datetime) -> list[Decided]:
    """The consents that somebody wished not to be used for now: they open nothing, and wait for that person's word."""
    return _live(rows, now, ConsentState.RESTRICTED)


def standing(rows: Iterable[Decided], now: datetime) -> list[Decided]:
    """Both: what a no ends, and what a further answer takes the place of."""
    rows = list(rows)
    return [*in_force(rows, now), *kept_back(rows, now)]


def _live(rows: Iterable[Decided], now: datetime, state: ConsentState) -> list[Decided]:
    rows = list(rows)
    superseded = {row.supersedes_id for row in rows}
    return [
        row
        for row in rows
        if row.state == state
        and row.pk not in superseded
        and row.valid_from <= now
        and (row.valid_until is None or row.valid_until > now)
    ]


def effect_of(
    rows: Iterable[Decided], *, now: datetime, firewalls: AudienceSpec, is_paused: bool = False
) -> ConsentEffect:
    """The effect of consents, under the firewalls of the case.

    A family that pauses the search takes nothing back, yet nobody else reads or compares the case meanwhile.

    `until` is the earliest end: from then on the door shows the record to nobody but its owner until the effect is
    written anew, so an end that nobody noticed denies rather than opens.  What a row narrows binds its own use and
    receivers; where several rows answer the same question, each of them.
    """
    given = in_force(rows, now)
    masks = dict.fromkeys(LAYERS, 0)
    for row in given:
        for layer in LAYERS:
            if layer <= row.max_layer and not is_paused:
                masks[layer] |= bit(row.purpose, row.recipient_class)
    ends = [row.valid_until for row in given if row.valid_until]
    return ConsentEffect(masks=masks, until=min(ends, default=None), audience=_audience(given, firewalls))


def _audience(given: Iterable[Decided], firewalls: AudienceSpec) -> AudienceSpec:
    """The narrowings by use; one for all where they are the same, so that few audiences serve many families."""
    by_use: dict[Use, Narrowing] = {}
    for row in given:
        if row.recipient_class != RecipientClass.OWN_ORG:
            use = (row.purpose, row.recipient_class)
            narrowed = _narrowing(row)
            by_use[use] = Narrowing(**by_use[use].both(narrowed)) if use in by_use else narrowed
    said = set(by_use.values())
    if len(said) == 1:
        return replace(firewalls, **vars(said.pop()))
    return replace(firewalls, narrowings=frozenset((use, one) for use, one in by_use.items() if one))


def _narrowing(row: Decided) -> Narrowing:
    named, scope = row.recipient_organisations or {}, row.country_scope or {}
    countries, none = frozenset(scope.get("countries", ())), frozenset[str]()
    return Narrowing(
        except_countries=countries if scope.get("scope") == CountryScope.EXCEPT else none,
        # SECURITY: only these, and there are none: nobody, not everybody.
        only_countries=(countries or frozenset({NOBODY_AT_ALL})) if scope.get("scope") == CountryScope.ONLY else none,
        except_organisations=frozenset(named.get("except", ())),
        only_organisations=frozenset(named.get("only", ())),
    )
