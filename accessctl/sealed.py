"""Encrypted model fields.

A field cannot see its row when it is read from the database, but its descriptor can, and `pre_save` can.  So a value
is read as an unbound envelope, bound to its row on access, sealed in `pre_save`, and opened only in bulk by
`vault.reveal`.  Nothing here prints, pickles or compares plaintext.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn, Protocol, Self, cast

from django import forms
from django.core import checks
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _

from accessctl import vault
from registry.lib.errors import Invalid


class Codec(Protocol):
    """A value class that a `SealedValue` stores: a frozen object that turns into JSON and back."""

    def to_json(self) -> Any: ...

    @classmethod
    def from_json(cls, data: Any) -> Self: ...


class _Opaque:
    """Prints as `<sealed>` wherever a template, a log line or a debugger asks; never pickles."""

    def __repr__(self) -> str:
        return "<sealed>"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return "<sealed>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("sealed values are not pickled")


class Sealed(_Opaque):
    """Ciphertext as stored, bound to the row it belongs to once it was accessed."""

    __slots__ = ("data", "field", "row")

    def __init__(self, row: models.Model | None, field: SealedField, data: bytes) -> None:
        self.row, self.field, self.data = row, field, data


class Plain(_Opaque):
    """A value assigned in this process and not yet saved."""

    __slots__ = ("field", "row", "value")

    def __init__(self, row: models.Model, field: SealedField, value: Any) -> None:
        self.row, self.field, self.value = row, field, value


class SealedAttribute(DeferredAttribute):
    """Binds envelopes on read and wraps assigned values, so that no plaintext sits bare on a row."""

    def __get__(self, row: Any, cls: Any = None) -> Any:
        if row is None:
            return self
        value = super().__get__(row, cls)
        if type(value) is Sealed and value.row is None:
            value.row = row
        return value

    def __set__(self, row: Any, value: Any) -> None:
        field = cast("SealedField", self.field)
        row.__dict__[field.attname] = value if value is None or isinstance(value, _Opaque) else Plain(row, field, value)


class SealedField(models.Field[Any, Any]):
    """Base of the sealed fields: bytea in PostgreSQL, searchable by nothing but `isnull`."""

    descriptor_class = SealedAttribute

    def db_type(self, connection: Any) -> str:
        return "bytea"

    def encode(self, value: Any) -> bytes:
        raise NotImplementedError

    def decode(self, data: bytes) -> Any:
        raise NotImplementedError

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return value if value is None else Sealed(None, self, bytes(value))

    def to_python(self, value: Any) -> Any:
        return value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = getattr(model_instance, self.attname)
        if type(value) is Plain:
            row = cast("vault.SealedRow", model_instance)  # `check` refuses a sealed field on any other model
            return Sealed(model_instance, self, vault.seal(row, self, self.encode(value.value)))
        if type(value) is Sealed and (value.field != self or value.row is None or value.row.pk != model_instance.pk):
            raise TypeError("sealed: copy by revealing and assigning again")
        return value

    def get_prep_value(self, value: Any) -> Any:
        # SECURITY: bare bytes are refused as well, or `update(field=b"...")` would store them in clear.
        if value is None:
            return None
        if type(value) is Sealed:
            return value.data
        raise TypeError("sealed: save the row; do not filter, update() or bulk_update()")

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return value if prepared else self.get_prep_value(value)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError("sealed: cannot be searched")
        return super().get_lookup(lookup_name)

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError("sealed values are not serialised")

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        found = super().check(**kwargs)
        ring = getattr(self.model, "RING", None)
        if not self.model._meta.abstract and (ring is None or not ring.is_sealed):
            found.append(checks.Error("a sealed field needs a model of ring 2 or above", obj=self, id="accessctl.E001"))
        return found


class SealedText(SealedField):
    """Text of at most max_length characters; PostgreSQL sees a padded envelope and cannot check it.  Raises Invalid."""

    def encode(self, value: Any) -> bytes:
        if not isinstance(value, str):
            raise TypeError(f"{self.name} takes text")
        if self.max_length is not None and len(value) > self.max_length:
            raise Invalid(
                fields={str(self.name): [str(_("At most %(limit)s characters.") % {"limit": self.max_length})]}
            )
        return value.encode()

    def decode(self, data: bytes) -> str:
        return data.decode()

    def formfield(self, **kwargs: Any) -> Any:
        widget = forms.Textarea if (self.max_length or 0) > 200 else forms.TextInput
        given = {"form_class": forms.CharField, "max_length": self.max_length, "widget": widget}
        return super().formfield(**given | kwargs)


class SealedJSON(SealedField):
    """Any JSON value."""

    def encode(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def decode(self, data: bytes) -> Any:
        return json.loads(data)


class SealedValue(SealedJSON):
    """A frozen object with `to_json` and `from_json`, such as a partial date or a place."""

    def __init__(self, *args: Any, codec: type[Codec], **kwargs: Any) -> None:
        self.codec = codec
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"codec": self.codec}

    def encode(self, value: Any) -> bytes:
        if not isinstance(value, self.codec):
            raise TypeError(f"{self.name} takes a {self.codec.__name__}")
        return super().encode(value.to_json())

    def decode(self, data: bytes) -> Any:
        return self.codec.from_json(super().decode(data))


class SealedBytes(SealedField):
    """Raw bytes: file contents and packed matcher profiles."""

    def encode(self, value: Any) -> bytes:
        return bytes(value)

    def decode(self, data: bytes) -> bytes:
        return data


class DeploymentSecret(models.TextField[str, str]):
    """A secret of the registry itself, as `vault.seal_for_deployment` writes it for a use; rotated with its key."""

    def __init__(self, *args: Any, use: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use = use

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """To the database it is text like any."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs
