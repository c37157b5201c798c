"""All AM or all PM files of an event as one document, for one stated purpose: at most a page of files at a time.

SECURITY: each file is opened by the same function as alone, journalled for its record, ring by ring; a file that is
closed to the reader is named as closed and nothing of it is opened.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.policy import Action
from cases.dvi.am_file import am_file
from cases.dvi.paper import Paper
from cases.models import DviEvent
from matching import event_board
from matching.event_board import FilePage
from registry.lib.errors import Forbidden, NotFound
from remains.pm_file import pm_file

SIDES: Final[dict[str, tuple[Callable[..., Any], Callable[[Actor, str, Purpose], Paper]]]] = {
    "am": (event_board.cases_of, am_file), "pm": (event_board.remains_of, pm_file),
}  # fmt: skip


@dataclass(frozen=True)
class Papers:
    """closed: (reference, who holds it) of the files that are not open to the reader."""

    event: DviEvent
    side: str
    files: list[Paper] = field(default_factory=list)
    closed: list[tuple[str, str]] = field(default_factory=list)


def listed(actor: Actor, ref: str, side: str, after: str = "") -> tuple[DviEvent, FilePage]:
    """The event and the page of its files that one document would hold.  Raises NotFound, Forbidden."""
    event = door.fetch(actor, DviEvent, Action.ATTEND, ref=ref)
    if side not in SIDES:
        raise NotFound()
    return event, event_board.page_of_files(SIDES[side][0](actor, event), after)


def papers(actor: Actor, ref: str, side: str, purpose: Purpose, after: str = "") -> Papers:
    """The files of that page, opened one by one.  Raises NotFound, Forbidden, BudgetSpent."""
    event, page = listed(actor, ref, side, after)
    event_board.note_reading(actor, page.rows)
    made = Papers(event, side)
    for row in page.rows:
        try:
            made.files.append(SIDES[side][1](actor, row.ref, purpose))
        except (Forbidden, NotFound):  # the purpose opens less than the work on the event does
            made.closed.append((row.ref, row.owner.name))
    journal.record(
        actor, "event.papers_made", event, purpose=purpose.value, side=side, files=len(made.files),
        closed=len(made.closed),
    )  # fmt: skip
    return made
