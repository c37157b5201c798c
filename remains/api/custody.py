"""REST: the chain of custody of remains, read and continued (ring 3f; each reading has its entry)."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl import replays
from cases.api.fields import REPLAY, ErrorSerializer, PlaceField, StrictSerializer, actor_of
from remains.custody import selectors
from remains.custody.codes import BurialWrap, CustodyKind, CustodyState, ExaminationStep, StopPoint
from remains.custody.selectors import Custody, Line
from remains.services import BurialEntry, StepEntry, add_step, bury
from remains.services.burying import LONGEST as LONGEST_OF_BURIAL
from remains.services.custody import LONGEST

REFUSALS = dict.fromkeys((401, 403, 404, 422), ErrorSerializer)


def _texts(longest: dict[str, int]) -> dict[str, serializers.CharField]:
    return {
        name: serializers.CharField(max_length=most, default="", allow_blank=True) for name, most in longest.items()
    }


class BurialFields(StrictSerializer):
    """Where somebody lies; `outline`: corners as [latitude, longitude] in order round the plot."""

    place = PlaceField(default=None, allow_null=True)
    outline = serializers.ListField(
        child=serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2), default=list
    )
    depth_cm = serializers.IntegerField(default=None, allow_null=True)
    wrap = serializers.ChoiceField(BurialWrap.choices, default=BurialWrap.UNKNOWN)
    is_shared = serializers.BooleanField(default=False)
    lease_expires_at = serializers.DateField(default=None, allow_null=True)

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | _texts(LONGEST_OF_BURIAL)


class BurialSerializer(BurialFields):
    """`beside`: reference of somebody in the same grave; `exception`: of what a second person approved."""

    beside = serializers.CharField(max_length=20, default="", allow_blank=True)
    exception = serializers.CharField(max_length=20, default="", allow_blank=True)


class CustodyStepSerializer(StrictSerializer):
    """One step; `place` and `to_org` by reference; `burial` with a burial alone."""

    kind = serializers.ChoiceField(CustodyKind.choices)
    at = serializers.DateTimeField()
    place = serializers.CharField(max_length=20, default="", allow_blank=True)
    to_org = serializers.CharField(max_length=20, default="", allow_blank=True)
    due_at = serializers.DateTimeField(default=None, allow_null=True)
    step = serializers.ChoiceField(ExaminationStep.choices, default="", allow_blank=True)
    burial = BurialSerializer(default=None, allow_null=True)

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | _texts(LONGEST)

    def entry(self) -> StepEntry:
        return StepEntry(**{name: value for name, value in self.validated_data.items() if name != "burial"})

    def burial_entry(self) -> BurialEntry | None:
        given = self.validated_data["burial"]
        if given is None:
            return None
        return BurialEntry(**given | {"outline": tuple((lat, lon) for lat, lon in given["outline"])})


class WrittenStepSerializer(serializers.Serializer):  # type: ignore[type-arg]
    number = serializers.IntegerField()
    kind = serializers.ChoiceField(CustodyKind.choices)
    at = serializers.DateTimeField()
    organisation = serializers.CharField()
    to_org = serializers.CharField()
    place = serializers.CharField()
    due_at = serializers.DateTimeField(allow_null=True)
    step = serializers.CharField()
    burial = BurialFields(allow_null=True)
    digest = serializers.CharField()

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | _texts(LONGEST)


class GapSerializer(serializers.Serializer):  # type: ignore[type-arg]
    why = serializers.CharField()
    since = serializers.DateTimeField(allow_null=True)
    until = serializers.DateTimeField(allow_null=True)


class CustodySerializer(serializers.Serializer):  # type: ignore[type-arg]
    """`missing`: what the stop rule asks for before a burial; `is_whole`: no step was changed since it was written."""

    ref = serializers.CharField(source="remains.ref")
    state = serializers.ChoiceField(CustodyState.choices)
    is_whole = serializers.BooleanField()
    steps = WrittenStepSerializer(many=True)
    gaps = GapSerializer(many=True)
    missing = serializers.ListField(child=serializers.ChoiceField(StopPoint.choices))


def custody_as_read(held: Custody) -> dict[str, Any]:
    """A chain as one client may read it."""
    gaps = [{"why": gap.why.value, "since": gap.since, "until": gap.until} for gap in held.gaps]
    steps = [_step(line) for line in held.lines]
    return {
        "ref": held.remains.ref, "state": held.state.value, "is_whole": held.is_whole, "steps": steps, "gaps": gaps,
        "missing": [point.value for point in held.missing],
    }  # fmt: skip


def _step(line: Line) -> dict[str, Any]:
    step = line.step
    return {
        "number": step.number, "kind": step.kind, "at": step.at, "organisation": line.organisation,
        "to_org": line.receiver, "place": line.place, "due_at": step.due_at, "step": step.step or "",
        "burial": _burial(line.burial) if line.burial is not None else None, "digest": step.digest,
        **{name: getattr(step, name) or "" for name in LONGEST},
    }  # fmt: skip


def _burial(row: Any) -> dict[str, Any]:
    plain = ("depth_cm", "wrap", "is_shared", "lease_expires_at")
    said = {name: getattr(row, name) or "" for name in LONGEST_OF_BURIAL} | {name: getattr(row, name) for name in plain}
    return said | {"place": row.place.to_json() if row.place else None, "outline": row.outline or []}


class RemainsCustody(APIView):
    @extend_schema(operation_id="remains_custody", responses={200: CustodySerializer} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """The chain of custody of remains (ring 3f)."""
        return Response(custody_as_read(selectors.custody_of(actor_of(request), ref)))

    @extend_schema(
        operation_id="remains_custody_write",
        parameters=[REPLAY],
        request=CustodyStepSerializer,
        responses={201: CustodySerializer, 409: ErrorSerializer} | REFUSALS,
    )
    def post(self, request: Request, ref: str) -> Response:
        """Write the next step.  Hand-overs are between people, and are not written by systems."""
        actor = actor_of(request)
        selectors.custody_of(actor, ref)  # absent and closed answer before the body is judged
        form = CustodyStepSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        step, burial = form.entry(), form.burial_entry()

        def write() -> str:
            if burial is None:
                add_step(actor=actor, ref=ref, entry=step)
            else:
                bury(actor=actor, ref=ref, step=step, burial=burial)
            return ref

        replays.once(request, write)
        return Response(custody_as_read(selectors.custody_of(actor, ref)), status=status.HTTP_201_CREATED)
