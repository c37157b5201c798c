"""How many different records one reader, and all readers of an organisation, may open in an hour and in a day.

Whoever may read much may not read everything quickly (FW-BULK).  Opening the same record again costs nothing, so work
on the day's cases goes on when the budget is spent.  Counted in PostgreSQL by its own clock; system jobs, which have
written rules, are not counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accessctl.actor import Actor
from accessctl.models import OpenedRecord, Record
from registry.lib.errors import TooMany

HOUR = 3600
KEPT = timedelta(days=2)
# One statement: what is new now is not yet visible to the counts, so it is added to them.
_SPEND = """
    WITH fresh AS (
        INSERT INTO accessctl_openedrecord (reader, organisation, record, day)
        SELECT %(reader)s, %(organisation)s, record, current_date FROM unnest(%(records)s::uuid[]) AS record
        ON CONFLICT DO NOTHING RETURNING record
    ), held AS (
        SELECT reader, record, at FROM accessctl_openedrecord
        WHERE organisation = %(organisation)s AND day = current_date
    )
    SELECT (SELECT count(*) FROM fresh),
        (SELECT count(*) FROM fresh WHERE record NOT IN (SELECT record FROM held)),
        count(*) FILTER (WHERE reader = %(reader)s AND at > now() - interval '1 hour'),
        count(*) FILTER (WHERE reader = %(reader)s),
        count(DISTINCT record)
    FROM held"""


class BudgetSpent(TooMany):
    code = "budget_spent"
    template = _(
        "You have opened more records than one person needs in this time, so no further one opens for now. Records you "
        "opened today stay open to you. Your data-protection officer sees this and can help."
    )


def spend(actor: Actor, records: Sequence[Record]) -> None:
    """Count the opening of these records.  Raises BudgetSpent: the caller's transaction then counts nothing."""
    if actor.is_system or actor.organisation_id is None:
        return
    values: dict[str, Any] = {
        "reader": actor.pseudonym,
        "organisation": actor.organisation_id,
        "records": [row.pk for row in records],
    }
    with connection.cursor() as cursor:
        cursor.execute(_SPEND, values)
        fresh, new_to_all, in_hour, in_day, by_all = cursor.fetchone()
    person = settings.BUDGET_OF_CLIENT if actor.client else settings.BUDGET_OF_PERSON
    too_many = in_hour + fresh > person // 2 or in_day + fresh > person
    if (fresh and too_many) or (new_to_all and by_all + new_to_all > settings.BUDGET_OF_ORGANISATION):
        raise BudgetSpent(retry_after=HOUR)


def forget() -> int:
    """Delete what no budget counts any more."""
    count, _models = OpenedRecord.objects.filter(at__lt=Now() - KEPT).delete()
    return count
