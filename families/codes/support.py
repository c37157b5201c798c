"""Code lists of what a family needs besides the search: help and papers."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from cases.codes import CodeList


class Need(CodeList):
    """CL-NEED: what a family needs help with."""

    PSYCHOSOCIAL = "psychosocial", pgettext_lazy("need", "Somebody to talk to")
    MENTAL_HEALTH = "mental_health", pgettext_lazy("need", "Care for mental health")
    LEGAL_ABSENCE = "legal_absence", pgettext_lazy("need", "Legal help: absence")
    LEGAL_DEATH = "legal_death", pgettext_lazy("need", "Legal help: papers after an identification")
    LEGAL_CUSTODY = "legal_custody", pgettext_lazy("need", "Legal help: care of children")
    LEGAL_PROPERTY = "legal_property", pgettext_lazy("need", "Legal help: property")
    LEGAL_MIGRATION = "legal_migration", pgettext_lazy("need", "Legal help: residence")
    ECONOMIC = "economic", pgettext_lazy("need", "Income")
    HEALTH = "health", pgettext_lazy("need", "Health")
    EDUCATION_CHILDREN = "education_children", pgettext_lazy("need", "Schooling of children")
    HOUSING = "housing", pgettext_lazy("need", "Housing")
    FOOD = "food", pgettext_lazy("need", "Food")
    SECURITY = "security", pgettext_lazy("need", "Safety")
    DOCUMENTATION = "documentation", pgettext_lazy("need", "Identity papers")
    TRAVEL_FOR_SEARCH = "travel_for_search", pgettext_lazy("need", "Travel for the search")
    PEER_GROUP = "peer_group", pgettext_lazy("need", "Other families")
    FAITH_SUPPORT = "faith_support", pgettext_lazy("need", "Support of their faith")
    CHILD_PROTECTION = "child_protection", pgettext_lazy("need", "Protection of a child")
    GBV_CARE = "gbv_care", pgettext_lazy("need", "Care after violence")
    INFORMATION_ON_RIGHTS = "information_on_rights", pgettext_lazy("need", "Information on rights")


class Urgency(CodeList):
    """How soon a need has to be met."""

    NOW = "now", pgettext_lazy("urgency", "Now")
    SOON = "soon", pgettext_lazy("urgency", "Within weeks")
    LATER = "later", pgettext_lazy("urgency", "Later")


class ReferralStatus(CodeList):
    """How far a referral is: the family says yes before anybody is told, the provider after."""

    PROPOSED = "proposed", pgettext_lazy("referral", "Proposed to the family")
    ACCEPTED_BY_FAMILY = "accepted_by_family", pgettext_lazy("referral", "The family said yes")
    SENT = "sent", pgettext_lazy("referral", "Sent to the provider")
    WAITING = "waiting", pgettext_lazy("referral", "On the provider’s waiting list")
    ACCEPTED = "accepted", pgettext_lazy("referral", "The provider said yes")
    DELIVERED = "delivered", pgettext_lazy("referral", "Help was given")
    DECLINED = "declined", pgettext_lazy("referral", "Declined")
    NO_SHOW = "no_show", pgettext_lazy("referral", "They did not meet")
    CLOSED = "closed", pgettext_lazy("referral", "Closed")


# From when the provider was told until the referral is over.
TOLD_TO_PROVIDER = (
    ReferralStatus.SENT, ReferralStatus.WAITING, ReferralStatus.ACCEPTED, ReferralStatus.NO_SHOW,
    ReferralStatus.DELIVERED,
)  # fmt: skip


class PaperKind(CodeList):
    """CL-LEGALPAPER: a legal paper.

    Those that say what became of the person are left out: they follow an identification and nothing else.
    """

    CERTIFICATE_OF_ABSENCE = "certificate_of_absence", pgettext_lazy("paper", "Certificate of absence")
    DECLARATION_OF_ABSENCE = "declaration_of_absence_court", pgettext_lazy("paper", "Declaration of absence by a court")
    GUARDIANSHIP = "guardianship", pgettext_lazy("paper", "Guardianship of children")
    POWER_OF_ATTORNEY = "power_of_attorney", pgettext_lazy("paper", "Power of attorney")
    ASSET_ADMINISTRATION = "asset_administration", pgettext_lazy("paper", "Administration of property")
    MARRIAGE_STATUS = "marriage_status", pgettext_lazy("paper", "Status of a marriage")
    PENSION_CLAIM = "pension_claim", pgettext_lazy("paper", "Claim to a pension")
    REGISTRY_CORRECTION = "registry_correction", pgettext_lazy("paper", "Correction of a register")


class PaperStatus(CodeList):
    """How far a paper is."""

    INFORMED = "informed", pgettext_lazy("paper status", "The family was informed")
    PREPARING = "preparing", pgettext_lazy("paper status", "Being prepared")
    FILED = "filed", pgettext_lazy("paper status", "Asked for at the office")
    GRANTED = "granted", pgettext_lazy("paper status", "Granted")
    REFUSED = "refused", pgettext_lazy("paper status", "Refused by the office")
    APPEALED = "appealed", pgettext_lazy("paper status", "Appealed")
    GIVEN_UP = "given_up", pgettext_lazy("paper status", "The family does not want it any more")
