"""Words for what there is piece by piece, and for what belongs together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from remains.services.skeleton import reason_words
from remains.skeleton.codes import JoinMethod, JoinReason, JoinState, Portion, labelled
from remains.skeleton.counting import Minimum, Piece
from remains.skeleton.selectors import Joined, Parts

STATES = {
    "single": lambda: pgettext("part", "Single: held to be of one person with nothing else"),
    "commingled": lambda: pgettext("part", "Mixed: of several people"),
}


def lines(pieces: Iterable[Piece]) -> list[str]:
    """The pieces, one a line: “Femur, left: upper end, 2”."""
    return [_line(piece) for piece in pieces]


def _line(piece: Piece) -> str:
    said = [] if piece.portion == Portion.COMPLETE else [str(Portion(piece.portion).label)]
    said += [str(piece.count)] if piece.count > 1 else []
    part = labelled(piece.element, piece.side)
    return _("%(part)s: %(what)s") % {"part": part, "what": ", ".join(said)} if said else part


def told_of(least: Minimum) -> dict[str, Any]:
    """How many people there must be, and why."""
    words = ngettext("At least %(count)d person", "At least %(count)d people", least.number)
    return {
        "number": least.number,
        "headline": words % {"count": least.number},
        "reasons": [reason_words(reason) for reason in least.reasons],
    }


def parts_told(held: Parts) -> dict[str, Any]:
    """The parts of a record in words."""
    return {
        "state": STATES[held.state]() if held.state in STATES else JoinState(held.state).label,
        "whole": told_of(held.whole),
        "own": lines(held.pieces),
        "taken": [(part, lines(part.pieces)) for part in held.taken],
        "joins": [_join(one) for one in held.joins],
        "here": [_join(one) for one in held.here],
    }


def _join(one: Joined) -> dict[str, Any]:
    row = one.row
    return {
        "part": one.part, "to": one.to, "method": JoinMethod(row.method).label, "state": JoinState(row.state).label,
        "is_confirmed": row.state == JoinState.CONFIRMED, "note": row.note or "",
        "reason": JoinReason(row.reason).label if row.reason else "", "at": row.decided_at or row.created_at,
    }  # fmt: skip
