"""How every form of the registry is drawn: one field template, and the bound field that feeds it.

It decides the markup around an input, never what an input accepts.  Forms of other packages (sign-in) pass here too.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.functional import Promise


class RegistryBoundField(forms.BoundField):
    """A bound field that knows its "why we ask" text and the place an error summary links to."""

    @property
    def why(self) -> str | Promise:
        """The reason shown to families; empty where nothing is asked of them."""
        return getattr(self.field, "why", "")

    @property
    def is_optional(self) -> bool:
        """Whether to write "(optional)": forms say so by `mark_optional`, filters and sign-in do not."""
        return not self.field.required and bool(getattr(self.form, "mark_optional", False))

    @property
    def anchor(self) -> str:
        """The id an error summary links to: the group of a field with several inputs, else its input."""
        return f"{self.auto_id}_group" if self.use_fieldset else self.auto_id

    @property
    def aria_describedby(self) -> str | None:
        # Django names the hint only when there is a help text; ours also holds the "why we ask".
        described = super().aria_describedby
        if described is None or not self.auto_id or self.is_hidden or self.help_text or not self.why:
            return described
        return f"{self.auto_id}_helptext {described}".strip()


class RegistryRenderer(TemplatesSetting):
    """Draws forms from `templates/django/forms/`."""

    form_template_name = "django/forms/div.html"
    field_template_name = "django/forms/field.html"
    bound_field_class: type[Any] = RegistryBoundField
