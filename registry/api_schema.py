"""The REST interface, and how its description is drawn: what DRF and drf-spectacular read as their settings."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accessctl.api.ClientAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["accessctl.parsers.LimitedJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "registry.site.api_operation.Operation",
    "EXCEPTION_HANDLER": "registry.site.errors.api_exception_handler",
    "UNAUTHENTICATED_USER": None,
}

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": _("Missing-migrant case registry"),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "registry.site.api_examples.with_examples",
    ],
    # Code lists that several fields share, or whose fields are called alike.
    "ENUM_NAME_OVERRIDES": {
        "CaseStatus": "cases.codes.CaseStatus",
        "RemainsStatus": "remains.codes.RemainsStatus",
        "SourceKind": "cases.codes.SourceKind",
        "EventState": "cases.dvi.codes.EventState",
        "EventTask": "cases.dvi.codes.EventTask",
        "TaskState": "cases.dvi.codes.TaskState",
        "MemberState": "cases.dvi.codes.MemberState",
        "Completeness": "remains.codes.Completeness",
        "FileKind": "cases.codes.FileKind",
        "ImageKind": "remains.api.images.KINDS",
        "CaseImageKind": "cases.api.images.KINDS",
        "HairColour": "cases.codes.HairColour",
        "EyeColour": "cases.codes.EyeColour",
        "MarkSite": "cases.codes.MarkSite",
        "MedicalSite": "cases.api.serializers.MEDICAL_SITES",
        "YesNoUnknown": "cases.codes.Bool3",
        "YesNo": "families.api.drafts.YES_NO",
        "SampleStepKind": "remains.samples.codes.SampleStepKind",
        "Relationship": "families.codes.Relationship",
        "ImportKind": "cases.api.imports.KINDS",
        "RequestKind": "families.codes.RequestKind",
        "ImportState": "cases.codes.ImportState",
        "ReferralStatus": "families.codes.ReferralStatus",
        "Side": "cases.codes.Side",
        "CustodyKind": "remains.custody.codes.CustodyKind",
        "CustodyState": "remains.custody.codes.CustodyState",
        "AgeClass": "cases.codes.AgeClass",
        "NameKind": "cases.codes.NameKind",
        "PairKind": "matching.codes.PairKind",
        "Band": "matching.codes.Band",
        "Share": "matching.api.events.SHARES",
        "PairState": "matching.codes.PairState",
        "ConsentState": "families.codes.ConsentState",
        "Purpose": "accessctl.codes.Purpose",
        "IncidentSource": "cases.codes.IncidentSource",
        "LoggedSource": "cases.api.serializers.LOGGED_SOURCES",
        "ReturnKind": "families.codes.ReturnKind",
        "ChannelKind": "families.codes.ChannelKind",
        "FeedbackKind": "families.codes.FeedbackKind",
        "IdentityCheck": "families.codes.IdentityCheck",
        "PaperKind": "families.codes.PaperKind",
        "PaperStatus": "families.codes.PaperStatus",
        "OpinionResult": "families.codes.OpinionResult",
        "NotificationKind": "families.codes.NotificationKind",
        "ToldPoint": "families.codes.ToldPoint",
        "ActionResult": "cases.codes.ActionResult",
        "Country": "registry.lib.world.country_choices",
    },
}
