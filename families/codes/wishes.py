"""Code lists of what a family wishes for the person who was identified, and of the way there."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from cases.codes import CodeList


class WantsToSee(CodeList):
    """What a family wishes to see; only what they wish."""

    OBJECTS = "objects", pgettext_lazy("family’s wish", "Belongings")
    PHOTOS = "photos", pgettext_lazy("family’s wish", "Photographs")
    REMAINS = "remains", pgettext_lazy("family’s wish", "The person")
    NOTHING = "nothing", pgettext_lazy("family’s wish", "Nothing")
    UNDECIDED = "undecided", pgettext_lazy("family’s wish", "They have not decided")


class Disposition(CodeList):
    """Where somebody is laid to rest: each way is as good as the others."""

    REPATRIATION = "repatriation", pgettext_lazy("family’s wish", "Return home")
    BURIAL_HERE = "burial_in_place", pgettext_lazy("family’s wish", "Burial where they were found")
    CREMATION = "cremation", pgettext_lazy("family’s wish", "Cremation")
    UNDECIDED = "undecided", pgettext_lazy("family’s wish", "They have not decided")


class CostCover(CodeList):
    """Who pays."""

    STATE_OF_ORIGIN = "state_origin", pgettext_lazy("who pays", "The State of origin")
    STATE_FOUND = "state_found", pgettext_lazy("who pays", "The State where they were found")
    ORGANISATION = "org", pgettext_lazy("who pays", "An organisation")
    FAMILY = "family", pgettext_lazy("who pays", "The family")
    NONE = "none", pgettext_lazy("who pays", "Nobody yet")


class BelongingsWish(CodeList):
    """Whether the family wishes the belongings back."""

    ALL = "yes", pgettext_lazy("belongings", "All of them")
    SOME = "list", pgettext_lazy("belongings", "Some of them")
    NONE = "no", pgettext_lazy("belongings", "None")


class LaterParts(CodeList):
    """Whether the family wishes to hear of further parts that are found later."""

    EACH = "notify_each", pgettext_lazy("further parts", "Tell us each time")
    ONCE = "notify_once", pgettext_lazy("further parts", "Tell us once, when nothing more is expected")
    NEVER = "no_notice", pgettext_lazy("further parts", "Do not tell us")


class ConsularAnswer(CodeList):
    """Whether the consulate of the family's State takes part."""

    YES = "yes", pgettext_lazy("consulate", "Yes, it may take part")
    NO = "no", pgettext_lazy("consulate", "It is not needed")
    REFUSES = "family_refuses", pgettext_lazy("consulate", "The family refuses it")


class ReturnKind(CodeList):
    """CL-REPAT: a step of the return or burial."""

    DEATH_CERTIFICATE = "death_certificate", pgettext_lazy("return", "Certificate of the civil registry")
    CONSULAR_PASS = "consular_pass_for_remains", pgettext_lazy("return", "Pass of the consulate")
    PERMIT = "permit_transport", pgettext_lazy("return", "Permit of transport")
    SEALING = "embalming_or_sealed", pgettext_lazy("return", "Embalming, or sealed coffin")
    FLIGHT = "airline_booking", pgettext_lazy("return", "Flight or carrier booked")
    CUSTOMS = "customs", pgettext_lazy("return", "Customs")
    RECEPTION = "reception", pgettext_lazy("return", "Reception by the family")
    BURIAL = "burial", pgettext_lazy("return", "Burial")
    BELONGINGS = "belongings_returned", pgettext_lazy("return", "Belongings returned")
    MEMORIAL = "memorial", pgettext_lazy("return", "Memorial")


_K, _D = ReturnKind, Disposition
# The steps that each way takes.
STEPS_OF: dict[str, tuple[ReturnKind, ...]] = {
    _D.REPATRIATION: tuple(_K),
    _D.BURIAL_HERE: (_K.DEATH_CERTIFICATE, _K.BURIAL, _K.BELONGINGS, _K.MEMORIAL),
    _D.CREMATION: (_K.DEATH_CERTIFICATE, _K.PERMIT, _K.RECEPTION, _K.BELONGINGS, _K.MEMORIAL),
    _D.UNDECIDED: (),
}
# Nobody travels before these are there.
PERMITS: tuple[ReturnKind, ...] = (_K.DEATH_CERTIFICATE, _K.PERMIT)
TRAVELS: frozenset[str] = frozenset({_K.FLIGHT, _K.CUSTOMS, _K.RECEPTION})
# Done, these are proved by a paper: a permit, a pass, the list that who received the belongings has signed.
PAPERED: frozenset[str] = frozenset({_K.DEATH_CERTIFICATE, _K.CONSULAR_PASS, _K.PERMIT, _K.BELONGINGS})
