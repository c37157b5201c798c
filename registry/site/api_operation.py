"""What every operation of the REST interface shares, said once: the stated purpose, and refusals that concern them all.

Apart from the pages of the documentation, because the views of the REST framework import this one.
"""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from accessctl import outward
from accessctl.api import PURPOSE_HEADER

REFUSALS = {
    "400": "The request cannot be read, or its purpose is none that we know.",
    "401": "No token, or none that is valid.",
    "429": "Too much was asked or opened; `Retry-After` says when to come again, in seconds.",
    "503": "A part of the registry does not answer; nothing was saved.",
}
OF_RECORDS = {"404": "There is no such record, or you may not see it."}
UNCHANGED = "It is as you have it: the ETag that you sent still stands."
OF_A_BODY = {"413": "More was sent than is taken at once."}
OF_INPUT = {"422": "What was sent is not accepted; each point is named."}
PURPOSE = OpenApiParameter(
    PURPOSE_HEADER,
    str,
    OpenApiParameter.HEADER,
    enum=[one.value for one in outward.purposes()],
    description="For what the call is made; what may be seen depends on it.",
)


class Operation(AutoSchema):
    """One operation with what it shares with all others."""

    def get_override_parameters(self) -> list[Any]:
        return [PURPOSE]

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        if operation is not None:
            places = {parameter["in"] for parameter in operation.get("parameters", ())}
            refusals = REFUSALS | (OF_RECORDS if "path" in places else {})
            refusals |= OF_INPUT if "query" in places or "requestBody" in operation else {}
            refusals |= OF_A_BODY if "requestBody" in operation else {}
            error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
            for status, reason in refusals.items():
                operation["responses"].setdefault(status, {"content": error, "description": reason})
            if any(parameter["name"] == "If-None-Match" for parameter in operation.get("parameters", ())):
                operation["responses"].setdefault("304", {"description": UNCHANGED})
        return operation
