"""Marks as rows of plain fields beside a picture of the body, on which each stands by its number."""

from __future__ import annotations

from typing import Any

from accessctl.forms import RowsField
from accessctl.forms.rows import RowsWidget
from cases.pictures import body


class MarkedRowsWidget(RowsWidget):
    """Rows with the fields `site` and `side`; what stands in them is drawn."""

    template_name = "django/forms/widgets/marked_rows.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        told = [(str(row["site"].value() or ""), str(row["side"].value() or "")) for row in context["widget"]["rows"]]
        context["widget"]["views"] = body.views(told)
        return context


class MarksField(RowsField):
    """Rows of marks, drawn on a body."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain = self.widget
        self.widget = MarkedRowsWidget(plain.row, most=plain.most, blank=plain.blank, options=plain.options)
