"""The frame of every page and every kind of field in a real browser: bilingual, quiet, strict about script."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.conf import settings
from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.browser import checks
from tests.plugins.browser import OpenPage, Watch
from tests.unit.accessctl.forms.sample import Sample


def with_form(page: Page, **shown: Any) -> None:
    """Open the help page with a form of every field in it: real files, real policy, no page made for tests."""
    form = Sample(**shown)

    def answer(route: Route) -> None:
        response = route.fetch()
        marked = f'<form method="post" class="panel" id="sample">{form}<button>Send</button></form></main>'
        route.fulfill(response=response, body=response.text().replace("</main>", marked))

    page.route("**/help/", answer)
    page.goto("/help/")


@pytest.fixture
def open_form(open_page: OpenPage, watch: Watch) -> OpenPage:
    """`open_form(width=390)`: as `open_page`, with the form; no service worker, as its fetches cannot be filled in."""
    watch.allow("Service Worker registration blocked")

    def make(**options: Any) -> Page:
        page = open_page("/", service_workers="block", **options)
        with_form(page)
        return page

    return make


@pytest.fixture
def form_page(open_form: OpenPage) -> Page:
    return open_form()


def drawn() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (60, 40), "#888").save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.axe
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_field_has_no_axe_violation_and_fits_the_screen(open_form: OpenPage, language: str) -> None:
    page = open_form(language=language)
    for shown in ({}, {"data": {"name": "<b>", "born_day": "30", "height_cm": "9", "age_low": "9"}, "files": {}}):
        with_form(page, **shown)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert checks.violations(page) + checks.runs_off(page) == []


def test_a_missing_page_says_what_to_do(open_page: OpenPage, watch: Watch) -> None:
    watch.allow("404")
    page = open_page("/nothing/here/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Not found")


def test_language_is_chosen_by_a_button_in_its_own_name(open_page: OpenPage) -> None:
    page = open_page("/help/")
    page.locator("[data-menu] > summary").first.click()
    page.get_by_role("button", name="العربية").click()
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.url.endswith("/help/")
    page.locator("[data-menu] > summary").first.click()
    expect(page.get_by_role("button", name="English")).to_be_visible()


def test_everything_works_without_javascript(open_page: OpenPage) -> None:
    page = open_page("/help/", java_script_enabled=False)
    page.locator("[data-menu] > summary").first.click()
    page.get_by_role("button", name="Français").click()
    assert page.locator("html").get_attribute("lang") == "fr"


def test_all_parts_of_a_form_are_open_without_javascript(open_form: OpenPage) -> None:
    page = open_form(java_script_enabled=False)
    for name in ("height_cm", "height_ft", "height_in", "place_lat", "names-0-original"):
        expect(page.locator(f"[name='{name}']")).to_be_visible()


def test_the_first_tab_leads_to_the_content(open_page: OpenPage) -> None:
    page = open_page("/help/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_menu_closes_with_escape_and_keeps_focus(open_page: OpenPage) -> None:
    page = open_page("/help/")
    menu = page.locator("[data-menu]").first
    menu.locator("summary").click()
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    expect(menu.locator("summary")).to_be_focused()


def test_help_opens_with_a_key_but_not_while_typing(open_page: OpenPage) -> None:
    page = open_page("/accounts/login/")
    page.locator("[name=password]").press("?")
    assert "login" in page.url
    page.locator("h1").click()
    page.keyboard.press("?")
    page.wait_for_url("**/help/")


MARKUP = """
<p onclick="ran()">one</p><a href="java\nscript:ran()">two</a><script>ran()</script><iframe srcdoc="<b>"></iframe>
<template><img src="x" onerror="ran()"><template><b onfocus="ran()">deep</b></template></template>
<svg><a xlink:href="javascript:ran()"><text>three</text></a></svg>
"""


def test_markup_loses_everything_that_runs(open_page: OpenPage, watch: Watch) -> None:
    watch.allow("inline event handler")
    page = open_page("/help/")
    html = page.evaluate(
        "text => { const box = document.createElement('div'); box.innerHTML = text; return box.innerHTML; }", MARKUP
    )
    assert "one" in html
    assert "deep" in html
    assert not re.search(r"\son\w+=|javascript:|java\nscript|srcdoc|<script", html), html


def test_markup_that_is_harmless_is_left_as_it_is(open_page: OpenPage) -> None:
    page = open_page("/help/")
    rows = '<tr><td data-label="a">1</td></tr><tr><td>2</td></tr>'
    inner = "text => { const t = document.createElement('tbody'); t.innerHTML = text; return t.innerHTML; }"
    assert page.evaluate(inner, rows) == rows


@pytest.mark.parametrize("address", ["https://evil.example/x.js", "//evil.example/x.js", "data:text/javascript,1"])
def test_scripts_come_from_this_site_only(open_page: OpenPage, address: str) -> None:
    page = open_page("/help/")
    setting = "a => { try { document.createElement('script').src = a; return 'set'; } catch { return 'refused'; } }"
    assert page.evaluate(setting, address) == "refused"
    assert page.evaluate(setting, "/static/x.js") == "set"


def test_a_failed_part_says_so_and_leaves_the_page(open_page: OpenPage, watch: Watch) -> None:
    watch.allow("404|Response Status Error")
    page = open_page("/help/")
    page.evaluate("htmx.ajax('GET', '/nothing/here/', {target: '#main'})")
    expect(page.locator("#alerts [role=alert]")).to_contain_text("Not found")
    expect(page.get_by_role("heading", level=1)).to_have_text("Help")


def test_a_lost_connection_is_told(open_page: OpenPage, watch: Watch) -> None:
    watch.allow("net::|htmx:sendError|htmx:afterRequest|Service Worker registration blocked")
    page = open_page("/help/", service_workers="block")
    page.route("**/lost/", lambda route: route.abort())
    page.evaluate("htmx.ajax('GET', '/lost/', {target: '#main'}).catch(() => {})")
    expect(page.locator("#alerts")).to_contain_text("Nothing you typed is lost")


def test_the_later_of_value_and_we_do_not_know_stays(form_page: Page) -> None:
    year, unknown = form_page.locator("[name=born_year]"), form_page.locator("[name=born_absent][value=unknown]")
    year.fill("1990")
    unknown.check()
    expect(year).to_have_value("")
    year.fill("1991")
    expect(unknown).not_to_be_checked()


def test_heights_show_one_unit_at_a_time(form_page: Page) -> None:
    expect(form_page.locator("[name=height_ft]")).to_be_hidden()
    form_page.locator("[name=height_cm]").fill("170")
    form_page.get_by_role("button", name="Use feet and inches").click()
    expect(form_page.locator("[name=height_ft]")).to_be_focused()
    expect(form_page.locator("[name=height_cm]")).to_have_value("")


def test_month_names_follow_the_calendar(form_page: Page) -> None:
    form_page.locator("[name=born_calendar]").select_option("ethiopic")
    assert form_page.locator("[name=born_month] option").nth(1).inner_text() == "1 · Meskerem"
    form_page.locator("[name=born_calendar]").select_option("event")
    expect(form_page.locator("[name=born_said]")).to_be_visible()


def test_rows_are_added_up_to_the_limit(form_page: Page) -> None:
    add = form_page.get_by_role("button", name="Add another")
    add.click()
    expect(form_page.locator("[name='names-1-kind']")).to_be_focused()
    add.click()
    expect(add).to_be_hidden()
    assert form_page.locator("[name$='-original']").count() == 3


def test_a_photo_is_checked_and_shown_before_it_is_sent(form_page: Page) -> None:
    field = form_page.locator("[name=photo]")
    field.set_input_files({"name": "a.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"})
    expect(form_page.locator("[data-photo-problem]")).to_contain_text("not a photo")
    field.set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": drawn()})
    expect(form_page.locator(".photo-preview")).to_be_visible()
    expect(form_page.locator("[data-photo-problem]")).to_have_count(0)


def test_a_point_is_picked_on_the_map_by_mouse_or_keyboard(form_page: Page) -> None:
    holder = form_page.locator("[data-map]")
    holder.scroll_into_view_if_needed()
    canvas = form_page.locator(".leaflet-container canvas").first
    canvas.wait_for()
    form_page.locator(".leaflet-container").click(position={"x": 300, "y": 150})
    for part in ("lat", "lon", "radius_km"):
        expect(form_page.locator(f"[name=place_{part}]")).not_to_have_value("")
    form_page.locator("[name=place_lat]").fill("35.5")
    form_page.locator("[name=place_lon]").fill("12.6")
    form_page.locator("[name=place_lon]").press("Tab")
    form_page.locator(".leaflet-container").focus()
    form_page.keyboard.press("Enter")
    assert abs(float(form_page.locator("[name=place_lat]").input_value()) - 35.5) < 1


def test_phones_fetch_the_map_when_asked(open_form: OpenPage) -> None:
    page = open_form(width=390)
    page.locator("[data-map]").scroll_into_view_if_needed()
    expect(page.locator(".leaflet-container")).to_have_count(0)
    page.get_by_role("button", name="Open the map").click()
    page.locator(".leaflet-container canvas").first.wait_for()


def test_no_page_with_data_is_kept_in_the_browser(open_page: OpenPage) -> None:
    page = open_page("/help/")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    kept = page.evaluate(
        "(async () => { const all = []; for (const name of await caches.keys()) for (const r of"
        " await (await caches.open(name)).keys()) all.push(new URL(r.url).pathname); return all; })()"
    )
    assert kept
    assert {path for path in kept if not path.startswith(f"/{settings.STATIC_URL.strip('/')}/")} == {"/offline/"}
