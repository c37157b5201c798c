"""What live agreements open, asked of the database each time anew: an end or a suspension acts with the next request.

Written in SQL because every decision of the door asks it: as a queryset it took longer to compile than to run.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Self
from uuid import UUID

from django.db import connections, models
from django.db.models.expressions import RawSQL

from accessctl.rings import Ring
from accessctl.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    from accessctl.models.agreements import Agreement  # noqa: F401 - the type of the queryset's rows

# In force now, by the database's clock: begun, not ended, not suspended, signed by every party that has not withdrawn.
# One such party with an immigration function stops an agreement for all (FW-IMMIG).
LIVE = """
    agreement.suspended_at IS NULL
    AND agreement.valid_from <= statement_timestamp() AND agreement.valid_until > statement_timestamp()
    AND NOT EXISTS (
        SELECT FROM accessctl_agreementparty AS party
        JOIN accessctl_organisation AS body ON body.id = party.organisation_id
        WHERE party.agreement_id = agreement.id AND party.withdrawn_at IS NULL
        AND (party.signed_at IS NULL OR body.immigration_function)
    )"""
# Two that share: an agreement of which all but one withdrew is in force for nobody.
PAIR = """
    accessctl_agreementparty AS receives
    JOIN accessctl_agreement AS agreement ON agreement.id = receives.agreement_id
    JOIN accessctl_agreementparty AS gives ON gives.agreement_id = agreement.id
        AND gives.organisation_id <> receives.organisation_id
        AND gives.part IN ('provider', 'both') AND gives.withdrawn_at IS NULL
    WHERE receives.part IN ('receiver', 'both') AND receives.withdrawn_at IS NULL"""
LIVE_IDS = f"SELECT agreement.id FROM {PAIR} AND {LIVE}"  # noqa: S608 - fixed text
TERMS = """
    agreement.max_layer, agreement.compartments, agreement.covers_all, agreement.routes, agreement.countries,
    agreement.incidents, agreement.field_allow, agreement.field_deny, agreement.retention_days"""
MADE_TO_ONE = f"""
    SELECT array_agg(gives.organisation_id), {TERMS} FROM {PAIR}
    AND receives.organisation_id = %s AND agreement.purposes @> ARRAY[%s]::varchar[] AND {LIVE}"""  # noqa: S608
TO_ONE = f"{MADE_TO_ONE} GROUP BY {TERMS}"
OF_ONE_TO_ONE = f"{MADE_TO_ONE} AND gives.organisation_id = %s GROUP BY {TERMS}"
FROM_ONE = f"""
    SELECT receives.organisation_id, agreement.purposes, agreement.ref, ARRAY[gives.organisation_id], {TERMS}
    FROM {PAIR} AND gives.organisation_id = %s AND {LIVE}"""  # noqa: S608 - fixed text


class Share(NamedTuple):
    """What live agreements open of their providers' records on the same terms.  allow, deny: codes of parts."""

    providers: frozenset[UUID]
    max_layer: int
    compartments: frozenset[str]
    scope: Scope = EVERYTHING
    allow: frozenset[str] = frozenset()
    deny: frozenset[str] = frozenset()
    retention_days: int = 0

    def opens(self, ring: Ring) -> bool:
        return ring.layer <= self.max_layer and (not ring.compartment or ring.compartment in self.compartments)

    def of(self, provider: UUID) -> Share:
        """The same of one of its providers."""
        return self._replace(providers=frozenset({provider}))


class Offer(NamedTuple):
    """What one agreement, by its reference, opens to one organisation, and the purposes it is made for."""

    receiver: UUID
    purposes: frozenset[str]
    agreement: str
    share: Share


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def live(self) -> Self:
        """In force now (see LIVE)."""
        return self.filter(pk__in=RawSQL(LIVE_IDS, ()))  # noqa: S611 - fixed text

    def shares(self, receiver: UUID, purpose: str, provider: UUID | None = None) -> tuple[Share, ...]:
        """What live agreements open to an organisation for a purpose, in one query; of one provider, or of all."""
        if provider is None:
            return tuple(map(_share, self._rows(TO_ONE, receiver, purpose)))
        return tuple(map(_share, self._rows(OF_ONE_TO_ONE, receiver, purpose, provider)))

    def offers_of(self, provider: UUID) -> tuple[Offer, ...]:
        """What live agreements open of one organisation's records, to whom and for what, in one query."""
        return tuple(
            Offer(receiver, frozenset(purposes), agreement, _share(terms))
            for receiver, purposes, agreement, *terms in self._rows(FROM_ONE, provider)
        )

    def _rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with connections[self.db].cursor() as cursor:
            cursor.execute(sql, values)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows


def _share(row: Sequence[Any]) -> Share:
    providers, layer, letters, everything, *scoped, allow, deny, days = row
    scope = EVERYTHING if everything else Scope(False, *map(frozenset, scoped))
    return Share(frozenset(providers), layer, frozenset(letters), scope, frozenset(allow), frozenset(deny), days)
