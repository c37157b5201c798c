"""What forms with drafts have in common: they show a draft as it was typed, without finding fault with it."""

from __future__ import annotations

from typing import Any

from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from accessctl.forms.base import RegistryForm
from accessctl.forms.rows import RowsField

LONGEST_VALUE = 6000  # characters: longer than any answer may be, so that what is too long can still be told so
MOST_VALUES = 700

Stored = dict[str, list[str]]


class DraftForm(RegistryForm):
    """A form that is filled from a draft.  `quiet`: show what was typed and judge nothing."""

    def __init__(self, *args: Any, quiet: bool = False, spare_rows: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            rows = rows_of(field)
            if rows is not None:
                rows.widget.options = {**rows.widget.options, "quiet": quiet}
                rows.widget.blank += 3 if name == spare_rows else 0
        if quiet:
            self._errors = ErrorDict()
            self.cleaned_data: dict[str, Any] = {}


class DraftRow(RegistryForm):
    """A row of a draft's form."""

    def __init__(self, *args: Any, quiet: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if quiet:
            self._errors = ErrorDict()
            self.cleaned_data: dict[str, Any] = {}


def rows_of(field: Any) -> RowsField | None:
    """The rows field that a form field is, or that it wraps."""
    found = getattr(field, "inner", field)
    return found if isinstance(found, RowsField) else None


def stored(data: QueryDict) -> Stored:
    """What a draft keeps of a request: the text of the fields, bounded, without tokens."""
    kept: Stored = {}
    for name in list(data)[:MOST_VALUES]:
        if not name.startswith(("csrf", "_")):
            values = [value[:LONGEST_VALUE] for value in data.getlist(name) if isinstance(value, str)]
            if any(values):
                kept[name] = values
    return kept


def restored(kept: Stored | None) -> MultiValueDict[str, str]:
    """The same as form data."""
    return MultiValueDict(kept or {})
