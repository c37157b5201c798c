"""Code lists of search actions: what is asked, what came of it, and how a family is told that it was asked."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accessctl.codes import Purpose
from cases.codes.base import CodeList


class SearchStep(CodeList):
    """CL-ACTION: what was done to find the person."""

    HOSPITAL_CHECK = "hospital_check", _("Ask a hospital")
    MORGUE_CHECK = "morgue_check", _("Ask a morgue")
    DETENTION_CHECK = "detention_check", _("Ask a place of detention")
    SHELTER_CHECK = "shelter_check", _("Ask a shelter")
    CONSULATE_QUERY = "consulate_query", _("Ask a consulate")
    NFP_QUERY = "nfp_query", _("Ask a national focal point")
    REGISTRY_HIT_QUERY = "registry_hit_query", _("Ask another registry about an entry")
    PHOTO_TRACING = "photo_tracing", _("Show the photo")
    FIELD_SEARCH = "field_search", _("Search on the spot")
    WITNESS_INTERVIEW = "witness_interview", _("Speak with somebody who saw them")
    PHONE_REACH_OUT = "phone_reach_out", _("Call numbers that may lead to them")
    SOCIAL_MEDIA_REVIEW = "social_media_review", _("Look at social media")
    REFER_TO_RED_CROSS = "refer_to_red_cross", _("Pass on to the Red Cross or Red Crescent")
    REFER_TO_NGO = "refer_to_ngo", _("Pass on to an organisation")
    REFER_TO_STATE = "refer_to_state", _("Pass on to a State body")
    URGENT_ACTION_CED = "urgent_action_ced", _("Urgent action of the Committee on Enforced Disappearances")
    WGEID_SUBMISSION = "wgeid_submission", _("Submission to the Working Group on Disappearances")
    HABEAS = "habeas", _("Habeas corpus")
    INTERPOL_YELLOW_NOTICE = "interpol_yellow_notice", _("Yellow notice of Interpol")
    DNA_COLLECTION = "dna_collection", _("Take samples of relatives")
    EXHUMATION = "exhumation", _("Exhumation")
    PUBLISH_APPEAL = "publish_appeal", _("Public appeal")

    @property
    def purpose(self) -> Purpose:
        """The purpose for which the family has to have agreed before anything of the person goes along."""
        return PURPOSES.get(self, Purpose.SHARE_SEARCH)

    @property
    def told(self) -> Promise | None:
        """How the family reads that it was done; None: never, because it would tell of remains or of a comparison."""
        return TOLD.get(self)


class ActionResult(CodeList):
    """What came of a search action."""

    NEGATIVE = "negative", pgettext_lazy("answer of an authority", "They know nothing")
    LEAD = "lead", pgettext_lazy("answer of an authority", "A lead to check")
    POSITIVE = "positive", pgettext_lazy("answer of an authority", "They know the person")
    NO_ANSWER = "no_answer", pgettext_lazy("answer of an authority", "No answer came")
    REFUSED = "refused", pgettext_lazy("answer of an authority", "They refused to answer")


_S = SearchStep
PURPOSES: dict[SearchStep, Purpose] = {
    _S.MORGUE_CHECK: Purpose.FORENSIC_COMPARISON,
    _S.REGISTRY_HIT_QUERY: Purpose.FORENSIC_COMPARISON,
    _S.EXHUMATION: Purpose.FORENSIC_COMPARISON,
    _S.DNA_COLLECTION: Purpose.DNA_IDENTIFICATION,
    _S.PUBLISH_APPEAL: Purpose.PUBLICATION,
}
TOLD: dict[SearchStep, Promise] = {
    _S.HOSPITAL_CHECK: _("We asked a hospital."),
    _S.DETENTION_CHECK: _("We asked a place where people are held."),
    _S.SHELTER_CHECK: _("We asked a shelter."),
    _S.CONSULATE_QUERY: _("We asked a consulate."),
    _S.NFP_QUERY: _("We asked the office of a country that searches for missing people."),
    _S.PHOTO_TRACING: _("We showed the photo."),
    _S.FIELD_SEARCH: _("We searched on the spot."),
    _S.WITNESS_INTERVIEW: _("We spoke with somebody who travelled the same way."),
    _S.PHONE_REACH_OUT: _("We called numbers that could lead further."),
    _S.SOCIAL_MEDIA_REVIEW: _("We looked on social media."),
    _S.REFER_TO_RED_CROSS: _("We asked the Red Cross or Red Crescent to search as well."),
    _S.REFER_TO_NGO: _("We asked another organisation to search as well."),
    _S.REFER_TO_STATE: _("We asked an office of a State to search as well."),
    _S.URGENT_ACTION_CED: _("We asked a committee of the United Nations to act."),
    _S.WGEID_SUBMISSION: _("We wrote to a working group of the United Nations."),
    _S.HABEAS: _("We asked a court where the person is."),
    _S.INTERPOL_YELLOW_NOTICE: _("We asked the police of many countries to look out."),
    _S.PUBLISH_APPEAL: _("We asked the public."),
}
