"""What a partner's own system calls a record, and what it last said of it: the same number is the same record."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext_lazy

from accessctl import door
from accessctl.actor import Actor
from accessctl.clear import Clear, reveal
from cases.imports.headings import plain
from cases.imports.meanings import MOST_KEPT, Meanings
from cases.models import KeptColumns, Origin
from cases.services import on_paper
from registry.lib.errors import Conflict

AT_ONCE: Final = 500
_SUBMISSION: Final = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class NotYours(Conflict):
    code = "case_of_others"
    template = gettext_lazy(
        "This number is of a record that you may not change: it was handed on, or colleagues answer for it."
    )


def digest(table: type[Origin], writer: Actor, system: str, number: str) -> str:
    """Of a number as the writer's organisation has it from a partner: keyed, and nothing is read from it."""
    return on_paper.digest(table.KEYED_FOR, f"{writer.organisation_id}\n{plain(system)}\n{number}")


def origins_of(
    table: type[Origin], writer: Actor, system: str, numbers: Iterable[str]
) -> tuple[dict[str, Clear], set[str]]:
    """What is known of these numbers of a partner, by number, of records that the writer may change; those of others.

    The writer's organisation gave all of them, so that it learns of nothing but its own: records that were handed on.
    """
    by_digest = {
        digest(table, writer, system, kept): number for number in numbers if number for kept in _kept_as(number)
    }
    root: Any = table._meta.get_field(table.RECORD).related_model
    mine = door.visible(writer, root, door.Action.CHANGE).filter(owner=writer.organisation_id)
    key = f"{table.RECORD}_id"
    found, others, digests = dict[str, Clear](), set[str](), list(by_digest)
    for start in range(0, len(digests), AT_ONCE):
        some = table._default_manager.filter(digest__in=digests[start : start + AT_ONCE])
        rows = list(some.select_related(table.RECORD))
        held = set(mine.filter(pk__in=[getattr(row, key) for row in rows]).values_list("pk", flat=True))
        known = reveal([row for row in rows if getattr(row, key) in held], "said")
        found |= {by_digest[row.digest]: row for row in known}
        others |= {by_digest[row.digest] for row in rows if getattr(row, key) not in held}
    return found, others


def _kept_as(number: str) -> tuple[str, ...]:
    """A number, and as it was kept in earlier days where it is that of a submission of a form for phones."""
    return (f"uuid:{number}", number) if _SUBMISSION.fullmatch(number) else (number,)


def remembered(table: type[KeptColumns], actor: Actor, system: str) -> KeptColumns:
    """How the partner's tables were read the last time; empty where none came yet."""
    return table._default_manager.filter(organisation=actor.organisation_id, system=system).first() or table()


def remember(
    table: type[KeptColumns], actor: Actor, system: str, columns: dict[str, str], words: Meanings, unsaid: Meanings
) -> None:
    """Keep how a partner's table was read.  unsaid: words whose meaning was taken back of this table.

    What was said meanwhile of another table of the partner stays, as far as there is room.
    """
    if actor.organisation is None:
        return
    kept = table._default_manager.select_for_update().filter(organisation=actor.organisation, system=system).first()
    before = kept.words if kept is not None else {}
    joined = {name: {**before.get(name, {}), **words.get(name, {})} for name in {*before, *words}}
    joined = {
        name: {word: code for word, code in of.items() if word not in unsaid.get(name, {})}
        for name, of in joined.items()
    }  # fmt: skip
    has_room = sum(map(len, joined.values())) <= MOST_KEPT
    table._default_manager.update_or_create(
        organisation=actor.organisation, system=system,
        defaults={"columns": dict(columns), "words": joined if has_room else words},
    )  # fmt: skip
