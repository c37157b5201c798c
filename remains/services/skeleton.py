"""Writing what there is of remains piece by piece, and records of single parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accessctl import door, journal
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.rings import Ring
from accessctl.services.rows import replace_rows
from cases.codes import CollectionMethod, Side, SourceKind
from cases.vocabulary.place import Place
from registry.lib.dates import PartialDate
from registry.lib.errors import Forbidden, Invalid
from remains.codes import Completeness, RemainsStatus
from remains.models import BodyPart, ForensicFile, InventoryPiece, PostMortemProfile, Remains, RemainsSource
from remains.models.skeleton import MOST_PARTS
from remains.services.entry import RemainsEntry
from remains.services.logging import log_remains
from remains.skeleton.codes import KINDS, Portion, labelled
from remains.skeleton.counting import Minimum, Piece, Reason, elements_of, minimum

MOST_OF_ONE = 999
PART_OF = (Completeness.LIMB_ONLY, Completeness.TORSO_ONLY, Completeness.FRAGMENT, Completeness.PARTIAL_WITH_HEAD,
           Completeness.PARTIAL_WITHOUT_HEAD)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class PartEntry:
    """A part as it is handed in; its pieces leave the inventory of `parent` as far as they stand there.

    Without a date or place it was found with its parent; one without a parent needs both.
    """

    pieces: tuple[Piece, ...]
    parent: str = ""
    completeness: str = Completeness.FRAGMENT
    found_at: PartialDate | None = None
    found_place: Place | None = None


@transaction.atomic
def write_inventory(*, actor: Actor, ref: str, pieces: Sequence[Piece], expected_version: int | None = None) -> Minimum:
    """Replace the inventory of remains; what is derived from it follows.  Returns the least number of people.

    Raises NotFound, Forbidden, Invalid, Conflict.
    """
    remains = forensic_writable(actor, ref)
    check(pieces)
    if _replace(actor, remains, pieces):
        access.touch(actor, remains, action="remains.inventory_written", expected_version=expected_version,
                     ring=Ring.FORENSIC)  # fmt: skip
    return minimum(pieces)


@transaction.atomic
def add_part(*, actor: Actor, entry: PartEntry) -> Remains:
    """Log a part as a record of its own, numbered within the record it is taken out of.

    Raises NotFound, Forbidden, Invalid.
    """
    parent = forensic_writable(actor, entry.parent) if entry.parent else None
    check(entry.pieces)
    if not entry.pieces:
        raise Invalid(fields={"pieces": [_("Name what the part is: at least one element.")]})
    if entry.completeness not in PART_OF:
        raise Invalid(fields={"completeness": [_("A part is not a whole person: choose what it is.")]})
    number = None
    if parent is not None:
        if parent.status in (RemainsStatus.MERGED_INTO, RemainsStatus.NOT_HUMAN):
            raise Invalid(fields={"": [_("Nothing can be taken out of this record in its present state.")]})
        number = 1 + (BodyPart.objects.filter(parent=parent).aggregate(last=Max("number"))["last"] or 0)
        if number > MOST_PARTS:
            raise Invalid(fields={"": [_("At most %(most)s parts are numbered in one record.") % {"most": MOST_PARTS}]})
    found_at, found_place = _found(actor, parent, entry)
    described = RemainsEntry(
        found_at=found_at, found_place=found_place, completeness=entry.completeness,
        minimum_number_of_individuals=minimum(entry.pieces).number,
    )  # fmt: skip
    part = log_remains(actor=actor, entry=described)
    if Ring.FORENSIC not in door.rings(actor, part):
        raise Forbidden()
    BodyPart.objects.create(remains=part, created_by=actor.account, parent=parent, number=number)
    _replace(actor, part, entry.pieces)
    about = [part] if parent is None else [part, parent]
    journal.record(actor, "remains.part_logged", *about, ring=Ring.FORENSIC)
    if parent is not None and (left := _left(held_pieces(parent), entry.pieces)) is not None:
        _replace(actor, parent, left)
    return part


def _found(actor: Actor, parent: Remains | None, entry: PartEntry) -> tuple[PartialDate | None, Place | None]:
    """When and where: as said, else as the record it is taken out of."""
    if parent is None or (entry.found_at and entry.found_place):
        return entry.found_at, entry.found_place
    held = door.open(actor, parent, Ring.SEARCH, tables=[PostMortemProfile]).one(parent, PostMortemProfile)
    if held is None:
        return entry.found_at, entry.found_place
    return entry.found_at or held.found_at, entry.found_place or held.found_place


@transaction.atomic
def split(*, actor: Actor, ref: str) -> Remains:
    """Say that nothing is left of a container but the records of its parts.  Raises NotFound, Forbidden, Invalid."""
    remains = forensic_writable(actor, ref)
    if remains.status not in SPLIT_FROM_STATES:
        raise Invalid(fields={"": [_("These remains are not split in their present state.")]})
    if BodyPart.objects.filter(parent=remains).count() < 2 or held_pieces(remains):
        raise Invalid(fields={"": [_("Log every piece as part of a record of its own first: at least two.")]})
    remains.status = RemainsStatus.SPLIT_FROM
    access.touch(actor, remains, action="remains.split", fields=["status"], ring=Ring.FORENSIC)
    return remains


SPLIT_FROM_STATES = frozenset(
    {
        RemainsStatus.IN_CUSTODY,
        RemainsStatus.EXAMINED,
        RemainsStatus.DATA_COMPLETE,
        RemainsStatus.IN_COMPARISON,
    }
)


def forensic_writable(actor: Actor, ref: str) -> Remains:
    """Remains, locked, whose forensic file the actor may write.  Raises NotFound, Forbidden."""
    remains = door.fetch(actor, Remains, door.Action.CHANGE, ref=ref, lock=True)
    door.ensure_writes(actor, Ring.FORENSIC, remains)
    return remains


def held_pieces(*remains: Remains) -> list[Piece]:
    """The inventory of one or several records together: coded, so nothing is opened.

    For services whose actor may write the forensic file of each; pages read through the door.
    """
    rows = InventoryPiece.objects.filter(remains__in=remains)
    return [Piece(*row) for row in rows.values_list("element", "side", "portion", "count")]


def check(pieces: Sequence[Piece]) -> None:
    """Raises Invalid, naming every piece at fault."""
    faults = list(_faults(pieces))
    if faults:
        raise Invalid(fields={"pieces": faults})


def _faults(pieces: Sequence[Piece]) -> Iterator[str]:
    for piece in pieces:
        kind = KINDS.get(piece.element)
        if kind is None or piece.portion not in Portion.values or piece.side not in Side.values:
            yield _("This code is not in the list.")
        elif piece.side not in kind.sides:
            yield (
                _("%(part)s: say the side, or that it is not known.") if kind.paired
                else _("%(part)s: there is one in the middle, without a side.")
            ) % {"part": kind.label}  # fmt: skip
        elif piece.portion not in kind.portions:
            yield _("%(part)s: this cannot be said of it. Choose what is there of it.") % {"part": kind.label}
        elif not 1 <= piece.count <= MOST_OF_ONE:
            limits = {"part": kind.label, "most": MOST_OF_ONE}
            yield _("%(part)s: give a number from 1 to %(most)s.") % limits
    for (element, side, _portion), count in Counter((p.element, p.side, p.portion) for p in pieces).items():
        if count > 1 and element in KINDS:
            yield _("%(part)s is in the list twice: give its number instead.") % {"part": labelled(element, side)}


def _replace(actor: Actor, remains: Remains, pieces: Iterable[Piece]) -> list[str]:
    """Write the pieces, and what is derived from them: the elements that are compared, and the least number."""
    source = RemainsSource(
        remains=remains, kind=SourceKind.FORENSIC, method=CollectionMethod.FORM, created_by=actor.account,
        reliability="B",
    )  # fmt: skip
    rows = [
        InventoryPiece(remains=remains, source=source, created_by=actor.account, element=piece.element,
                       side=piece.side, portion=piece.portion, count=piece.count)
        for piece in pieces
    ]  # fmt: skip
    changed = replace_rows(remains, [InventoryPiece], rows, before=source.save)
    if changed:
        file = ForensicFile.objects.select_for_update().get(remains=remains)
        file.elements = elements_of(pieces)
        file.minimum_number_of_individuals = max(file.minimum_number_of_individuals, minimum(pieces).number)
        file.save(update_fields=["elements", "minimum_number_of_individuals", "updated_at"])
    return changed


def _left(held: Sequence[Piece], taken: Sequence[Piece]) -> list[Piece] | None:
    """What stays of an inventory once these pieces are taken out; None if nothing of them stands there."""
    gone = Counter({(p.element, p.side, p.portion): p.count for p in taken})
    rest = [
        Piece(p.element, p.side, p.portion, p.count - min(p.count, gone[p.element, p.side, p.portion])) for p in held
    ]
    return [p for p in rest if p.count] if rest != list(held) else None


def reason_words(reason: Reason) -> str:
    """Why there must be several people, in a sentence."""
    together = _("%(part)s, both sides together") % {"part": KINDS[reason.element].label}
    part = together if reason.side == Side.UNKNOWN else labelled(reason.element, reason.side)
    words = ngettext(
        "%(part)s: as much as %(count)s person has.", "%(part)s: as much as %(count)s people have.", reason.count
    )
    return words % {"part": part, "count": reason.count}
