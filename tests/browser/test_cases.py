"""Cases, incidents and searches in a real browser: no violation in either direction, and the main way through."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.factories.incident_tables import old, table
from tests.plugins.browser import OpenPage
from tests.plugins.worker import StartWorker

if TYPE_CHECKING:
    from tests.cast import Cast

SIZES = (("en", 1280), ("ar", 390))


@pytest.fixture
def people(transactional_db: None) -> Cast:
    from tests.cast import build

    return build()


@pytest.fixture
def places(people: Cast) -> dict[str, str]:
    """The addresses of one page of each kind, with something on it."""
    from cases import services
    from cases.models import Incident
    from cases.services import searching
    from tests.factories import families as make

    actor = people.caseworker.actor
    case = make.a_case(people)
    rows = [old(), old(external_id="2", coordinates="11.5, 3.25"), old(external_id="3", n_dead_recovered="many")]
    batch = services.check_file(actor=actor, data=table("iom_2020", rows), name="t.csv")
    services.apply_batch(actor=actor, ref=batch.ref)
    incident = Incident.objects.get(external_id="90001")
    services.link_incident(actor=actor, case_ref=case.ref, incident_ref=incident.ref)
    search = searching.ask(actor=actor, criteria={"route": "watl"})
    return {
        "cases": "/cases/",
        "case": f"/cases/{case.ref}/",
        "link": f"/cases/{case.ref}/incidents/link/",
        "incidents": "/incidents/",
        "incident": f"/incidents/{incident.ref}/",
        "map": "/incidents/map/",
        "new incident": "/incidents/new/",
        "import": "/incidents/import/",
        "batch": f"/incidents/import/{batch.ref}/",
        "search": "/search/",
        "results": f"/search/{search.ref}/",
    }


def test_no_page_violates_a_rule_of_accessibility(open_page: OpenPage, people: Cast, places: dict[str, str]) -> None:
    found: dict[str, Any] = {}
    for language, width in SIZES:
        page = open_page("/work/", people.caseworker.account, language=language, width=width)
        for name, path in places.items():
            page.goto(path)
            page.wait_for_load_state("networkidle")
            if faults := violations(page):
                found[f"{name} {language} {width}"] = faults
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} {language} runs off"
    assert not found


def violations(page: Page) -> list[str]:
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}})
    return [
        f"{fault['id']}: {node['html'][:160]}" for fault in results.response["violations"] for node in fault["nodes"]
    ]


def test_the_map_shows_the_squares_and_the_list_says_the_same(
    open_page: OpenPage, people: Cast, places: dict[str, str]
) -> None:
    page = open_page(places["map"], people.caseworker.account)
    expect(page.locator("#incident-map canvas").first).to_be_visible()
    rows = page.locator("#incident-cells tbody tr")
    expect(rows).to_have_count(2)
    rows.first.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/incidents/\?area="))
    expect(page.locator("table.data tbody tr")).to_have_count(1)


def test_a_table_is_imported_by_page_with_a_real_worker(
    open_page: OpenPage, people: Cast, worker: StartWorker, tmp_path: Path
) -> None:
    file = tmp_path / "table.csv"
    file.write_bytes(table("iom_2020", [old(), old(external_id="7", date="soon")]))
    worker("default")
    page = open_page("/incidents/import/", people.caseworker.account)
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_text("This is not a date.")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="See the incidents").click(timeout=30_000)
    expect(page.locator("table.data tbody tr")).to_have_count(1)


def test_a_name_is_searched_for_and_found_with_a_real_matcher(
    open_page: OpenPage, people: Cast, worker: StartWorker, places: dict[str, str]
) -> None:
    worker("matcher")
    page = open_page("/search/", people.caseworker.account)
    page.get_by_label("Name", exact=True).fill("Сеесай Ламин")
    press_search(page)
    expect(page.get_by_role("link", name="Lamin Ceesay")).to_be_visible(timeout=30_000)
    assert "Lamin" not in page.url
    assert "Lamin" not in page.title()


def press_search(page: Page) -> None:
    page.locator("main form button[type=submit]").first.click()
