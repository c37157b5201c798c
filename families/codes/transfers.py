"""Code lists of a case that another organisation takes over."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from cases.codes import CodeList


class TransferReason(CodeList):
    """Why another organisation is to go on with a search.  Never that time has passed."""

    FAMILY_WISH = "family_wish", pgettext_lazy("transfer", "The family wishes it")
    CLOSER = "closer_to_family", pgettext_lazy("transfer", "They are closer to the family, or speak its language")
    CLOSER_TO_TRACE = "closer_to_trace", pgettext_lazy("transfer", "They work where the person was last heard of")
    MANDATE = "their_task", pgettext_lazy("transfer", "It is their task by law or by agreement")
    NO_CAPACITY = "no_capacity", pgettext_lazy("transfer", "We can no longer do it well")
    CLOSING = "closing", pgettext_lazy("transfer", "Our organisation or project ends")


class TransferState(CodeList):
    """How far it is.  Until the other side says yes, nothing changes."""

    OFFERED = "offered", pgettext_lazy("transfer", "Waits for their answer")
    ACCEPTED = "accepted", pgettext_lazy("transfer", "Taken over")
    DECLINED = "declined", pgettext_lazy("transfer", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("transfer", "Taken back")


class TransferRefusal(CodeList):
    """Why the other organisation says no."""

    NO_CAPACITY = "no_capacity", pgettext_lazy("transfer", "We could not do it well")
    NOT_OUR_TASK = "not_our_task", pgettext_lazy("transfer", "It is not our task, or not our region")
    FAMILY_FIRST = "family_first", pgettext_lazy("transfer", "We would first speak with the family, together with you")
    UNSAFE = "unsafe", pgettext_lazy("transfer", "It could put somebody at risk")
