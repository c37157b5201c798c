"""The inventory of elements as a form, each element a field of its own; parts, and what is held to be of one person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, PartialDateField, PlaceField, PlainTextField, RefField, RegistryForm, RowsField
from cases.codes import Side
from cases.vocabulary.place import Place
from registry.lib.errors import RegistryError
from remains.forms.rows import Row
from remains.models import InventoryPiece, PartJoin, PostMortemProfile
from remains.services import PartEntry
from remains.services.joining import LONGEST_NOTE
from remains.services.skeleton import MOST_OF_ONE, PART_OF
from remains.skeleton.codes import KINDS, JoinMethod, JoinReason, Portion, Region, labelled
from remains.skeleton.counting import Piece
from remains.skeleton.drawing import field_of

MOST_ROWS = 60
SIDES = [(side.value, side.label) for side in (Side.LEFT, Side.RIGHT, Side.MIDDLE, Side.UNKNOWN)]
_SIDED = (Side.LEFT, Side.RIGHT, Side.MIDDLE)
# The elements that have a field each; loose pieces and soft parts are rows.
FIELDS = {
    field_of(kind.code, side): (kind, side)
    for kind in KINDS.values() if kind.region != Region.LOOSE for side in kind.sides if side in _SIDED
}  # fmt: skip


class PieceRow(Row):
    """More of an element, of a side that is not known, or of what has no field."""

    element = CodeField(choices=[(kind.code, kind.label) for kind in KINDS.values()], absences=())
    side = CodeField(choices=SIDES, absences=(), required=False)
    portion = CodeField(choices=Portion.choices, absences=(), required=False)
    count = forms.IntegerField(
        min_value=1, max_value=MOST_OF_ONE, required=False,
        widget=forms.TextInput({"inputmode": "numeric", "dir": "ltr", "class": "input--short", "autocomplete": "off"}),
    )  # fmt: skip

    declared = {name: (InventoryPiece, name) for name in ("element", "side", "portion", "count")}


def pieces_of(rows: Iterable[dict[str, Any]]) -> list[Piece]:
    """Rows as pieces: one, complete, in the middle or of no known side, where nothing else is said."""
    return [
        Piece(
            row["element"], row["side"] or (Side.UNKNOWN if KINDS[row["element"]].paired else Side.MIDDLE).value,
            row["portion"] or Portion.COMPLETE.value, row["count"] or 1,
        )
        for row in rows
    ]  # fmt: skip


def _as_row(piece: Piece) -> dict[str, Any]:
    return {"element": piece.element, "side": piece.side, "portion": piece.portion, "count": piece.count}


@dataclass(frozen=True)
class Group:
    """The fields of one region; `is_filled`: whether anything stands in them."""

    region: Region
    fields: list[Any]

    @property
    def is_filled(self) -> bool:
        return any(field.value() for field in self.fields)


class InventoryForm(RegistryForm):
    """What there is of each element; of what is there more than once, the first stands here and the rest in rows."""

    mark_optional = False
    more = RowsField(
        PieceRow, label=_("More pieces"), most=MOST_ROWS, blank=1, required=False,
        help_text=_("What is there more than once, of no known side, or not named above."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, pieces: Iterable[Piece] = (), version: int | None = None, **kwargs: Any) -> None:
        held, more = {}, []
        for piece in pieces:
            name = field_of(piece.element, piece.side)
            if name in FIELDS and name not in held:
                held[name] = piece.portion
                if piece.count > 1:
                    more.append(Piece(piece.element, piece.side, piece.portion, piece.count - 1))
            else:
                more.append(piece)
        kwargs["initial"] = {**held, "more": [_as_row(piece) for piece in more], "version": version}
        super().__init__(*args, **kwargs)
        for name, (kind, side) in FIELDS.items():
            choices = [("", _("Not there")), *((portion.value, portion.label) for portion in kind.portions)]
            self.fields[name] = forms.ChoiceField(
                label=labelled(kind.code, side), choices=choices, required=False,
                widget=forms.Select({"data-element": name}),
            )  # fmt: skip

    def groups(self) -> list[Group]:
        """The fields by region, in the order of the page."""
        return [
            Group(region, [self[name] for name, (kind, _side) in FIELDS.items() if kind.region == region])
            for region in Region if region != Region.LOOSE
        ]  # fmt: skip

    def pieces(self) -> tuple[Piece, ...]:
        """Fields and rows together; the same said twice is added up."""
        said = Counter[tuple[str, str, str]]()
        for name, (kind, side) in FIELDS.items():
            if portion := self.cleaned_data[name]:
                said[kind.code, side.value, portion] += 1
        for piece in pieces_of(self.cleaned_data["more"]):
            said[piece.element, piece.side, piece.portion] += piece.count
        return tuple(Piece(*key, count) for key, count in said.items())

    def shown(self) -> tuple[Piece, ...]:
        """What stands in the fields now, for the picture, whether or not it can be saved."""
        said = [(kind.code, side.value, self[name].value()) for name, (kind, side) in FIELDS.items()]
        return tuple(Piece(*one) for one in said if one[2] in Portion.values)

    def add_errors_of(self, error: RegistryError) -> None:
        if "pieces" in error.fields:
            error.fields["more"] = error.fields.pop("pieces")
        super().add_errors_of(error)


class PartForm(RegistryForm):
    """A part that gets a record of its own."""

    pieces = RowsField(PieceRow, label=_("What it is"), most=MOST_ROWS, blank=1, required=True)
    completeness = CodeField(
        choices=[(code.value, code.label) for code in PART_OF],
        absences=(),
        error_messages={"required": _("Choose what it is.")},
    )
    found_at = PartialDateField(
        required=False, help_text=_("Left empty, a part was found where and when the record it is taken out of was.")
    )
    found_place = PlaceField(parts=("as_said", "country", "admin1", "point"), required=False)

    declared = {name: (PostMortemProfile, name) for name in ("completeness", "found_at", "found_place")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.why = ""  # type: ignore[attr-defined]  # reasons are written for families

    def entry(self, parent: str = "") -> PartEntry:
        given, place = self.cleaned_data, self.cleaned_data["found_place"]
        said = Place(
            as_said=place.as_said, country=place.country, admin1=place.admin1, lat=place.lat, lon=place.lon,
            radius_m=place.radius_m, geo_method=place.geo_method,
        ) if place else None  # fmt: skip
        return PartEntry(
            pieces=tuple(pieces_of(given["pieces"])), parent=parent, completeness=given["completeness"],
            found_at=given["found_at"], found_place=said,
        )  # fmt: skip


class JoinForm(RegistryForm):
    to = RefField(label=_("Of one person with"), prefixes=("MRR",), help_text=_("The reference on their label."))
    method = CodeField(choices=JoinMethod.choices, absences=())
    note = PlainTextField(max_length=LONGEST_NOTE, rows=3, required=False)

    declared = {name: (PartJoin, name) for name in ("method", "note")}


class JoinReasonForm(RegistryForm):
    """Why a hypothesis is rejected, or a joining taken back."""

    reason = CodeField(label=_("Why?"), choices=JoinReason.choices, absences=())
