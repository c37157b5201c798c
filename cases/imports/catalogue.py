"""A catalogue: every answer of a registration as one column of a table.

Labels, reasons, rings, code lists and standards are those declared beside the fields of the models; a catalogue says
only which columns there are, in which order, and what kind of value each holds.  Templates, the columns of an import,
the generated form for phones, exports and the coverage of partners' forms are all made from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from django.db import models
from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from accessctl.declare import declaration
from accessctl.rings import Ring
from cases.codes import SEARCH_MARK_TYPES, SEARCH_MOTIFS, MarkType, Motif, NameKind
from cases.imports.headings import plain
from registry.lib.world import UI_LANGUAGES

# The partner's own number of a record: no answer, and the one column that is known again by itself.
EXTERNAL_ID: Final = "external_id"
# When the source wrote its record, in catalogues that have it among `of_source`.
SOURCED: Final = "source_date"


class Kind(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    NAME = "name"
    DATE = "date"
    CODE = "code"
    CODES = "codes"
    COUNTRY = "country"
    COUNTRIES = "countries"
    LANGUAGE = "language"
    SPAN = "span"
    NUMBER = "number"
    YES_NO = "yes_no"


Words = str | Promise
SEVERAL: Final = (Kind.CODES, Kind.COUNTRIES)
# Of lists that have codes of closer rings as well: those that a table may carry.
_CARRIED: Final[dict[Any, tuple[models.TextChoices, ...]]] = {MarkType: SEARCH_MARK_TYPES, Motif: SEARCH_MOTIFS}


@dataclass(frozen=True)
class Item:
    """One column.

    table, field: where the answer is declared.  row: of several alike, the number of this one, else 0.
    absent: under which name an answer "unknown" or "declined" is recorded; empty: it cannot be so answered.
    low, high: the limits of a number, or the length of a text.
    only: of its list, the codes that a table may carry; empty: all.
    after, unless: a form asks it only once, or only while not, another column is answered.
    """

    name: str
    kind: Kind
    table: type[models.Model]
    field: str
    section: str
    row: int = 0
    group: Words = ""
    own_label: Words = ""
    codes: type[models.TextChoices] | None = None
    absent: str = ""
    low: float = 0
    high: float = 200
    after: str = ""
    unless: str = ""
    only: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The heading, in the language of the reader."""
        words = str(self.own_label or self.table._meta.get_field(self.field).verbose_name)  # type: ignore[union-attr]
        if not self.row:
            return words
        return _("%(what)s %(row)s: %(label)s") % {"what": self.group, "row": self.row, "label": words}

    @property
    def choices(self) -> list[tuple[str, Words]]:
        """The codes of its list that a table may carry, with their labels; a main name is no other name."""
        listed = () if self.codes is None else _CARRIED.get(self.codes, tuple(self.codes))
        return [
            (one.value, one.label)
            for one in listed
            if one is not NameKind.MAIN and (not self.only or one.value in self.only)
        ]

    @property
    def why(self) -> str:
        found = declaration(self.table._meta.get_field(self.field))
        return str(found.why) if found else ""

    @property
    def standards(self) -> str:
        found = declaration(self.table._meta.get_field(self.field))
        return found.std if found else ""

    @property
    def is_basic(self) -> bool:
        found = declaration(self.table._meta.get_field(self.field))
        return found is None or "B" in found.sets

    @property
    def ring(self) -> Ring:
        ring: Ring = self.table.RING  # type: ignore[attr-defined]
        return ring


@dataclass(frozen=True)
class Catalogue:
    """The columns of one kind of table, by name, in their order.

    sections: of the items, with their titles; external: the heading of the partner's number; needed: what nothing can
    be registered without; of_source: what a source says of its own record, no answers and in no template;
    other_names: headings that partners give to columns of ours, plain, and which they are.
    """

    items: Mapping[str, Item]
    sections: Mapping[str, Words]
    external: Words
    needed: tuple[str, ...]
    of_source: Mapping[str, Words] = field(default_factory=dict)
    other_names: Mapping[str, str] = field(default_factory=dict)

    def labels(self) -> dict[str, str]:
        """Columns of a table, their names -> headings in the reader's language, the partner's number first."""
        return {EXTERNAL_ID: str(self.external), **{name: item.label for name, item in self.items.items()}}

    def columns(self) -> dict[str, str]:
        """Every column that is understood: those of a table, and what a source says of its own record."""
        return self.labels() | {name: str(label) for name, label in self.of_source.items()}

    @cached_property
    def by_heading(self) -> dict[str, str]:
        """Headings in every language, and names, plain -> columns."""
        found = dict(self.other_names)
        for language in UI_LANGUAGES:
            with translation.override(language):
                found |= {plain(label): name for name, label in self.labels().items()}
        return found | {plain(name): name for name in (EXTERNAL_ID, *self.of_source, *self.items)}


Part = tuple[str, Kind, Any, str, Any, int]


def place(
    table: type[models.Model], name: str, section: str, *, point: bool, absent: str = "", column: str = ""
) -> Iterator[Item]:
    """A place: in words, and its parts.  column: the field, where it is not called as the column."""
    column = column or name
    yield Item(name, Kind.TEXT, table, column, section, absent=absent)
    for part, kind, label in (
        ("country", Kind.COUNTRY, pgettext_lazy("part of a place", "country")),
        ("region", Kind.TEXT, pgettext_lazy("part of a place", "region")),
        ("locality", Kind.TEXT, pgettext_lazy("part of a place", "town or village")),
    ):
        yield Item(f"{name}_{part}", kind, table, column, section, own_label=_part(table, column, label), high=120)
    if point:
        for part, low, high, label in (
            ("lat", -90, 90, pgettext_lazy("part of a place", "latitude")),
            ("lon", -180, 180, pgettext_lazy("part of a place", "longitude")),
            ("radius_m", 1, 2_000_000, pgettext_lazy("part of a place", "radius in metres")),
        ):
            yield Item(
                f"{name}_{part}", Kind.NUMBER, table, column, section, own_label=_part(table, column, label), low=low,
                high=high, after="" if part == "lat" else f"{name}_lat",
            )  # fmt: skip


def _part(table: type[models.Model], column: str, part: Words) -> Promise:
    """ "Place of origin: country", in the reader's language."""
    whole = table._meta.get_field(column).verbose_name  # type: ignore[union-attr]
    return format_lazy("{}: {}", whole, part)


def rows(stem: str, group: Words, number: int, section: str, *parts: Part) -> Iterator[Item]:
    """Several alike: mark_1_type, mark_1_site …; a form asks for the next once the one before is answered."""
    first = parts[0][0]
    for row in range(1, number + 1):
        for part, kind, table, column, code_list, longest in parts:
            before = f"{stem}_{row - 1}_{first}" if row > 1 else ""
            yield Item(
                f"{stem}_{row}_{part}", kind, table, column, section, row=row, group=group, codes=code_list,
                high=longest or 200, after=before if part == first else f"{stem}_{row}_{first}",
            )  # fmt: skip
