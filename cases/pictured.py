"""What an image can belong to: the marks, teeth, things and grave of a record, each by the name of its row.

A name is that of a row (`accessctl.tokens`), which stays while what it says is corrected and is never given twice; a
tooth has its number, and the teeth as a whole a word.  What a reader may know of is decided by who opens the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accessctl.clear import Clear
from accessctl.tokens import token_of
from cases.pictures.mouth import tooth_name
from cases.presentation import item_line, mark_line
from cases.vocabulary.teeth import read_chart
from registry.lib.errors import Invalid

TEETH = "teeth"
_TOOTH = "tooth-"


class Topic(models.TextChoices):
    """The list in which it stands."""

    MARKS = "marks", gettext_lazy("Marks")
    THINGS = "things", gettext_lazy("Clothes and belongings")
    TEETH = "teeth", gettext_lazy("Teeth")
    GRAVE = "grave", pgettext_lazy("image", "Grave")


@dataclass(frozen=True)
class Item:
    """One that an image can belong to.  alike: its kind and place, by which it is laid beside others."""

    name: str
    topic: Topic
    words: str
    alike: tuple[str, ...] = ()


def marks(rows: Iterable[Clear]) -> list[Item]:
    return [
        Item(token_of(row.pk), Topic.MARKS, mark_line(row), ("mark", row.mark_type, row.site, row.side)) for row in rows
    ]


def things(rows: Iterable[Clear]) -> list[Item]:
    return [Item(token_of(row.pk), Topic.THINGS, item_line(row), ("thing", row.item_class)) for row in rows]


def teeth(charts: Sequence[Clear]) -> list[Item]:
    """The teeth as a whole, and each that is charted; of more charts the newest stands."""
    charted = read_chart(charts[-1].teeth or "")[0] if charts else ()
    return [
        Item(TEETH, Topic.TEETH, _("Teeth and jaws"), ("teeth",)),
        *(
            Item(f"{_TOOTH}{one.fdi}", Topic.TEETH, f"{one.fdi} {tooth_name(one.fdi)}", ("teeth", one.fdi))
            for one in charted
        ),
    ]


def choices(items: Iterable[Item]) -> list[tuple[Any, Any]]:
    """The items as a form offers them, by topic."""
    found: dict[Topic, list[tuple[str, str]]] = {}
    for item in items:
        found.setdefault(item.topic, []).append((item.name, item.words))
    return [("", _("Nothing of these lists")), *((topic.label, listed) for topic, listed in found.items())]


def ensure_listed(items: Iterable[Item], name: str) -> None:
    """Refuse a name that is none of these.  Raises Invalid."""
    if name and name not in {item.name for item in items}:
        raise Invalid(fields={"shows": [_("This is in none of the lists of this record any more. Choose again.")]})
