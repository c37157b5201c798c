"""Shapes of a registration as partners write it: the basic set, the enquirer, and what they consented to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rest_framework import serializers

from accessctl.codes import Purpose, RecipientClass
from cases.api.fields import StrictSerializer
from cases.api.serializers import CaseEntrySerializer, case_entry
from cases.services.changing import KEEPABLE
from families.codes import ChannelKind, ConsentForm, CountryScope, Relationship
from families.services import ChannelEntry, ConsentEntry, Conversation, Registration, RelativeEntry
from registry.lib.errors import Invalid


class ChannelSerializer(StrictSerializer):
    kind = serializers.ChoiceField(ChannelKind.choices)
    value = serializers.CharField(max_length=200, default="", allow_blank=True)
    safe_hours = serializers.CharField(max_length=100, default="", allow_blank=True)
    safe_to_leave_message = serializers.BooleanField(default=False)
    shared_device = serializers.BooleanField(default=False)
    speaks_as = serializers.CharField(max_length=100, default="", allow_blank=True)
    safe_question = serializers.CharField(max_length=100, default="", allow_blank=True)
    safe_word = serializers.CharField(max_length=100, default="", allow_blank=True)


class RelativeSerializer(StrictSerializer):
    """The enquirer.  Written, never read back: channels are ring 4k."""

    name = serializers.CharField(max_length=200)
    relationship = serializers.ChoiceField(Relationship.choices)
    language = serializers.CharField(max_length=3, default="", allow_blank=True)
    interpreter_needed = serializers.BooleanField(default=False)
    country_of_residence = serializers.CharField(max_length=3, default="", allow_blank=True)
    via_organisation = serializers.BooleanField(default=False)
    channels = ChannelSerializer(many=True, default=list)


def relative_entry(data: dict[str, Any]) -> RelativeEntry:
    """Somebody of the family as the services take them.  After validation."""
    return RelativeEntry(**data | {"channels": tuple(ChannelEntry(**row) for row in data["channels"])})


class ConsentSerializer(StrictSerializer):
    purpose = serializers.ChoiceField(Purpose.choices)
    recipient_class = serializers.ChoiceField(RecipientClass.choices)
    given = serializers.BooleanField()
    max_layer = serializers.IntegerField(min_value=0, max_value=3, default=2)
    except_organisations = serializers.ListField(child=serializers.CharField(), default=list)
    only_organisations = serializers.ListField(child=serializers.CharField(), default=list)
    country_scope = serializers.ChoiceField(CountryScope.choices, default="", allow_blank=True)
    countries = serializers.ListField(child=serializers.CharField(max_length=3), default=list)


class ConversationSerializer(StrictSerializer):
    """How consent was taken; the exact wording that was read out comes with it."""

    wording_version = serializers.CharField(max_length=20)
    wording_language = serializers.CharField(max_length=12)
    wording = serializers.CharField(max_length=20_000)
    risks_explained = serializers.BooleanField()
    rights_explained = serializers.BooleanField()
    how = serializers.ChoiceField(ConsentForm.choices, default=ConsentForm.ORAL_WITNESSED)
    interpreter = serializers.CharField(max_length=120, default="", allow_blank=True)
    witness = serializers.CharField(max_length=120, default="", allow_blank=True)
    is_minor = serializers.BooleanField(default=False)
    guardian = serializers.CharField(max_length=120, default="", allow_blank=True)


class RegistrationSerializer(StrictSerializer):
    case = CaseEntrySerializer()
    relative = RelativeSerializer()
    conversation = ConversationSerializer()
    consents = ConsentSerializer(many=True)

    def registration(self) -> Registration:
        """The validated data as the service takes them."""
        data: dict[str, Any] = self.validated_data
        return Registration(
            case=case_entry(data["case"] | {"protection_flag": data["case"]["protection_flag"] or "none"}),
            relative=relative_entry(data["relative"]),
            conversation=Conversation(**data["conversation"]),
            consents=tuple(consent_entry(row) for row in data["consents"]),
        )


# Answers that the services call as the page does, by their place in what a partner sends; the others are of the case.
PLACES = {
    "": "",
    "height": "case.height_cm",
    "enquirer_name": "relative.name",
    "enquirer_relationship": "relative.relationship",
    "enquirer_contact": "relative.channels",
    "safe_word": "relative.channels.safe_word",
    "enquirer_language": "relative.language",
    "country_of_residence": "relative.country_of_residence",
    "consent_search": "consents",
    "consents": "consents",
    "interpreter": "conversation.interpreter",
    "guardian": "conversation.guardian",
    "risks_explained": "conversation.risks_explained",
    "rights_explained": "conversation.rights_explained",
}


@contextmanager
def placed(places: Mapping[str, str], *, rest: str = "") -> Iterator[None]:
    """Refusals of the services name the fields as they were sent."""
    try:
        yield
    except Invalid as error:
        error.place(lambda name: places.get(name, f"{rest}{name}"))
        raise


def consent_entry(row: dict[str, Any]) -> ConsentEntry:
    """One answer as the services take it.  After validation."""
    lists = ("except_organisations", "only_organisations", "countries")
    plain: dict[str, Any] = {name: tuple(value) if name in lists else value for name, value in row.items()}
    return ConsentEntry(**plain)


class CaseChangeSerializer(CaseEntrySerializer):
    """The whole entry anew, with the version that was read; told_by: key of the source whose words are new here.

    Intimate marks and documents are not among what is read here: where none are sent, they are left as they are.
    """

    version = serializers.IntegerField(min_value=1, required=False)
    told_by = serializers.CharField(default="", allow_blank=True, max_length=40)

    def entry(self) -> Any:
        ours = ("version", "told_by")
        return case_entry({name: value for name, value in self.validated_data.items() if name not in ours})

    def kept(self) -> frozenset[str]:
        """The lists to leave as they are.  After validation."""
        sends = {"documents"} & {*self.initial_data}
        sends |= {"intimate_marks"} if any(mark["intimate"] for mark in self.validated_data["marks"]) else set()
        return frozenset(KEEPABLE.keys() - sends)
