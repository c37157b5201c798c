"""Columns that hold codes, and the constraints that keep them to their lists.

Migrations see plain varchar columns: labels and their translations may be reworded without a migration, while adding
a code changes a named constraint and so shows in one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import Exact, Regex

from cases.codes import Absence
from cases.vocabulary.place import REFUSED_COUNTRIES
from registry.lib import world

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

CODE_LENGTH = 40


class CodeField(models.CharField):  # type: ignore[type-arg]  # not subscriptable at run time
    """One code of a closed list.  Null where it may be unanswered: an empty string is not an answer."""

    def __init__(
        self,
        verbose_name: str | _StrPromise | None = None,
        *,
        codes: type[models.TextChoices] | None = None,
        **kwargs: Any,
    ) -> None:
        self.codes = codes
        kwargs.setdefault("max_length", CODE_LENGTH)
        if codes is not None:
            kwargs["choices"] = codes.choices
        super().__init__(verbose_name, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, "django.db.models.CharField", args, kwargs


class CountryField(CodeField):
    """A country by its alpha-3 code; names in the reader's language."""

    def __init__(self, verbose_name: str | _StrPromise | None = None, **kwargs: Any) -> None:
        kwargs |= {"max_length": 3, "choices": world.country_choices}
        super().__init__(verbose_name, **kwargs)


class LanguageField(CodeField):
    """A language by its ISO 639-3 code; names in the reader's language."""

    def __init__(self, verbose_name: str | _StrPromise | None = None, **kwargs: Any) -> None:
        kwargs |= {"max_length": 3, "choices": world.language_choices}
        super().__init__(verbose_name, **kwargs)


class CodesField(ArrayField):  # type: ignore[type-arg]
    """Several codes of one list, in the order given: empty when there is none, null (where allowed) when unsaid."""

    def __init__(
        self,
        verbose_name: str | _StrPromise | None = None,
        *,
        codes: type[models.TextChoices] | None = None,
        base_field: models.Field[Any, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        self.codes = codes
        kwargs.setdefault("blank", True)
        if not kwargs.get("null"):
            kwargs.setdefault("default", list)
        super().__init__(base_field or CodeField(codes=codes), verbose_name=verbose_name, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.contrib.postgres.fields.ArrayField", args, kwargs


class CountriesField(CodesField):
    """Several countries by their alpha-3 codes."""

    def __init__(self, verbose_name: str | _StrPromise | None = None, **kwargs: Any) -> None:
        kwargs["base_field"] = CountryField()
        super().__init__(verbose_name, **kwargs)


def one_of(prefix: str, **lists: Iterable[str]) -> list[models.BaseConstraint]:
    """Constraints `<prefix>_<field>_code`: each column holds a code of its list, or null."""
    return [
        models.CheckConstraint(condition=Q(**{f"{name}__in": _values(codes)}), name=f"{prefix}_{name}_code")
        for name, codes in lists.items()
    ]


def all_of(prefix: str, **lists: Iterable[str]) -> list[models.BaseConstraint]:
    """Constraints `<prefix>_<field>_codes`: each array holds only codes of its list."""
    return [
        models.CheckConstraint(
            condition=Q(**{f"{name}__contained_by": _values(codes)}), name=f"{prefix}_{name}_codes"
        )
        for name, codes in lists.items()
    ]  # fmt: skip


def countries(prefix: str, *names: str) -> list[models.BaseConstraint]:
    """Constraints `<prefix>_<field>_country`: three capitals, and never a refugee travel document's code."""
    return [
        models.CheckConstraint(
            condition=Q(**{f"{name}__regex": "^[A-Z]{3}$"}) & ~Q(**{f"{name}__in": sorted(REFUSED_COUNTRIES)}),
            name=f"{prefix}_{name}_country",
        )
        for name in names
    ]


def country_lists(prefix: str, *names: str) -> list[models.BaseConstraint]:
    """Constraints `<prefix>_<field>_countries`: the same for every element of an array."""
    return [
        models.CheckConstraint(
            condition=Q(Regex(_joined(name), "^([A-Z]{3}(,[A-Z]{3})*)?$"))
            & ~Q(**{f"{name}__overlap": sorted(REFUSED_COUNTRIES)}),
            name=f"{prefix}_{name}_countries",
        )
        for name in names
    ]


def _joined(name: str) -> Func:
    return Func(F(name), Value(","), function="array_to_string", output_field=models.TextField())


def ordered(prefix: str, *pairs: tuple[str, str]) -> list[models.BaseConstraint]:
    """Constraints `<prefix>_<low>_order`: low is at most high; either may be null."""
    return [
        models.CheckConstraint(condition=Q(**{f"{low}__lte": F(high)}), name=f"{prefix}_{low}_order")
        for low, high in pairs
    ]


def within(prefix: str, **bounds: tuple[int, int]) -> list[models.BaseConstraint]:
    """Constraints `<prefix>_<field>_bounds`: a number lies in a closed interval, or is null."""
    return [
        models.CheckConstraint(
            condition=Q(**{f"{name}__gte": low}) & Q(**{f"{name}__lte": high}), name=f"{prefix}_{name}_bounds"
        )
        for name, (low, high) in bounds.items()
    ]


def absences_field() -> Any:
    """Field name -> Absence code, for asked fields of the same row without a value.  Codes only, never words."""
    return models.JSONField(default=dict, blank=True)


def absences_coded(prefix: str) -> models.CheckConstraint:
    """Constraint `<prefix>_absences_code`: nothing but absence codes."""
    stray_path = f'$.* ? (@.type() != "string" || !(@ like_regex "^({"|".join(Absence.values)})$"))'
    stray = Func(F("absences"), Value(stray_path), function="jsonb_path_exists", output_field=models.BooleanField())
    return models.CheckConstraint(condition=Exact(stray, Value(False)), name=f"{prefix}_absences_code")


def absence(row: Any, name: str) -> Absence:
    """Why a field of a row has no value.  Nothing recorded means that it was not asked."""
    return Absence(row.absences.get(name, Absence.NOT_ASKED))


def _values(codes: Iterable[str]) -> list[str]:
    return [str(code.value) if isinstance(code, models.TextChoices) else code for code in codes]
