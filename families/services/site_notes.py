"""Notes of a site of missing people, kept as what each of their writers says, beside what others say.

SECURITY: a status is a stranger's word.  It becomes a sentence that says so; no state, no fate and no code follows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessctl.actor import Actor
from accessctl.clear import reveal
from cases.codes import CollectionMethod, SourceKind, StatementTopic
from cases.models import Case, CaseSource, CaseStatement
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

    What is held already is not said twice; what was left out with a table that was taken back is taken in again.
    Raises what `state` raises.
    """
    done, held = list[str](), _held(case)
    for note in notes:
        source, entry = _source(note), entry_of(note)
        key = source.described, source.collected_on, entry.circumstances_text
        if not entry.circumstances_text:
            continue
        if key not in held:
            held[key] = state(actor=writer, case_ref=case.ref, source=source, entry=entry)
            done.append(str(held[key].pk))
        elif held[key].taken_back_at is not None:
            _step("take_in", writer, case, held[key].pk)
            done.append(str(held[key].pk))
    return done


def _held(case: Case) -> dict[tuple[str, date | None, str], Any]:
    """The sources of a case that are such notes, by who wrote them, the day and the words."""
    rows = CaseSource.objects.filter(case=case, kind=SourceKind.IMPORT_PARTNER, information=DOUBTFUL)
    known = {row.pk: row for row in reveal(list(rows))}
    said = CaseStatement.objects.filter(source__in=list(known), topic=StatementTopic.CIRCUMSTANCES)
    return {
        (known[row.source_id].described, known[row.source_id].collected_on, row.circumstances_text):
        known[row.source_id] for row in reveal(list(said))
    }  # fmt: skip


def take_out(writer: Actor, case: Case, sources: Iterable[str]) -> None:
    """Leave what these sources say out of the search.  Raises NotFound, Forbidden."""
    for key in sources:
        _step("leave_out", writer, case, key)


def _step(step: str, writer: Actor, case: Case, source: UUID | str) -> None:
    take_step(step, actor=writer, case_ref=case.ref, is_meant=lambda one: str(one) == str(source))


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
