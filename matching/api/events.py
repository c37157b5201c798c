"""REST: the board and the exit report of an event, as far as the client sees both sides."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl import replays
from cases.api.dvi import TaskOfEventSerializer
from cases.api.fields import AFTER, REPLAY, ErrorSerializer, actor_of, page_schema, paged
from cases.dvi.codes import EventState, Population
from cases.models import Case
from matching import event_board, event_report, event_together
from matching.codes import Band, PairState
from matching.event_board import Cell
from matching.services import boards
from matching.wording.reasons import NONE_BANDS
from remains.models import Remains

REFUSALS = dict.fromkeys((401, 403, 404), ErrorSerializer)
SHARES = list(NONE_BANDS)
SIDES: dict[str, type[Case] | type[Remains]] = {"cases": Case, "remains": Remains}
SIDE = OpenApiParameter("side", str, enum=list(SIDES), description="Without it: the missing people.")
KINSHIP = OpenApiParameter(
    "kinship", str, enum=["1"], description="In the joint suggestion: weigh kinship in; figures open to you are opened."
)
NO_FIT = "no_fit"
VIEW = OpenApiParameter("view", str, enum=["suggestion", "pairs"], description="Without it: the joint suggestion.")


class CellSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Two files of an event.  In the joint suggestion alone: `is_ahead`, clearly before the next of either; `kinship`,
    where it was asked for, a line of its own that is open to the client, `no_fit` where the relatives' profiles do not
    fit the family as recorded; `kinship_together`, how many missing of the family were weighed together, null where the
    pair stands alone; `kinship_bounded`, whether some ways to place their remains were left out; `share`, that they are
    one person of all here, and `nobody`, that the missing person is none of these remains, in words, null before they
    were compared with all.
    """

    case = serializers.CharField()
    remains = serializers.CharField()
    band = serializers.ChoiceField(Band.choices)
    pair = serializers.CharField(allow_null=True)
    state = serializers.ChoiceField(PairState.choices, allow_null=True)
    is_ahead = serializers.BooleanField(allow_null=True)
    kinship = serializers.ChoiceField([*Band.values, NO_FIT], allow_null=True)
    kinship_together = serializers.IntegerField(allow_null=True)
    kinship_bounded = serializers.BooleanField(allow_null=True)
    share = serializers.ChoiceField(SHARES, allow_null=True)
    nobody = serializers.ChoiceField(SHARES, allow_null=True)


class UnaccountedSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A file that nobody holds to be of one person with another.

    `nobody`: how likely none here is the one, by the evidence alone; null before it was compared with all.
    """

    ref = serializers.CharField()
    nobody = serializers.ChoiceField(SHARES, allow_null=True)


class BoardAskedSerializer(serializers.Serializer):  # type: ignore[type-arg]
    asked_at = serializers.DateTimeField(allow_null=True)
    made_at = serializers.DateTimeField(allow_null=True)


class OutcomesSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """What came of the remains whose forensic file the client reaches (`read`): counts, and days to an identification.

    methods: identifications that rest on each; states: where remains are now; samples_pending: with a test that is not
    reported.
    """

    read = serializers.IntegerField()
    identified = serializers.IntegerField()
    samples_taken = serializers.IntegerField()
    samples_pending = serializers.IntegerField()
    samples_reported = serializers.IntegerField()
    days_median = serializers.IntegerField(allow_null=True)
    days_longest = serializers.IntegerField(allow_null=True)
    methods = serializers.DictField(child=serializers.IntegerField())
    states = serializers.DictField(child=serializers.IntegerField())


class ReportSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Counts alone, of the files that the client's organisation sees; null: not known."""

    event = serializers.CharField()
    incident = serializers.CharField()
    state = serializers.ChoiceField(EventState.choices)
    made_at = serializers.DateTimeField()
    made_for = serializers.CharField()
    population = serializers.ChoiceField(Population.choices)
    organisations = serializers.ListField(child=serializers.CharField())
    compared_at = serializers.DateTimeField(allow_null=True)
    since = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    counts = serializers.DictField(child=serializers.IntegerField(allow_null=True))
    outcomes = OutcomesSerializer()
    steps = TaskOfEventSerializer(many=True)


class EventBoard(APIView):
    @extend_schema(
        operation_id="events_board", parameters=[AFTER, VIEW, KINSHIP],
        responses={200: page_schema("EventBoardPage", CellSerializer)} | REFUSALS,
    )  # fmt: skip
    def get(self, request: Request, ref: str) -> Response:
        """Pairs of the event: the joint suggestion, or all that something speaks for, the strongest first."""
        actor, after = actor_of(request), request.query_params.get("after", "")
        found = event_board.sheet(actor, ref)
        joint = request.query_params.get("view") != "pairs"
        if joint:
            weighed = event_together.together(actor, found, kinship=request.query_params.get("kinship") == "1")
            page = event_together.page_of_suggestion(weighed, after=after)
        else:
            page = event_board.page_of_cells(found, after=after)
        event_board.note_reading(actor, [one.case for one in page.rows], [one.remains for one in page.rows])
        return Response(paged(page, [in_json(one, joint=joint) for one in page.rows]))

    @extend_schema(
        operation_id="events_board_ask", parameters=[REPLAY], request=None,
        responses={202: BoardAskedSerializer} | REFUSALS,
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Have all files of the event compared with all; it takes a moment."""
        actor = actor_of(request)
        replays.once(request, lambda: boards.ask(actor=actor, ref=ref).event.ref)
        board = event_board.sheet(actor, ref).board
        data = {"asked_at": board.asked_at if board else None, "made_at": board.made_at if board else None}
        return Response(data, status=status.HTTP_202_ACCEPTED)


class EventUnaccounted(APIView):
    @extend_schema(
        operation_id="events_unaccounted", parameters=[AFTER, SIDE],
        responses={200: page_schema("EventUnaccountedPage", UnaccountedSerializer)} | REFUSALS,
    )  # fmt: skip
    def get(self, request: Request, ref: str) -> Response:
        """Who of the event is not accounted for, a side at a time.  Who is not accounted for may be alive."""
        actor, after = actor_of(request), request.query_params.get("after", "")
        side = SIDES.get(request.query_params.get("side", ""), Case)
        joint = event_together.together(actor, event_board.sheet(actor, ref))
        page = event_together.unaccounted(joint, side, after=after)
        event_board.note_reading(actor, [one.record for one in page.rows])
        return Response(paged(page, [{"ref": one.record.ref, "nobody": one.nobody} for one in page.rows]))


class EventReport(APIView):
    @extend_schema(operation_id="events_report", responses={200: ReportSerializer} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """The exit report: counts alone."""
        return Response(event_report.as_data(event_report.report(actor_of(request), ref)))


def in_json(one: Cell, *, joint: bool) -> dict[str, Any]:
    """A pair of the board as REST tells it.  joint: of the joint suggestion."""
    return {
        "case": one.case.ref, "remains": one.remains.ref, "band": one.band.value,
        "pair": one.pair.ref if one.pair else None, "state": one.pair.state if one.pair else None,
        "is_ahead": one.is_ahead if joint else None, "share": one.share or None, "nobody": one.nobody or None,
        "kinship": (one.kinship.band or NO_FIT) if one.kinship else None,
        "kinship_together": (one.kinship.together or None) if one.kinship else None,
        "kinship_bounded": one.kinship.bounded if one.kinship and one.kinship.together else None,
    }  # fmt: skip
