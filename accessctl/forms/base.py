"""The form all pages of the registry use, and what its fields have in common.

It decides wording taken from the models ("why we ask"), the marking of optional answers and how a change is told
from what was there.  Which fields a form has is the business of the app that owns it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from registry.lib.errors import BadText, Conflict, Invalid, RegistryError
from registry.lib.names import clean_name, clean_text

REQUIRED = _("This is needed to go on.")


class RegistryForm(forms.Form):
    """A form whose labels and reasons come from the models, whose errors come from the server.

    `declared` maps a form field to (model, model field): the label, unless the form words its own, and the
    "why we ask" text are read there, so that family, dictionary and form are told the same.
    """

    # The browser's own bubbles are not translated, vanish, and block saving a draft: the server answers instead.
    use_required_attribute = False
    mark_optional: bool = True
    declared: ClassVar[Mapping[str, tuple[type[models.Model], str]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = REQUIRED
        for name, (model, field_name) in self.declared.items():
            field, source = self.fields[name], model._meta.get_field(field_name)
            if field.label is None:
                field.label = getattr(source, "verbose_name", None)
            if not getattr(field, "why", ""):
                field.why = getattr(source, "help_text", "")  # type: ignore[attr-defined]

    def is_saved_by(self, save: Callable[[], object]) -> bool:
        """Whether what was typed is valid and `save` took it; what a service refused is shown as errors are."""
        if not self.is_valid():
            return False
        try:
            save()
        except (Invalid, Conflict) as error:
            self.add_errors_of(error)
            return False
        return True

    def add_errors_of(self, error: RegistryError) -> None:
        """Show what a service refused beside the fields it names; the rest stands above the form."""
        named = {name: messages for name, messages in error.fields.items() if name in self.fields}
        for name, messages in named.items():
            self.add_error(name, [ValidationError(message) for message in messages])
        rest = [message for name, messages in error.fields.items() if name not in named for message in messages]
        if rest or not named:
            self.add_error(None, [ValidationError(message) for message in rest or [error.message]])


class FilterForm(RegistryForm):
    """A form of conditions: everything is optional and need not be called so."""

    mark_optional = False


class Asked:
    """Mixin of our fields: a reason for asking, and "changed" judged by the cleaned value.

    A class with this mixin takes `why=` beside Django's own arguments.
    """

    required: bool

    def __init__(self, *args: Any, why: str | Promise = "", **kwargs: Any) -> None:
        self.why = why
        super().__init__(*args, **kwargs)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """True unless the data clean to what was there; data that do not clean have changed."""
        lenient = copy(self)
        lenient.required = False  # an empty answer is a change only where something stood
        try:
            value = lenient.clean(data)  # type: ignore[attr-defined]
        except ValidationError:
            return True
        return bool((value or None) != (initial or None))


def as_validation_error(error: RegistryError) -> ValidationError:
    """The same refusal in the terms of a form field."""
    messages = [message for found in error.fields.values() for message in found]
    return ValidationError([ValidationError(text, code=error.code) for text in messages or [error.message]])


class PlainTextField(Asked, forms.CharField):
    """Text people write: any script and length up to `max_length`; disguising and control characters are refused.

    Constructor: `max_length`, `rows` (more than one makes a text area).  Cleaned: `str`, "" if nothing was written.
    """

    reader: ClassVar[Callable[[str], str]] = staticmethod(clean_text)

    def __init__(self, *args: Any, max_length: int, rows: int = 1, **kwargs: Any) -> None:
        if "widget" not in kwargs:
            attrs = {"dir": "auto"}
            kwargs["widget"] = forms.Textarea({**attrs, "rows": rows}) if rows > 1 else forms.TextInput(attrs)
        super().__init__(*args, max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        try:
            return self.cleaned_characters(text)
        except BadText as error:
            raise as_validation_error(error) from error

    def cleaned_characters(self, text: str) -> str:
        """The text as it may be kept.  Raises: BadText."""
        return clean_text(text)


class NameField(PlainTextField):
    """One name or piece of a name, as written: no spelling help, no autofill, any script, no code.  Cleaned: `str`."""

    def __init__(self, *args: Any, max_length: int = 200, **kwargs: Any) -> None:
        kwargs.setdefault("widget", name_input())
        super().__init__(*args, max_length=max_length, **kwargs)

    def cleaned_characters(self, text: str) -> str:
        return clean_name(text)


def name_input(**attrs: str) -> forms.TextInput:
    """An input for a name: `dir="auto"`, and the browser neither corrects nor remembers it."""
    return forms.TextInput({"dir": "auto", "spellcheck": "false", "autocomplete": "off", **attrs})
