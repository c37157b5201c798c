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
from accessctl.codes import BARRED_WHEN_FLAGGED
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
    with connection.cursor() as cursor:  # in SQL because every decision asks it
        cursor.execute("SELECT id, record FROM accessctl_audience")
        return _held.of(dict(cursor.fetchall()))


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


def admits(spec: AudienceSpec, organisation: Organisation, purpose: str = "", state_class: str = "") -> bool:
    """Whether exceptions let an organisation see: firewalls first, then the family's own narrowing.

    state_class: what a State body is toward the record; its narrowing binds it as that of its kind does.
    """
    identity, classes = str(organisation.pk), {organisation.kind, state_class}
    if spec.firewall_states and (organisation.states & spec.firewall_states or classes & BARRED_WHEN_FLAGGED):
        return False
    if identity in spec.parties:
        return False
    if not spec.admits(identity, organisation.country):
        return False
    uses = {(purpose, one) for one in classes}
    return all(one.admits(identity, organisation.country) for use, one in spec.narrowings if use in uses)
