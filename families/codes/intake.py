"""Code lists of what comes in: by which way, and what kind of work it is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.codes import CodeList


class IntakeWay(CodeList):
    """How a registration came in."""

    STAFF = "staff", pgettext_lazy("came in", "Begun here")
    CALL = "call", pgettext_lazy("came in", "By a call")
    LINK = "link", pgettext_lazy("came in", "By a relative, over a link")
    CONSULATE = "consulate", pgettext_lazy("came in", "By a consulate, over a link")
    PARTNER = "partner", pgettext_lazy("came in", "By a partner, over a link")
    SYSTEM = "system", pgettext_lazy("came in", "By a partner’s system")

    @property
    def is_from_outside(self) -> bool:
        """Whether nobody here began it, so that anybody who registers may take it."""
        return self in OUTSIDE


OUTSIDE = frozenset({IntakeWay.LINK, IntakeWay.CONSULATE, IntakeWay.PARTNER, IntakeWay.SYSTEM})


class IntakeKind(CodeList):
    """What waits in the queue."""

    CALL = "call", pgettext_lazy("in the queue", "Call")
    SENT = "sent", pgettext_lazy("in the queue", "Sent from outside")
    DRAFT = "draft", pgettext_lazy("in the queue", "Registration begun")
    REQUEST = "request", pgettext_lazy("in the queue", "Asked by a relative")
    ANSWER = "answer", _("Answer to ask for again")
    ENDED = "ended", pgettext_lazy("in the queue", "Wanted deleted by its source")
