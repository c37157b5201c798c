"""REST: what a family needs besides the search and who was asked to help (ring 3k), a step at a time."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl import replays
from accessctl.actor import Actor
from accessctl.tokens import token_of
from cases.api.fields import REPLAY, ErrorSerializer, StrictSerializer, TextField, actor_of, optional_text
from families.api.serializers import PLACES, ConversationSerializer, placed
from families.codes import Need, ReferralStatus, Urgency
from families.selectors import case_with_family_file
from families.services import Conversation
from families.services import support as services
from families.services.support import Move, NeedEntry
from families.supporting import ReferralLine, support_of
from registry.lib.errors import Invalid

REFUSALS = dict.fromkeys((401, 403, 404, 409, 422), ErrorSerializer)
STEPS = [choice for choice in ReferralStatus.choices if choice[0] != ReferralStatus.PROPOSED]


class NeedSerializer(StrictSerializer):
    """Nothing about health or what was talked about in confidence belongs in the note."""

    need = serializers.ChoiceField(Need.choices)
    urgency = serializers.ChoiceField(Urgency.choices, default=Urgency.SOON)
    note = optional_text(500)


class ProposalSerializer(StrictSerializer):
    """need: its key; provider: a reference; told: all that it will learn, read to the family first."""

    need = serializers.CharField(max_length=40)
    provider = serializers.CharField(max_length=20)
    told = TextField(max_length=1000)


class ReferralStepSerializer(StrictSerializer):
    """conversation: how the family said yes, with `accepted_by_family` alone."""

    referral = serializers.CharField(max_length=40)
    status = serializers.ChoiceField(STEPS)
    outcome = optional_text(500)
    feedback = optional_text(500)
    conversation = ConversationSerializer(required=False)


class CaseReferralSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """key: names the referral in this case; next: where it may go from here; answer: what the provider wrote."""

    key = serializers.CharField()
    provider = serializers.CharField()
    status = serializers.ChoiceField(ReferralStatus.choices)
    next = serializers.ListField(child=serializers.ChoiceField(ReferralStatus.choices))
    told = serializers.CharField()
    sent_on = serializers.DateField(allow_null=True)
    follow_up_on = serializers.DateField(allow_null=True)
    outcome = serializers.CharField(allow_blank=True)
    answer = serializers.CharField(allow_blank=True)
    feedback = serializers.CharField(allow_blank=True)


class NeedReadSerializer(serializers.Serializer):  # type: ignore[type-arg]
    key = serializers.CharField()
    need = serializers.ChoiceField(Need.choices)
    urgency = serializers.ChoiceField(Urgency.choices)
    assessed_on = serializers.DateField()
    note = serializers.CharField(allow_blank=True)
    referrals = CaseReferralSerializer(many=True)


class SupportSerializer(serializers.Serializer):  # type: ignore[type-arg]
    ref = serializers.CharField()
    needs = NeedReadSerializer(many=True)


class CaseSupport(APIView):
    @extend_schema(operation_id="support_read", responses={200: SupportSerializer} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """What the family needs, and which providers were asked to help."""
        return Response(_as_read(actor_of(request), ref))

    @extend_schema(
        operation_id="support_need_note", parameters=[REPLAY], request=NeedSerializer,
        responses={201: SupportSerializer} | REFUSALS,
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Note what the family needs."""
        actor = actor_of(request)
        case_with_family_file(actor, ref)  # absent and closed answer before the body is judged
        form = NeedSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        entry = NeedEntry(**form.validated_data)
        replays.once(request, lambda: token_of(services.note_need(actor=actor, case_ref=ref, entry=entry).pk))
        return Response(_as_read(actor, ref), status=status.HTTP_201_CREATED)


class CaseReferrals(APIView):
    @extend_schema(
        operation_id="support_referral_propose", parameters=[REPLAY], request=ProposalSerializer,
        responses={201: SupportSerializer} | REFUSALS,
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Propose a provider to the family; nobody else learns of it before the family said yes."""
        actor = actor_of(request)
        case_with_family_file(actor, ref)
        form = ProposalSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        said = form.validated_data

        def propose() -> str:
            row = services.propose_referral(
                actor=actor, case_ref=ref, need=said["need"], provider_ref=said["provider"], told=said["told"]
            )
            return token_of(row.pk)

        replays.once(request, propose)
        return Response(_as_read(actor, ref), status=status.HTTP_201_CREATED)


class CaseReferralSteps(APIView):
    @extend_schema(
        operation_id="support_referral_step", parameters=[REPLAY], request=ReferralStepSerializer,
        responses={200: SupportSerializer} | REFUSALS,
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Take a referral a step on: the family's yes, which is a consent of its own; sent; what came of it."""
        actor = actor_of(request)
        case_with_family_file(actor, ref)
        form = ReferralStepSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        with placed(PLACES):
            replays.once(request, lambda: _step(actor, ref, form.validated_data))
        return Response(_as_read(actor, ref))


def _step(actor: Actor, ref: str, said: dict[str, Any]) -> str:
    is_yes = said["status"] == ReferralStatus.ACCEPTED_BY_FAMILY
    if is_yes != ("conversation" in said):
        message = _("The family’s yes is sent with the conversation in which they said it, and other steps without.")
        raise Invalid(fields={"conversation": [message]})
    if is_yes:
        conversation = Conversation(**said["conversation"])
        services.accept_for_family(actor=actor, case_ref=ref, referral=said["referral"], conversation=conversation)
    else:
        move = Move(status=said["status"], outcome=said["outcome"], feedback=said["feedback"])
        services.move_referral(actor=actor, case_ref=ref, referral=said["referral"], move=move)
    return str(said["referral"])


def _as_read(actor: Actor, ref: str) -> dict[str, Any]:
    held = support_of(actor, ref)
    needs = [
        {
            "key": need.token, "need": need.row.need, "urgency": need.row.urgency,
            "assessed_on": need.row.assessed_on, "note": need.row.note or "",
            "referrals": [_referral(line) for line in need.referrals],
        }
        for need in held.needs
    ]  # fmt: skip
    return {"ref": held.case.ref, "needs": needs}


def _referral(line: ReferralLine) -> dict[str, Any]:
    row = line.row
    following = [code for code, _label in line.choices]
    return {
        "key": line.token, "provider": line.provider.ref, "status": row.status,
        "next": [*([ReferralStatus.ACCEPTED_BY_FAMILY] if line.is_proposed else []), *following],
        "told": row.told, "sent_on": row.sent_on, "follow_up_on": row.follow_up_on,
        **{name: getattr(row, name) or "" for name in ("outcome", "answer", "feedback")},
    }  # fmt: skip
