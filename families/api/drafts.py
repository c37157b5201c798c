"""REST: a registration that a partner has no mandate to make, sent as a draft to who has."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl import replays
from cases.api.fields import REPLAY, ErrorSerializer, StrictSerializer, actor_of
from families.codes import Relationship
from families.forms.invitation import FEARS, OWN, InvitedForm
from families.services import partners
from families.services.invitations import PART
from registry.lib.errors import Invalid

YES_NO = [("yes", "yes"), ("no", "no")]
WORDING = {"version": "_version", "language": "_language", "text": ""}
YEAR: dict[str, Any] = {"required": False, "min_value": 1900, "max_value": 2100}


class DraftSerializer(StrictSerializer):
    """The answers of the form that is sent over a link, by the same names; `shares`: further uses, such as
    `share_search__cso`, each yes or no.  wording: what was read to the enquirer before they answered.
    """

    receiver = serializers.CharField(max_length=20, default="", allow_blank=True)
    wording_version = serializers.CharField(max_length=20)
    wording_language = serializers.CharField(max_length=12)
    wording = serializers.CharField(max_length=20_000)
    own_search = serializers.ChoiceField(YES_NO)
    own_compare = serializers.ChoiceField(YES_NO)
    fears = serializers.ChoiceField(YES_NO)
    shares = serializers.DictField(child=serializers.ChoiceField(YES_NO), default=dict)
    name = serializers.CharField(max_length=200)
    father_name = serializers.CharField(max_length=200, default="", allow_blank=True)
    sex = serializers.CharField(max_length=1, default="", allow_blank=True)
    date_of_birth_year = serializers.IntegerField(**YEAR)
    date_last_contact_year = serializers.IntegerField(**YEAR)
    date_last_contact_month = serializers.IntegerField(required=False, min_value=1, max_value=12)
    place_last_contact_as_said = serializers.CharField(max_length=200, default="", allow_blank=True)
    circumstances_text = serializers.CharField(max_length=2000, default="", allow_blank=True)
    enquirer_name = serializers.CharField(max_length=200)
    enquirer_relationship = serializers.ChoiceField(Relationship.choices)
    enquirer_contact = serializers.CharField(max_length=200)
    enquirer_channel = serializers.CharField(max_length=20)
    safe_hours = serializers.CharField(max_length=100, default="", allow_blank=True)

    def parts(self) -> dict[str, Any]:
        """As the steps of a registration keep them.  After validation.  Raises Invalid."""
        given: dict[str, Any] = dict(self.validated_data)
        if given["own_search"] != "yes":
            raise Invalid(fields={"own_search": [_("Without a yes to the search nothing may be kept: send nothing.")]})
        form = InvitedForm(given | given.pop("shares"))
        unheard = [name for name in self.validated_data["shares"] if name not in form.fields or name in (*OWN, FEARS)]
        faults = {name: [str(one) for one in messages] for name, messages in form.errors.items()}
        if unheard:
            faults["shares"] = [
                _("Not a use that can be agreed to: %(word)s") % {"word": name[:30]} for name in unheard
            ]
        if faults:
            raise Invalid(fields=faults)
        told = {part: given[f"wording{end}"] for part, end in WORDING.items()}
        return {PART: told, **form.parts()}


class DraftMadeSerializer(serializers.Serializer):  # type: ignore[type-arg]
    ref = serializers.CharField()


class Drafts(APIView):
    @extend_schema(
        operation_id="drafts_send",
        parameters=[REPLAY],
        request=DraftSerializer,
        responses={201: DraftMadeSerializer, 401: ErrorSerializer, 403: ErrorSerializer, 422: ErrorSerializer},
    )
    def post(self, request: Request) -> Response:
        """Send what a relative told you to an organisation that registers: a draft in its queue, nobody's case yet.

        People there speak with the relative before anything is searched.  It cannot be read back here.
        """
        form = DraftSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        actor, receiver = actor_of(request), form.validated_data["receiver"]
        parts = form.parts()
        ref = replays.once(request, lambda: partners.take_in(actor=actor, receiver=receiver, parts=parts).ref)
        return Response({"ref": ref}, status=status.HTTP_201_CREATED)
