"""Code lists of talks with families: calls, feedback, and being told by people who sit with them."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from cases.codes import CodeList


class CallEnd(CodeList):
    """Why what came in, as a call to the hotline, ends without a case."""

    FOUND = "found", pgettext_lazy("end of a call", "They know now where the person is")
    KNOWN = "known", pgettext_lazy("end of a call", "The person is registered already")
    SENT_ON = "sent_on", pgettext_lazy("end of a call", "They were told where they can go")
    NOT_WISHED = "not_wished", pgettext_lazy("end of a call", "They do not wish a search")
    NOT_REACHED = "not_reached", pgettext_lazy("end of a call", "Nobody answered, at several times of the day")
    MISTAKE = "mistake", pgettext_lazy("end of a call", "It was entered by mistake")


class FeedbackKind(CodeList):
    """What a talk with the family was.  That there is no news is news: they know that nobody has forgotten."""

    NEWS = "news", pgettext_lazy("talk", "We told them what was done and found")
    NO_NEWS = "no_news", pgettext_lazy("talk", "We told them that there is no news")
    ANSWER = "answer", pgettext_lazy("talk", "We answered what they had asked")
    MISSED = "missed", pgettext_lazy("talk", "We tried and did not reach them")
    QUESTION = "question", pgettext_lazy("talk", "They asked something")
    COMPLAINT = "complaint", pgettext_lazy("talk", "They complained")
    TOLD_US = "told_us", pgettext_lazy("talk", "They told us something")

    @property
    def tells(self) -> bool:
        """Whether the family heard from us by it, so that the clock begins anew."""
        return self in (FeedbackKind.NEWS, FeedbackKind.NO_NEWS, FeedbackKind.ANSWER)


class NotificationKind(CodeList):
    """CL-NOTIF: what a family is told by people who sit with it."""

    LEAD_CHECK = "lead_check", pgettext_lazy("notification", "Something is being checked")
    SIGN_OF_LIFE = "sign_of_life", pgettext_lazy("notification", "A sign of life")
    ALIVE_MESSAGE = "alive_message", pgettext_lazy("notification", "A message of the person")
    IDENTIFICATION = "identification", pgettext_lazy("notification", "An identification")
    PART_FOUND = "part_found", pgettext_lazy("notification", "A further part was found")
    EXCLUSION = "exclusion_after_lead", pgettext_lazy("notification", "What was checked was not so")
    REVOCATION = "revocation", pgettext_lazy("notification", "An identification was taken back")
    REPATRIATION = "repatriation_step", pgettext_lazy("notification", "A step of the return")


class TeamRole(CodeList):
    """Professions of those who sit with a family.  An interpreter is named besides and counts for none of them."""

    PSYCHOSOCIAL = "psychosocial", pgettext_lazy("team", "Psychosocial support")
    CASEWORKER = "caseworker", pgettext_lazy("team", "The family’s caseworker")
    FORENSIC = "forensic", pgettext_lazy("team", "Forensic science")
    MEDICAL = "medical", pgettext_lazy("team", "Medicine")
    LEGAL = "legal", pgettext_lazy("team", "Law")
    FAITH = "faith", pgettext_lazy("team", "Faith or community")
    AUTHORITY = "authority", pgettext_lazy("team", "The authority that established it")


class NotificationPlace(CodeList):
    """Where a family is told: never by message, letter or telephone, and never on a page."""

    HOME = "home", pgettext_lazy("place", "At home")
    TRUSTED = "trusted_office", pgettext_lazy("place", "An office that the family trusts")
    CONSULATE = "consulate", pgettext_lazy("place", "A consulate, because the family wishes it")


class ToldPoint(CodeList):
    """What is gone through with a family."""

    KNOWN = "known", pgettext_lazy("told", "What is known, and how it is known")
    NOT_KNOWN = "not_known", pgettext_lazy("told", "What is not known")
    DOUBTS = "doubts", pgettext_lazy("told", "That they may doubt it and ask for a second opinion")
    RIGHTS = "rights", pgettext_lazy("told", "Their rights")
    NEXT_STEPS = "next_steps", pgettext_lazy("told", "What comes next, and what they decide")
    REPORT_COPY = "report_copy", pgettext_lazy("told", "A copy of the report is in their hands, in their language")
