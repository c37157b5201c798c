"""Authentication of partner systems: a bearer token of an organisation's client."""

from __future__ import annotations

from typing import Any

from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.models import ApiClient
from accessctl.services.accounts import token_digest

PURPOSE_HEADER = "X-Purpose"


class ClientPrincipal:
    """What DRF calls the user: a client is signed in, and nothing else about it is asked."""

    is_authenticated = True

    def __init__(self, client: ApiClient) -> None:
        self.pk = client.pk


class ClientAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer mmr_…`; the purpose of the call in `X-Purpose`."""

    def authenticate(self, request: Request) -> tuple[Any, ApiClient] | None:
        scheme, _sep, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            return None
        live = ApiClient.objects.select_related("organisation").filter(revoked_at=None, expires_at__gt=Now())
        client = live.filter(token_digest=token_digest(token.strip())).first()
        if client is None or not client.organisation.may_take_part:
            raise exceptions.AuthenticationFailed(_("This token is not valid, was revoked or has expired."))
        http = request._request
        actor = Actor.of_client(client, purpose=_purpose(request), request_id=http.actor.request_id)  # type: ignore[attr-defined]
        http.actor = actor  # type: ignore[attr-defined]
        return ClientPrincipal(client), client

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


def _purpose(request: Request) -> Purpose | None:
    stated = request.headers.get(PURPOSE_HEADER)
    if not stated:
        return None
    try:
        return Purpose(stated)
    except ValueError:
        raise exceptions.ParseError(
            _("%(header)s names no purpose we know: use one of %(codes)s.")
            % {"header": PURPOSE_HEADER, "codes": ", ".join(Purpose.values)}
        ) from None


class ClientScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "accessctl.api.ClientAuthentication"
    name = "clientToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}
