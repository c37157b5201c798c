"""What every answer tells a browser, over the whole route inventory: policies, types, caches, ways of asking."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as configured
from django.contrib.staticfiles.storage import staticfiles_storage
from django.middleware.csrf import CsrfViewMiddleware
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.access.decisions import DECISIONS
from tests.access.routes import walk
from tests.cast import Cast
from tests.plugins.site import ClientFor, run_manage

pytestmark = pytest.mark.usefixtures("static_files")

POLICIES = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
DIRECTIVES = {
    "default-src 'none'", "script-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'",
    "form-action 'self'",
}  # fmt: skip
PUBLIC_FILES = {"site:offline", "site:service-worker", "site:manifest"}  # fixed, and nobody's
NOT_ASKED = {"account_logout"}


def answers(client: Client) -> Iterator[tuple[str, Any]]:
    for route in walk():
        if route.name in NOT_ASKED:
            continue
        key = "0194d6a0-0000-7000-8000-000000000000" if "<uuid:" in route.pattern else "MMR-00000-00000-0"
        for address in route.addresses(key):
            yield route.name, client.get(address.replace("<int:pk>", "1"))


@pytest.fixture
def person(cast: Cast, client_for: ClientFor) -> Client:
    return client_for(cast.supervisor.account)


@pytest.fixture
def tls(settings: Settings) -> None:
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000, True


def faults_of(answer: Any) -> Iterator[str]:
    """What an answer lacks of what all have."""
    given = answer.headers
    yield from (header for header, value in POLICIES.items() if given.get(header) != value)
    policy = given.get("Content-Security-Policy", "")
    yield from DIRECTIVES - {part.strip() for part in policy.split(";")}
    if "unsafe-eval" in policy:
        yield policy
    kind = given.get("Content-Type", "")
    is_text = kind.startswith("text/") or "+xml" in kind
    if answer.status_code not in (204, 301, 302) and (not kind or (is_text and "charset=utf-8" not in kind)):
        yield f"type {kind}"
    yield from (header for header in given if header.startswith("Access-Control-"))


@pytest.mark.django_db(databases=["default", "keystore"])
def test_every_answer_carries_the_policies_its_type_and_is_not_kept(person: Client) -> None:
    names, faults, kept = set[str](), list[tuple[str, str]](), set[str]()
    for name, answer in answers(person):
        names.add(name)
        faults += [(name, fault) for fault in faults_of(answer)]
        if "no-store" not in answer.headers.get("Cache-Control", ""):
            kept.add(name)
    assert faults == []
    assert kept == PUBLIC_FILES
    assert names == set(DECISIONS) - NOT_ASKED


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/accounts/login/", "/work/", "/nothing/", "/api/v1/cases/"])
def test_strangers_get_them_too(client: Client, address: str) -> None:
    assert list(faults_of(client.get(address))) == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["app/app.js", "app/app.css", "app/icon.svg"])
def test_static_files_carry_them_too(client: Client, name: str) -> None:
    answer = client.get(staticfiles_storage.url(name))
    assert b"".join(answer.streaming_content)
    answer.close()
    assert {header: answer.headers.get(header) for header in POLICIES if header != "X-Frame-Options"} == {
        header: value for header, value in POLICIES.items() if header != "X-Frame-Options"
    }
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "charset=" in answer.headers["Content-Type"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/static/", "/static/app/", "/.git/config", "/.env", "/manage.py", "/media/"])
def test_no_folder_is_listed_and_no_other_file_is_served(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_not_found(client: Client) -> None:
    for address in ("/work/nothing.css", "/help/style.css", "/static/app/nothing.css"):
        assert client.get(address).status_code == 404, address


@pytest.mark.django_db
def test_tls_is_asked_for_ever_after_of_every_name(client: Client, tls: None) -> None:
    for address in ("/", "/api/v1/cases/", "/nothing/"):
        answer = client.get(address, secure=True)
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains", address


def test_the_settings_of_production_keep_cookies_at_home() -> None:
    asked = (
        "import json; from django.conf import settings as s; from registry.site.messages import HostCookie as h; "
        "print(json.dumps({n: getattr(s, n) for n in dir(s) if n.startswith(('SECURE_', 'SESSION_COOKIE', "
        "'CSRF_COOKIE', 'LANGUAGE_COOKIE', 'DEBUG'))} | {'MESSAGES': h.cookie_name}, default=str))"
    )
    told = run_manage("shell", "--no-imports", "-c", asked, REGISTRY_TLS="1", REGISTRY_DEMO="0")
    found = json.loads(told.stdout)
    assert all(found[f"{cookie}_COOKIE_NAME"].startswith("__Host-") for cookie in ("SESSION", "CSRF", "LANGUAGE"))
    assert found["MESSAGES"] == "__Host-messages"
    assert all(found[f"{cookie}_COOKIE_SECURE"] for cookie in ("SESSION", "CSRF", "LANGUAGE"))
    assert {found[f"{cookie}_COOKIE_SAMESITE"] for cookie in ("SESSION", "CSRF", "LANGUAGE")} == {"Lax"}
    assert all(found[f"{cookie}_COOKIE_HTTPONLY"] for cookie in ("SESSION", "CSRF", "LANGUAGE"))
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert found["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    assert found["SECURE_SSL_REDIRECT"]
    assert found["DEBUG"] is False


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "MOVE", "NONSENSE"])
def test_other_ways_of_asking_are_refused(person: Client, method: str) -> None:
    for address in ("/", "/work/", "/accounts/login/", "/api/v1/cases/", "/health/live"):
        answer = person.generic(method, address)
        assert (answer.status_code, answer.content) == (405, b""), address


@pytest.mark.django_db(databases=["default", "keystore"])
def test_sending_needs_the_token_of_a_page(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    for route in walk():
        if route.is_api or not route.name.startswith(("account_", "mfa_", "accessctl:", "site:language")):
            continue
        for address in route.addresses("MMR-00000-00000-0"):
            if not route.takes_ref and "<" not in address:
                assert strict.post(address, {}).status_code in (403, 405), route.name
    assert CsrfViewMiddleware.__module__ + ".CsrfViewMiddleware" in configured.MIDDLEWARE


@pytest.mark.django_db(databases=["default", "keystore"])
def test_a_partner_system_is_known_by_its_token_and_never_by_a_cookie(person: Client, cast: Cast) -> None:
    for route in walk():
        if route.is_api and route.name not in ("api:schema", "api:docs"):
            for address in route.addresses("MMR-00000-00000-0"):
                assert person.get(address).status_code in (401, 405), route.name
                assert person.post(address).status_code in (401, 405, 415), route.name


@pytest.mark.django_db
def test_after_signing_out_the_browser_forgets_its_pages(person: Client) -> None:
    answer = person.post(reverse("account_logout"))
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert configured.SESSION_COOKIE_NAME not in {name for name, one in person.cookies.items() if one.value}


@pytest.mark.django_db
def test_every_page_of_somebody_signed_in_offers_the_way_out(person: Client) -> None:
    for address in ("/work/", "/cases/", "/help/", reverse("accessctl:sessions"), reverse("mfa_index")):
        assert f'action="{reverse("account_logout")}"' in person.get(address).content.decode(), address


def test_our_scripts_keep_two_notes_in_the_browser_and_nothing_of_a_record() -> None:
    root = Path(__file__).resolve().parents[3]
    scripts = [path.read_text(encoding="utf-8") for path in (root / "static" / "app").glob("*.js")]
    written = [line for text in scripts for line in text.splitlines() if "localStorage.setItem" in line]
    assert written
    assert all('setItem("keys"' in line or "setItem(NOTE" in line for line in written)
    banned = (
        "sessionStorage", "indexedDB", "document.cookie", "postMessage", "eval(", "new Function", "WebSocket",
        "__proto__", "Object.assign", ".prototype", "for (const key in",
    )  # fmt: skip
    assert not [word for word in banned for text in scripts if word in text]


@pytest.mark.django_db
def test_a_parameter_counts_from_where_it_belongs_alone(client: Client, cast: Cast) -> None:
    cast.caseworker.account.set_password("four words that nobody knows")
    cast.caseworker.account.save()
    address = f"{reverse('account_login')}?login={cast.caseworker.account.email}&password=four+words+that+nobody+knows"
    client.post(address)
    assert "_auth_user_id" not in client.session
    signed_in = Client()
    signed_in.force_login(cast.caseworker.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert signed_in.post(f"{reverse('account_logout')}?csrfmiddlewaretoken=x").status_code == 302
    token = {"Authorization": f"Bearer {cast.system.token}"}
    assert client.get("/api/v1/changes/?token=x&authorization=y", headers=token).status_code == 200
    assert client.get(f"/api/v1/cases/?token={cast.system.token}").status_code == 401


def test_a_request_with_two_lengths_is_refused(live_site: str) -> None:
    for lengths in (
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked, identity",
        "Content-Length: +5",
        "X-A: b\r\n c: d",
    ):
        told = raw(
            live_site,
            f"POST /language/ HTTP/1.1\r\nHost: localhost\r\n{lengths}\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
        )
        assert told.split(b" ")[1] in (b"400", b"501"), (lengths, told[:60])
        assert told.count(b"HTTP/1.1 ") == 1, lengths


@pytest.mark.parametrize("address", ["/api/v1/incidents/", "/api/v1/cases/bulk/", "/accounts/login/"])
@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=b", "application/x-ndjson"])
def test_two_gigabytes_are_refused_before_they_are_read(live_site: str, address: str, kind: str) -> None:
    """Answered while the sender has sent a thousandth of it, and goes on."""
    found = urlsplit(live_site)
    head = f"POST {address} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\nContent-Length: {2 << 30}\r\n\r\n"
    with socket.create_connection((found.hostname, found.port), timeout=10) as connection:
        connection.sendall(head.encode() + b" " * (1 << 20))
        assert connection.recv(4096).split(b" ")[1] == b"413"


def raw(site: str, text: str) -> bytes:
    """What the site answers to these bytes, until it closes the connection."""
    found = urlsplit(site)
    with socket.create_connection((found.hostname, found.port), timeout=10) as connection:
        connection.sendall(text.encode())
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65_536), b""))
