"""How a partner's form is declared: its sections and items in its own order and words, over the fields of ours.

A field is named as the data dictionary names it, `Table.field`; its ring, label and standards are those declared beside
it.  An item without a field says why we do not hold it.  Coverage is counted from this and from nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from typing import Any, Final

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accessctl.rings import Ring

Words = str | Promise
APPS: Final = ("cases", "families", "remains")


class About(StrEnum):
    """What one filled-in form is about."""

    CASE = "case"
    REMAINS = "remains"
    INCIDENT = "incident"

    @property
    def label(self) -> Words:
        return {
            About.CASE: _("a missing person"), About.REMAINS: _("unidentified remains"), About.INCIDENT: _("an event"),
        }[self]  # fmt: skip


class NotHeld(models.TextChoices):
    """Why an item of a form has no field of ours."""

    HARM = "harm", _("Never asked: it could harm the person or the family, and finds nobody")
    FATE = "fate", _("Never said by a form: only an identification or the living person says what became of them")
    APART = "apart", _("Held by the body that took it, and asked for there")
    OFFICE = "office", _("Written by the office that uses the form: its numbers, signatures, stamps")
    UNASKED = "unasked", _("Not asked: the search does without it")
    IN_WORDS = "in_words", _("No field of its own: families tell it in their words of what happened")


class Field:
    """One field of the data dictionary."""

    def __init__(self, path: str) -> None:
        self.path = path
        table, _dot, self.name = path.partition(".")
        self.table = _tables()[table]
        self.column: models.Field[Any, Any] = self.table._meta.get_field(self.name)  # type: ignore[assignment]

    @property
    def label(self) -> str:
        return str(self.column.verbose_name)

    @property
    def ring(self) -> Ring:
        ring: Ring = self.table.RING  # type: ignore[attr-defined]
        return ring


@cache
def _tables() -> dict[str, type[models.Model]]:
    return {table.__name__: table for app in APPS for table in apps.get_app_config(app).get_models()}


@dataclass(frozen=True)
class Item:
    """One item of a form.  words: as the form says it, in its language; missing: why it has no field of ours.

    is_general: mapped from general knowledge of the form, not checked in its text.
    """

    words: str
    paths: tuple[str, ...] = ()
    missing: NotHeld | None = None
    is_general: bool = True

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        return tuple(Field(path) for path in self.paths)

    @property
    def labels(self) -> list[str]:
        return list(dict.fromkeys(field.label for field in self.fields))

    @property
    def rings(self) -> list[Ring]:
        """The rings that hold the item, the most open first."""
        return sorted({field.ring for field in self.fields}, key=lambda ring: (ring.layer, ring.value))


@dataclass(frozen=True)
class Section:
    """number: as the form counts its parts; words: its title, in the language of the form."""

    number: int
    words: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Form:
    """name, language: of the form itself; about: what one copy of it is about."""

    code: str
    name: str
    language: str
    about: About
    sections: tuple[Section, ...]

    @property
    def items(self) -> list[Item]:
        return [item for section in self.sections for item in section.items]

    @property
    def held(self) -> list[Item]:
        return [item for item in self.items if item.paths]

    @property
    def not_held(self) -> list[Item]:
        return [item for item in self.items if not item.paths]

    @property
    def percent(self) -> int:
        """Items held, of a hundred, rounded down: only what is whole is 100."""
        return 100 * len(self.held) // len(self.items)

    @property
    def is_general(self) -> bool:
        return any(item.is_general for item in self.items)

    def paths(self) -> Iterator[str]:
        for item in self.items:
            yield from item.paths


def held(words: str, *paths: str, checked: bool = False) -> Item:
    """An item that fields of ours answer."""
    return Item(words, paths, is_general=not checked)


def missing(words: str, why: NotHeld, *, checked: bool = False) -> Item:
    """An item that no field of ours answers."""
    return Item(words, missing=why, is_general=not checked)
