"""What any page must keep to in a browser: no fault that axe knows, nothing off the screen, its own language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": RULES},
    "resultTypes": ["violations"],  # of the rest only the first node is looked up, which saves a third of the time
}
RUN = "async options => (await axe.run(document, options)).violations"
# Fragments that load with the page have arrived, and nothing is being put into it.  Parts that ask again after a pause
# are left to do so: between two askings the page is as its reader has it.
SETTLED = "() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')"


def violations(page: Page) -> list[str]:
    """Each broken rule with the element that breaks it.  Loads axe once per document."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    found = page.evaluate(RUN, OPTIONS)
    return [f"{one['id']}: {node['html'][:160]} ({said(node)})" for one in found for node in one["nodes"]]


def said(node: dict[str, Any]) -> str:
    """Why axe finds fault with an element, in its own words."""
    return "; ".join(check["message"] for kind in ("any", "all", "none") for check in node[kind])


def runs_off(page: Page) -> list[str]:
    """By how much the document is wider than the screen, if at all."""
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"runs {over} px off the screen"] if over > 0 else []


def speaks(page: Page, language: str) -> list[str]:
    """Whether the document says which language it is in, reads in that direction, and is called something."""
    root = page.evaluate(
        "(({lang, dir}) => [lang, dir, document.title.split(' · ')[0].trim()])(document.documentElement)"
    )
    wanted = [language, "rtl" if language == "ar" else "ltr"]
    faults = [] if root[:2] == wanted else [f"says lang and dir {root[:2]}"]
    return faults if root[2] else [*faults, "has no title"]


def settle(page: Page) -> None:
    """Wait until what loads with the page is there."""
    page.wait_for_function(SETTLED)
