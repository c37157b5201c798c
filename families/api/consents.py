"""REST: the consents of a case: what stands, further answers, withdrawal."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl import replays
from accessctl.codes import Purpose, RecipientClass
from cases.api.fields import REPLAY, ErrorSerializer, StrictSerializer, actor_of
from cases.selectors import fetch_case
from families import selectors
from families.api.serializers import PLACES, ConsentSerializer, ConversationSerializer, consent_entry, placed
from families.codes import AskAgain, ConsentState, CountryScope
from families.services import Conversation, give_consent, withdraw_consent

REFUSALS = {401: ErrorSerializer, 403: ErrorSerializer, 404: ErrorSerializer, 422: ErrorSerializer}


class StandingSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """What holds for one use and one class of recipients."""

    purpose = serializers.ChoiceField(Purpose.choices)
    recipient_class = serializers.ChoiceField(RecipientClass.choices)
    state = serializers.ChoiceField(ConsentState.choices)
    max_layer = serializers.IntegerField()
    since = serializers.DateTimeField()
    until = serializers.DateTimeField(allow_null=True)
    only_organisations = serializers.ListField(child=serializers.CharField())
    except_organisations = serializers.ListField(child=serializers.CharField())
    country_scope = serializers.ChoiceField(CountryScope.choices, allow_blank=True)
    countries = serializers.ListField(child=serializers.CharField())


class AskAgainSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A consent that the family is to be asked for again."""

    purpose = serializers.ChoiceField(Purpose.choices)
    recipient_class = serializers.ChoiceField(RecipientClass.choices)
    reason = serializers.ChoiceField(AskAgain.choices)
    due_on = serializers.DateField()


class ConsentsSerializer(serializers.Serializer):  # type: ignore[type-arg]
    ref = serializers.CharField()
    consents = StandingSerializer(many=True)
    to_ask_again = AskAgainSerializer(many=True)


class AnswersSerializer(StrictSerializer):
    conversation = ConversationSerializer()
    consents = ConsentSerializer(many=True, allow_empty=False)


class WithdrawalSerializer(StrictSerializer):
    """What is withdrawn; empty means every use, or every class."""

    purpose = serializers.ChoiceField(Purpose.choices, default="", allow_blank=True)
    recipient_class = serializers.ChoiceField(RecipientClass.choices, default="", allow_blank=True)
    reason = serializers.CharField(max_length=500, default="", allow_blank=True)


class CaseConsents(APIView):
    @extend_schema(operation_id="consents_read", responses={200: ConsentsSerializer} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """What stands for each use and class of recipients, and what is to be asked again; for the owner alone."""
        return Response(_as_read(request, ref))

    @extend_schema(
        operation_id="consents_answer",
        parameters=[REPLAY],
        request=AnswersSerializer,
        responses={200: ConsentsSerializer, 409: ErrorSerializer} | REFUSALS,
    )
    def post(self, request: Request, ref: str) -> Response:
        """Record further answers; each supersedes what stood for its use and class, at once."""
        actor = actor_of(request)
        fetch_case(actor, ref)  # absent and hidden answer 404 before the body is judged
        form = AnswersSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        data: dict[str, Any] = form.validated_data
        entries = tuple(consent_entry(row) for row in data["consents"])

        def answer() -> str:
            give_consent(
                actor=actor, case_ref=ref, conversation=Conversation(**data["conversation"]), entries=entries
            )  # fmt: skip
            return ref

        with placed(PLACES):
            replays.once(request, answer)
        return Response(_as_read(request, ref))


class CaseConsentsWithdraw(APIView):
    @extend_schema(
        operation_id="consents_withdraw",
        parameters=[REPLAY],
        request=WithdrawalSerializer,
        responses={200: ConsentsSerializer, 409: ErrorSerializer} | REFUSALS,
    )
    def post(self, request: Request, ref: str) -> Response:
        """Withdraw one use, one class of recipients, one of both, or everything: it ends with this call."""
        actor = actor_of(request)
        fetch_case(actor, ref)
        form = WithdrawalSerializer(data=request.data)
        form.is_valid(raise_exception=True)

        def withdraw() -> str:
            withdraw_consent(actor=actor, case_ref=ref, **form.validated_data)
            return ref

        replays.once(request, withdraw)
        return Response(_as_read(request, ref))


def _as_read(request: Request, ref: str) -> dict[str, Any]:
    held = selectors.consents(actor_of(request), ref)
    standing = [
        {
            "purpose": purpose, "recipient_class": recipient, "state": one.state, "max_layer": one.max_layer,
            "since": one.since, "until": one.until, "only_organisations": one.only,
            "except_organisations": one.without, "country_scope": one.country_scope, "countries": one.countries,
        }
        for (purpose, recipient), one in sorted(held.standing.items())
    ]  # fmt: skip
    asked = [
        {"purpose": one.purpose, "recipient_class": one.recipient_class, "reason": one.code, "due_on": one.due_on}
        for one in held.to_ask
    ]
    body = ConsentsSerializer({"ref": held.case.ref, "consents": standing, "to_ask_again": asked})
    found: dict[str, Any] = body.data
    return found
