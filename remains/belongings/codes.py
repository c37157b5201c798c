"""What can happen to a belonging in care, and what may follow.  The database holds the same table."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from cases.codes import CodeList


class BelongingStepKind(CodeList):
    """What happened to a belonging."""

    TAKEN = "taken", pgettext_lazy("belonging", "Taken into care")
    STORED = "stored", pgettext_lazy("belonging", "Put in a storage place")
    SENT = "sent", pgettext_lazy("belonging", "Handed over for transport")
    RECEIVED = "received", pgettext_lazy("belonging", "Received")
    AUDITED = "audited", pgettext_lazy("belonging", "Seen in place")
    RETURNED = "returned", pgettext_lazy("belonging", "Returned to the family")
    WITH_REMAINS = "with_remains", pgettext_lazy("belonging", "Laid with the remains")
    LOST = "lost", pgettext_lazy("belonging", "Not found where it should be")


_K = BelongingStepKind
# Steps that leave a belonging where it is.
NOTES: frozenset[str] = frozenset({_K.AUDITED})
_KEPT = frozenset({_K.STORED, _K.SENT, _K.AUDITED, _K.RETURNED, _K.WITH_REMAINS, _K.LOST})
# Last step that moved the belonging ("" before the first) -> what may be written next.
FOLLOWS: dict[str, frozenset[BelongingStepKind]] = {
    "": frozenset({_K.TAKEN}),
    _K.TAKEN: _KEPT,
    _K.STORED: _KEPT,
    _K.SENT: frozenset({_K.RECEIVED, _K.LOST}),
    _K.RECEIVED: _KEPT,
    _K.RETURNED: frozenset(),
    _K.WITH_REMAINS: frozenset({_K.TAKEN, _K.AUDITED, _K.LOST}),
    _K.LOST: frozenset({_K.RECEIVED}),
}
