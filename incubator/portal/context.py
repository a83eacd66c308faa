"""What every page's frame needs, read from the request and only when the template asks for it."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import cached_property

from incubator.accounts.states import Appearance, space_label
from incubator.core.bilingual import current_language
from incubator.portal import navigation

LANGUAGES = (("fr", "Français"), ("en", "English"))
# Shown until the project says otherwise: settings.CENTRE, or request.centre set by a middleware or a view.
CENTRE = {"name": "Pépinière", "place": "Lomé, Togo", "phone": "", "whatsapp": "", "hours": "", "email": ""}


class Chrome:
    """The frame of one page: menu, spaces, centre, languages. Anonymous pages never touch session or user.

    Views and middleware may set on the request: `space` (a key of NAVIGATION), `spaces` (the keys this
    person may switch to), `space_kwargs` (words its addresses need), `centre` (row or dict), `reference`
    (of the record shown) and `alternate_urls` ({"fr": …, "en": …}, the same page in each language).
    """

    def __init__(self, request: HttpRequest | None) -> None:
        self.request = request

    def _given(self, name: str, default: object = None) -> object:
        return getattr(self.request, name, None) or default

    @cached_property
    def language(self) -> str:
        return current_language()

    @cached_property
    def space(self) -> str:
        space = str(self._given("space", "visitor"))
        return space if space in navigation.NAVIGATION else "visitor"

    @property
    def space_label(self) -> str:
        return space_label(self.space)

    @property
    def other_spaces(self) -> list[tuple[str, str]]:
        return [(key, space_label(key)) for key in self._given("spaces", []) if key != self.space]

    @cached_property
    def nav(self) -> list[dict]:
        kwargs = tuple(sorted(self._given("space_kwargs", {}).items()))
        path = self.request.path if self.request else ""
        links = navigation.menu(self.space, self.language, kwargs)
        return [{"link": link, "current": link.is_current(path)} for link in links]

    @cached_property
    def places(self) -> dict[str, str | None]:
        return navigation.places(self.language)

    @cached_property
    def centre(self) -> object:
        return self._given("centre") or {**CENTRE, **getattr(settings, "CENTRE", {})}

    @property
    def centre_name(self) -> str:
        """The bare name, for the title of the window."""
        centre = self.centre
        return str(centre["name"] if isinstance(centre, dict) else centre.name)

    @property
    def theme(self) -> str:
        """Light or dark as the person chose inside, else "auto", as the device says; so do public pages, kept for all."""
        chosen = self.request.COOKIES.get(settings.APPEARANCE_COOKIE_NAME) if self.request else None
        return chosen if chosen in Appearance.values and self.space != "visitor" else Appearance.AUTO

    @property
    def demo(self) -> bool:
        return getattr(settings, "PEPINIERE_MODE", "") == "demo"

    @cached_property
    def history_waits(self) -> bool:
        """Whether the cohorts that finished are still being written into the demonstration."""
        waits = getattr(settings, "DEMO_HISTORY", None)
        return self.demo and waits is not None and waits.exists()

    @cached_property
    def languages(self) -> list[dict]:
        own = self._given("alternate_urls", {})
        roots = {"fr": "/", "en": "/en/"}
        return [
            {"code": code, "name": name, "url": own.get(code, roots[code]), "current": code == self.language}
            for code, name in LANGUAGES
        ]

    @property
    def address(self) -> str:
        """The whole address of the page, without what was asked of it: as it is shared, and known to search engines."""
        return self.request.build_absolute_uri(self.request.path) if self.request else ""

    @property
    def root(self) -> str:
        """The address of the site, without a slash at its end."""
        return self.request.build_absolute_uri("/").rstrip("/") if self.request else ""

    @property
    def alternates(self) -> dict[str, str]:
        """The whole address of the page in each language that it has, for search engines."""
        own = self._given("alternate_urls", {}) if self.request else {}
        return {code: self.request.build_absolute_uri(url) for code, url in own.items()}

    @property
    def next(self) -> str:
        return self.request.get_full_path() if self.request else "/"


class Outside(Chrome):
    """The frame of a page that says why there is none: the menu of visitors, whoever asks; no question about them."""

    space = "visitor"


def chrome(request: HttpRequest) -> dict[str, Chrome]:
    """Context processor: give every template its frame as `chrome`."""
    return {"chrome": Chrome(request)}
