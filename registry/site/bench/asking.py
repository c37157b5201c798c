"""A search by name through a request: a caseworker's browser, gunicorn, the matcher, the page with the cases found.

The cases' names are sealed as people's are, one organisation holds them all, and who asks is signed in as people are.
What is measured goes from sending the form until the page with the results is there.
"""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from urllib.parse import urlencode

import numpy as np
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.core.management import call_command

from accessctl.codes import Role
from accessctl.models import Account, Membership, Organisation
from cases.models import StoredSearch
from registry.lib.ids import new_ref
from registry.site.bench import filling, latency
from registry.site.bench.names import invented as people
from registry.site.bench.programs import HOST, programs
from registry.site.bench.registry import Reading, Setting, measurement
from registry.site.invented.clerk import write_name
from registry.site.invented.rates import Rates

BAR_MS = 100.0
CALLS, QUICK_CALLS, FIRST = 100, 5, 3  # the first ones read every name of the organisation, once
PATH = "/search/"
WAITING = b"data-polled"  # on the page of a search that is not answered yet
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


@measurement("search_requests", long=True)
def search_requests(setting: Setting) -> Iterable[Reading]:
    """Searches among `--reports` cases of one organisation, one after another."""
    rng, rates = np.random.default_rng(setting.seed), Rates()
    asked = FIRST + (QUICK_CALLS if setting.quick else CALLS)
    names = [write_name(rng, one.true, rates.heavy).text for one in people(asked, setting.seed)]
    call_command("collectstatic", interactive=False, verbosity=0)  # no page is drawn without
    world = latency.world(setting.reports, setting.seed)
    with filling.filled(world, named=True), _reader() as cookie, programs(1) as site:
        browser = Browser(site.port, cookie)
        took = [browser.search(name) for name in names][FIRST:]
    p50, p95 = (float(np.percentile(took, percent)) * 1000 for percent in (50, 95))
    note = f"median {p50:.0f} ms, {setting.reports:,} cases"
    yield Reading("search by name through a request, p95", p95, "ms", BAR_MS, "lower", note)


@contextmanager
def _reader() -> Iterator[str]:
    """The session of a caseworker of the organisation that holds the cases."""
    owner = Organisation.objects.get(name=filling.NAME)
    account = Account.objects.create_user(f"{new_ref('MBN').lower()}@bench.invalid", full_name=filling.NAME)
    Membership.objects.create(account=account, organisation=owner, role=Role.CASEWORKER)
    session = signed_in(account)
    try:
        yield str(session.session_key)
    finally:
        StoredSearch.objects.filter(owner=owner).delete()
        session.delete()
        Membership.objects.filter(account=account).delete()


def signed_in(account: Account) -> SessionBase:
    """A session as after both steps of signing in."""
    session: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
    session["account_authentication_methods_user"] = str(account.pk)
    session.create()
    return session


@dataclass
class Browser:
    """As much of a browser as pages and a search need: a session, the form's token, redirects."""

    port: int
    session: str
    csrf: str = ""

    def search(self, name: str) -> float:
        """Seconds from sending the form to the page with the results."""
        status, where, page = self.ask("GET", PATH)
        token = TOKEN.search(page)
        if token is None:
            raise RuntimeError(f"The page of the search answered {status} {where} without a form.")
        began = time.monotonic()
        body = urlencode({"csrfmiddlewaretoken": token[1].decode(), "name": name})
        status, where, page = self.ask("POST", PATH, body)
        if status != http.client.FOUND:
            raise RuntimeError(f"The search answered {status}.")
        while WAITING in (page := self.ask("GET", where)[2]):
            time.sleep(0.01)
        return time.monotonic() - began

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str, bytes]:
        """Status, where it leads, what it says."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
        headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={self.csrf}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Referer": f"http://{HOST}:{self.port}{path}",
        }
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        for kept in answer.headers.get_all("Set-Cookie") or ():
            if kept.startswith(f"{settings.CSRF_COOKIE_NAME}="):
                self.csrf = kept.split("=", 1)[1].split(";", 1)[0]
        page = answer.read()
        connection.close()
        return answer.status, answer.headers.get("Location", ""), page
