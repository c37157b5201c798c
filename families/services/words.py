"""What taking back all they agreed to does to the words of a relative, while others of the family go on.

What only they told leaves the search and stays kept, until they come back or have it erased; what was noted of talks
with them goes for good, and that there was a talk stays.  An end by time is no decision of anybody and does neither.
What they wish not to be used for now leaves the search as well, and nothing is forgotten.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone

from cases.models import Case
from cases.services import told
from cases.services.statements import write_left_out
from families.codes import ConsentState
from families.models import ConsentTaking, FeedbackTalk, Relative, RightsRequest
from families.services.effect import in_force, kept_back


def follow(case: Case, consents: list[Any]) -> None:
    """Make what is searched with, and what is kept of talks, equal to the consents of a case, given in clear."""
    now = timezone.now()
    standing = {row.pk for row in in_force(consents, now)}
    held = {row.pk for row in kept_back(consents, now)}
    ended = {row.supersedes_id for row in consents if row.state == ConsentState.WITHDRAWN}
    given: dict[UUID, set[UUID]] = {}
    for relative, consent in ConsentTaking.objects.filter(case=case).values_list("given_by", "consent"):
        given.setdefault(relative, set()).add(consent)
    relatives = list(Relative.objects.filter(case=case))
    gone = [row for row in relatives if given.get(row.pk, set()) & ended and not given[row.pk] & (standing | held)]
    forget_words(case, gone, of_all=bool(ended) and not standing | held)
    wishing = {row.relative_id for row in RightsRequest.objects.filter(case=case, lifted_at=None) if row.keeps_back}
    unused = [row for row in relatives if not given.get(row.pk, set()) & standing]
    gone += [row for row in unused if row.pk in wishing or given.get(row.pk, set()) & held]
    # Where nothing stands, the case itself is closed to everybody else.
    kept = {row.source_id for row in relatives if row not in gone or not standing}
    if write_left_out(case, {row.source_id: row.source_id not in kept for row in relatives}):
        told.write_shown(case)


def forget_words(case: Case, relatives: list[Relative], *, of_all: bool = False) -> None:
    """Of talks with these relatives, or with the family as a whole, the day and the kind alone stay."""
    talks = FeedbackTalk.objects.filter(case=case)
    (talks if of_all else talks.filter(relative__in=relatives)).update(words=None, interpreter=None)
