"""Registering a missing person in a real browser: by keyboard alone, with nothing lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from accessctl import door
from cases.models import Case
from families import selectors, services
from tests.integration.families.steps import CONSENT

TOLD = {"version": "1", "language": "en", "text": "Told.", "risks_explained": True, "rights_explained": True}
AGREED = {name: [value] for name, value in CONSENT.items()}


@pytest.fixture
def people(live_site, transactional_db, cast):
    """The standing cast, committed for the site to see."""
    return cast


@pytest.fixture
def draft(people):
    """A draft whose consent is given: the next step is the screen of questions."""
    parts = {"briefing": TOLD, "consent": AGREED, "agreed": True}
    return services.begin_draft(actor=people.caseworker.actor, parts=parts)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, target: str, *, most: int = 400) -> None:
    """Reach an element by the Tab key alone, as somebody without a mouse does."""
    for _ in range(most):
        if page.evaluate("target => document.activeElement?.matches(target) ?? false", target):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} is not reached by keyboard")


def typed(page: Page, target: str, text: str) -> None:
    tab_to(page, target)
    page.keyboard.type(text)


def test_a_registration_by_keyboard_alone(open_page, people):
    page = open_page("/cases/new/", people.caseworker.account)
    for mark in ("#id_risks_explained", "#id_rights_explained"):
        tab_to(page, mark)
        press(page, "Space")
    press(page, "Tab", "Enter")
    page.wait_for_url("**/consent/")
    for first in ("#id_own_search_0", "#id_own_compare_0", "#id_protection_flag_0", "#id_share_search__cso_0"):
        tab_to(page, first)
        press(page, "Space")
    tab_to(page, "#id_depth_0")
    press(page, "Space", "ArrowDown")
    tab_to(page, "#id_how")
    page.keyboard.type("Orally")
    tab_to(page, "main form .actions .btn-primary")
    press(page, "Enter")
    page.wait_for_url("**/person/")
    typed(page, "#id_name", "Lamin Ceesay")
    typed(page, "[name=date_last_contact_year]", "2021")
    typed(page, "#id_enquirer_name", "Awa Ceesay")
    tab_to(page, "#id_enquirer_relationship")
    page.keyboard.type("Mother")
    tab_to(page, "#id_enquirer_via")
    press(page, "Space")
    tab_to(page, "main form .actions .btn-primary")
    press(page, "Enter")
    page.wait_for_url("**/cases/MMR-*/")
    assert door.visible(people.caseworker.actor, Case).count() == 1


def test_a_pause_in_typing_saves_the_draft_and_says_so(open_page, people, draft):
    page = open_page(f"/cases/new/{draft.ref}/person/", people.caseworker.account)
    page.fill("#id_name", "Lamin Ceesay")
    expect(page.locator("#draft-saved")).to_contain_text("Draft saved at")
    expect(page.locator("#progress")).to_contain_text("1 of 9")
    assert selectors.draft(people.caseworker.actor, draft.ref).label == "Lamin Ceesay"


def test_a_draft_that_could_not_be_saved_is_told_louder_and_keeps_the_words(open_page, people, draft, watch):
    watch.allow("Failed to load resource|ERR_FAILED|htmx:sendError|htmx:afterRequest")
    page = open_page(f"/cases/new/{draft.ref}/person/", people.caseworker.account)
    page.route("**/save/person/", lambda route: route.abort())
    page.fill("#id_name", "Lamin Ceesay")
    expect(page.locator("#draft-saved")).to_have_attribute("role", "alert")
    expect(page.locator("#draft-saved")).to_contain_text("could not be saved")
    assert page.input_value("#id_name") == "Lamin Ceesay"


def test_a_mistake_leads_the_focus_to_its_summary_and_from_there_to_the_field(open_page, people, draft, watch):
    watch.allow("422")
    page = open_page(f"/cases/new/{draft.ref}/person/", people.caseworker.account)
    page.fill("#id_name", "Lamin")
    page.fill("[name=date_of_birth_day]", "30")
    page.select_option("[name=date_of_birth_month]", "2")
    page.fill("[name=date_of_birth_year]", "1999")
    page.locator("main form .actions .btn-primary").click()
    summary = page.locator("[data-summary]")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Date of birth").click()
    assert page.evaluate("document.activeElement.id") == "id_date_of_birth_group"
    assert page.input_value("[name=date_of_birth_day]") == "30"


def test_a_chosen_photo_is_kept_at_once(open_page, people, draft, tmp_path):
    from PIL import Image

    path = tmp_path / "face.png"
    Image.new("RGB", (80, 80), "#7a5c43").save(path)
    page = open_page(f"/cases/new/{draft.ref}/person/", people.caseworker.account)
    page.set_input_files("#id_photo", str(path))
    expect(page.locator("#photo-kept img")).to_be_visible()
    page.get_by_role("button", name="Remove the photo").click()
    expect(page.locator("#photo-kept img")).to_have_count(0)


def test_another_name_gets_a_row_of_its_own(open_page, people, draft):
    page = open_page(f"/cases/new/{draft.ref}/person/", people.caseworker.account)
    page.locator("#id_other_names_group").get_by_role("button", name="Add another").click()
    expect(page.locator("[name=other_names-1-full_original]")).to_be_focused()
