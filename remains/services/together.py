"""One step of custody for several remains at once: each gets its own, and either all of them or none.

Who hands over and who receives are two people for each of them, as for one; what one of them refuses is said at it.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessctl import door
from accessctl.actor import Actor
from registry.lib.errors import Forbidden, Invalid
from remains.custody.codes import CustodyKind
from remains.models import CustodyEvent, Remains
from remains.services.custody import StepEntry, begin, write

MOST_TOGETHER = 100
# What is done with many at a time; a burial, a sample or a release is each somebody's own.
TOGETHER = (CustodyKind.STORED, CustodyKind.MOVED, CustodyKind.ADMITTED, CustodyKind.AUDITED)


class NoneTicked(Invalid):
    code = "none_ticked"
    template = gettext_lazy("Nobody is ticked. Go back, and tick those it is for.")


class TooManyTicked(Invalid):
    code = "too_many_ticked"
    template = gettext_lazy("At most %(most)s are done at once. Go back, and tick fewer.")


class NotTogether(Invalid):
    """refused: reference -> why that record refuses; what all refuse alike stands in `fields` alone."""

    code = "not_together"
    template = gettext_lazy("Nothing was written, for none of them.")

    def __init__(self, fields: dict[str, list[str]], refused: dict[str, list[str]]) -> None:
        self.refused = refused
        told = [f"{ref}: {' '.join(said)}" for ref, said in refused.items()]
        super().__init__(fields=fields | ({"": told} if told else {}))


@transaction.atomic
def add_steps(*, actor: Actor, refs: Sequence[str], entry: StepEntry) -> list[CustodyEvent]:
    """Write the same step for each of these remains.

    Raises NotFound, NoneTicked, TooManyTicked, NotTogether, Invalid where such a step is of one alone.
    """
    if entry.kind not in TOGETHER:
        raise Invalid(fields={"kind": [_("This step is written for each of them by itself.")]})
    found = [door.fetch(actor, Remains, ref=ref) for ref in named(refs)]
    for one in sorted(found, key=lambda one: one.pk):  # in one order, as everybody who locks several
        door.fetch(actor, Remains, ref=one.ref, lock=True)
    written: list[CustodyEvent] = []
    faults: dict[str, dict[str, list[str]]] = {}
    for one in found:
        try:
            written.append(write(begin(actor, one.ref, entry)))
        except Invalid as error:
            faults[one.ref] = {name: list(said) for name, said in error.fields.items()}
        except Forbidden:
            faults[one.ref] = {"": [_("This step is not yours to write here.")]}
    if faults:
        raise _told_apart(faults, len(found))
    return written


def named(refs: Sequence[str]) -> list[str]:
    """The references, each once.  Raises NoneTicked, TooManyTicked."""
    kept = list(dict.fromkeys(refs))
    if not kept:
        raise NoneTicked()
    if len(kept) > MOST_TOGETHER:
        raise TooManyTicked(most=MOST_TOGETHER)
    return kept


def _told_apart(faults: dict[str, dict[str, list[str]]], asked: int) -> NotTogether:
    """What all of them refuse alike is the form's; the rest is said at each."""
    alike = dict(next(iter(faults.values()))) if len(faults) == asked else {}
    for each in faults.values():
        alike = {name: said for name, said in alike.items() if name and each.get(name) == said}
    refused = {}
    for ref, each in faults.items():
        if own := [text for name, said in each.items() if name not in alike for text in said]:
            refused[ref] = own
    return NotTogether(alike, refused)
