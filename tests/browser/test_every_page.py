"""Every page, as those of the cast see it who may, in two directions and on two sizes of screen.

Accessible by every rule axe knows, inside the screen, in its own language, without a word in the console.  Each page is
opened in one language and narrowed in place, and axe is asked about it once: English and Arabic, wide and narrow take
turns over the pages of a part, so that every part is read in all four ways.  In the campaign (`make campaign-pages`)
every page is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, Page

from tests.access import routes
from tests.browser import checks, pages
from tests.plugins.browser import OpenPage, Watch
from tests.plugins.campaign import LONG
from tests.plugins.site import ClientFor

if TYPE_CHECKING:
    from tests.browser.stages import Stage
    from tests.cast import Cast

LANGUAGES = ("en", "ar")
WIDTHS = (1280, 390)
HEIGHT = 900
Way = tuple[str, tuple[int, ...]]  # in which language, and on which widths axe is asked
TURNS: tuple[Way, ...] = (("en", (1280,)), ("ar", (390,)), ("en", (390,)), ("ar", (1280,)))


def test_every_address_is_a_page_that_is_looked_at_or_has_a_reason_not_to_be() -> None:
    looked_at = {name for _maker, table in pages.PARTS.values() for name in table}
    named = {name for name, _pattern in routes.walk() if not name.startswith(pages.MACHINE_PREFIX)}
    others = {name for name in pages.NOT_PAGES if not name.startswith(pages.MACHINE_PREFIX)}
    assert looked_at | others == named
    assert not looked_at & others


@dataclass
class Walk:
    """The way through the pages of one part, and what was found on it."""

    open_page: OpenPage
    people: Cast
    stage: Stage
    watch: Watch
    tabs: dict[tuple[str, str], Page] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def tab(self, who: str, language: str) -> Page:
        """The reader's own tab in that language, signed in once."""
        if (who, language) not in self.tabs:
            session = self.stage.sessions.get(who)
            account = getattr(self.people, who).account if who and not session else None
            self.tabs[who, language] = self.open_page(None, account, language=language, session=session)
        return self.tabs[who, language]

    def look(self, name: str, look: pages.Look, way: Way) -> None:
        """Open one page, and note what is wrong with it."""
        try:
            found = self._faults(self.tab(look.who, way[0]), look, way)
        except Error as error:  # the way goes on, so that one run shows all
            found = [str(error).partition("\n")[0]]
        found += self._said(look)
        self.faults += [f"{name} in {way[0]} as {look.who or 'nobody'}, {look.path}: {fault}" for fault in found]

    def _faults(self, page: Page, look: pages.Look, way: Way) -> list[str]:
        page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
        answer = page.goto(look.path.format(**self.stage.names))
        checks.settle(page)
        if look.act:
            answer = look.act(page) or answer
            checks.settle(page)
        found = [] if answer and answer.status == look.status else [f"answers {answer and answer.status}"]
        found += self._misled(page, look) + checks.speaks(page, way[0])
        for width in WIDTHS:
            self._narrow(page, look, width)
            broken = checks.violations(page) if width in way[1] else []
            found += [f"{width}: {fault}" for fault in checks.runs_off(page) + broken]
        return found

    def _misled(self, page: Page, look: pages.Look) -> list[str]:
        """Whether the reader is somewhere else than they meant to be."""
        path = urlsplit(page.url).path
        wanted = look.lands or urlsplit(look.path.format(**self.stage.names)).path
        return [] if path.endswith(wanted) or (look.lands and wanted in path) else [f"leads to {path}"]

    @staticmethod
    def _narrow(page: Page, look: pages.Look, width: int) -> None:
        if width == WIDTHS[0]:
            return
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if look.act is None and page.locator("[data-map]").count():
            page.reload()  # whether a map comes by itself is decided when the page opens
            checks.settle(page)

    def _said(self, look: pages.Look) -> list[str]:
        """What the console said meanwhile, but that the answer had the status that it should have."""
        said = [one for one in self.watch.left() if f"status of {look.status}" not in one]
        self.watch.problems.clear()
        return said


def ways(part: str) -> list[tuple[str, pages.Look, Way]]:
    """The looks of a part with the way of each: all in both languages in the campaign, else each in its turn."""
    looks = [(name, look) for name, all_of_it in pages.PARTS[part][1].items() for look in all_of_it]
    if LONG:
        return [(*one, (language, WIDTHS)) for language in LANGUAGES for one in looks]
    return [(*one, TURNS[number % len(TURNS)]) for number, one in enumerate(looks)]


@pytest.mark.parametrize("part", pages.PARTS)
def test_every_part_is_read_in_both_languages_and_sizes(part: str) -> None:
    asked = {(language, width) for _name, _look, (language, widths) in ways(part) for width in widths}
    assert asked == {(language, width) for language in LANGUAGES for width in WIDTHS}


@pytest.mark.axe
@pytest.mark.slow
@pytest.mark.parametrize("part", pages.PARTS)
def test_every_page_is_accessible_and_fits_in_both_directions_and_sizes(
    open_page: OpenPage, watch: Watch, client_for: ClientFor, cast: Cast, part: str
) -> None:
    make, _table = pages.PARTS[part]
    walk = Walk(open_page, cast, make(cast, client_for), watch)
    for name, look, way in ways(part):
        walk.look(name, look, way)
    assert not walk.faults, "\n".join(walk.faults)
