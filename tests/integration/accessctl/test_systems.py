"""Partner systems: how they have a token, what it is for, and the pages of those who let them in."""

from __future__ import annotations

import re
from base64 import b64encode
from contextlib import nullcontext, suppress
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accessctl import door
from accessctl.actor import Actor
from accessctl.approvals import services as approvals
from accessctl.codes import Purpose, Role
from accessctl.models import AccessToken, ApiClient, Approval, JournalEntry
from accessctl.permits import LAYERS, Operation, Permit, admit, every_scope, permits_of
from accessctl.rings import Ring
from accessctl.roles import ROLES
from accessctl.systems import entering, tokens
from cases.models import Case
from tests.cast import Cast
from tests.factories import families
from tests.factories.accessctl import Partner, member, partner
from tests.plugins.site import ClientFor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_files")]
TOKEN, REVOKE = "/api/oauth/token", "/api/oauth/revoke"
ENTRY = {"name": "Tracing database", "operations": ["read"], "layer": "2", "purposes": ["share_search"]}


def ask(system: Partner, **form: Any) -> Any:
    headers = form.pop("headers", {})
    form = {"grant_type": "client_credentials", "client_id": system.client.ref, "client_secret": system.secret} | form
    return send(TOKEN, {name: value for name, value in form.items() if value is not None}, headers)


def send(address: str, form: dict[str, Any], headers: Any = None) -> Any:
    return Client().post(address, urlencode(form), content_type="application/x-www-form-urlencoded", headers=headers)


def bearing(answer: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def test_a_secret_is_worth_a_token_of_ten_minutes(cast: Cast) -> None:
    system = cast.system
    basic = b64encode(f"{system.client.ref}:{system.secret}".encode()).decode()
    by_form = ask(system)
    by_header = ask(system, client_id=None, client_secret=None, headers={"Authorization": f"Basic {basic}"})
    for answer in (by_form, by_header):
        said = answer.json()
        assert (answer.status_code, said["token_type"], said["expires_in"]) == (200, "Bearer", 600)
        assert answer.headers["Cache-Control"] == "no-store"
        assert set(said["scope"].split()) == set(every_scope())
        assert Client().get("/api/v1/cases/", headers=bearing(answer)).status_code == 200
    assert JournalEntry.objects.filter(action="client.token_given", refs=[system.client.ref]).count() >= 2
    assert ApiClient.objects.get(pk=system.client.pk).last_used_at is not None


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"client_secret": "mms_wrong"}, 401, "invalid_client"),
        ({"client_id": "MCL-00000-00000-0"}, 401, "invalid_client"),
        ({"client_id": None, "client_secret": None}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"scope": "read:4:share_search"}, 400, "invalid_scope"),
        ({"scope": "everything"}, 400, "invalid_scope"),
        ({"headers": {"Authorization": "Basic ????"}}, 401, "invalid_client"),
    ],
)
def test_whatever_is_wrong_is_said_as_oauth_says_it(cast: Cast, form: Any, status: int, error: str) -> None:
    answer = ask(cast.system, **form)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.json()["message"] == answer.json()["error_description"]
    assert cast.system.secret not in answer.content.decode()


@pytest.mark.parametrize("address", [TOKEN, REVOKE])
@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/json", b"[" * 100_000, 400),
        ("application/json", b'{"client_secret": "\\ud800", "grant_type": "client_credentials"}', 401),
        ("application/json", b'{"client_secret": ["x"], "grant_type": "client_credentials"}', 401),
        ("application/json", b"9" * 5000, 400),
        ("application/json; charset=zlib", b"x\x9c", 400),
        ("application/x-www-form-urlencoded; charset=hex", b"grant_type=client_credentials", 401),
        ("application/x-www-form-urlencoded", b"a=1&" * 2000, 400),
        (
            "application/x-www-form-urlencoded",
            b"client_id=%ED%A0%80&client_secret=%00&grant_type=client_credentials",
            401,
        ),
        ("application/x-www-form-urlencoded", b"a" * 200_001, 400),
        ("application/json", b" " * 200_001, 400),
    ],
)
def test_what_is_no_request_is_refused_before_anybody_is_known(
    address: str, kind: str, body: bytes, status: int, settings: LazySettings
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 200_000
    assert Client().generic("POST", address, body, content_type=kind).status_code == status


def test_a_client_that_asks_without_end_is_told_to_wait(cast: Cast) -> None:
    with suppress(tokens.TooManyTokens):  # the one of the cast may be older than what is counted
        for _number in range(tokens.MOST):
            tokens.issue(cast.system.client)
    answer = ask(cast.system)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "600")


def test_a_token_is_given_back_by_its_own_client_alone(cast: Cast) -> None:
    other, token = partner(cast.organisations.ngo), ask(cast.system)
    for system, status in ((other, 200), (cast.system, 401)):
        form = {"client_id": system.client.ref, "client_secret": system.secret, "token": token.json()["access_token"]}
        assert send(REVOKE, form).status_code == 200
        assert Client().get("/api/v1/cases/", headers=bearing(token)).status_code == status


PERMITS = st.frozensets(
    st.builds(Permit, st.sampled_from(Operation), st.sampled_from(LAYERS), st.sampled_from(Purpose)), max_size=6
)


@given(PERMITS, st.sampled_from(Operation), st.sampled_from(range(5)), st.sampled_from(Purpose))
def test_a_token_admits_what_one_of_its_scopes_says(
    held: frozenset[Permit], operation: Operation, layer: int, purpose: Purpose
) -> None:
    """And a scope survives being written: what is asked for is what is held."""
    assert permits_of(map(str, held)) == held
    fit = {one for one in held if one.purpose == purpose and one.layer >= layer}
    expected = bool(fit) if operation is Operation.READ else any(one.operation is operation for one in fit)
    assert admit(held, operation, layer, purpose) is expected
    assert admit(None, operation, layer, purpose)


def test_a_scope_too_small_is_answered_as_if_nothing_were_there(cast: Cast) -> None:
    """By layer, purpose and operation; the same bytes as for a case that never was."""
    case = families.a_case(cast, by=cast.second_caseworker.actor)
    address, absent = f"/api/v1/cases/{case.ref}/", "/api/v1/cases/MMR-00000-00000-0/"

    def read(scope: str, purpose: str = "share_search", at: str = address) -> Any:
        return Client().get(at, headers=bearing(ask(cast.system, scope=scope)) | {"X-Purpose": purpose})

    assert read("read:2:share_search").json()["search"] is not None
    shallow = read("read:1:share_search").json()
    assert (shallow["search"], shallow["search_absent"]) == (None, "masked")
    for scope, purpose in (("read:3:statistics", "share_search"), ("write:3:share_search", "statistics")):
        hidden, nothing = read(scope, purpose), read(scope, purpose, absent)
        assert (hidden.status_code, hidden.content) == (nothing.status_code, nothing.content) == (404, hidden.content)
        listed = read(scope, purpose, "/api/v1/cases/").json()
        assert (listed["results"], listed["count"]) == ([], 0)
    changing = Client().put(
        address, {}, content_type="application/json", headers=bearing(ask(cast.system, scope="read:3:share_search"))
    )
    assert changing.status_code in (403, 422)
    case.refresh_from_db()
    assert case.version == 1


def test_the_purpose_that_is_not_stated_is_one_that_the_token_is_for(cast: Cast) -> None:
    actor = Actor.of_client(cast.system.client, scopes=["read:2:forensic_comparison"])
    assert actor.purpose == Purpose.FORENSIC_COMPARISON
    case = families.a_case(cast, by=cast.second_caseworker.actor)
    assert door.rings(actor, case) == {Ring.COMMON, Ring.SEARCH}
    assert not door.visible(actor, Case, door.Action.CHANGE).exists()


def test_a_certificate_is_asked_for_where_our_proxy_tells_of_it(cast: Cast, settings: LazySettings) -> None:
    thumbprint = "A" * 43
    bound = partner(cast.organisations.ngo, "Bound", certificate=thumbprint)
    shown = {"X-Certificate": thumbprint}
    assert ask(bound, headers=shown).status_code == 401  # nobody says whose header that is
    settings.CERTIFICATE_HEADER = "X-Certificate"
    assert ask(bound, headers=shown).status_code == 401
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    assert ask(bound).json()["code"] == "certificate_needed"
    given = bearing(ask(bound, headers=shown))
    assert Client().get("/api/v1/cases/", headers=given | shown).status_code == 200
    for other in ({}, {"X-Certificate": "B" * 43}):
        answer = Client().get("/api/v1/cases/", headers=given | other)
        assert (answer.status_code, answer.json()["code"]) == (401, "certificate_needed")


class TestPages:
    def test_a_supervisor_enters_a_system_and_sees_its_secret_once(self, cast: Cast, client_for: ClientFor) -> None:
        """Alone for coded data; for names once a second person of the organisation approved exactly that."""
        reader, systems = client_for(cast.supervisor.account), reverse("accessctl:systems")
        new = reverse("accessctl:system-new")
        coded = reader.post(new, ENTRY | {"name": "Counter", "layer": "1"}).content.decode()
        assert re.findall(r"mms_[\w-]{43}", coded)
        reader.post(new, ENTRY)
        asked = Approval.objects.get(kind=entering.ENTER)
        assert not ApiClient.objects.filter(name=ENTRY["name"]).exists()
        assert "Go on" in reader.post(new, ENTRY).content.decode(), "asked already"
        assert reader.post(new, {"approval": asked.ref}).status_code == 409
        officer = client_for(cast.officer.account)
        told = officer.get(reverse("accessctl:approval", args=[asked.ref])).content.decode()
        assert "Tracing database" in told
        assert "read, up to layer 2" in told
        officer.post(reverse("accessctl:approval-approve", args=[asked.ref]))
        assert officer.post(new, {"approval": asked.ref}).status_code == 403
        assert asked.ref in reader.get(systems).content.decode()
        made = reader.post(new, {"approval": asked.ref})
        (secret,) = re.findall(r"mms_[\w-]{43}", made.content.decode())
        row = ApiClient.objects.get(name=ENTRY["name"])
        assert (row.scopes, row.closed) == (["read:2:share_search"], [])
        assert ask(Partner(row, "", secret)).status_code == 200
        for address in (systems, reverse("accessctl:system", args=[row.ref])):
            page = reader.get(address).content.decode()
            assert "Tracing database" in page
            assert "mms_" not in page
            assert asked.ref not in page
        assert reader.post(new, {"approval": asked.ref}).status_code == 409

    def test_another_secret_ends_the_first_and_its_tokens(self, cast: Cast, client_for: ClientFor) -> None:
        system = partner(cast.organisations.ngo, "Old")
        reader, address = (
            client_for(cast.supervisor.account),
            reverse("accessctl:system-secret", args=[system.client.ref]),
        )
        assert "mms_" not in reader.post(address).content.decode()
        assert Client().get("/api/v1/cases/", headers=system.headers).status_code == 200, "nothing changed yet"
        asked = Approval.objects.get(kind=entering.SECRET)
        approvals.approve(cast.officer.actor, asked.ref)
        other = partner(cast.organisations.ngo, "Other").client.ref
        elsewhere = reverse("accessctl:system-secret", args=[other])
        assert reader.post(f"{elsewhere}?approval={asked.ref}").status_code == 403
        (action,) = re.findall(rf'action="({address}[^"]+)"', reader.get(address).content.decode())
        (secret,) = re.findall(r"mms_[\w-]{43}", reader.post(action).content.decode())
        assert Client().get("/api/v1/cases/", headers=system.headers).status_code == 401
        assert ask(system).status_code == 401
        assert ask(Partner(system.client, "", secret)).status_code == 200
        reader.post(reverse("accessctl:system-revoke", args=[system.client.ref]))
        assert ask(Partner(system.client, "", secret)).status_code == 401
        assert not AccessToken.objects.filter(client=system.client).exists()
        assert reader.post(address).status_code == 409

    @pytest.mark.parametrize(
        ("role", "closed"),
        [
            (Role.SUPERVISOR, set()),
            (Role.FORENSIC_COORDINATOR, {Ring.KIN}),
            (Role.FOCAL_POINT, {Ring.KIN, Ring.FORENSIC, Ring.RESERVED}),
        ],
    )
    def test_a_system_opens_no_ring_that_its_makers_role_does_not(
        self, cast: Cast, role: Role, closed: set[Ring]
    ) -> None:
        """Nor is anybody shown the secret of one that opens more than they may read."""
        maker, wanted = member(cast.organisations.ngo, role), entering.Wanted(name="Deep", scopes=every_scope())
        asked = entering.ask_to_enter(maker.actor, wanted)
        approvals.approve(cast.supervisor.actor, asked.ref)
        client, _secret = entering.enter(maker.actor, None, approval=asked.ref)
        case = families.a_case(cast)
        assert door.rings(Actor.of_client(client), case) == ROLES[Role.PARTNER_SYSTEM].own - closed
        assert entering.ask_for_secret(maker.actor, ref=client.ref).refs == [client.ref]
        with pytest.raises(entering.BeyondRole) if closed else nullcontext():
            entering.ask_for_secret(maker.actor, ref=partner(cast.organisations.ngo).client.ref)

    def test_who_answers_for_nobody_sees_no_system(self, cast: Cast, client_for: ClientFor) -> None:
        ref = partner(cast.organisations.ngo).client.ref
        for one, status in ((cast.caseworker, 403), (cast.second_caseworker, 403), (cast.officer, 200)):
            assert client_for(one.account).get(reverse("accessctl:systems")).status_code == status
        assert client_for(cast.caseworker.account).get(reverse("accessctl:system", args=[ref])).status_code == 404
        assert client_for(cast.officer.account).post(reverse("accessctl:system-new"), ENTRY).status_code == 403

    @pytest.mark.parametrize("wrong", [{"name": ""}, {"operations": []}, {"purposes": ["x"]}, {"certificate": "short"}])
    def test_what_cannot_be_is_refused_at_its_field(self, cast: Cast, client_for: ClientFor, wrong: Any) -> None:
        before = ApiClient.objects.count()
        answer = client_for(cast.supervisor.account).post(reverse("accessctl:system-new"), ENTRY | wrong)
        assert answer.status_code == 422
        assert f'href="#id_{next(iter(wrong))}' in answer.content.decode()
        assert ApiClient.objects.count() == before
