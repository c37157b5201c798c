"""Remains in a real browser: logged with the keyboard alone, drafts that save themselves."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from cases.vocabulary.teeth import parse_chart
from remains import selectors, services
from remains.models import Remains, RemainsDraft
from tests.cast import Cast
from tests.factories.remains import some_remains
from tests.plugins.browser import OpenPage, Watch

MOST_TABS = 90


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there, as somebody without a mouse does."""
    for _press in range(MOST_TABS):
        if page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {selector} with the keyboard")


def add_row(page: Page, rows: str, first: str) -> None:
    """A further row of rows, by its button; the focus is then in the row's first field."""
    tab_to(page, f"#id_{rows}_group [data-row-add]")
    page.keyboard.press("Enter")
    expect(page.locator(f"[name={first}]")).to_be_focused()


def choose(page: Page, name: str, words: str) -> None:
    """A choice in a select, or a text, by typing it."""
    tab_to(page, f"[name={name}]")
    page.keyboard.type(words)


@pytest.mark.slow
def test_remains_are_logged_with_the_keyboard_alone(open_page: OpenPage, cast: Cast) -> None:
    """Profile, three marks, 28 teeth, five belongings and a label: on four pages, without a mouse."""
    page = open_page("/remains/new/", cast.analyst.account)
    pages = [page.url]
    page.on("framenavigated", lambda frame: pages.append(frame.url) if frame == page.main_frame else None)
    expect(page.get_by_role("heading", level=1)).to_have_text("Log remains")
    tab_to(page, "main button.btn-primary")
    page.keyboard.press("Enter")
    expect(page.locator(".reference")).to_have_text(re.compile(r"^MRR-\w{5}-\w{5}-\w$"))
    page.wait_for_load_state()
    reserved = page.locator(".reference").inner_text()
    choose(page, "found_place_as_said", "the harbour of Zarzis")
    choose(page, "found_place_country", "Tunisia")
    choose(page, "found_at_year", "2021")
    tab_to(page, "[name=sex_estimated]")
    page.keyboard.press("ArrowDown")
    for name, words in {"age_low": "20", "age_high": "30", "stature_cm_low": "170", "stature_cm_high": "178"}.items():
        choose(page, name, words)
    expect(page.get_by_text("Draft saved at")).to_be_visible()
    choose(page, "marks-0-mark_type", "Tattoo")
    choose(page, "marks-0-inscription", "MARTA")
    for row, (kind, site) in enumerate((("Burn", "Forearm"), ("Mole", "Cheek")), start=1):
        add_row(page, "marks", f"marks-{row}-mark_type")
        page.keyboard.type(kind)
        choose(page, f"marks-{row}-site", site)
        choose(page, f"marks-{row}-side", "Left")
    tab_to(page, "#id_teeth_group .quadrant:nth-child(4) > summary")
    page.keyboard.press("Enter")
    for part, words in {"status": "Filled", "surfaces": "MO", "material": "Amalgam"}.items():
        choose(page, f"teeth_36_{part}", words)
    tab_to(page, "[name=teeth_rest]")
    page.keyboard.press("ArrowDown")
    choose(page, "belongings-0-item_class", "T-shirt")
    for row in range(1, 5):
        add_row(page, "belongings", f"belongings-{row}-item_class")
        page.keyboard.type("T-shirt")
    tab_to(page, "#description .savebar button.btn-primary")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(reserved)
    page.wait_for_load_state()
    tab_to(page, "main a[href$='/label/']")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("abel")
    tab_to(page, "main :is(a[href$='label.pdf'], [data-print])")
    assert len([url.partition("#")[0] for url in pages]) <= 4, pages
    file = selectors.whole_file(cast.analyst.actor, Remains.objects.get().ref)
    assert file.entry is not None
    assert file.remains.ref == reserved
    assert (file.remains.found_country, file.entry.sex_estimated) == ("TUN", "m")
    assert (file.entry.age, file.entry.stature_cm) == ((20, 30), (170, 178))
    marks = [(mark.mark_type, mark.site, mark.side, mark.inscription) for mark in file.entry.marks]
    assert marks[0] == ("tattoo", "unknown", "unknown", "MARTA")
    assert marks[1:] == [("burn", "ul_forearm", "l", ""), ("mole", "hd_cheek", "l", "")]
    teeth = {tooth.fdi: str(tooth) for tooth in parse_chart(file.entry.dental_chart.teeth)}
    assert (len(teeth), teeth["36"], teeth["11"]) == (28, "36 fil MO ama", "11 sou")
    assert [item.item_class for item in file.entry.belongings] == ["tshirt"] * 5


def test_what_was_typed_is_there_after_closing_the_page(open_page: OpenPage, cast: Cast) -> None:
    draft = services.reserve(actor=cast.analyst.actor)
    page = open_page(f"/remains/new/{draft.ref}/", cast.analyst.account)
    page.get_by_label("Where, in words").fill("a beach")
    expect(page.get_by_text("Draft saved at")).to_be_visible()
    page.close()
    again = open_page(f"/remains/new/{draft.ref}/", cast.analyst.account)
    expect(again.get_by_label("Where, in words")).to_have_value("a beach")
    assert RemainsDraft.objects.count() == 1


def test_a_refused_form_leads_to_the_field(open_page: OpenPage, cast: Cast, watch: Watch) -> None:
    watch.allow("422")
    draft = services.reserve(actor=cast.analyst.actor)
    page = open_page(f"/remains/new/{draft.ref}/", cast.analyst.account)
    page.locator("[name=found_at_year]").fill("2091")
    page.get_by_role("button", name="Log these remains").click()
    summary = page.locator(".summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link").filter(has_text="future").click()
    expect(page.locator("#id_found_at_group")).to_be_focused()
    expect(page.locator("[name=found_at_year]")).to_have_value("2091")


def test_the_map_shows_the_place_of_finding(open_page: OpenPage, cast: Cast) -> None:
    remains = some_remains(cast)
    page = open_page(f"/remains/{remains.ref}/", cast.analyst.account)
    page.locator("#found-map").scroll_into_view_if_needed()
    expect(page.locator("#found-map .leaflet-container")).to_be_visible()
