"""REST: samples by code, for the systems of those who took them and of the laboratories that test them.

The system of who has remains in care writes down samples of them, where they are kept and whether they are there; a
laboratory's system reports what a test came to, as a digest.  Handing over, destroying and consenting are acts of named
people, and so is what is taken of a donor.  Alleles are on no interface.
"""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl import replays
from accessctl.actor import Actor
from cases.api.fields import REPLAY, ErrorSerializer, StrictSerializer, TextField, actor_of, optional_text
from registry.lib.errors import NotFound
from remains.models import Remains
from remains.samples import selectors
from remains.samples.codes import (
    TAKEN_FROM_REMAINS,
    Preservation,
    ProfileQuality,
    Residue,
    SampleMaterial,
    SampleStepKind,
    TestKind,
)
from remains.samples.selectors import Held, Line, Listed, Tested
from remains.services.sample_steps import BY_SYSTEMS, SampleStepEntry, add_sample_step
from remains.services.samples import LONGEST, SampleEntry, source_of, take_sample
from remains.services.testing import MOST_LOCI, ReportEntry, report

REFUSALS = dict.fromkeys((401, 403), ErrorSerializer)


class ListedSampleSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """`destroy_by`: a donor took their consent back, and what is left must be gone by then."""

    ref = serializers.CharField()
    state = serializers.ChoiceField(SampleStepKind.choices, allow_blank=True)
    at = serializers.DateTimeField(allow_null=True)
    reported = serializers.BooleanField()
    destroy_by = serializers.DateTimeField(allow_null=True)


class SampleStepSerializer(serializers.Serializer):  # type: ignore[type-arg]
    number = serializers.IntegerField()
    kind = serializers.ChoiceField(SampleStepKind.choices)
    at = serializers.DateTimeField()
    organisation = serializers.CharField()
    to_org = serializers.CharField()
    seal_no = serializers.CharField()
    digest = serializers.CharField()


class SampleTestSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """`report_digest`: SHA-256 of the laboratory's report, once there is one."""

    kind = serializers.ChoiceField(TestKind.choices)
    laboratory = serializers.CharField()
    sent_at = serializers.DateTimeField()
    received_at = serializers.DateTimeField(allow_null=True)
    quality = serializers.ChoiceField(ProfileQuality.choices, allow_blank=True)
    loci_typed = serializers.IntegerField(allow_null=True)
    report_digest = serializers.CharField()


class SampleSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """`is_read` is false where a donor does not agree: then the code alone is left, and when it must be destroyed.

    next: the steps that the client may write now.
    """

    ref = serializers.CharField()
    is_read = serializers.BooleanField()
    is_agreed = serializers.BooleanField()
    destroy_by = serializers.DateTimeField(allow_null=True)
    material = serializers.ChoiceField(SampleMaterial.choices, allow_blank=True)
    quantity = serializers.CharField(allow_blank=True)
    collected_on = serializers.DateField(allow_null=True)
    preservation = serializers.ChoiceField(Preservation.choices, allow_blank=True)
    residue = serializers.ChoiceField(Residue.choices, allow_blank=True)
    keep_until = serializers.DateField(allow_null=True)
    next = serializers.ListField(child=serializers.ChoiceField(SampleStepKind.choices))
    is_whole = serializers.BooleanField()
    steps = SampleStepSerializer(many=True)
    tests = SampleTestSerializer(many=True)


class SampleSentSerializer(StrictSerializer):
    """What was taken.  collected_by: the person who took it; keep_until: where the residue is kept."""

    material = serializers.ChoiceField([(one.value, one.label) for one in SampleMaterial if one in TAKEN_FROM_REMAINS])
    collected_on = serializers.DateField()
    collected_by = TextField(max_length=LONGEST["collected_by"])
    collected_where = optional_text(LONGEST["collected_where"])
    quantity = optional_text(LONGEST["quantity"])
    preservation = serializers.ChoiceField(Preservation.choices, default=Preservation.DRY)
    residue = serializers.ChoiceField(Residue.choices, default=Residue.DESTROY)
    keep_until = serializers.DateField(default=None, allow_null=True)


class SampleStepSentSerializer(StrictSerializer):
    """place: reference of a storage place, with `stored`."""

    kind = serializers.ChoiceField([(one.value, one.label) for one in SampleStepKind if one in BY_SYSTEMS])
    at = serializers.DateTimeField()
    place = serializers.CharField(max_length=20, default="", allow_blank=True)
    note = optional_text(500)


class SampleReportSerializer(StrictSerializer):
    """What a test came to.  `digest`: SHA-256 of the report, which stays with you; no allele is sent."""

    quality = serializers.ChoiceField(ProfileQuality.choices)
    loci_typed = serializers.IntegerField(min_value=0, max_value=MOST_LOCI)
    digest = serializers.RegexField(r"^[0-9a-f]{64}\Z")
    report_ref = serializers.CharField(max_length=60, default="", allow_blank=True)

    def entry(self) -> ReportEntry:
        return ReportEntry(**self.validated_data)


class SampleList(APIView):
    @extend_schema(
        operation_id="samples_list", responses={200: ListedSampleSerializer(many=True), 401: ErrorSerializer}
    )
    def get(self, request: Request) -> Response:
        """Samples of the client's organisation, and those that its laboratory was asked to test."""
        return Response([_listed(one) for one in selectors.samples_for_system(actor_of(request))])


class SampleDetail(APIView):
    @extend_schema(operation_id="samples_read", responses={200: SampleSerializer, 404: ErrorSerializer} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """One sample by its code: what it is, its way, its tests.  Never of whom it is."""
        return Response(_sample(selectors.sample_of(actor_of(request), ref)))


class RemainsSamples(APIView):
    @extend_schema(
        operation_id="remains_samples",
        responses={200: ListedSampleSerializer(many=True), 404: ErrorSerializer} | REFUSALS,
    )
    def get(self, request: Request, ref: str) -> Response:
        """The samples that were taken of remains, for who has them in care."""
        actor = actor_of(request)
        return Response([_listed(one) for one in selectors.samples_from(actor, _remains(actor, ref))])

    @extend_schema(
        operation_id="remains_sample_take",
        parameters=[REPLAY],
        request=SampleSentSerializer,
        responses={201: SampleSerializer, 409: ErrorSerializer} | dict.fromkeys((401, 403, 404, 422), ErrorSerializer),
    )
    def post(self, request: Request, ref: str) -> Response:
        """Write down a sample that was taken of remains; answered with its code, for the label."""
        actor = actor_of(request)
        remains = _remains(actor, ref)  # absent and closed answer before the body is judged
        form = SampleSentSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        entry = SampleEntry(of=remains.ref, **form.validated_data)
        made = replays.once(request, lambda: take_sample(actor=actor, entry=entry).ref)
        return Response(_sample(selectors.sample_of(actor, made)), status=status.HTTP_201_CREATED)


class SampleSteps(APIView):
    @extend_schema(
        operation_id="samples_step",
        parameters=[REPLAY],
        request=SampleStepSentSerializer,
        responses={201: SampleSerializer, 409: ErrorSerializer} | dict.fromkeys((401, 403, 404, 422), ErrorSerializer),
    )
    def post(self, request: Request, ref: str) -> Response:
        """Write that a sample was put in a storage place, was seen there, or is lost."""
        actor = actor_of(request)
        selectors.fetch(actor, ref)
        form = SampleStepSentSerializer(data=request.data)
        form.is_valid(raise_exception=True)

        def write() -> str:
            return add_sample_step(actor=actor, ref=ref, entry=SampleStepEntry(**form.validated_data)).sample.ref

        replays.once(request, write)
        return Response(_sample(selectors.sample_of(actor, ref)), status=status.HTTP_201_CREATED)


class SampleReport(APIView):
    @extend_schema(
        operation_id="samples_report",
        parameters=[REPLAY],
        request=SampleReportSerializer,
        responses={201: SampleSerializer, 409: ErrorSerializer} | dict.fromkeys((401, 403, 404, 422), ErrorSerializer),
    )
    def post(self, request: Request, ref: str) -> Response:
        """Report what the test came to that your laboratory was asked for, once people confirmed that it arrived."""
        actor = actor_of(request)
        selectors.fetch(actor, ref)  # absent answers before the body is judged
        form = SampleReportSerializer(data=request.data)
        form.is_valid(raise_exception=True)

        def write() -> str:
            report(actor=actor, ref=ref, entry=form.entry())
            return ref

        replays.once(request, write)
        return Response(_sample(selectors.sample_of(actor, ref)), status=status.HTTP_201_CREATED)


def _remains(actor: Actor, ref: str) -> Remains:
    """Remains that the client may take samples of.  Raises NotFound, Forbidden."""
    source = source_of(actor, ref)
    if not isinstance(source, Remains):
        raise NotFound()
    return source


def _listed(one: Listed) -> dict[str, Any]:
    return {
        "ref": one.sample.ref, "state": one.kind, "at": one.at, "reported": one.reported, "destroy_by": one.destroy_by
    }  # fmt: skip


def _sample(held: Held) -> dict[str, Any]:
    file = held.file
    return {
        "ref": held.sample.ref, "is_read": held.is_read, "is_agreed": held.is_agreed, "destroy_by": held.destroy_by,
        "material": file.material if file else "", "preservation": file.preservation if file else "",
        "residue": file.residue if file else "", "keep_until": file.keep_until if file else None,
        "quantity": (file.quantity or "") if file else "", "collected_on": file.collected_on if file else None,
        "next": list(held.kinds), "is_whole": held.is_whole,
        "steps": [_step(line) for line in held.lines], "tests": [_test(one) for one in held.tests],
    }  # fmt: skip


def _step(line: Line) -> dict[str, Any]:
    step = line.step
    return {
        "number": step.number, "kind": step.kind, "at": step.at, "organisation": line.organisation,
        "to_org": line.receiver, "seal_no": step.seal_no or "", "digest": step.digest,
    }  # fmt: skip


def _test(one: Tested) -> dict[str, Any]:
    profile = one.profile
    return {
        "kind": one.test.kind, "laboratory": one.laboratory, "sent_at": one.sent_at, "received_at": one.received_at,
        "quality": profile.quality if profile else "", "loci_typed": profile.loci_typed if profile else None,
        "report_digest": profile.report_digest if profile else "",
    }  # fmt: skip
