"""The evidence lines, in the order in which they are shown."""

from __future__ import annotations

from matching.engine.compare.age import Age, Birth
from matching.engine.compare.base import AM_ALIVE, AM_AM, AM_PM, PM_PM, SIDES, Line, Outcome
from matching.engine.compare.companions import Companions
from matching.engine.compare.events import Incident, Reporter
from matching.engine.compare.lag import ContactDay, Lag
from matching.engine.compare.looks import Build, Looks
from matching.engine.compare.marks import Marks
from matching.engine.compare.medical import Medical
from matching.engine.compare.names import Names
from matching.engine.compare.origin import Origin
from matching.engine.compare.papers import Papers
from matching.engine.compare.parts import Parts
from matching.engine.compare.place import Where
from matching.engine.compare.sex import Sex
from matching.engine.compare.smile import Smile
from matching.engine.compare.stature import Stature
from matching.engine.compare.teeth import Teeth
from matching.engine.compare.things import Things

LINES: tuple[Line, ...] = (
    Sex(), Age(), Birth(), Stature(), Build(), Looks(), Lag(), ContactDay(), Where(), Incident(), Companions(),
    Marks(), Medical(),
    Smile(), Teeth(), Origin(), Names(), Papers(), Things(), Reporter(), Parts(),
)  # fmt: skip


def lines_of(task: str) -> tuple[Line, ...]:
    """The lines that take part in a task."""
    return tuple(line for line in LINES if task in line.tasks)


__all__ = ["AM_ALIVE", "AM_AM", "AM_PM", "LINES", "PM_PM", "SIDES", "Line", "Outcome", "lines_of"]
