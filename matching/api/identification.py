"""REST: identifications (ring 3f): of a pair on the way to one, of remains once issued.

Systems prepare; named people sign, and take back what was issued.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl import replays
from cases.api.fields import REPLAY, ErrorSerializer, StrictSerializer, actor_of
from families.codes import IdMethod, OpinionResult
from matching.codes import PairState, ReviewRole
from matching.identification.codes import Conclusion
from matching.identification.rules import SignedByPeople
from matching.identification.selectors import IdentificationPage, Shown, page_of, shown_of
from matching.models.identification import GROUNDS_MAX, LINE_MAX, REASON_MAX, SUMMARY_MAX
from matching.services import identifying, issued, revoking
from matching.services.identifying import Draft
from matching.services.revoking import Opinion
from registry.lib.errors import Forbidden

REFUSALS = dict.fromkeys((401, 403, 404, 422), ErrorSerializer)
ACTS = ("withdraw", "ask_opinion", "give_opinion", "sign", "revoke")
OF_PEOPLE = ("sign", "revoke")


class PanelMemberSerializer(StrictSerializer):
    name = serializers.CharField(max_length=LINE_MAX)
    profession = serializers.CharField(max_length=LINE_MAX)


class IdentificationDraftSerializer(StrictSerializer):
    """What two people are to sign.  `country`: alpha-3; `summary_lang`: ISO 639-3, with an established identity.

    `parts`: references of the joined parts that it covers besides the remains; null: all that are joined now.
    """

    parts = serializers.ListField(child=serializers.CharField(max_length=20), default=None, allow_null=True)
    methods = serializers.ListField(child=serializers.ChoiceField(IdMethod.choices))
    panel = PanelMemberSerializer(many=True, default=list)
    grounds = serializers.CharField(max_length=GROUNDS_MAX)
    conclusion = serializers.ChoiceField(Conclusion.choices)
    authority = serializers.CharField(max_length=LINE_MAX)
    country = serializers.CharField(max_length=3)
    legal_act = serializers.CharField(max_length=LINE_MAX)
    established_on = serializers.DateField()
    family_summary = serializers.CharField(max_length=SUMMARY_MAX, default="", allow_blank=True)
    summary_lang = serializers.CharField(max_length=3, default="", allow_blank=True)

    def draft(self) -> Draft:
        given = dict(self.validated_data)
        panel = tuple((one["name"], one["profession"]) for one in given["panel"])
        return Draft(**given | {"panel": panel, "conclusion": Conclusion(given["conclusion"])})


class OpinionSerializer(StrictSerializer):
    given_by = serializers.CharField(max_length=LINE_MAX)
    result = serializers.ChoiceField(OpinionResult.choices)
    given_on = serializers.DateField()
    words = serializers.CharField(max_length=REASON_MAX, default="", allow_blank=True)


class ActSerializer(StrictSerializer):
    """`opinion` with `give_opinion` alone.  `sign` and `revoke` are always refused to systems."""

    act = serializers.ChoiceField(ACTS)
    opinion = OpinionSerializer(default=None, allow_null=True)


class SignatureReadSerializer(serializers.Serializer):  # type: ignore[type-arg]
    name = serializers.CharField()
    role = serializers.ChoiceField(ReviewRole.choices)
    signed_at = serializers.DateTimeField()


class SecondOpinionReadSerializer(serializers.Serializer):  # type: ignore[type-arg]
    asked_on = serializers.DateField()
    given_by = serializers.CharField()
    result = serializers.ChoiceField(OpinionResult.choices, allow_blank=True)
    given_on = serializers.DateField(allow_null=True)
    words = serializers.CharField()


class IdentificationReadSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """One identification; `is_whole`: it reads as it was signed.

    `parts`: what it covers besides the remains, null where it was drawn up before parts were named; `parts_parted`: of
    those, joined no more; `parts_since`: joined now, and not covered.
    """

    parts = serializers.ListField(child=serializers.CharField(), allow_null=True)
    parts_parted = serializers.ListField(child=serializers.CharField())
    parts_since = serializers.ListField(child=serializers.CharField())
    methods = serializers.ListField(child=serializers.ChoiceField(IdMethod.choices))
    panel = PanelMemberSerializer(many=True)
    grounds = serializers.CharField()
    conclusion = serializers.ChoiceField(Conclusion.choices)
    authority = serializers.CharField()
    country = serializers.CharField()
    legal_act = serializers.CharField()
    established_on = serializers.DateField()
    family_summary = serializers.CharField()
    summary_lang = serializers.CharField()
    digest = serializers.CharField()
    is_whole = serializers.BooleanField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    issued_at = serializers.DateTimeField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)
    revocation_reason = serializers.CharField()
    signatures = SignatureReadSerializer(many=True)
    second_opinion = SecondOpinionReadSerializer(allow_null=True)


class IdentificationsSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """The identifications of a pair, the newest first."""

    pair = serializers.CharField()
    state = serializers.ChoiceField(PairState.choices)
    identifications = IdentificationReadSerializer(many=True)


class IssuedReadSerializer(IdentificationReadSerializer):
    """One that was issued.  `case` as it stands in the report, whether or not the case is open to you."""

    pair = serializers.CharField()
    case = serializers.CharField()


class IssuedIdentificationsSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """What was issued of remains, the newest first."""

    remains = serializers.CharField()
    identifications = IssuedReadSerializer(many=True)


class RemainsIdentifications(APIView):
    @extend_schema(operation_id="identifications_issued", responses={200: IssuedIdentificationsSerializer} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """What was issued of remains, for either side of it, also when its pair is out of sight (ring 3f)."""
        actor = actor_of(request)
        found = issued.reached(actor, ref)
        if not found.reads:
            raise Forbidden()
        cases = {one.row.pk: one.case_ref for one in found.rows}
        rows = [{**_identification(one), "pair": one.pair, "case": cases[one.row.pk]} for one in shown_of(actor, found)]
        return Response({"remains": found.remains.ref, "identifications": rows})


class PairIdentifications(APIView):
    @extend_schema(operation_id="identifications_read", responses={200: IdentificationsSerializer} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """The identifications of a pair, drafts and what was taken back among them (ring 3f)."""
        return Response(_as_read(page_of(actor_of(request), ref)))

    @extend_schema(
        operation_id="identifications_draw_up",
        parameters=[REPLAY],
        request=IdentificationDraftSerializer,
        responses={201: IdentificationsSerializer, 409: ErrorSerializer} | REFUSALS,
    )
    def post(self, request: Request, ref: str) -> Response:
        """Draw up an identification for two people of the institution to sign."""
        actor = actor_of(request)
        page_of(actor, ref)  # absent and closed answer before the body is judged
        form = IdentificationDraftSerializer(data=request.data)
        form.is_valid(raise_exception=True)

        def draw() -> str:
            identifying.draw_up(actor=actor, ref=ref, draft=form.draft())
            return ref

        replays.once(request, draw)
        return Response(_as_read(page_of(actor, ref)), status=status.HTTP_201_CREATED)


class PairIdentificationActs(APIView):
    @extend_schema(
        operation_id="identifications_act",
        parameters=[REPLAY],
        request=ActSerializer,
        responses={200: IdentificationsSerializer, 409: ErrorSerializer} | REFUSALS,
    )
    def post(self, request: Request, ref: str) -> Response:
        """Take back what nobody has signed yet; ask for a second opinion, or write what it came to."""
        actor = actor_of(request)
        page = page_of(actor, ref)
        form = ActSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        if given["act"] in OF_PEOPLE:
            raise SignedByPeople()
        if (given["act"] == "give_opinion") != (given["opinion"] is not None):
            raise serializers.ValidationError({"opinion": [_("Send it with “give_opinion”, and with nothing else.")]})

        def act() -> str:
            named: dict[str, Any] = {"actor": actor, "ref": page.remains.ref, "of": page.pair.ref}
            if given["act"] == "withdraw":
                identifying.withdraw(actor=actor, ref=ref)
            elif given["act"] == "ask_opinion":
                revoking.ask_opinion(**named)
            else:
                said = given["opinion"]
                opinion = Opinion(**said | {"result": OpinionResult(said["result"])})
                revoking.give_opinion(**named, opinion=opinion)
            return ref

        replays.once(request, act)
        return Response(_as_read(page_of(actor, ref)))


def _as_read(page: IdentificationPage) -> dict[str, Any]:
    return {
        "pair": page.pair.ref, "state": page.pair.state, "identifications": [_identification(one) for one in page.rows]
    }  # fmt: skip


def _identification(one: Shown) -> dict[str, Any]:
    row, opinion = one.row, one.opinion
    plain = (
        "methods", "grounds", "conclusion", "authority", "country", "legal_act", "established_on", "digest",
        "withdrawn_at", "issued_at", "revoked_at",
    )  # fmt: skip
    texts = ("family_summary", "summary_lang", "revocation_reason")
    return {
        **{name: getattr(row, name) for name in plain}, **{name: getattr(row, name) or "" for name in texts},
        "parts": one.covers.named, "parts_parted": one.covers.parted, "parts_since": one.covers.since,
        "panel": [{"name": name, "profession": work} for name, work in row.panel or ()], "is_whole": one.is_whole,
        "signatures": [
            {name: getattr(sign, name) for name in ("name", "role", "signed_at")} for sign in one.signatures
        ],
        "second_opinion": None if opinion is None else {
            "asked_on": opinion.asked_on, "given_on": opinion.given_on,
            **{name: getattr(opinion, name) or "" for name in ("given_by", "result", "words")},
        },
    }  # fmt: skip
