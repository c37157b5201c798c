"""Notes of a site of missing people, kept as what each of their writers says, beside what others say.

SECURITY: a status is a stranger's word.  It becomes a sentence that says so; no state, no fate and no code follows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessctl.actor import Actor
from cases.codes import CollectionMethod, SourceKind
from cases.models import Case
from cases.services import CaseEntry
from cases.services.statements import DESCRIBED, NewSource
from cases.services.told import DOUBTFUL
from families.exchange.cells import Note
from families.services.following import state, take_step

NEWS: Final[dict[str, str | Promise]] = {
    "believed_alive": gettext_lazy("Unconfirmed news, checked by nobody: somebody wrote that the person is alive."),
    "believed_dead": gettext_lazy("Unconfirmed news, checked by nobody: somebody wrote that the person is dead."),
    "is_note_author": gettext_lazy("Unconfirmed news, checked by nobody: somebody wrote that they are the person."),
}


def entry_of(note: Note) -> CaseEntry:
    """What a note says, as a statement holds it."""
    said = [str(NEWS.get(note.status, "")), note.text, note.place]
    return CaseEntry(circumstances_text="\n".join(filter(None, said)))


def write(writer: Actor, case: Case, notes: Iterable[Note]) -> list[str]:
    """State each note in the name of whoever wrote it; returns the keys of the sources, to take them out again.

    Raises what `state` raises.
    """
    return [
        str(state(actor=writer, case_ref=case.ref, source=_source(note), entry=entry_of(note)).pk) for note in notes
    ]


def take_out(writer: Actor, case: Case, sources: Iterable[str]) -> None:
    """Leave what these sources say out of the search.  Raises NotFound, Forbidden."""
    for key in sources:
        take_step("leave_out", actor=writer, case_ref=case.ref, is_meant=lambda one, key=key: str(one) == key)  # type: ignore[misc]


def _source(note: Note) -> NewSource:
    who = _("A note on a site of missing people, by %(by)s") % {"by": note.by or _("somebody")}
    try:
        day = date.fromisoformat(note.day)
    except ValueError:
        day = None
    return NewSource(
        kind=SourceKind.IMPORT_PARTNER, method=CollectionMethod.IMPORT, described=who[:DESCRIBED], collected_on=day,
        information=DOUBTFUL,
    )  # fmt: skip
