"""Cases, incidents and searches in a real browser: the map, and two jobs with a real worker."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from cases import services
from tests.cast import Cast
from tests.factories.families import a_case
from tests.factories.incident_tables import old, table
from tests.plugins.browser import OpenPage
from tests.plugins.worker import StartWorker


def test_the_map_shows_the_squares_and_the_list_says_the_same(open_page: OpenPage, cast: Cast) -> None:
    actor = cast.caseworker.actor
    rows = [old(), old(external_id="2", coordinates="11.5, 3.25"), old(external_id="3", n_dead_recovered="many")]
    batch = services.check_file(actor=actor, data=table("iom_2020", rows), name="t.csv")
    services.apply_batch(actor=actor, ref=batch.ref)
    page = open_page("/incidents/map/", cast.caseworker.account)
    expect(page.locator("#incident-map canvas").first).to_be_visible()
    squares = page.locator("#incident-cells tbody tr")
    expect(squares).to_have_count(2)
    squares.first.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/incidents/\?area="))
    expect(page.locator("table.data tbody tr")).to_have_count(1)


def test_a_table_is_imported_by_page_with_a_real_worker(
    open_page: OpenPage, cast: Cast, worker: StartWorker, tmp_path: Path
) -> None:
    file = tmp_path / "table.csv"
    file.write_bytes(table("iom_2020", [old(), old(external_id="7", date="soon")]))
    worker("default")
    page = open_page("/incidents/import/", cast.caseworker.account)
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_text("This is not a date.")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="See the incidents").click(timeout=30_000)
    expect(page.locator("table.data tbody tr")).to_have_count(1)


def test_a_name_is_searched_for_and_found_with_a_real_matcher(
    open_page: OpenPage, cast: Cast, worker: StartWorker
) -> None:
    a_case(cast)
    worker("matcher")
    page = open_page("/search/", cast.caseworker.account)
    page.get_by_label("Name", exact=True).fill("Сеесай Ламин")
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_role("link", name="Lamin Ceesay")).to_be_visible(timeout=30_000)
    assert "Lamin" not in page.url
    assert "Lamin" not in page.title()
