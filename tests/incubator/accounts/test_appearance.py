"""Light, dark, or as the device says: chosen in the account, kept in this browser, never on a public page."""

import pytest
from django.conf import settings

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("theme", ["light", "dark", "auto"])
def test_the_choice_holds_for_the_pages_inside_and_for_no_public_one(founder, client_for, theme):
    browser = client_for(founder)
    assert 'data-theme="auto"' in browser.get("/account/").content.decode()

    assert browser.post("/account/appearance/", {"appearance": theme}).url == "/account/"

    page = browser.get("/account/").content.decode()
    assert f'data-theme="{theme}"' in page
    assert f'value="{theme}" class="secondary" aria-pressed="true"' in page
    assert page.count("aria-pressed") == 1
    assert browser.cookies[settings.APPEARANCE_COOKIE_NAME]["httponly"] is True
    browser.logout()
    browser.cookies[settings.APPEARANCE_COOKIE_NAME] = theme
    assert 'data-theme="auto"' in browser.get("/login/").content.decode()


def test_another_word_changes_nothing(founder, client_for):
    browser = client_for(founder)
    browser.post("/account/appearance/", {"appearance": "pink"})
    browser.cookies[settings.APPEARANCE_COOKIE_NAME] = "pink"

    assert 'data-theme="auto"' in browser.get("/account/").content.decode()
