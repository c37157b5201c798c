"""The small dictionary of audiences: which sets of exceptions exist, and which of them admit an actor."""

from __future__ import annotations

import time

from django.db import connection, transaction

from accessctl import vault
from accessctl.clear import reveal
from accessctl.consent import AudienceSpec
from accessctl.models import Audience, Organisation
from accessctl.rings import Ring

NO_EXCEPTIONS = 0
_CACHE_SECONDS = 60
_LOCK_KEY = 0x41554449  # advisory lock of the numbering
_held: dict[int, AudienceSpec] = {}
_held_since = 0.0


def specs() -> dict[int, AudienceSpec]:
    """Every audience by number, opened at most once a minute."""
    global _held_since
    if time.monotonic() - _held_since > _CACHE_SECONDS:
        _held.clear()
        _held_since = time.monotonic()
    ids = set(Audience.objects.values_list("pk", flat=True))
    for gone in _held.keys() - ids:
        _held.pop(gone, None)
    if missing := ids - _held.keys():
        rows = list(Audience.objects.filter(pk__in=missing))
        _held.update({row.pk: clear.spec for row, clear in zip(rows, reveal(rows), strict=True)})
    return dict(_held)


def forget() -> None:
    """Drop what this process holds in clear."""
    _held.clear()


def number_of(spec: AudienceSpec) -> int:
    """The number of an audience, made if it is new; 0 when there is no exception.  Call inside a transaction."""
    if not spec:
        return NO_EXCEPTIONS
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK_KEY])
    for number, known in specs().items():
        if known == spec:
            return number
    row = Audience()
    vault.enrol(row.record, vault.DEPLOYMENT_ORGANISATION, [Ring.PROTECTION])
    row.spec = spec
    row.save()
    transaction.on_commit(forget)
    return row.pk


def admitting(organisation: Organisation) -> list[int]:
    """The numbers of the audiences that admit an organisation, 0 included."""
    return [NO_EXCEPTIONS, *(number for number, spec in specs().items() if admits(spec, organisation))]


def admits(spec: AudienceSpec, organisation: Organisation) -> bool:
    """Whether exceptions let an organisation see: FW-ORIGIN first, then the family's own narrowing."""
    if organisation.answers_to in spec.firewall_states or organisation.under_state_control in spec.firewall_states:
        return False
    identity = str(organisation.pk)
    if organisation.country in spec.except_countries or identity in spec.except_organisations:
        return False
    if spec.only_countries and organisation.country not in spec.only_countries:
        return False
    return not spec.only_organisations or identity in spec.only_organisations
