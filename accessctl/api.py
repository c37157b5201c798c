"""Authentication of partner systems: a bearer token of an organisation's client."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from accessctl import outward
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.models import ApiClient
from accessctl.permits import every_scope
from accessctl.systems import tokens
from accessctl.systems.tokens import TokenError

PURPOSE_HEADER = "X-Purpose"
TOKEN_URL = "/api/oauth/token"  # noqa: S105 - an address


class TokenRefused(exceptions.AuthenticationFailed):
    """A token that does not count, with the reason as its code."""

    def __init__(self, error: TokenError) -> None:
        super().__init__(error.message, code=error.code)


class ClientPrincipal:
    """What DRF calls the user: a client is signed in, and nothing else about it is asked."""

    is_authenticated = True

    def __init__(self, client: ApiClient) -> None:
        self.pk = client.pk


class ClientAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer mmr_…`; the purpose of the call in `X-Purpose`."""

    def authenticate(self, request: Request) -> tuple[Any, ApiClient] | None:
        scheme, _sep, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            return None
        http = request._request
        try:
            held = tokens.holder(token.strip(), http)
        except TokenError as error:
            raise TokenRefused(error) from None
        http.actor = Actor.of_client(  # type: ignore[attr-defined]
            held.client,
            scopes=held.scopes,
            purpose=_purpose(request),
            request_id=http.actor.request_id,  # type: ignore[attr-defined]
        )
        return ClientPrincipal(held.client), held.client

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="registry"'


def _purpose(request: Request) -> Purpose | None:
    stated = request.headers.get(PURPOSE_HEADER)
    if not stated:
        return None
    if stated not in outward.purposes():
        raise exceptions.ParseError(
            _("%(header)s names no purpose we know: use one of %(codes)s.")
            % {"header": PURPOSE_HEADER, "codes": ", ".join(outward.purposes())}
        )
    return Purpose(stated)


class ClientScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "accessctl.api.ClientAuthentication"
    name = "clientCredentials"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        scopes = dict.fromkeys(every_scope(), "")
        return {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": TOKEN_URL, "scopes": scopes}}}
