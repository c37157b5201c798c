"""Code lists of the way to somebody found alive: steps, ways, what may be said to them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.codes.base import CodeList


class ApproachStep(CodeList):
    """A step on the way to the person.  Nobody goes before a plan says who, how, and what may be said."""

    PLANNED = "planned", pgettext_lazy("approach", "Planned")
    ATTEMPTED = "attempted", _("Tried, not reached")
    REACHED = "reached", pgettext_lazy("approach", "Spoken to")
    INFORMED = "informed", _("Told that they are being sought")
    IDENTITY_CHECKED = "identity_checked", _("Who they are was checked")
    HELP_OFFERED = "help_offered", _("Help and protection offered")
    DECIDED = "decided", _("The person decided what may be told")
    TOLD = "told", _("What they let be told was passed on to those who serve the family")
    TAKEN_BACK = "taken_back", _("What was passed on was taken back")
    STOPPED = "stopped", _("No further approach")


class ApproachWay(CodeList):
    """How the person is approached."""

    IN_PERSON = "in_person", pgettext_lazy("approach", "In person, alone with them")
    PHONE = "phone", pgettext_lazy("approach", "By phone")
    VIDEO = "video", pgettext_lazy("approach", "By video")
    THROUGH_STAFF = "through_staff", _("Through staff of the place where they are")
    THROUGH_TRUSTED = "through_trusted", _("Through somebody whom they trust")
    LETTER = "letter", _("By a closed letter to them alone")


class MaySay(CodeList):
    """What may be said to the person, or left with whoever leads to them."""

    WHO_WE_ARE = "who_we_are", _("Who we are and what we do")
    THEY_DECIDE = "they_decide", _("That they alone decide what is told, and to whom")
    SOMEBODY_SEEKS = "somebody_seeks", _("That somebody is looking for them")
    WHO_SEEKS = "who_seeks", _("Who is looking for them")
    FAMILY_MESSAGE = "family_message", _("What the family wishes them to know")


class ClaimOutcome(CodeList):
    """What two people found about somebody who says that they are not missing."""

    THE_PERSON = "the_person", _("It is the person who is sought")
    ANOTHER = "another_person", _("It is somebody else")


# They are written down by what is done, never by hand.
STEPS_OF_DEEDS = frozenset({ApproachStep.DECIDED, ApproachStep.TOLD, ApproachStep.TAKEN_BACK})
STEPS_WITHOUT_PLAN = frozenset({ApproachStep.PLANNED, ApproachStep.DECIDED, ApproachStep.STOPPED})
