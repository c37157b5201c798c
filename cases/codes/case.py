"""Code lists of a case: its state, its priority, protection; and the whereabouts of living persons."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.codes.base import CodeList


class CaseStatus(CodeList):
    """What layer 1 tells of a case's state."""

    ACTIVE = "active", pgettext_lazy("case", "Active")
    INACTIVE = "inactive", pgettext_lazy("case", "Inactive")


class CaseWorkflow(CodeList):
    """CL-CASEWF: the state of the work on a case, apart from the fate of the person."""

    DRAFT = "draft", pgettext_lazy("case", "Draft")
    OPEN = "open", pgettext_lazy("case", "Being sought")
    LEAD = "lead_in_verification", pgettext_lazy("case", "A lead is being checked")
    PAUSED = "paused_by_family", pgettext_lazy("case", "Paused by the family")
    ANSWERED_ALIVE = "answered_alive", pgettext_lazy("case", "Answered: alive")
    ANSWERED_DECEASED = "answered_deceased", pgettext_lazy("case", "Answered: identified")
    TRANSFERRED = "closed_no_capacity_transfer", pgettext_lazy("case", "Transferred to another organisation")
    DUPLICATE = "duplicate_of", pgettext_lazy("case", "Merged with another case")
    WITHDRAWN = "withdrawn", pgettext_lazy("case", "Withdrawn")
    AFTER_CARE = "after_care", pgettext_lazy("case", "After-care")
    ARCHIVED = "archived", pgettext_lazy("case", "Archived")

    @property
    def status(self) -> CaseStatus:
        """The layer-1 status that this state shows as."""
        return CaseStatus.ACTIVE if self in ACTIVE_STATES else CaseStatus.INACTIVE


# Where somebody is sought: of a merged case, under the reference of another one.
SOUGHT_HERE = (CaseWorkflow.OPEN, CaseWorkflow.LEAD)
ACTIVE_STATES: frozenset[CaseWorkflow] = frozenset({*SOUGHT_HERE, CaseWorkflow.DUPLICATE})
# A family hears from us whatever became of the search, until it withdraws, is handed on, or agrees to an end.
KEPT_INFORMED: frozenset[CaseWorkflow] = ACTIVE_STATES | {
    CaseWorkflow.PAUSED, CaseWorkflow.ANSWERED_ALIVE, CaseWorkflow.ANSWERED_DECEASED, CaseWorkflow.AFTER_CARE,
}  # fmt: skip
# From -> to.  Inactivity, time passed and incidents move nothing; answered_* need a whereabouts record or an
# identification.  Withdrawal and merging, which any state allows, and their undoing are services of their own.
TRANSITIONS: dict[CaseWorkflow, frozenset[CaseWorkflow]] = {
    CaseWorkflow.DRAFT: frozenset({CaseWorkflow.OPEN}),
    CaseWorkflow.OPEN: frozenset(
        {
            CaseWorkflow.LEAD, CaseWorkflow.PAUSED, CaseWorkflow.ANSWERED_ALIVE, CaseWorkflow.ANSWERED_DECEASED,
            CaseWorkflow.TRANSFERRED,
        }
    ),
    CaseWorkflow.LEAD: frozenset(
        {
            CaseWorkflow.OPEN, CaseWorkflow.ANSWERED_ALIVE, CaseWorkflow.ANSWERED_DECEASED, CaseWorkflow.TRANSFERRED,
        }
    ),
    CaseWorkflow.PAUSED: frozenset({CaseWorkflow.OPEN}),
    CaseWorkflow.ANSWERED_ALIVE: frozenset({CaseWorkflow.AFTER_CARE, CaseWorkflow.OPEN}),
    CaseWorkflow.ANSWERED_DECEASED: frozenset({CaseWorkflow.AFTER_CARE, CaseWorkflow.OPEN}),
    CaseWorkflow.AFTER_CARE: frozenset({CaseWorkflow.ARCHIVED}),
    CaseWorkflow.ARCHIVED: frozenset({CaseWorkflow.OPEN}),
}  # fmt: skip


class StateReason(CodeList):
    """Why somebody takes a case to another state."""

    FAMILY_WISH = "family_wish", pgettext_lazy("state of a case", "The family wishes it")
    LEAD_FOUND = "lead_found", pgettext_lazy("state of a case", "There is a lead to check")
    LEAD_EXCLUDED = "lead_excluded", pgettext_lazy("state of a case", "The lead is excluded")
    CARE_GOES_ON = "care_goes_on", pgettext_lazy("state of a case", "Support, return or papers go on")
    FAMILY_AGREES = "family_agrees", pgettext_lazy("state of a case", "Nothing is left to do, and the family agrees")
    FAMILY_SILENT = (
        "family_silent",
        pgettext_lazy("state of a case", "Nothing is left to do, and the family could not be reached for 24 months"),
    )
    NEW_FACTS = "new_facts", pgettext_lazy("state of a case", "There are new facts")
    REVOKED = "identification_revoked", pgettext_lazy("state of a case", "The identification was revoked")
    FAMILY_DOUBTS = "family_doubts", pgettext_lazy("state of a case", "The family doubts the answer")


_ANEW = (StateReason.NEW_FACTS, StateReason.FAMILY_DOUBTS, StateReason.REVOKED)
# (from, to) -> the reasons for which somebody may take a case there; some hold only where a guard finds them true.
BY_HAND: dict[tuple[CaseWorkflow, CaseWorkflow], tuple[StateReason, ...]] = {
    (CaseWorkflow.OPEN, CaseWorkflow.LEAD): (StateReason.LEAD_FOUND,),
    (CaseWorkflow.LEAD, CaseWorkflow.OPEN): (StateReason.LEAD_EXCLUDED,),
    (CaseWorkflow.OPEN, CaseWorkflow.PAUSED): (StateReason.FAMILY_WISH,),
    (CaseWorkflow.PAUSED, CaseWorkflow.OPEN): (StateReason.FAMILY_WISH,),
    (CaseWorkflow.ANSWERED_DECEASED, CaseWorkflow.AFTER_CARE): (StateReason.CARE_GOES_ON,),
    (CaseWorkflow.AFTER_CARE, CaseWorkflow.ARCHIVED): (StateReason.FAMILY_AGREES, StateReason.FAMILY_SILENT),
    (CaseWorkflow.ANSWERED_DECEASED, CaseWorkflow.OPEN): _ANEW,
    (CaseWorkflow.ARCHIVED, CaseWorkflow.OPEN): _ANEW,
}


class Fate(CodeList):
    """What is known of the person.  Unknown until a verified whereabouts record or an identification."""

    UNKNOWN = "unknown", pgettext_lazy("fate", "Not known")
    ALIVE = "alive", pgettext_lazy("fate", "Alive")
    # Never presumed: the word the reader sees is what happened, an identification.
    DECEASED = "deceased", pgettext_lazy("fate", "Established by an identification")


class DataSetLevel(CodeList):
    """How much is asked: the basic set, or the sections that the case's purposes open."""

    BASIC = "basic", pgettext_lazy("data set", "Basic")
    COMPREHENSIVE = "comprehensive", pgettext_lazy("data set", "Comprehensive")


class Priority(CodeList):
    """CL-PRIORITY: why a case comes first."""

    LIFE_DANGER = "life_danger", _("Life in danger")
    CHILD_ALONE = "child_alone", _("Child alone")
    JUST_NOW = "just_now", _("Within the last 72 hours")
    MEDICAL = "medical", _("Needs medical care")
    DISABLED = "disabled", _("Disability")
    PREGNANT = "pregnant", _("Pregnant")
    ELDERLY = "elderly", _("Elderly")
    MASS_EVENT = "mass_event", _("Event with many people")
    NORMAL = "normal", pgettext_lazy("priority", "Normal")
    OTHER = "other", pgettext_lazy("priority", "Other")


class ProtectionFlag(CodeList):
    """Whether the person may need protection from a State."""

    NONE = "none", pgettext_lazy("protection", "None")
    POSSIBLE = "possible", pgettext_lazy("protection", "Possible")
    CONFIRMED = "confirmed", pgettext_lazy("protection", "Confirmed")


class WhereaboutsKind(CodeList):
    """CL-WHERE: how a living person, or a trace of life, came to notice."""

    SELF_REPORT_SAFE = "self_report_safe", _("The person says they are safe")
    SEEN_BY_WITNESS = "seen_by_witness", _("Seen by a witness")
    ON_FACILITY_LIST = "on_facility_list", _("On a facility's list")
    HOSPITAL_IDENTIFIED = "in_hospital_identified", _("In hospital, identified")
    HOSPITAL_UNABLE = "in_hospital_unable_to_say", _("In hospital, unable to say who they are")
    IN_DETENTION = "in_detention", _("In detention")
    IN_SHELTER = "in_shelter", _("In a shelter")
    RESCUED = "rescued", _("Rescued")
    RETURNED = "returned", _("Returned")
    ONLINE_ACTIVITY = "online_activity", _("Active online")
    CALLED_FAMILY = "called_family", _("Called the family")
    CHILD_UNKNOWN = "child_with_unknown_identity", _("Child whose identity is not known")
    RUMOUR_REDIRECT = "death_rumour_redirect", _("Rumour, kept with the family's news")
    OTHER = "other", pgettext_lazy("whereabouts", "Other")


class Verification(CodeList):
    """How far a report about a living person is verified."""

    UNVERIFIED = "unverified", pgettext_lazy("verification", "Not verified")
    PLAUSIBLE = "plausible", pgettext_lazy("verification", "Plausible")
    IN_PERSON = "verified_in_person", pgettext_lazy("verification", "Verified in person")
    WITH_FAMILY = "verified_by_voice_or_video_with_family", _("Verified by voice or video with the family")
    CONTRADICTED = "contradicted", pgettext_lazy("verification", "Contradicted")


class LivingWish(CodeList):
    """CL-LIVEWISH: what the living person decided may be told."""

    NOT_YET_ASKED = "not_yet_asked", _("Not yet asked")
    CONTACT_OK = "contact_ok", _("Contact is welcome")
    MESSAGE_ONLY = "message_only", _("Pass on a message only")
    TELL_ALIVE_ONLY = "tell_alive_only", _("Tell only that they are alive")
    TELL_NOTHING = "tell_nothing", _("Tell nothing")
    CANNOT_DECIDE = "cannot_decide", _("Cannot decide now")
    GUARDIAN_DECIDES = "guardian_decides", _("The guardian decides")
    WITHDRAWN = "withdrawn", pgettext_lazy("wish", "Withdrawn")


# What lets something be told to the family; any other lets nothing, and reads as no news.
TELLING_WISHES = frozenset({LivingWish.CONTACT_OK, LivingWish.MESSAGE_ONLY, LivingWish.TELL_ALIVE_ONLY})


class LivingCondition(CodeList):
    """How a living person is."""

    WELL = "well", pgettext_lazy("condition", "Well")
    INJURED = "injured", pgettext_lazy("condition", "Injured")
    ILL = "ill", pgettext_lazy("condition", "Ill")
    CRITICAL = "critical", pgettext_lazy("condition", "Critical")
    UNCONSCIOUS = "unconscious", pgettext_lazy("condition", "Unconscious")
    UNKNOWN = "unknown", pgettext_lazy("condition", "Not known")


class ImportState(CodeList):
    """State of an import batch."""

    RECEIVED = "received", pgettext_lazy("import", "Being checked")
    CHECKED = "checked", pgettext_lazy("import", "Checked, nothing saved")
    APPLYING = "applying", pgettext_lazy("import", "Being saved")
    APPLIED = "applied", pgettext_lazy("import", "Saved")
    UNDOING = "undoing", pgettext_lazy("import", "Being taken back")
    UNDONE = "undone", pgettext_lazy("import", "Taken back")
    DISCARDED = "discarded", pgettext_lazy("import", "Discarded")


class RowOutcome(CodeList):
    """What becomes of one row of an import."""

    NEW = "new", pgettext_lazy("import row", "New")
    CHANGED = "changed", pgettext_lazy("import row", "Changed")
    SAME = "same", pgettext_lazy("import row", "Unchanged")
    REPEATED = "repeated", pgettext_lazy("import row", "Repeated in the file")
    ALIKE = "alike", pgettext_lazy("import row", "Perhaps here already")
    REFUSED = "refused", pgettext_lazy("import row", "Refused")


class StatementTopic(CodeList):
    """What of a case several sources may state differently, each in words of their own."""

    SEX = "sex", pgettext_lazy("statement", "Sex")
    NATIONALITY = "nationality", pgettext_lazy("statement", "Nationality")
    BIRTH = "birth", pgettext_lazy("statement", "Date of birth and age")
    ORIGIN = "origin", pgettext_lazy("statement", "Place of origin")
    HEIGHT = "height", pgettext_lazy("statement", "Height")
    HAIR = "hair", pgettext_lazy("statement", "Hair")
    EYES = "eyes", pgettext_lazy("statement", "Eyes")
    BUILD = "build", pgettext_lazy("statement", "Build")
    FACIAL_HAIR = "facial_hair", pgettext_lazy("statement", "Beard or moustache")
    SHOES = "shoes", pgettext_lazy("statement", "Shoe size")
    HABITS = "habits", pgettext_lazy("statement", "Voice, walk and habits")
    LOOKED_SO = "looked_so", pgettext_lazy("statement", "When they last looked so")
    SMILE = "smile", pgettext_lazy("statement", "Smile")
    FEATURES = "features", pgettext_lazy("statement", "Distinguishing features")
    LAST_CONTACT = "last_contact", pgettext_lazy("statement", "Day of the last contact")
    LAST_PLACE = "last_place", pgettext_lazy("statement", "Place of the last contact")
    SIGN_OF_LIFE = "sign_of_life", pgettext_lazy("statement", "Last sign of life")
    CIRCUMSTANCES = "circumstances", pgettext_lazy("statement", "What happened")
    HAPPENED = "happened", pgettext_lazy("statement", "What happened, in codes")
    COMPANIONS = "companions", pgettext_lazy("statement", "Travel companions")
    ROUTE = "route", pgettext_lazy("statement", "Route")
    DESTINATION = "destination", pgettext_lazy("statement", "Country of destination")
