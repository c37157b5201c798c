"""A value of a case as somebody says it, and as a program holds it.  Formatting only."""

from __future__ import annotations

import base64
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext

from cases.vocabulary.dental import Prosthesis
from registry.lib.dates import PartialDate

MASKED = frozenset(
    {
        "interpreter", "witness", "guardian", "caseworker", "team", "support_person", "who_present", "who",
        "collected_by",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Item:
    """One answer: its name in the database, its name and value in words, and the value for programs."""

    name: str
    label: str
    words: str
    value: Any
    picture: str = ""


def item_of(field: models.Field[Any, Any], value: Any) -> Item | None:
    if value is None or value in ("", [], {}):
        return None
    label = str(field.verbose_name)
    if field.name in MASKED:
        return Item(field.name, label, gettext("withheld: another person"), "withheld")
    if isinstance(value, bytes | memoryview):
        drawn = base64.b64encode(bytes(value)).decode()
        return Item(field.name, label, "", drawn, picture=f"data:image/webp;base64,{drawn}")
    return Item(field.name, label[:1].upper() + label[1:], _words(field, value), _plain(value))


def _words(field: models.Field[Any, Any], value: Any) -> str:
    """A value as somebody says it."""
    named = dict(getattr(field, "flatchoices", None) or ())
    codes = getattr(field, "codes", None) or getattr(getattr(field, "base_field", None), "codes", None)
    named |= dict(codes.choices) if codes is not None else {}
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, list | tuple):
        return ", ".join(str(named.get(one, _said(one))) for one in value)
    return str(named.get(value, "")) if isinstance(value, str) and value in named else _said(value)


def _said(value: Any) -> str:
    plain = str(value) if isinstance(value, str | PartialDate | Prosthesis) else _plain(value)
    if isinstance(plain, dict):
        return ", ".join(f"{name}: {_said(one)}" for name, one in plain.items() if one not in (None, "", []))
    if isinstance(plain, list):
        return ", ".join(_said(one) for one in plain)
    return str(plain)


def _plain(value: Any) -> Any:
    """A value as JSON can hold it."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, PartialDate):
        return value.edtf
    if is_dataclass(value):
        held = {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
        return {name: one for name, one in held.items() if one is not None}
    return str(value)
