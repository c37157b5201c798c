"""REST: the addresses at which the calling system is told of changes, and what became of each message."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl import replays
from accessctl.codes import Purpose
from accessctl.models import Delivery, Webhook
from accessctl.systems import selectors, webhooks
from accessctl.systems.fields import REPLAY, ErrorSerializer, StrictSerializer, actor_of

REFUSALS = dict.fromkeys((401, 403, 404), ErrorSerializer)


class WebhookSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """An address.  ended_at: since when nothing is sent there, by a person or by the system."""

    ref = serializers.CharField()
    url = serializers.CharField()
    purpose = serializers.ChoiceField(Purpose.choices)
    created_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class WebhooksSerializer(serializers.Serializer):  # type: ignore[type-arg]
    results = WebhookSerializer(many=True)


class SecretSerializer(WebhookSerializer):
    secret = serializers.CharField(
        allow_null=True,
        help_text=_("It signs each message and is told this once; null where the request was sent again."),
    )


class AddressSerializer(StrictSerializer):
    url = serializers.CharField(max_length=300, help_text=_("https:// and no private network."))


class DeliverySerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A message.  status: of HTTP, as the receiver answered last; due_at: when it is tried next."""

    delivery = serializers.UUIDField(source="pk")
    outcome = serializers.ChoiceField(Delivery.Outcome.choices)
    status = serializers.IntegerField(allow_null=True)
    attempts = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    tried_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)


class DeliveriesSerializer(serializers.Serializer):  # type: ignore[type-arg]
    results = DeliverySerializer(many=True)


class AgainSerializer(StrictSerializer):
    delivery = serializers.UUIDField()


class WebhookList(APIView):
    @extend_schema(operation_id="webhooks_list", responses={200: WebhooksSerializer} | REFUSALS)
    def get(self, request: Request) -> Response:
        """The addresses of the calling system for the purpose of the call, live ones first."""
        return Response(WebhooksSerializer({"results": selectors.own_webhooks(actor_of(request))}).data)

    @extend_schema(
        operation_id="webhooks_add", parameters=[REPLAY], request=AddressSerializer,
        responses={201: SecretSerializer, 409: ErrorSerializer} | REFUSALS,
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Have the calling system told at an address, for the purpose of the call, of what changes from now on."""
        actor, made = actor_of(request), list[str]()
        form = AddressSerializer(data=request.data)
        form.is_valid(raise_exception=True)

        def add() -> str:
            hook, secret = webhooks.subscribe_itself(actor, url=form.validated_data["url"])
            made.append(secret)
            return hook.ref

        hook, _deliveries = selectors.webhook(actor, replays.once(request, add))
        return Response(_with_secret(hook, *made), status=status.HTTP_201_CREATED)


class WebhookDetail(APIView):
    @extend_schema(operation_id="webhooks_read", responses={200: WebhookSerializer} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """One address of the calling system."""
        hook, _deliveries = selectors.webhook(actor_of(request), ref)
        return Response(WebhookSerializer(hook).data)

    @extend_schema(operation_id="webhooks_end", request=None, responses={200: WebhookSerializer} | REFUSALS)
    def delete(self, request: Request, ref: str) -> Response:
        """Send nothing more there; what was sent stays to be read."""
        return Response(WebhookSerializer(webhooks.end(actor_of(request), ref=ref)).data)


class WebhookSecret(APIView):
    @extend_schema(
        operation_id="webhooks_secret", request=None,
        responses={200: SecretSerializer, 409: ErrorSerializer} | REFUSALS,
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Another secret, told this once; it signs from now on, what waits as well."""
        return Response(_with_secret(*webhooks.another_secret(actor_of(request), ref=ref)))


class WebhookDeliveries(APIView):
    @extend_schema(operation_id="webhooks_deliveries", responses={200: DeliveriesSerializer} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """The newest fifty messages to an address, and what became of each."""
        _hook, found = selectors.webhook(actor_of(request), ref)
        return Response(DeliveriesSerializer({"results": found}).data)

    @extend_schema(
        operation_id="webhooks_again", request=AgainSerializer, responses={200: DeliverySerializer} | REFUSALS,
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Send one message again, under the id that it had."""
        actor = actor_of(request)
        selectors.webhook(actor, ref)  # absent and hidden answer 404 before the body is judged
        form = AgainSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        sent = webhooks.send_again(actor, ref=ref, key=form.validated_data["delivery"])
        return Response(DeliverySerializer(sent).data)


def _with_secret(hook: Webhook, secret: str | None = None) -> dict[str, Any]:
    return {**WebhookSerializer(hook).data, "secret": secret}
