"""Readers who stand out: each one's last four weeks beside their own past and their colleagues' four weeks.

Records opened one by one count, lists do not.  A sign is a reason to ask somebody, never a finding; each says its
figures, so that the reader can answer.  Metadata of the journal only, no record is opened.  One pass of the database
per question, whatever the number of readers.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from accessctl import door, history
from accessctl.actor import Actor
from accessctl.models import JournalEntry

WINDOW_DAYS = 28
PAST_WEEKS = 8
FEW = 10  # below this many records nothing is unusual
TIMES = 3  # this many times the usual is unusual
FEW_COLLEAGUES = 3  # a median of fewer says nothing
LEFT_SHARE = 0.5  # of the records opened, none of which the reader did anything with
REFUSALS = 5
NIGHT_RECORDS = 5
WEEK = timedelta(days=7)

# What every question begins with: the entries the door shows, and of them the records opened by themselves.  A list
# that shows names is an entry of many records: whoever pages through lists has not looked at each.
_TABLES = """
    WITH seen AS ({scope}), opened AS (
        SELECT actor, at, refs[1] AS ref FROM seen
        WHERE action = 'ring.read' AND decision = 'allowed' AND cardinality(refs) = 1
    )"""
_DAYS = """
    SELECT actor, (at AT TIME ZONE 'UTC')::date, count(DISTINCT ref) FROM opened GROUP BY 1, 2"""
_WEEKS = """
    SELECT actor, floor(extract(epoch FROM %s - at) / 604800)::int, count(DISTINCT ref) FROM opened GROUP BY 1, 2"""
_HOURS = """
    SELECT actor, extract(hour FROM at AT TIME ZONE 'UTC')::int, at >= %s, count(DISTINCT ref)
    FROM opened GROUP BY 1, 2, 3"""
_LEFT = """
    , touched AS (
        SELECT actor, ref,
            bool_or(action = 'ring.read' AND decision = 'allowed' AND cardinality(refs) = 1 AND at >= %s) AS is_opened,
            bool_or(action <> 'ring.read' AND decision = 'allowed') AS is_worked_on
        FROM seen, unnest(refs) AS ref GROUP BY 1, 2
    )
    SELECT actor, count(*), count(*) FILTER (WHERE NOT is_worked_on) FROM touched WHERE is_opened GROUP BY 1"""
_REFUSED = """
    SELECT actor, count(*) FROM seen WHERE decision = 'denied' AND at >= %s GROUP BY 1"""


@dataclass
class Reader:
    """One person or partner system.  days: distinct records on each of the last 28 days, oldest first."""

    pseudonym: str
    name: history.Words = ""
    organisation: str = ""
    days: list[int] = field(default_factory=lambda: [0] * WINDOW_DAYS)
    weeks: dict[int, int] = field(default_factory=dict)
    records: int = 0
    left: int = 0
    refused: int = 0
    new_hours: int = 0
    signs: list[str] = field(default_factory=list)

    @property
    def usual_week(self) -> float:
        """The median of the weeks in which they read anything, before this one."""
        return median([count for week, count in self.weeks.items() if week > 0] or [0])


class _Readers(dict[str, Reader]):
    """By pseudonym; one who was not met yet is made."""

    def __missing__(self, pseudonym: str) -> Reader:
        self[pseudonym] = reader = Reader(pseudonym)
        return reader


def report(actor: Actor, *, now: datetime | None = None) -> list[Reader]:
    """Everybody who read in the last four weeks, those with most signs first; only what the actor's journal shows."""
    now = now or timezone.now()
    recent = now - timedelta(days=WINDOW_DAYS)
    scope = door.visible(actor, JournalEntry).filter(at__gte=now - PAST_WEEKS * WEEK, at__lte=now)
    readers = _Readers()
    _count_days(readers, scope, now.date())
    for who, week, count in _rows(_WEEKS, scope, now):
        readers[who].weeks[week] = count
    for who, records, left in _rows(_LEFT, scope, recent):
        readers[who].records, readers[who].left = records, left
    for who, count in _rows(_REFUSED, scope, recent):
        readers[who].refused = count
    _count_hours(readers, scope, recent)
    people = {who: reader for who, reader in readers.items() if not who.startswith("system:")}
    found = [reader for reader in people.values() if reader.records or reader.refused]
    _name(actor, people, scope)
    _signs(found)
    return sorted(found, key=lambda reader: (-len(reader.signs), -reader.records, str(reader.name)))


def _rows(query: str, scope: Any, *values: datetime) -> list[tuple[Any, ...]]:
    narrow = scope.order_by().values("actor", "organisation", "at", "action", "decision", "refs")
    sql, parameters = narrow.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_TABLES.format(scope=sql) + query, [*parameters, *values])
        return list(cursor.fetchall())


def _count_days(readers: _Readers, scope: Any, today: date) -> None:
    for who, day, count in _rows(_DAYS, scope):
        ago = (today - day).days
        if 0 <= ago < WINDOW_DAYS:
            readers[who].days[WINDOW_DAYS - 1 - ago] = count


def _count_hours(readers: _Readers, scope: Any, recent: datetime) -> None:
    """Records opened at hours of the day, in UTC, at which the reader never read before."""
    known: defaultdict[str, set[int]] = defaultdict(set)
    fresh: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for who, hour, is_recent, count in _rows(_HOURS, scope, recent):
        if is_recent:
            fresh[who][hour] = count
        else:
            known[who] |= {(hour - 1) % 24, hour, (hour + 1) % 24}
    for who, hours in known.items():
        readers[who].new_hours = sum(count for hour, count in fresh[who].items() if hour not in hours)


def _name(actor: Actor, readers: dict[str, Reader], scope: Any) -> None:
    """Own people by name, others by their organisation, as the journal names them."""
    latest = scope.filter(actor__in=readers).order_by("actor", "-id").distinct("actor")
    for entry, line in zip(latest, history.lines(actor, latest), strict=True):
        readers[entry.actor].name, readers[entry.actor].organisation = line.by, line.organisation


def _signs(readers: list[Reader]) -> None:
    readers = list(readers)
    for reader in readers:
        colleagues = [
            other.records for other in readers if other is not reader and other.organisation == reader.organisation
        ]
        reader.signs = [str(sign) for sign in _signs_of(reader, colleagues) if sign]


def _signs_of(reader: Reader, colleagues: list[int]) -> list[str]:
    this_week, usual = reader.weeks.get(0, 0), reader.usual_week
    theirs = median(colleagues) if len(colleagues) >= FEW_COLLEAGUES else None
    signs: list[str] = []
    if usual and this_week >= FEW and this_week > TIMES * usual:
        said = gettext("%(count)d records in the last seven days, where %(usual)d are usual for this reader.")
        signs.append(said % {"count": this_week, "usual": round(usual)})
    if theirs is not None and reader.records >= FEW and reader.records > TIMES * theirs:
        said = gettext("%(count)d records in four weeks, where half of the colleagues opened %(theirs)d or fewer.")
        signs.append(said % {"count": reader.records, "theirs": round(theirs)})
    if reader.records >= FEW and reader.left >= LEFT_SHARE * reader.records:
        said = gettext("%(left)d of %(count)d records were opened and nothing was done with them.")
        signs.append(said % {"left": reader.left, "count": reader.records})
    if reader.new_hours >= NIGHT_RECORDS:
        said = gettext("%(count)d records at hours of the day at which this reader never read before.")
        signs.append(said % {"count": reader.new_hours})
    if reader.refused >= REFUSALS:
        said = ngettext("%(count)d try was refused.", "%(count)d tries were refused.", reader.refused)
        signs.append(said % {"count": reader.refused})
    return signs
