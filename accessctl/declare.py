"""Declarations beside fields: what a form, the dictionary, the import template and the API need to know of a field.

`asked(...)` marks a field that is asked of people; every other field is the system's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models
from django.utils.functional import Promise

FieldT = TypeVar("FieldT", bound="models.Field[Any, Any]")


@dataclass(frozen=True)
class Declaration:
    """why: the phrase shown to families; sets: B basic or S F A U P; std: the standards that carry the field."""

    why: str | Promise
    sets: str
    std: str
    code_list: str


def asked(field: FieldT, *, why: str | Promise = "", sets: str = "B", std: str = "", code_list: str = "") -> FieldT:
    """Declare a field as asked of people and return it.  `why` becomes the help text, so forms show it."""
    field.declaration = Declaration(why, sets, std, code_list)  # type: ignore[attr-defined]
    field.help_text = why  # type: ignore[assignment]
    return field


def declaration(field: object) -> Declaration | None:
    """The declaration of a field, or None for a system field."""
    return getattr(field, "declaration", None)


def asked_fields(model: type[models.Model]) -> Iterator[tuple[models.Field[Any, Any], Declaration]]:
    """The asked fields of a model with their declarations, in the order they are written."""
    for field in model._meta.concrete_fields:
        if found := declaration(field):
            yield field, found
