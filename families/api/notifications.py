"""REST: how a family is told of a result: preparing it, writing down that it was done or that they did not wish it.

Answering the search by it is a supervisor's act and takes a person: there is no address for it here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl import replays
from cases.api.fields import REPLAY, ErrorSerializer, StrictSerializer, actor_of
from families.codes import NotificationKind, NotificationPlace, TeamRole, ToldPoint
from families.notification import selectors, services
from families.notification.services import Plan, Telling
from registry.lib.errors import NotFound

REFUSALS = {401: ErrorSerializer, 403: ErrorSerializer, 404: ErrorSerializer, 422: ErrorSerializer}
PLAN = (
    "kind", "authority", "established_on", "planned_for", "team_roles", "team", "place_kind", "language", "interpreter",
    "support_person", "media_embargo_until",
)  # fmt: skip
DONE = ("done_on", "declined_on", "who_present", "told", "questions", "followup_on")


def _text(length: int, **options: Any) -> serializers.CharField:
    return serializers.CharField(max_length=length, **options)


class PlanSerializer(StrictSerializer):
    """authority, established_on: of an identification they are known here and left out."""

    kind = serializers.ChoiceField(NotificationKind.choices)
    planned_for = serializers.DateField()
    team_roles = serializers.ListField(child=serializers.ChoiceField(TeamRole.choices), max_length=len(TeamRole))
    team = _text(300)
    place_kind = serializers.ChoiceField(NotificationPlace.choices)
    language = _text(3)
    support_person = _text(200)
    interpreter = _text(200, default="", allow_blank=True)
    authority = _text(300, default="", allow_blank=True)
    established_on = serializers.DateField(default=None, allow_null=True)
    media_embargo_until = serializers.DateField(default=None, allow_null=True)

    def plan(self) -> Plan:
        data: dict[str, Any] = dict(self.validated_data)
        coded = {
            "kind": NotificationKind(data["kind"]),
            "place_kind": NotificationPlace(data["place_kind"]),
            "team_roles": [TeamRole(code) for code in data["team_roles"]],
        }
        return Plan(**data | coded)


class TellingSerializer(StrictSerializer):
    """told_to: keys of relatives, as reading lists them; they alone read it in their own copy."""

    done_on = serializers.DateField()
    who_present = _text(300)
    told = serializers.ListField(child=serializers.ChoiceField(ToldPoint.choices), max_length=len(ToldPoint))
    followup_on = serializers.DateField()
    questions = _text(1000, default="", allow_blank=True)
    told_to = serializers.ListField(child=_text(40), default=list, max_length=50)

    def telling(self) -> Telling:
        data: dict[str, Any] = dict(self.validated_data)
        return Telling(**data | {"told": [ToldPoint(code) for code in data["told"]]})


class NotificationSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """One notification, from the plan to the visit after it."""

    kind = serializers.ChoiceField(NotificationKind.choices)
    authority = serializers.CharField(allow_null=True)
    established_on = serializers.DateField(allow_null=True)
    planned_for = serializers.DateField()
    team_roles = serializers.ListField(child=serializers.ChoiceField(TeamRole.choices))
    team = serializers.CharField()
    place_kind = serializers.ChoiceField(NotificationPlace.choices)
    language = serializers.CharField()
    interpreter = serializers.CharField(allow_null=True)
    support_person = serializers.CharField()
    media_embargo_until = serializers.DateField(allow_null=True)
    done_on = serializers.DateField(allow_null=True)
    declined_on = serializers.DateField(allow_null=True)
    who_present = serializers.CharField(allow_null=True)
    told = serializers.ListField(child=serializers.ChoiceField(ToldPoint.choices))
    questions = serializers.CharField(allow_null=True)
    followup_on = serializers.DateField(allow_null=True)


class ToTellSerializer(serializers.Serializer):  # type: ignore[type-arg]
    key = serializers.CharField()
    name = serializers.CharField()


class NotificationsSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """notifications: newest first; relatives: who can be told; is_answered: the search is answered by one of them."""

    ref = serializers.CharField()
    notifications = NotificationSerializer(many=True)
    relatives = ToTellSerializer(many=True)
    is_answered = serializers.BooleanField()


class CaseNotifications(APIView):
    @extend_schema(operation_id="notifications_read", responses={200: NotificationsSerializer} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """What was prepared and done, for those who reach the family file."""
        return Response(_as_read(request, ref))

    @extend_schema(
        operation_id="notifications_plan", parameters=[REPLAY], request=PlanSerializer,
        responses={200: NotificationsSerializer, 409: ErrorSerializer} | REFUSALS,
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Prepare how the family is told: two professions or more, somebody who stays, a day, a place of trust."""
        selectors.notifications_of(actor_of(request), ref)  # absent and hidden answer 404 before the body is judged
        form = PlanSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return _done(request, ref, lambda: services.plan(actor=actor_of(request), case_ref=ref, entry=form.plan()))


class CaseNotificationTold(APIView):
    @extend_schema(
        operation_id="notifications_told", parameters=[REPLAY], request=TellingSerializer,
        responses={200: NotificationsSerializer, 409: ErrorSerializer} | REFUSALS,
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Write down that people sat with the family and went through every point with it."""

        def write() -> None:  # judged here: sent again, nothing is open any more, and the answer is the same
            _ensure_open(request, ref)
            form = TellingSerializer(data=request.data)
            form.is_valid(raise_exception=True)
            services.note_told(actor=actor_of(request), case_ref=ref, entry=form.telling())

        return _done(request, ref, write)


class CaseNotificationDeclined(APIView):
    @extend_schema(
        operation_id="notifications_declined", parameters=[REPLAY], request=None,
        responses={200: NotificationsSerializer, 409: ErrorSerializer} | REFUSALS,
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Write down that the family does not wish to be told now; nothing else moves."""
        return _done(request, ref, lambda: services.note_declined(actor=actor_of(request), case_ref=ref))


def _ensure_open(request: Request, ref: str) -> None:
    """Raises NotFound where nothing is prepared, whatever the body says; Forbidden."""
    if selectors.notifications_of(actor_of(request), ref).open is None:
        raise NotFound()


def _done(request: Request, ref: str, write: Callable[[], object]) -> Response:
    def once() -> str:
        write()
        return ref

    replays.once(request, once)
    return Response(_as_read(request, ref))


def _as_read(request: Request, ref: str) -> dict[str, Any]:
    held = selectors.notifications_of(actor_of(request), ref)
    rows = [{name: getattr(one.row, name) for name in (*PLAN, *DONE)} for one in held.rows]
    relatives = [{"key": key, "name": name} for key, name in held.relatives]
    body: dict[str, Any] = NotificationsSerializer(
        {"ref": held.case.ref, "notifications": rows, "relatives": relatives, "is_answered": held.is_answered}
    ).data
    return body
