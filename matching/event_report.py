"""The exit report of an event: what was done, counts, and who worked on it.  No person is in it, by name or reference.

Counts are those of the files that the reader's organisation sees, and say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.policy import Action
from cases.dvi import selectors as events
from cases.dvi.codes import MemberState, Population
from cases.dvi.selectors import EventWork, Phase
from cases.models import DviEvent
from matching import event_board
from matching.event_outcomes import Outcomes, outcomes

OF_OUTCOMES = (
    "read", "identified", "samples_taken", "samples_pending", "samples_reported", "days_median", "days_longest",
)  # fmt: skip
Line = tuple[str, str | Promise, int | None]


@dataclass(frozen=True)
class Report:
    """lines: code, words and count (None: not known) in the order of the work."""

    event: DviEvent
    incident: str
    made_at: datetime
    made_for: str
    population: Population
    organisations: list[str]
    lines: list[Line]
    outcomes: Outcomes
    phases: list[Phase]
    compared_at: datetime | None


@transaction.atomic
def report(actor: Actor, ref: str) -> Report:
    """The report as the reader's organisation sees the event; making it is journalled.  Raises NotFound, Forbidden."""
    event = door.fetch(actor, DviEvent, Action.ATTEND, ref=ref)
    work = events.event_work(actor, ref)
    board = event_board.sheet(actor, ref)
    journal.record(actor, "event.report_made", event)
    joined = [one.organisation.name for one in work.members if one.state == MemberState.JOINED]
    return Report(
        work.event, work.incident.ref, timezone.now(), actor.organisation.name if actor.organisation else "",
        Population(work.file.population) if work.file else Population.OPEN, [work.event.owner.name, *joined],
        _lines(actor, work, board), outcomes(actor, event), work.phases, board.board.made_at if board.board else None,
    )  # fmt: skip


def _lines(actor: Actor, work: EventWork, board: event_board.Sheet) -> list[Line]:
    standing = event_board.standing(board)
    steps = [task for phase in work.phases for task in phase.tasks]
    file = work.file
    return [
        ("aboard_low", _("People there, at least"), file.aboard_low if file else None),
        ("aboard_high", _("People there, at most"), file.aboard_high if file else None),
        ("survivors_counted", _("Survivors counted by the source"), work.survivors.counted),
        ("names_heard", _("Names heard"), work.heard),
        ("names_with_case", _("Names heard with a case"), work.linked),
        ("am_files", _("AM files"), event_board.cases_of(actor, work.event).count()),
        ("pm_files", _("PM files"), event_board.remains_of(actor, work.event).count()),
        ("am_compared", _("AM files in the comparison"), standing.cases),
        ("pm_compared", _("PM files in the comparison"), standing.remains),
        ("confirmed", _("Pairs that an authority confirmed"), standing.confirmed),
        ("hypotheses", _("Pairs that reviewers of both sides hold for one person"), standing.hypotheses),
        ("am_open", _("Missing people not accounted for"), len(standing.open_cases)),
        ("pm_open", _("Remains without a person"), len(standing.open_remains)),
        ("conflicts", _("Conflicts"), len(event_board.conflicts(board))),
        ("steps_over", _("Steps of the work that are over"), sum(phase.over for phase in work.phases)),
        ("steps", _("Steps of the work"), len(steps)),
    ]


def as_data(made: Report) -> dict[str, object]:
    """The same for programs."""
    return {
        "event": made.event.ref, "incident": made.incident, "state": made.event.state, "made_at": made.made_at,
        "made_for": made.made_for, "population": made.population.value, "organisations": made.organisations,
        "compared_at": made.compared_at, "since": made.event.created_at, "closed_at": made.event.closed_at,
        "counts": {code: count for code, _words, count in made.lines},
        "outcomes": {
            **{name: getattr(made.outcomes, name) for name in OF_OUTCOMES},
            "methods": {code: count for code, _words, count in made.outcomes.methods},
            "states": {code: count for code, _words, count in made.outcomes.states},
        },
        "steps": [
            {"task": task.code.value, "state": task.state.value, "at": task.at, "by": task.by}
            for phase in made.phases for task in phase.tasks
        ],
    }  # fmt: skip
