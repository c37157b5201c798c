"""Tokens of partner systems: live ones act for their organisation, all others for nobody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.models import AccessToken, ApiClient, Organisation
from accessctl.systems import tokens
from tests.cast import Cast


class Who(APIView):
    """Tells who acts."""

    def get(self, request: Request) -> Response:
        actor: Actor = request._request.actor  # type: ignore[attr-defined]
        return Response(
            {"actor": actor.pseudonym, "organisation": str(actor.organisation_id), "purpose": actor.purpose}
        )


def ask(headers: dict[str, str]) -> Any:
    request = APIRequestFactory().get("/", headers=headers)
    request.actor = Actor.public("request-1")  # type: ignore[attr-defined]
    return Who.as_view()(request)


def test_a_token_acts_for_its_organisation(cast: Cast) -> None:
    answer = ask(cast.system.headers)
    assert answer.status_code == 200
    assert answer.data["actor"] == f"client:{cast.system.client.pk}"
    assert answer.data["organisation"] == str(cast.organisations.second_ngo.pk)
    assert answer.data["purpose"] == Purpose.SHARE_SEARCH


def test_the_purpose_of_a_call_is_stated_in_its_header(cast: Cast) -> None:
    stated = cast.system.headers | {"X-Purpose": "forensic_comparison"}
    assert ask(stated).data["purpose"] == Purpose.FORENSIC_COMPARISON
    assert ask(cast.system.headers | {"X-Purpose": "curiosity"}).status_code == 400


@pytest.mark.parametrize("value", ["", "Bearer", "Bearer ", "Bearer mmr_wrong", "Basic eDp5", "Bearer \x00"])
def test_no_token_is_nobody(cast: Cast, value: str) -> None:
    assert ask({"Authorization": value}).status_code == 401


@pytest.mark.parametrize(
    "change",
    [{"revoked_at": timezone.now()}, {"expires_at": timezone.now() - timedelta(seconds=1)}],
    ids=["revoked", "expired"],
)
def test_a_token_of_a_client_that_ended_is_nobody_at_once(cast: Cast, change: dict[str, Any]) -> None:
    ApiClient.objects.filter(pk=cast.system.client.pk).update(**change)
    assert ask(cast.system.headers).status_code == 401


@pytest.mark.parametrize("change", [{"suspended_at": timezone.now()}, {"immigration_function": True}])
def test_a_token_of_an_organisation_that_takes_no_part_is_nobody(cast: Cast, change: dict[str, Any]) -> None:
    Organisation.objects.filter(pk=cast.organisations.second_ngo.pk).update(**change)
    assert ask(cast.system.headers).status_code == 401


def test_a_token_that_ran_out_says_so(cast: Cast) -> None:
    AccessToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    answer = ask(cast.system.headers)
    assert (answer.status_code, answer.data["code"]) == (401, "token_expired")
    AccessToken.objects.update(expires_at=timezone.now() - timedelta(hours=25))
    assert tokens.purge() == 1
    assert ask(cast.system.headers).data["code"] == "token_unknown"


def test_neither_secret_nor_token_is_stored(cast: Cast) -> None:
    client = ApiClient.objects.get(pk=cast.system.client.pk)
    held = bytes(client.secret_digest) + bytes(AccessToken.objects.get(client=client).digest)
    assert len(held) == 64
    assert cast.system.token.encode() not in held
    assert cast.system.secret.encode() not in held
    assert min(len(cast.system.token), len(cast.system.secret)) > 40
