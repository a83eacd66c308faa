import pytest
from django.test import RequestFactory, override_settings
from django.urls import NoReverseMatch, include, path

from incubator.accounts.states import SPACES
from incubator.portal import navigation
from incubator.portal.context import chrome
from tests.incubator.ui.conftest import _database, _fresh_menus

__all__ = ["_database", "_fresh_menus"]


def page(request, **kwargs):
    raise NotImplementedError


def names(space, *pairs):
    return path("", include(([path(route, page, name=name) for route, name in pairs], space)))


urlpatterns = [
    names(
        "portal",
        ("portal/", "home"),
        ("portal/startups/<slug:slug>/", "startup"),
    ),
    names("reporting", ("portal/startups/<slug:slug>/reports/", "list")),
    names("milestones", ("portal/startups/<slug:slug>/milestones/", "list")),
    names("mentorship", ("portal/startups/<slug:slug>/mentoring/", "founder")),
    names("funding", ("portal/startups/<slug:slug>/grant/", "grant")),
]
here = override_settings(ROOT_URLCONF=__name__)


def frame(path="/portal/", **given):
    request = RequestFactory().get(path)
    for name, value in given.items():
        setattr(request, name, value)
    return chrome(request)["chrome"]


def test_every_space_has_at_most_six_entries():
    assert {space: len(entries) for space, entries in navigation.NAVIGATION.items() if len(entries) > 6} == {}
    assert set(SPACES) == set(navigation.NAVIGATION) - {"visitor"}


@here
def test_a_page_that_does_not_exist_is_a_mistake():
    navigation.menu.cache_clear()
    with pytest.raises(NoReverseMatch):
        navigation.menu("mentor", "fr")
    assert navigation.menu("nobody", "fr") == ()


@here
def test_pages_of_a_startup_wait_for_one():
    navigation.menu.cache_clear()
    assert [link.url for link in navigation.menu("founder", "fr")] == ["/portal/"]


@here
def test_menu_takes_the_words_its_addresses_need():
    found = frame(
        space="founder", space_kwargs={"slug": "tikpa"}, path="/portal/startups/tikpa/reports/2027-t1/"
    )

    assert [item["link"].url for item in found.nav if item["current"]] == ["/portal/startups/tikpa/reports/"]
    assert len(found.nav) == 6


@here
def test_chrome_names_the_space_and_the_others():
    found = frame(space="mentor", spaces=["mentor", "juror"])

    assert found.space_label == str(SPACES["mentor"])
    assert found.other_spaces == [("juror", str(SPACES["juror"]))]


def test_chrome_of_an_anonymous_page_asks_for_no_session_or_user():
    request = RequestFactory().get("/")  # without session and user: touching them would fail

    found = chrome(request)["chrome"]

    assert (found.space, found.demo, found.centre_name) == ("visitor", False, "Pépinière")
    assert [one["url"] for one in found.languages] == ["/", "/en/"]
