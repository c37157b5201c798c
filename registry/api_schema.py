"""How the description of the REST interface is drawn: what drf-spectacular reads as its settings."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": _("Missing-migrant case registry"),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    # Code lists that several fields share, or whose fields are called alike.
    "ENUM_NAME_OVERRIDES": {
        "CaseStatus": "cases.codes.CaseStatus",
        "RemainsStatus": "remains.codes.RemainsStatus",
        "AgeClass": "cases.codes.AgeClass",
        "NameKind": "cases.codes.NameKind",
        "PairKind": "matching.codes.PairKind",
        "PairState": "matching.codes.PairState",
        "ConsentState": "families.codes.ConsentState",
        "Purpose": "accessctl.codes.Purpose",
        "IncidentSource": "cases.codes.IncidentSource",
        "LoggedSource": "cases.api.serializers.LOGGED_SOURCES",
        "Country": "registry.lib.world.country_choices",
    },
}
