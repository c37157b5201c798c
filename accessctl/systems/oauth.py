"""REST: how a partner system has a token and gives it back (RFC 6749, 4.4; RFC 7009)."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import unquote_plus

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl.models import ApiClient
from accessctl.parsers import LimitedFormParser, LimitedJSONParser
from accessctl.systems import tokens
from accessctl.systems.tokens import ClientUnknown, TokenError
from registry.lib.errors import RegistryError

GRANT = "client_credentials"


class GrantRefused(TokenError):
    code, status, oauth = "unsupported_grant_type", 400, "unsupported_grant_type"
    template = _("Ask with grant_type=client_credentials: systems act for themselves here.")


class CredentialsSerializer(serializers.Serializer[dict[str, object]]):
    client_id = serializers.CharField(required=False, help_text=_("Or by HTTP Basic, with the secret."))
    client_secret = serializers.CharField(required=False)


class TokenRequestSerializer(CredentialsSerializer):
    grant_type = serializers.ChoiceField(choices=[GRANT])
    scope = serializers.CharField(required=False, help_text=_("Separated by blanks; without it all that it has."))


class TokenSerializer(serializers.Serializer[dict[str, object]]):
    access_token = serializers.CharField()
    token_type = serializers.CharField()
    expires_in = serializers.IntegerField(help_text=_("Seconds."))
    scope = serializers.CharField()


class GivenBackSerializer(CredentialsSerializer):
    token = serializers.CharField()


class OAuthErrorSerializer(serializers.Serializer[dict[str, object]]):
    error = serializers.CharField(help_text=_("The code of RFC 6749."))
    error_description = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()
    fields = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))  # type: ignore[assignment]


REFUSALS = {400: OAuthErrorSerializer, 401: OAuthErrorSerializer, 429: OAuthErrorSerializer}


class OAuthView(APIView):
    """A system shows its secret here and nowhere else."""

    authentication_classes: list[type] = []
    permission_classes: list[type] = []
    parser_classes: list[type] = [LimitedFormParser, LimitedJSONParser]

    def handle_exception(self, exc: Exception) -> Response:
        """Our refusals with OAuth's own fields beside them."""
        response = super().handle_exception(exc)
        if isinstance(exc, RegistryError):
            said = {"error": getattr(exc, "oauth", "temporarily_unavailable"), "error_description": exc.message}
            response.data = said | dict(response.data)
            if response.status_code == 401:
                response.headers["WWW-Authenticate"] = 'Basic realm="registry"'
        return response

    def client(self, request: Request) -> ApiClient:
        """The client that shows its secret, by HTTP Basic or in the form."""
        ref, secret = _basic(request) or (_given(request, "client_id"), _given(request, "client_secret"))
        return tokens.known_client(ref, secret, request._request)


class TokenIssue(OAuthView):
    @extend_schema(
        operation_id="token",
        request={"application/x-www-form-urlencoded": TokenRequestSerializer},
        responses={200: TokenSerializer} | REFUSALS,
        auth=[],
    )
    def post(self, request: Request) -> Response:
        """A token of some minutes for a client's reference and secret."""
        if _given(request, "grant_type") != GRANT:
            raise GrantRefused()
        http = request._request
        issued = tokens.issue(
            self.client(request),
            wanted=_given(request, "scope"),
            request_id=http.request_id,  # type: ignore[attr-defined]
        )
        said = {"access_token": issued.token, "token_type": "Bearer", "expires_in": issued.seconds}
        return Response(said | {"scope": " ".join(issued.scopes)})


class TokenRevocation(OAuthView):
    @extend_schema(
        operation_id="token_revoke",
        request={"application/x-www-form-urlencoded": GivenBackSerializer},
        responses={200: None} | REFUSALS,
        auth=[],
    )
    def post(self, request: Request) -> Response:
        """End a token before its time; a token that is none of the client's is no error."""
        tokens.take_back(self.client(request), _given(request, "token"))
        return Response()


def _given(request: Request, name: str) -> str:
    """One field of a form, or of JSON; "" where there is none or it is no text, as half of a character is none."""
    found = request.data.get(name, "") if isinstance(request.data, dict) else ""
    is_text = isinstance(found, str) and not any("\ud800" <= letter <= "\udfff" for letter in found)
    return found if is_text else ""


def _basic(request: Request) -> tuple[str, str] | None:
    scheme, _sep, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        ref, _colon, secret = base64.b64decode(text, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        raise ClientUnknown() from None
    return unquote_plus(ref), unquote_plus(secret)
