"""REST: tables of records: what was handed in, what would happen, save it, take it back; and tables of incidents.

A system has the tables that it handed in itself, and people of its organisation see them on the page of imports.
Checking and saving are a job's work: ask again until `state` says that it is over.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl import doorbell, replays
from cases import selectors
from cases.api.fields import REPLAY, ErrorSerializer, StrictSerializer, actor_of
from cases.codes import ImportState
from cases.imports.files import MAX_BYTES, FileTooLarge
from cases.imports.sheets import MIME
from cases.models import Batch
from cases.services import INCIDENTS, choose_columns, discard_batch, receive_file, start_applying, undoing
from cases.services.import_kinds import KINDS as ALL_KINDS
from cases.services.import_kinds import Kind, kind_of
from cases.services.importing import About
from cases.services.tables import decide
from registry.lib.errors import Invalid

REFUSALS = dict.fromkeys((401, 403, 404, 422), ErrorSerializer)
KINDS = [("cases", _("Cases")), ("incidents", _("Incidents")), ("remains", _("Remains"))]
TOLD = (ImportState.CHECKED, ImportState.APPLIED)
SHOWN_REFUSED = 50
FILES = {(200, mime): OpenApiTypes.BINARY for mime in MIME.values()}  # of templates
COUNTS = ("n_rows", "n_new", "n_changed", "n_same", "n_repeated", "n_alike", "n_refused")


class BatchSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A table by its counts.  `received`, `applying` and `undoing` are a job's; n_alike: perhaps here already."""

    ref = serializers.CharField()
    kind = serializers.ChoiceField(KINDS)
    state = serializers.ChoiceField(ImportState.choices)
    created_at = serializers.DateTimeField()
    applied_at = serializers.DateTimeField(allow_null=True)

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {name: serializers.IntegerField() for name in COUNTS}


class BatchesSerializer(serializers.Serializer):  # type: ignore[type-arg]
    results = BatchSerializer(many=True)


class FaultSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """What is wrong with a column, in how many cells, with the first of them."""

    column = serializers.CharField(allow_blank=True)
    reason = serializers.CharField()
    cells = serializers.IntegerField()
    row = serializers.IntegerField()
    found = serializers.CharField(allow_blank=True)


class RefusedCellSerializer(serializers.Serializer):  # type: ignore[type-arg]
    row = serializers.IntegerField()
    column = serializers.CharField(allow_blank=True)
    found = serializers.CharField(allow_blank=True)
    reason = serializers.CharField()


class AlikeSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A row that speaks of somebody who is perhaps here already.

    told: the cells that it is known by, our column -> cell; like: references of who is like them.
    """

    line = serializers.IntegerField()
    told = serializers.DictField(child=serializers.CharField(allow_blank=True))
    like = serializers.ListField(child=serializers.CharField())


class CoverageSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """How the columns were read.  columns: ours -> heading; unread: headings that nothing was read from; ours: all."""

    columns = serializers.DictField(child=serializers.CharField())
    unread = serializers.ListField(child=serializers.CharField())
    ours = serializers.ListField(child=serializers.CharField())


class UnknownWordSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A word of no list of ours in a column of codes, and in how many refused cells; `columns/` takes what it means."""

    column = serializers.CharField()
    word = serializers.CharField()
    cells = serializers.IntegerField()


class ImportSerializer(BatchSerializer):
    """The outcome of the check, later of the saving.

    n_left: rows that are still to be taken back; n_stayed: records that were not, because somebody worked on them;
    failed: why nothing was saved; left_to_people: taking it back would erase records, so people do that, on the page.
    """

    file = serializers.CharField()
    failed = serializers.CharField(allow_blank=True)
    n_left = serializers.IntegerField()
    n_stayed = serializers.IntegerField()
    left_to_people = serializers.BooleanField()
    coverage = CoverageSerializer(allow_null=True)
    faults = FaultSerializer(many=True)
    unknown_words = UnknownWordSerializer(many=True)
    refused = RefusedCellSerializer(many=True, help_text=_("The first fifty cells; all of them are in the file."))
    alike = AlikeSerializer(many=True)


class TableSerializer(StrictSerializer):
    """Multipart: CSV, XLSX or ODS of at most 10 MB, with a first row of headings."""

    file = serializers.FileField(max_length=200)

    def content(self) -> tuple[bytes, str]:
        file = self.validated_data["file"]
        if file.size > MAX_BYTES:
            raise FileTooLarge(fields={"file": [str(FileTooLarge.template)]})
        return file.read(), file.name or ""


class ColumnsSerializer(StrictSerializer):
    """columns: ours -> heading of the table; words: our column -> a word of the table -> the code that it means.

    Words said here stand beside those said before, and are remembered for the next table of the system; an empty code
    takes a meaning back.
    """

    columns = serializers.DictField(child=serializers.CharField(max_length=500), required=False)
    words = serializers.DictField(
        child=serializers.DictField(child=serializers.CharField(max_length=40, allow_blank=True)), required=False
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs:
            raise serializers.ValidationError({"columns": [_("Send the columns, or what words mean.")]})
        return attrs


class DecisionSerializer(StrictSerializer):
    """is_new: somebody else, for whom a record is opened; else the row is left out."""

    line = serializers.IntegerField(min_value=1, max_value=10_000_000)
    is_new = serializers.BooleanField()


class Imports(APIView):
    @extend_schema(operation_id="imports_list", responses={200: BatchesSerializer, 401: ErrorSerializer})
    def get(self, request: Request) -> Response:
        """Of the tables that the calling system handed in: all that are not saved, the latest others; newest first."""
        found = [batch for kind in ALL_KINDS if kind.name for batch in _recent(request, kind)]
        found.sort(key=lambda batch: batch.created_at, reverse=True)
        return Response(BatchesSerializer({"results": [_line(batch) for batch in found]}).data)


class IncidentImports(APIView):
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="imports_incidents", parameters=[REPLAY], request=TableSerializer,
        responses={201: ImportSerializer, 409: ErrorSerializer} | REFUSALS,
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Hand a table of incidents in, in a layout of the Missing Migrants Project.  It is checked, nothing saved."""
        form = TableSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return received(request, form, INCIDENTS, None)


class ImportDetail(APIView):
    @extend_schema(operation_id="imports_read", responses={200: ImportSerializer} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """What a table would change: coverage, counts, refused rows, rows to decide on; later what it changed."""
        return Response(_as_read(request, ref))

    @extend_schema(operation_id="imports_discard", request=None, responses={204: None, 409: ErrorSerializer} | REFUSALS)
    def delete(self, request: Request, ref: str) -> Response:
        """Throw a table away that was not saved."""
        discard_batch(actor=actor_of(request), ref=ref)
        return Response(status=status.HTTP_204_NO_CONTENT)


class ImportColumns(APIView):
    @extend_schema(
        operation_id="imports_columns", request=ColumnsSerializer,
        responses={200: ImportSerializer, 409: ErrorSerializer} | REFUSALS,
    )  # fmt: skip
    def put(self, request: Request, ref: str) -> Response:
        """Have a checked table read again, with the columns, and the meanings of words, as they are said here."""
        selectors.fetch_batch(actor_of(request), ref)  # absent and hidden answer 404 before the body is judged
        form = ColumnsSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        choose_columns(actor=actor_of(request), ref=ref, **form.validated_data)
        doorbell.ring("cases.tasks.check_import", ref=ref)
        return Response(_as_read(request, ref))


class ImportRefused(APIView):
    @extend_schema(operation_id="imports_refused", responses={(200, "text/csv"): OpenApiTypes.BINARY} | REFUSALS)
    def get(self, request: Request, ref: str) -> HttpResponse:
        """Every refused cell with its reason, as CSV."""
        actor = actor_of(request)
        text = selectors.refused_file(actor, selectors.fetch_batch(actor, ref))
        return HttpResponse(text, content_type="text/csv; charset=utf-8")


class ImportSave(APIView):
    @extend_schema(
        operation_id="imports_save", request=None,
        responses={200: ImportSerializer, 409: ErrorSerializer} | REFUSALS,
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Save what was checked: all of it or, if anything fails, none."""
        start_applying(actor=actor_of(request), ref=ref)
        doorbell.ring("cases.tasks.apply_import", ref=ref)
        return Response(_as_read(request, ref))


class ImportUndo(APIView):
    @extend_schema(
        operation_id="imports_undo", request=None,
        responses={200: ImportSerializer, 409: ErrorSerializer} | REFUSALS,
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Take back what a table saved, but for whom somebody worked on since.

        Where it would erase new records, 403 `left_to_people`: people do that on the page, for several two of them.
        """
        undoing.start_undoing(actor=actor_of(request), ref=ref)
        return Response(_as_read(request, ref))


class ImportDecisions(APIView):
    @extend_schema(
        operation_id="imports_decide", request=DecisionSerializer, responses={200: ImportSerializer} | REFUSALS
    )
    def post(self, request: Request, ref: str) -> Response:
        """Decide on a row of a saved table that is perhaps here already."""
        selectors.fetch_batch(actor_of(request), ref)
        form = DecisionSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        decide(actor=actor_of(request), ref=ref, **form.validated_data)
        return Response(_as_read(request, ref))


def received(request: Request, form: TableSerializer, kind: Kind, about: About | None) -> Response:
    """Keep the file to be checked, once for each key of the request, and answer with the batch."""
    data, name = form.content()

    def receive() -> str:
        try:
            return receive_file(actor=actor_of(request), data=data, name=name, kind=kind, about=about).ref
        except Invalid as error:
            if not error.fields:
                error.fields["file"] = [error.message]
            raise

    said = {field: value for field, value in form.validated_data.items() if field != "file"}
    ref = replays.once(request, receive, body=[hashlib.sha256(data).hexdigest(), name, said])
    doorbell.ring("cases.tasks.check_import", ref=ref)
    return Response(_as_read(request, ref), status=status.HTTP_201_CREATED)


def _recent(request: Request, kind: Kind) -> list[Batch]:
    actor = actor_of(request)
    found = [*selectors.unsaved_batches(actor, kind), *selectors.recent_batches(actor, kind)]
    return list({batch.pk: batch for batch in found}.values())


def _line(batch: Batch) -> dict[str, Any]:
    return {
        "ref": batch.ref, "kind": kind_of(batch.ref).name, "state": batch.state,
        "created_at": batch.created_at, "applied_at": batch.applied_at,
        **{name: getattr(batch, name) for name in COUNTS},
    }  # fmt: skip


def _as_read(request: Request, ref: str) -> dict[str, Any]:
    actor = actor_of(request)
    batch = selectors.fetch_batch(actor, ref)
    kind, held, is_told = kind_of(batch.ref), selectors.payload(actor, batch), batch.state in TOLD
    refused = selectors.refused_rows(actor, batch) if batch.n_refused and is_told else []
    read = selectors.columns_in(held)
    coverage = read and {
        "columns": read.columns, "unread": read.unread,
        "ours": [name for name, _label in (kind.columns.choices() if kind.columns else [])],
    }  # fmt: skip
    body = _line(batch) | {
        "file": held["file"], "failed": held.get("failed", ""), "coverage": coverage,
        "n_left": selectors.rows_left(batch) if batch.state == ImportState.UNDOING else 0,
        "n_stayed": held.get("stayed", 0), "left_to_people": undoing.opened(batch) > 0 and kind.takes_two,
        "faults": [fault._asdict() for fault in selectors.faults(refused)],
        "unknown_words": [one._asdict() for one in selectors.unknown_words(kind, held, refused)],
        "refused": [cell._asdict() for cell in refused[:SHOWN_REFUSED]],
        "alike": [row._asdict() for row in selectors.alike_rows(actor, batch)] if batch.n_alike and is_told else [],
    }  # fmt: skip
    found: dict[str, Any] = ImportSerializer(body).data
    return found
