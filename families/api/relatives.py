"""REST: the relatives of a case (ring 3k): who they are, a further one, and what each is to the family.

How somebody is reached (ring 4k) is written with a new relative and never read back.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.fields import empty
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl import replays
from accessctl.actor import Actor
from accessctl.systems import tags
from accessctl.tokens import token_of
from cases.api.fields import REPLAY, ErrorSerializer, StrictSerializer, actor_of, optional_text
from families import selectors
from families.api.serializers import PLACES, RelativeSerializer, placed, relative_entry
from families.codes import IdentityCheck, Mandate, Relationship
from families.relatives import Person, people_of
from families.selectors import case_with_family_file
from families.services.relatives import Standing, add_relative, change_relative, standing_of
from registry.lib.errors import Forbidden
from registry.lib.versions import RANGE

REFUSALS = dict.fromkeys((401, 403, 404, 422), ErrorSerializer)
OF_RELATIVE = {name: place for name, place in PLACES.items() if place.startswith("relative.")}
ORGANISATION = 200


class RelativeStandingSerializer(StrictSerializer):
    """guardian: key of a grown-up of the case; own_case: reference of their own case, where they are missing too;
    mandates: what the family lets them do, until `mandate_until`."""

    is_first = serializers.BooleanField(default=False)
    is_minor = serializers.BooleanField(default=False)
    guardian = serializers.CharField(max_length=40, default="", allow_blank=True)
    do_not_contact = serializers.BooleanField(default=False)
    own_case = serializers.CharField(max_length=40, default="", allow_blank=True)
    id_verified = serializers.ChoiceField(IdentityCheck.choices, default=IdentityCheck.NONE)
    mandates = serializers.ListField(child=serializers.ChoiceField(Mandate.choices), default=list)
    mandate_until = serializers.DateField(default=None, allow_null=True)
    mandate_paper_seen = serializers.BooleanField(default=False)
    mandate_organisation = optional_text(ORGANISATION)


class WholeStandingSerializer(RelativeStandingSerializer):
    """All of it: what is left out of a change could be a wish that is lost."""

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for field in fields.values():
            field.required, field.default = True, empty
        return fields


class FurtherRelativeSerializer(StrictSerializer):
    relative = RelativeSerializer()
    standing = RelativeStandingSerializer(required=False)


class RelativeChangeSerializer(StrictSerializer):
    """The whole standing anew of one relative, named by `key`.  version: of the relative as they were read."""

    key = serializers.CharField(max_length=40)
    version = serializers.IntegerField(min_value=0, max_value=RANGE)
    standing = WholeStandingSerializer()


class RelativeReadSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """mandate_is_over: it ran out, and the relative may do nothing of it any more.

    version: of the standing, to be sent with the next change.
    """

    key = serializers.CharField()
    version = serializers.IntegerField()
    name = serializers.CharField(allow_blank=True)
    relationship = serializers.ChoiceField(Relationship.choices, allow_blank=True)
    language = serializers.CharField(allow_blank=True)
    interpreter_needed = serializers.BooleanField()
    country_of_residence = serializers.CharField(allow_blank=True)
    standing = RelativeStandingSerializer()
    mandate_is_over = serializers.BooleanField()


class RelativesSerializer(serializers.Serializer):  # type: ignore[type-arg]
    ref = serializers.CharField()
    relatives = RelativeReadSerializer(many=True)


class CaseRelatives(APIView):
    @extend_schema(operation_id="relatives_read", responses={200: RelativesSerializer} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """Who asks for the person and who else belongs to the family, in the order in which they were recorded."""
        return Response(_as_read(actor_of(request), ref))

    @extend_schema(
        operation_id="relatives_add", parameters=[REPLAY], request=FurtherRelativeSerializer,
        responses={201: RelativesSerializer, 409: ErrorSerializer} | REFUSALS,
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Add a relative who asks too, or whom the family named."""
        actor = actor_of(request)
        case_with_family_file(actor, ref)  # absent and closed answer before the body is judged
        form = FurtherRelativeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        said = form.validated_data
        entry = relative_entry(said["relative"])
        standing = _standing(said["standing"]) if "standing" in said else Standing()

        def add() -> str:
            return token_of(add_relative(actor=actor, case_ref=ref, entry=entry, standing=standing).pk)

        with placed(OF_RELATIVE, rest="standing."):
            replays.once(request, add)
        return Response(_as_read(actor, ref), status=status.HTTP_201_CREATED)

    @extend_schema(
        operation_id="relatives_change", request=RelativeChangeSerializer,
        responses={200: RelativesSerializer, 409: tags.StaleSerializer} | REFUSALS,
    )  # fmt: skip
    def put(self, request: Request, ref: str) -> Response:
        """Replace what a relative is to the family: first contact, child and guardian, mandate, no contact."""
        actor = actor_of(request)
        case_with_family_file(actor, ref)
        form = RelativeChangeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        said = form.validated_data
        standing, read = _standing(said["standing"]), said["version"]
        with placed({}, rest="standing."), tags.first_or_stale(read, lambda: _as_read(actor, ref)):
            change_relative(actor=actor, case_ref=ref, token=said["key"], standing=standing, expected_version=read)
        return Response(_as_read(actor, ref))


def _standing(given: dict[str, Any]) -> Standing:
    coded = {
        "id_verified": IdentityCheck(given["id_verified"]), "mandates": [Mandate(code) for code in given["mandates"]],
    }  # fmt: skip
    return Standing(**given | coded)


def _as_read(actor: Actor, ref: str) -> dict[str, Any]:
    family = selectors.family(actor, ref)
    if family is None:
        raise Forbidden()
    people = people_of(family)
    return {"ref": family.case.ref, "relatives": [_relative(one) for one in people]}


def _relative(one: Person) -> dict[str, Any]:
    row, standing = one.relative, standing_of(one.relative, one.mandate, one.own_case)
    return {
        "key": one.token,
        "version": standing.version,
        "name": one.name if one.names else "",
        "relationship": one.tie.relationship if one.tie else "",
        "language": row.language or "",
        "interpreter_needed": row.interpreter_needed,
        "country_of_residence": row.country_of_residence or "",
        "standing": asdict(standing),
        "mandate_is_over": one.mandate_is_over,
    }
