"""The small dictionary of audiences: which sets of exceptions exist, and which of them admit an actor.

A record names its audience by number, so a stolen database does not say who fears whom.  What the numbers mean is
held in clear by this process for a minute at most.
"""

from __future__ import annotations

import time
from uuid import UUID

from django.db import connection
from django.db.models import Max

from accessctl import vault
from accessctl.clear import reveal
from accessctl.consent import AudienceSpec
from accessctl.models import Audience, Organisation
from accessctl.rings import Ring

NO_EXCEPTIONS = 0
CACHE_SECONDS = 60
_NUMBERING_LOCK = 0x41554449


class _Held:
    """Specs in clear by the key-store record of their row.

    Never by number: a number handed out in a transaction that was rolled back is handed out again, to another spec.
    """

    def __init__(self) -> None:
        self.since = time.monotonic()
        self.specs: dict[UUID, AudienceSpec] = {}

    def of(self, rows: dict[int, UUID]) -> dict[int, AudienceSpec]:
        known = self.specs
        if time.monotonic() - self.since > CACHE_SECONDS:
            known, self.since = {}, time.monotonic()
        opened = {}
        if missing := [number for number, record in rows.items() if record not in known]:
            opened = {clear.record: clear.spec for clear in reveal(list(Audience.objects.filter(pk__in=missing)))}
        # One assignment: another thread sees the old dictionary or the new one, whole.
        self.specs = known = {record: known[record] for record in rows.values() if record in known} | opened
        return {number: known[record] for number, record in rows.items() if record in known}


_held = _Held()


def specs() -> dict[int, AudienceSpec]:
    """Every audience by number."""
    return _held.of(dict(Audience.objects.values_list("pk", "record")))


def spec_of(number: int) -> AudienceSpec:
    """The exceptions a number stands for."""
    return AudienceSpec() if number == NO_EXCEPTIONS else specs()[number]


def forget() -> None:
    """Drop what this process holds in clear."""
    _held.specs = {}


def number_of(spec: AudienceSpec) -> int:
    """The number of an audience, made if it is new; 0 when there is no exception.  Call inside a transaction."""
    if not spec:
        return NO_EXCEPTIONS
    if number := _find(spec):
        return number
    with connection.cursor() as cursor:  # two writers must not number the same audience twice
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBERING_LOCK])
    if number := _find(spec):
        return number
    last: int = Audience.objects.aggregate(last=Max("pk"))["last"] or NO_EXCEPTIONS
    row = Audience(pk=last + 1, spec=spec)
    vault.enrol(row.record, vault.DEPLOYMENT_ORGANISATION, [Ring.PROTECTION])
    row.save(force_insert=True)
    return last + 1


def _find(spec: AudienceSpec) -> int | None:
    return next((number for number, known in specs().items() if known == spec), None)


def admitting(organisation: Organisation) -> list[int]:
    """The numbers of the audiences that admit an organisation, 0 included."""
    return [NO_EXCEPTIONS, *(number for number, spec in specs().items() if admits(spec, organisation))]


def admits(spec: AudienceSpec, organisation: Organisation) -> bool:
    """Whether exceptions let an organisation see: FW-ORIGIN first, then the family's own narrowing."""
    if organisation.states & spec.firewall_states:
        return False
    identity = str(organisation.pk)
    if organisation.country in spec.except_countries or identity in spec.except_organisations:
        return False
    if spec.only_countries and organisation.country not in spec.only_countries:
        return False
    return not spec.only_organisations or identity in spec.only_organisations
