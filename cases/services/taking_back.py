"""Taking back what an import saved: what nobody but the import ever wrote is deleted, several at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.clear import Clear
from accessctl.erasure import burial, steps
from accessctl.models import Record

RecordT = TypeVar("RecordT", bound=Record)


def delete_new(writer: Actor, job: Actor, root: type[RecordT], rows: Sequence[Clear], decided: burial.Decision) -> int:
    """Delete what rows of an import newly made, unless somebody worked on it since; returns how many stayed.

    writer: whoever handed the file in, who must still be able to change them; job: in whose name they are deleted.
    What was erased meanwhile did not stay.  Call in a transaction.
    """
    new = [row.payload for row in rows if not row.payload["before"]]
    versions = {row["ref"]: row["version"] for row in new}
    mine = door.visible(writer, root, door.Action.CHANGE).filter(ref__in=list(versions))
    found = list(mine.select_for_update(of=("self",)).order_by("pk"))
    # SECURITY: most of what people do for a family leaves the version of the case as it is.  Asked once the records are
    # locked: who writes a row of one meanwhile waits, and whose row is written was there to be seen.
    worked_on = journal.worked_on({row["ref"]: row["last"] for row in new})
    same = [row for row in found if row.ref not in worked_on and row.version == versions[row.ref]]
    obstructed = steps.obstructed(same, decided.reason)
    burial.bury_all(job, [row for row in same if row.pk not in obstructed], decided)
    closed = set(versions) - {row.ref for row in found}
    still = door.visible(writer, root).filter(ref__in=closed).count() if closed else 0
    return len(found) - len(same) + len(obstructed) + still
