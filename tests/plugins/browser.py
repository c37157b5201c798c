"""The system's Chromium on the running site. Any console error, or request to another origin, fails the test."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page

from tests.plugins.site import ClientFor

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
OpenPage = Callable[..., Page]


@dataclass(slots=True)
class Watch:
    """What the browser complained about during one test."""

    origin: str
    problems: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def allow(self, pattern: str) -> None:
        """Expect complaints matching this pattern: the console reports each 404 or 422 that a test provokes."""
        self.allowed.append(pattern)

    def on(self, context: BrowserContext) -> None:
        context.on("console", lambda message: self._said(message.type, message.text))
        context.on("weberror", lambda error: self.problems.append(f"script error: {error.error}"))
        context.on("request", lambda request: self._asked(request.url))

    def _said(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.problems.append(f"console {kind}: {text}")

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob", "about") and f"{parts.scheme}://{parts.netloc}" != self.origin:
            self.problems.append(f"request to another origin: {url}")

    def left(self) -> list[str]:
        return [one for one in self.problems if not any(re.search(pattern, one) for pattern in self.allowed)]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's browser. `playwright install` would download one.

    The one without a window opens a page in a third of the time: the other draws menus that nobody sees.
    """
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        pytest.fail(f"Browser tests need Chromium: apt-get install {BROWSERS[0]} (make test does it where it may)")
    return {"executable_path": executable, "args": FLAGS}


@pytest.fixture
def watch(live_site: str) -> Iterator[Watch]:
    """The complaints of this test's pages; `watch.allow(pattern)` expects one."""
    watching = Watch(live_site)
    yield watching
    assert not watching.left(), "\n".join(watching.left())


@pytest.fixture
def open_page(browser: Browser, live_site: str, watch: Watch, client_for: ClientFor) -> Iterator[OpenPage]:
    """`open_page(path, account=None, language="en", width=1280)`: a page there, signed in as that account.

    A session may be given instead of an account; without a path the page stays blank.
    """
    contexts: list[BrowserContext] = []

    def make(
        path: str | None = "/",
        account: AbstractBaseUser | None = None,
        *,
        session: str | None = None,
        language: str = "en",
        width: int = 1280,
        height: int = 900,
        **options: Any,
    ) -> Page:
        size = {"width": width, "height": height}
        context = browser.new_context(base_url=live_site, locale=language, viewport=size, **options)  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(15_000)
        watch.on(context)
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if account is not None:
            session = client_for(account).cookies[settings.SESSION_COOKIE_NAME].value
        if session is not None:
            cookies[settings.SESSION_COOKIE_NAME] = session
        context.add_cookies([{"name": name, "value": value, "url": live_site} for name, value in cookies.items()])
        page = context.new_page()
        if path is not None:
            page.goto(path)
        return page

    yield make
    for context in contexts:
        context.close()
