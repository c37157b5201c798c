"""Widgets with several named inputs under one legend: the base of dates, heights, places.

The value of such a widget is a dict from part to what was typed; `name_part` is what the browser sends, so a stored
draft and a REST client read the same keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise


class PartsWidget(forms.MultiWidget):
    """Named sub-inputs, each with its own label; `template_name` arranges them."""

    template_name = "django/forms/widgets/parts.html"
    use_fieldset = True
    checkboxes: ClassVar[frozenset[str]] = frozenset()

    def __init__(
        self,
        parts: Mapping[str, forms.Widget],
        labels: Mapping[str, str | Promise],
        attrs: dict[str, Any] | None = None,
    ) -> None:
        self.keys = tuple(parts)
        self.labels = dict(labels)
        super().__init__(dict(parts), attrs)

    def use_required_attribute(self, initial: Any) -> bool:
        return False  # one part may be empty where the whole is required

    def value_from_datadict(  # type: ignore[override]  # a dict, because the parts have names
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> dict[str, Any]:
        return dict(zip(self.keys, super().value_from_datadict(data, files, name), strict=True))

    def decompress(self, value: Any) -> list[Any]:
        value = value or {}
        return [value.get(key) for key in self.keys]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        parts = context["widget"]["subwidgets"]
        for key, part in zip(self.keys, parts, strict=True):
            part["key"], part["label"] = key, self.labels.get(key, "")
            part["is_checkbox"] = part.get("type") == "checkbox"
        context["widget"]["parts"] = dict(zip(self.keys, parts, strict=True))
        return context


def typed(raw: Mapping[str, Any] | None, part: str) -> str:
    """What stands in one part, without surrounding space."""
    return str((raw or {}).get(part) or "").strip()


def number_input(**attrs: str) -> forms.TextInput:
    """A short input for digits: a numeric keyboard on phones, read left to right in every language."""
    return forms.TextInput(
        {"inputmode": "numeric", "autocomplete": "off", "dir": "ltr", "class": "input--short", **attrs}
    )
