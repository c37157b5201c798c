"""What the consents of a case amount to, as masks, an end and an audience.

Pure: rows in, effect out.  The repair command proves the columns on the record equal to what this says.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from accessctl.consent import LAYERS, AudienceSpec, ConsentEffect, bit
from families.codes import ConsentState, CountryScope

# Neither a country nor the id of an organisation.
NOBODY_AT_ALL = "-"


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
    rows = list(rows)
    superseded = {row.supersedes_id for row in rows}
    return [
        row
        for row in rows
        if row.state == ConsentState.GIVEN
        and row.pk not in superseded
        and row.valid_from <= now
        and (row.valid_until is None or row.valid_until > now)
    ]


def effect_of(rows: Iterable[Decided], *, now: datetime, firewall_states: frozenset[str]) -> ConsentEffect:
    """The effect of consents.

    `until` is the earliest end: from then on the door shows the record to nobody but its owner until the effect is
    written anew, so an end that nobody noticed denies rather than opens.  Exceptions of single rows bind the record as
    a whole, which can only narrow: what one row excludes is excluded, and who is to be told must be named by every row
    that names anybody.
    """
    given = in_force(rows, now)
    masks = dict.fromkeys(LAYERS, 0)
    for row in given:
        for layer in LAYERS:
            if layer <= row.max_layer:
                masks[layer] |= bit(row.purpose, row.recipient_class)
    ends = [row.valid_until for row in given if row.valid_until]
    return ConsentEffect(masks=masks, until=min(ends, default=None), audience=_audience(given, firewall_states))


def _audience(given: list[Decided], firewall_states: frozenset[str]) -> AudienceSpec:
    organisations = [row.recipient_organisations or {} for row in given]
    scopes = [row.country_scope or {} for row in given]
    return AudienceSpec(
        firewall_states=firewall_states,
        except_countries=_union(s["countries"] for s in scopes if s.get("scope") == CountryScope.EXCEPT),
        only_countries=_common(s["countries"] for s in scopes if s.get("scope") == CountryScope.ONLY),
        except_organisations=_union(o.get("except", []) for o in organisations),
        only_organisations=_common(o["only"] for o in organisations if o.get("only")),
    )


def _union(parts: Iterable[Iterable[str]]) -> frozenset[str]:
    return frozenset(item for part in parts for item in part)


def _common(parts: Iterable[Iterable[str]]) -> frozenset[str]:
    """What every part names; where they have nothing in common, a name nobody bears: an empty set would admit all."""
    named = [frozenset(part) for part in parts]
    if not named:
        return frozenset()
    return frozenset.intersection(*named) or frozenset({NOBODY_AT_ALL})
