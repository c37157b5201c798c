"""Answers that repeat: names, marks, belongings, documents; one small form a row.

A blank row is no answer.  Rows are numbered by what the browser sends (`name-0-…`), so rows revealed by a script, rows
of a page without one, and rows of a stored draft are read alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accessctl.forms.base import Asked, RegistryForm
from accessctl.tokens import TOKEN

TEMPLATE_INDEX = "__i__"


class RowKeyField(forms.CharField):
    """The name of the row that is said anew, hidden: a row in which nothing else is left is no answer."""

    def __init__(self) -> None:
        super().__init__(required=False, max_length=TOKEN, widget=forms.HiddenInput)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class RowsWidget(forms.Widget):
    """Draws filled rows, some blank ones, and a template from which the page adds more."""

    template_name = "django/forms/widgets/rows.html"
    use_fieldset = True

    def __init__(self, row: type[RegistryForm], *, most: int, blank: int, options: Mapping[str, Any]) -> None:
        super().__init__()
        self.row, self.most, self.blank, self.options = row, most, blank, dict(options)
        self.needs_multipart_form = any(field.widget.needs_multipart_form for field in row.base_fields.values())

    def use_required_attribute(self, initial: Any) -> bool:
        return False

    def _numbers(self, keys: Any, name: str) -> list[int]:
        found = {int(match[1]) for key in keys if (match := re.match(rf"{re.escape(name)}-(\d{{1,3}})-", str(key)))}
        return sorted(found)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[RegistryForm]:
        numbers = self._numbers([*data, *(files or {})], name)
        return [
            self.row(data, files, prefix=f"{name}-{number}", empty_permitted=True, **self.options) for number in numbers
        ]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not self._numbers([*data, *(files or {})], name)

    def _drawn(self, name: str, value: Any) -> list[RegistryForm]:
        rows: list[RegistryForm] = []
        for item in value or []:
            if isinstance(item, RegistryForm):
                if item.has_changed():
                    rows.append(item)
            else:
                rows.append(self.row(initial=item, prefix=f"{name}-{len(rows)}", **self.options))
        taken = {row.prefix for row in rows}
        free = (number for number in range(self.most + len(rows)) if f"{name}-{number}" not in taken)
        wanted = min(self.blank if rows else max(self.blank, 1), max(self.most - len(rows), 0))
        rows += [self.row(prefix=f"{name}-{next(free)}", **self.options) for _unused in range(wanted)]
        return rows

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        rows = self._drawn(name, value)
        pattern = self.row(prefix=f"{name}-{TEMPLATE_INDEX}", **self.options)
        for row in (*rows, pattern):
            row.mark_optional = False  # a row as a whole is optional; saying it at each part is noise
        context["widget"]["rows"], context["widget"]["pattern"] = rows, pattern
        context["widget"]["most"] = self.most
        return context


class RowsField(Asked, forms.Field):
    """Rows of one small `RegistryForm`; `most` limits them, `blank` are offered, `options` go to each row's form.

    Cleaned: `list[dict]`, the cleaned data of every row that holds something, in order.
    """

    def __init__(
        self,
        row: type[RegistryForm],
        *,
        most: int = 20,
        blank: int = 1,
        options: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs["widget"] = RowsWidget(row, most=most, blank=blank, options=options or {})
        super().__init__(**kwargs)
        self.most = most

    def prepare_value(self, value: Any) -> Any:
        return value

    def clean(self, value: Sequence[RegistryForm] | None) -> list[dict[str, Any]]:
        filled = [row for row in value or [] if row.has_changed()]
        if not filled and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(filled) > self.most:
            raise ValidationError(_("Keep at most %(most)s rows."), code="too_many", params={"most": self.most})
        wrong = [number for number, row in enumerate(filled, start=1) if not row.is_valid()]
        if wrong:
            raise ValidationError(
                [
                    ValidationError(_("Row %(number)s needs another look."), code="row", params={"number": number})
                    for number in wrong
                ]
            )
        return [row.cleaned_data for row in filled]
