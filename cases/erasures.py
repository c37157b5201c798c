"""What erasing does to the tables of this app; the rows of a case's own rings go with it by themselves."""

from __future__ import annotations

from accessctl.erasure.steps import Derived, Step, erasable, register
from cases.models import Case, Whereabouts
from cases.services.erasing import count_entries, count_merged, count_told, drop_entries, drop_told, let_merged_go

erasable(Case, "case.erased")
erasable(Whereabouts, "whereabouts.erased")
register(Case, Step(Derived.QUEUED, count_merged, let_merged_go))
register(Whereabouts, Step(Derived.FEEDBACK, count_told, drop_told))
register(Case, Step(Derived.INCIDENTS, count_entries, drop_entries))
